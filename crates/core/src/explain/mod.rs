//! Short explanations: what an instruction or an idea is, what it means for the cache, what it means for the size.
//!
//! One Markdown file for each topic in `topics/`. The build script checks and renders them, so adding a topic is
//! adding a file. Flags, variables and commands have a few sentences each: an entry in a file of `terms/`.

/// One explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Topic {
    /// Stable name, such as `run` or `build-cache`.
    pub id: &'static str,
    /// Heading, such as `RUN` or `Build cache`.
    pub title: &'static str,
    /// Upper-case keywords of the instructions that it explains. Empty for an idea.
    pub applies_to: &'static [&'static str],
    /// The text as HTML made of paragraphs, lists, links, emphasis and code. It holds no scripts, styles or images.
    pub html: &'static str,
    /// Its first paragraph as plain text: one to three sentences.
    pub summary: &'static str,
    /// Where the facts come from.
    pub sources: &'static [Source],
}

/// A page or source file that states what a topic says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// Address, beginning with `https://`.
    pub url: &'static str,
    /// Day on which it was read, as `2026-11-21`.
    pub date: &'static str,
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

include!(concat!(env!("OUT_DIR"), "/terms.rs"));

/// What a term means, in one to three plain sentences.
#[must_use]
pub fn term(kind: TermKind, name: &str) -> Option<&'static str> {
    let wanted = (kind.file(), name);
    let index = TERMS
        .binary_search_by(|(file, name, _)| (*file, *name).cmp(&wanted))
        .ok()?;
    TERMS.get(index).map(|(_, _, text)| *text)
}

include!(concat!(env!("OUT_DIR"), "/topics.rs"));

/// All topics in the order of their ids.
#[must_use]
pub fn all() -> &'static [Topic] {
    TOPICS
}

/// The topic with this id.
#[must_use]
pub fn topic(id: &str) -> Option<&'static Topic> {
    TOPICS.iter().find(|topic| topic.id == id)
}

/// The topic that explains an instruction. The keyword may be written in any case, as in a Dockerfile.
#[must_use]
pub fn for_instruction(keyword: &str) -> Option<&'static Topic> {
    TOPICS.iter().find(|topic| {
        topic
            .applies_to
            .iter()
            .any(|instruction| instruction.eq_ignore_ascii_case(keyword))
    })
}

#[cfg(test)]
mod tests;
