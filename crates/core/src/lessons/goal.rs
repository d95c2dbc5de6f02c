//! Goals: sentences that a simulation can find true or false. `docs/lessons.md` lists them.

use std::time::Duration;

use super::amount;
use crate::checks::own::OWN_RULES;
use crate::checks::rule;

/// A goal and the sentence that it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// Its line in the lesson, 1-based.
    pub line: usize,
    /// The sentence as the author wrote it.
    pub text: String,
    /// What it asks for.
    pub ask: Ask,
}

/// How a figure is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `at most`
    AtMost,
    /// `under`
    Under,
    /// `at least`
    AtLeast,
    /// `over`
    Over,
    /// `exactly`
    Exactly,
}

impl Comparison {
    /// Whether the figure is as wanted.
    #[must_use]
    pub fn holds<T: PartialOrd>(self, figure: T, limit: T) -> bool {
        match self {
            Self::AtMost => figure <= limit,
            Self::Under => figure < limit,
            Self::AtLeast => figure >= limit,
            Self::Over => figure > limit,
            Self::Exactly => figure == limit,
        }
    }
}

/// A size that goals speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sized {
    /// `image`: the final image, unpacked.
    Image,
    /// `download`: what a pull of it transfers.
    Download,
    /// `waste`: bytes in it that a later layer removes or replaces.
    Waste,
    /// `context`: what is sent to the builder.
    Context,
}

/// What is edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edited {
    /// A file of the context.
    File(String),
    /// The first instruction whose text contains this.
    Instruction(String),
    /// The value of a build argument.
    Argument(String),
    /// A base image: another one under the same name.
    BaseImage(String),
}

/// What happens after an edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// `runs at most 2 steps`
    Steps(Comparison, usize),
    /// `takes under 30 s`
    Time(Comparison, Duration),
    /// `reruns "pip install"`
    Reruns(String),
    /// `keeps "pip install"`
    Keeps(String),
}

/// What a goal asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// `the image is under 200 MB`
    Size(Sized, Comparison, u64),
    /// `the image has at most 3 layers`: layers on top of the base image
    Layers(Comparison, usize),
    /// `the build takes under 1 min`; with an empty cache if it is a `cold build`
    BuildTime {
        /// With an empty cache.
        cold: bool,
        /// How it is compared.
        comparison: Comparison,
        /// With what.
        limit: Duration,
    },
    /// `the build runs at most 2 steps`
    BuildSteps(Comparison, usize),
    /// `the build succeeds`
    Succeeds,
    /// `an edit of app.py runs at most 2 steps`
    Edit(Edited, Outcome),
    /// `step "git clone" runs`, or `step "git clone" is cached`
    Step {
        /// Part of the text of the instruction.
        text: String,
        /// It is to run.
        runs: bool,
    },
    /// `file .env is not sent`
    Sent {
        /// The file.
        path: String,
        /// It is to be sent.
        sent: bool,
    },
    /// `stage test is not built`
    Stage {
        /// Its name.
        name: String,
        /// It is to be built.
        built: bool,
    },
    /// `rule RunsAsRoot finds nothing`
    Rule(&'static str),
    /// `no secret is in the image`
    NoSecret,
    /// `the user is not root`
    NotRoot,
    /// `a comment contains "because"`
    Comment(String),
    /// `file app.py contains "print"`
    Text {
        /// The file; `Dockerfile` for that which is built.
        path: String,
        /// The part.
        text: String,
        /// It is to be there.
        contains: bool,
    },
}

/// A word or a quoted text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word<'a> {
    Plain(&'a str),
    Quoted(&'a str),
}

use Word::{Plain, Quoted};

/// Reads a goal.
///
/// # Errors
///
/// A sentence that says what cannot be understood and what could stand there.
pub fn read(text: &str) -> Result<Ask, String> {
    let words = words(text)?;
    match words.as_slice() {
        [Plain("image" | "download" | "waste" | "context"), ..] => sized(&words),
        [Plain("build"), ..] | [Plain("cold"), Plain("build"), ..] => build(&words),
        [
            Plain("edit"),
            Plain("of"),
            Plain("argument"),
            Plain(name),
            rest @ ..,
        ] => Ok(Ask::Edit(
            Edited::Argument((*name).to_owned()),
            outcome(rest)?,
        )),
        [
            Plain("edit"),
            Plain("of"),
            Plain("base"),
            Plain("image"),
            Plain(name),
            rest @ ..,
        ] => Ok(Ask::Edit(
            Edited::BaseImage((*name).to_owned()),
            outcome(rest)?,
        )),
        [Plain("edit"), Plain("of"), Plain(path), rest @ ..] => {
            Ok(Ask::Edit(Edited::File((*path).to_owned()), outcome(rest)?))
        }
        [Plain("edit"), Plain("of"), Quoted(text), rest @ ..] => Ok(Ask::Edit(
            Edited::Instruction((*text).to_owned()),
            outcome(rest)?,
        )),
        [Plain("step"), Quoted(text), rest @ ..] => {
            let text = (*text).to_owned();
            match rest {
                [Plain("runs")] => Ok(Ask::Step { text, runs: true }),
                [Plain("is"), Plain("cached")] => Ok(Ask::Step { text, runs: false }),
                _ => Err("after `step \"…\"` comes `runs` or `is cached`".to_owned()),
            }
        }
        [Plain("comment"), Plain("contains"), Quoted(text)] => Ok(Ask::Comment((*text).to_owned())),
        [Plain("file"), Plain(path), rest @ ..] => file(path, rest),
        [Plain("stage"), Plain(name), rest @ ..] => {
            let built = is_or_not(rest, "built")?;
            let name = (*name).to_owned();
            Ok(Ask::Stage { name, built })
        }
        [Plain("rule"), Plain(name), Plain("finds"), Plain("nothing")] => {
            let own = OWN_RULES.iter().map(|rule| rule.name);
            let known = own
                .chain(rule(name).map(|rule| rule.name))
                .find(|known| known == name);
            known
                .map(Ask::Rule)
                .ok_or_else(|| format!("there is no rule `{name}`"))
        }
        [Plain("rule"), ..] => {
            Err("a goal about a rule reads `rule NAME finds nothing`".to_owned())
        }
        [
            Plain("no"),
            Plain("secret"),
            Plain("is"),
            Plain("in"),
            Plain("image"),
        ] => Ok(Ask::NoSecret),
        [Plain("user"), Plain("is"), Plain("not"), Plain("root")] => Ok(Ask::NotRoot),
        _ => Err(format!(
            "`{text}` is no goal that can be graded; docs/lessons.md lists them all"
        )),
    }
}

/// The words. What stands between double quotes is one word. An article is left out where one of our own words follows it, so
/// that a file may be called `a`.
fn words(text: &str) -> Result<Vec<Word<'_>>, String> {
    let mut words = Vec::new();
    for (index, part) in text.split('"').enumerate() {
        if index % 2 == 1 {
            if part.trim().is_empty() {
                return Err("there is nothing between two quotes".to_owned());
            }
            words.push(Quoted(part));
            continue;
        }
        let mut plain = part.split_whitespace().peekable();
        while let Some(word) = plain.next() {
            let is_article = ["a", "an", "the"]
                .iter()
                .any(|article| article.eq_ignore_ascii_case(word));
            let is_meant = |next: &&str| KNOWN.iter().any(|known| known.eq_ignore_ascii_case(next));
            if !(is_article && plain.peek().is_some_and(is_meant)) {
                words.push(Plain(word));
            }
        }
    }
    if text.matches('"').count() % 2 == 1 {
        return Err("a quote is not closed".to_owned());
    }
    if let Some(Plain(first)) = words.first_mut() {
        // Sentences may begin with a capital letter.
        let known = KNOWN.iter().find(|known| known.eq_ignore_ascii_case(first));
        *first = known.copied().unwrap_or(first);
    }
    Ok(words)
}

/// The words that goals begin with, and those that an article may stand before.
const KNOWN: &[&str] = &[
    "argument", "base", "build", "cold", "comment", "context", "download", "edit", "file", "image",
    "no", "rule", "secret", "stage", "step", "user", "waste",
];

fn sized(words: &[Word<'_>]) -> Result<Ask, String> {
    let what = match words.first() {
        Some(Plain("image")) => Sized::Image,
        Some(Plain("download")) => Sized::Download,
        Some(Plain("waste")) => Sized::Waste,
        _ => Sized::Context,
    };
    match words.get(1..).unwrap_or_default() {
        [Plain("is"), rest @ ..] => {
            let (comparison, limit) = compared(rest)?;
            let limit = amount::size(&limit)
                .ok_or_else(|| format!("`{}` is no size such as 200 MB", limit.join(" ")))?;
            Ok(Ask::Size(what, comparison, limit))
        }
        [Plain("has"), rest @ .., Plain("layers" | "layer")] if what == Sized::Image => {
            let (comparison, limit) = compared(rest)?;
            Ok(Ask::Layers(comparison, number(&limit)?))
        }
        _ if what == Sized::Image => {
            Err("after `image` comes `is under 200 MB` or `has at most 3 layers`".to_owned())
        }
        _ => Err("a goal about a size goes on with `is`, as in `is under 200 MB`".to_owned()),
    }
}

fn build(words: &[Word<'_>]) -> Result<Ask, String> {
    let cold = words.first() == Some(&Plain("cold"));
    match words.get(1 + usize::from(cold)..).unwrap_or_default() {
        [Plain("succeeds")] if !cold => Ok(Ask::Succeeds),
        [Plain("takes"), rest @ ..] => {
            let (comparison, limit) = compared(rest)?;
            Ok(Ask::BuildTime {
                cold,
                comparison,
                limit: time(&limit)?,
            })
        }
        [Plain("runs"), rest @ .., Plain("steps" | "step")] if !cold => {
            let (comparison, limit) = compared(rest)?;
            Ok(Ask::BuildSteps(comparison, number(&limit)?))
        }
        _ if cold => Err("after `cold build` comes `takes`, as in `takes under 1 min`".to_owned()),
        _ => Err(
            "after `build` comes `succeeds`, `takes under 1 min` or `runs at most 2 steps`"
                .to_owned(),
        ),
    }
}

fn outcome(words: &[Word<'_>]) -> Result<Outcome, String> {
    match words {
        [Plain("runs"), rest @ .., Plain("steps" | "step")] => {
            let (comparison, limit) = compared(rest)?;
            Ok(Outcome::Steps(comparison, number(&limit)?))
        }
        [Plain("takes"), rest @ ..] => {
            let (comparison, limit) = compared(rest)?;
            Ok(Outcome::Time(comparison, time(&limit)?))
        }
        [Plain("reruns"), Quoted(text)] => Ok(Outcome::Reruns((*text).to_owned())),
        [Plain("keeps"), Quoted(text)] => Ok(Outcome::Keeps((*text).to_owned())),
        _ => Err(
            "after what is edited comes `runs at most 2 steps`, `takes under 30 s`, `reruns \"…\"` or `keeps \"…\"`"
                .to_owned(),
        ),
    }
}

fn file(path: &str, words: &[Word<'_>]) -> Result<Ask, String> {
    let path = path.to_owned();
    match words {
        [Plain("contains"), Quoted(text)] => Ok(Ask::Text {
            path,
            text: (*text).to_owned(),
            contains: true,
        }),
        [Plain("lacks"), Quoted(text)] => Ok(Ask::Text {
            path,
            text: (*text).to_owned(),
            contains: false,
        }),
        _ => {
            let sent = is_or_not(words, "sent").map_err(|_| {
                "after the name of a file comes `is sent`, `is not sent`, `contains \"…\"` or `lacks \"…\"`".to_owned()
            })?;
            Ok(Ask::Sent { path, sent })
        }
    }
}

fn is_or_not(words: &[Word<'_>], what: &str) -> Result<bool, String> {
    match words {
        [Plain("is"), Plain(word)] if *word == what => Ok(true),
        [Plain("is"), Plain("not"), Plain(word)] if *word == what => Ok(false),
        _ => Err(format!("here comes `is {what}` or `is not {what}`")),
    }
}

/// The comparison and the words after it.
fn compared<'a>(words: &[Word<'a>]) -> Result<(Comparison, Vec<&'a str>), String> {
    let (comparison, rest) = match words {
        [Plain("at"), Plain("most"), rest @ ..] => (Comparison::AtMost, rest),
        [Plain("at"), Plain("least"), rest @ ..] => (Comparison::AtLeast, rest),
        [Plain("under"), rest @ ..] => (Comparison::Under, rest),
        [Plain("over"), rest @ ..] => (Comparison::Over, rest),
        [Plain("exactly"), rest @ ..] => (Comparison::Exactly, rest),
        _ => {
            return Err(
                "a figure comes after `at most`, `under`, `at least`, `over` or `exactly`"
                    .to_owned(),
            );
        }
    };
    let plain = rest.iter().map(|word| match word {
        Plain(word) => Ok(*word),
        Quoted(text) => Err(format!("`\"{text}\"` cannot stand here")),
    });
    Ok((comparison, plain.collect::<Result<_, _>>()?))
}

fn number(words: &[&str]) -> Result<usize, String> {
    let read = match words {
        [word] => word.parse::<u32>().ok(),
        _ => None,
    };
    let number = read.and_then(|number| usize::try_from(number).ok());
    number.ok_or_else(|| format!("`{}` is no number", words.join(" ")))
}

fn time(words: &[&str]) -> Result<Duration, String> {
    amount::time(words).ok_or_else(|| format!("`{}` is no time such as 30 s", words.join(" ")))
}
