//! The kinds of things that topics explain.

use super::TermKind;

/// A kind of thing with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// Why a step runs: `files`, `base image`.
    Cause,
    /// A rule that finds something in a Dockerfile, by its name.
    Check,
    /// A command, or a command and a word behind it.
    Command,
    /// The name of a parser directive.
    Directive,
    /// An instruction and its flag.
    Flag,
    /// A repository of base images: `python`.
    Image,
    /// The keyword of an instruction in upper case.
    Instruction,
    /// An instruction, its flag and a part of the value.
    Value,
    /// A variable with a meaning of its own.
    Variable,
}

impl About {
    /// The word that a topic writes before the names.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Cause => "cause",
            Self::Check => "check",
            Self::Command => "command",
            Self::Directive => "directive",
            Self::Flag => "flag",
            Self::Image => "image",
            Self::Instruction => "instruction",
            Self::Value => "value",
            Self::Variable => "variable",
        }
    }

    /// What a thing of this kind is part of.
    pub(super) fn wider(self) -> Option<Self> {
        match self {
            Self::Value => Some(Self::Flag),
            Self::Flag => Some(Self::Instruction),
            _ => None,
        }
    }
}

impl From<TermKind> for About {
    fn from(kind: TermKind) -> Self {
        match kind {
            TermKind::Command => Self::Command,
            TermKind::Directive => Self::Directive,
            TermKind::Flag => Self::Flag,
            TermKind::Value => Self::Value,
            TermKind::Variable => Self::Variable,
        }
    }
}
