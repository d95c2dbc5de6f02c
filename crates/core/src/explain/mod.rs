//! Explanations: what an instruction, a flag, a command or an idea is, what it means for the cache and for the size.
//!
//! One Markdown file for each topic in `topics/`, and a few sentences for each flag, variable and command in `terms/`. The
//! build script checks and renders them (`layerlab-texts`), so adding a topic is adding a file. Names, titles and the first
//! sentences about instructions are part of the program; the rest is a value of its own, [`Texts`], which need not be there.

mod about;
mod texts;

pub use about::About;
pub use texts::{DamagedTexts, Source, Text, Texts};

/// One explanation, as far as it is part of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Topic {
    /// Stable name, such as `run` or `build-cache`.
    pub id: &'static str,
    /// Heading, such as `RUN` or `Build cache`.
    pub title: &'static str,
    /// Index into [`groups`].
    pub group: usize,
    /// One to three sentences, in which words between backquotes are code. Only what explains an instruction has them here;
    /// of the others they are among the [`Texts`].
    pub summary: &'static str,
}

impl Topic {
    /// The summary without the marks around code.
    #[must_use]
    pub fn plain_summary(&self) -> String {
        self.summary.replace('`', "")
    }

    /// Its first sentences, as far as they are here; words between backquotes are code.
    #[must_use]
    pub fn summary_in<'a>(&self, texts: &'a Texts) -> &'a str {
        texts.of(self.id).map_or(self.summary, |text| text.summary)
    }

    /// What it explains and is asked for by name: kinds and names, in their order.
    pub fn subjects(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let own = TOPICS.iter().position(|topic| topic.id == self.id);
        SUBJECTS
            .iter()
            .filter(move |(_, _, index)| Some(usize::from(*index)) == own)
            .map(|(kind, name, _)| (*kind, *name))
    }
}

include!(concat!(env!("OUT_DIR"), "/explain.rs"));

/// All topics in the order of the index: group by group.
#[must_use]
pub fn all() -> &'static [Topic] {
    TOPICS
}

/// The headings of the index, in order.
#[must_use]
pub fn groups() -> &'static [&'static str] {
    GROUPS
}

/// The topic with this id.
#[must_use]
pub fn topic(id: &str) -> Option<&'static Topic> {
    TOPICS.iter().find(|topic| topic.id == id)
}

/// The topics before and after this one in the index.
#[must_use]
pub fn neighbours(id: &str) -> (Option<&'static Topic>, Option<&'static Topic>) {
    let Some(index) = TOPICS.iter().position(|topic| topic.id == id) else {
        return (None, None);
    };
    let before = index.checked_sub(1).and_then(|index| TOPICS.get(index));
    (before, TOPICS.get(index + 1))
}

/// The topic that explains a thing, or the wider thing that it is part of: for `pip --no-cache-dir` that of `pip` if nobody
/// wrote about the option.
#[must_use]
pub fn topic_of(about: About, name: &str) -> Option<&'static Topic> {
    let exact = |about: About, name: &str| {
        let wanted = (about.name(), name);
        let index = SUBJECTS
            .binary_search_by(|(kind, name, _)| (*kind, *name).cmp(&wanted))
            .ok()?;
        TOPICS.get(usize::from(SUBJECTS.get(index)?.2))
    };
    let mut about = Some(about);
    while let Some(kind) = about {
        let mut name = Some(name);
        while let Some(written) = name {
            if let Some(found) = exact(kind, written) {
                return Some(found);
            }
            name = written.rfind([' ', '=']).and_then(|end| written.get(..end));
        }
        about = kind.wider();
    }
    None
}

/// The topic that explains an instruction. The keyword may be written in any case, as in a Dockerfile.
#[must_use]
pub fn for_instruction(keyword: &str) -> Option<&'static Topic> {
    topic_of(About::Instruction, &keyword.to_ascii_uppercase())
}

/// Topics in which every word of a question stands, the best first: a word of the title counts most, then what a topic
/// explains, then its first sentences, and last the long text where it is here.
#[must_use]
pub fn search(question: &str, texts: &Texts) -> Vec<&'static Topic> {
    let question = question.to_lowercase();
    let words: Vec<&str> = question.split_whitespace().collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(usize, &'static Topic)> = TOPICS
        .iter()
        .filter_map(|topic| {
            let places = places(topic, texts);
            let ranks = words.iter().map(|word| rank(&places, word));
            // The worst word decides, so that one word in a title does not hide that another is missing there.
            let worst = ranks.collect::<Option<Vec<_>>>()?.into_iter().max()?;
            Some((worst, topic))
        })
        .collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, topic)| topic).collect()
}

/// Where words are looked for, in lower case, the best place first.
fn places(topic: &'static Topic, texts: &Texts) -> [String; 4] {
    let Some(text) = texts.of(topic.id) else {
        let names: Vec<&str> = topic.subjects().map(|(_, name)| name).collect();
        let places = [topic.title, &names.join("\t"), topic.summary, ""];
        return places.map(str::to_lowercase);
    };
    let whole = format!("{} {}", text.why, text.more);
    [topic.title, text.names, text.summary, &whole].map(str::to_lowercase)
}

/// Lower is better: beginning of a word in a better place, then inside one.
fn rank(places: &[String; 4], word: &str) -> Option<usize> {
    places
        .iter()
        .enumerate()
        .filter_map(|(place, text)| {
            let mut hits = text.match_indices(word).peekable();
            hits.peek()?;
            let begins = hits.any(|(at, _)| {
                let before = text.get(..at).and_then(|before| before.chars().next_back());
                !before.is_some_and(char::is_alphanumeric)
            });
            Some(place * 2 + usize::from(!begins))
        })
        .min()
}

/// What a [`term`] is, and the file of `terms/` in which it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermKind {
    /// A command, or a command and a word behind it: `apt-get`, `apt-get install`, `pip --no-cache-dir`.
    Command,
    /// The name of a parser directive.
    Directive,
    /// An instruction and its flag: `COPY --from`.
    Flag,
    /// An instruction, its flag and a part of the value: `RUN --mount type=cache`, `RUN --network=none`.
    Value,
    /// A variable that is there by itself or has a meaning to a well-known program.
    Variable,
}

impl TermKind {
    fn file(self) -> &'static str {
        match self {
            Self::Command => "commands",
            Self::Directive => "directives",
            Self::Flag => "flags",
            Self::Value => "values",
            Self::Variable => "variables",
        }
    }
}

/// What a term means, in one to three plain sentences.
#[must_use]
pub fn term(kind: TermKind, name: &str) -> Option<&'static str> {
    let wanted = (kind.file(), name);
    let index = TERMS
        .binary_search_by(|(file, name, _)| (*file, *name).cmp(&wanted))
        .ok()?;
    TERMS.get(index).map(|(_, _, text)| *text)
}

#[cfg(test)]
mod tests;
