//! What a rule is, and what it finds.

use layerlab_syntax::{Lines, Span};

use super::moment::Moment;

/// Who made a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// `docker build --check` has it under the same name.
    BuildKit,
}

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// Name as `# check=skip=` takes it.
    pub name: &'static str,
    /// Who made it.
    pub origin: Origin,
    /// What it is about, in one sentence (BuildKit's own where the rule is BuildKit's).
    pub description: &'static str,
    /// The official page; empty if there is none.
    pub url: &'static str,
    /// Only asked if `# check=experimental=` says so.
    pub experimental: bool,
    /// Two or three sentences for someone who meets it for the first time: what goes wrong, and what to write instead.
    pub explanation: &'static str,
    /// What it finds at a moment; nothing at moments that are not its business.
    pub finds: fn(&Moment<'_>) -> Vec<Found>,
    /// Dockerfiles in which it finds something.
    pub bad: &'static [Example],
    /// Dockerfiles in which it finds nothing.
    pub good: &'static [Example],
}

/// A Dockerfile that shows a rule.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// Text of the Dockerfile.
    pub dockerfile: &'static str,
    /// Text of `.dockerignore`; empty for none.
    pub dockerignore: &'static str,
    /// What the rule says of it, in order; nothing for a good example.
    pub messages: &'static [&'static str],
}

impl Example {
    /// A Dockerfile and what is said of it.
    #[must_use]
    pub const fn bad(dockerfile: &'static str, messages: &'static [&'static str]) -> Self {
        Self {
            dockerfile,
            dockerignore: "",
            messages,
        }
    }

    /// A Dockerfile of which nothing is said.
    #[must_use]
    pub const fn good(dockerfile: &'static str) -> Self {
        Self::bad(dockerfile, &[])
    }

    /// The same with an ignore file.
    #[must_use]
    pub const fn ignoring(self, dockerignore: &'static str) -> Self {
        Self {
            dockerignore,
            ..self
        }
    }
}

/// What a rule says at a moment. The place is that of the moment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// What is wrong.
    pub message: String,
    /// Ways to put it right.
    pub fixes: Vec<Fix>,
}

impl Found {
    /// A message without a fix.
    #[must_use]
    pub fn message(message: impl Into<String>) -> Vec<Self> {
        vec![Self {
            message: message.into(),
            fixes: Vec::new(),
        }]
    }
}

/// A way to put something right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as a command: "Write the name in lower case".
    pub title: String,
    /// The edits that belong together. They do not overlap.
    pub edits: Vec<TextEdit>,
}

/// A change of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextEdit {
    /// Path of the file in the project; `Dockerfile` stands for the one that is checked.
    pub file: String,
    /// What is replaced; empty where something is put in.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// Something that a rule found.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// What is wrong.
    pub message: String,
    /// The lines that BuildKit names: one range for each line of the instruction.
    pub lines: Vec<Lines>,
    /// Where exactly, for an editor: a range of bytes of the Dockerfile.
    pub span: Span,
    /// Ways to put it right.
    pub fixes: Vec<Fix>,
}

/// Rules are known by their names.
impl PartialEq for Finding {
    fn eq(&self, other: &Self) -> bool {
        (
            self.rule.name,
            &self.message,
            &self.lines,
            self.span,
            &self.fixes,
        ) == (
            other.rule.name,
            &other.message,
            &other.lines,
            other.span,
            &other.fixes,
        )
    }
}

impl Eq for Finding {}
