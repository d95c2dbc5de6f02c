//! What an editor asks about a place in the Dockerfile: what stands there, what could stand there, where it is defined.
//!
//! `layerlab_syntax::services` knows the text. What is added here is what only the simulator knows: values of variables,
//! sizes of images, files of the context, and the explanations.

mod command;
mod completion;
mod hover;
mod images;
mod paths;
#[cfg(test)]
mod tests;
mod variables;

use layerlab_syntax::services::{self, Fold, Reference, TextEdit};
use layerlab_syntax::{Dockerfile, Span};

use super::analysis::Range;
use super::context_report::ContextReport;
use super::project::Project;
use crate::explain::Topic;

pub use completion::{Proposal, ProposalKind, Proposals};

/// A Dockerfile as it stands in the editor, and the project that it is part of.
///
/// All offsets are in bytes. One behind the text means its end, and one inside a character the character's start.
#[derive(Debug, Clone)]
pub struct EditedDockerfile<'a> {
    text: &'a str,
    project: &'a Project,
    context: &'a ContextReport,
    syntax: Dockerfile<'a>,
}

/// A short text about what stands at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoverCard {
    /// What it is about.
    pub span: Span,
    /// What stands there, as it is written in a Dockerfile: `COPY --from`, `python:3.13-slim`.
    pub title: String,
    /// What it is, in a word or two: "flag", "base image".
    pub kind: &'static str,
    /// One to three plain sentences; may be empty.
    pub text: String,
    /// What is known about it here.
    pub facts: Vec<Fact>,
    /// Where more is written about it.
    pub topic: Option<&'static Topic>,
}

/// One thing that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What about.
    pub name: &'static str,
    /// What.
    pub value: FactValue,
}

/// The value of a [`Fact`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactValue {
    /// Words.
    Words(String),
    /// Text that is shown as it is.
    Code(String),
    /// A size, and the word for what it rests on: `measured`, `derived`, `assumed` or `exact`.
    Size(Range, &'static str),
}

impl<'a> EditedDockerfile<'a> {
    /// Reads `text`. `project` is the one that it is part of, with this or an older Dockerfile; `context` is what is sent
    /// of that project.
    #[must_use]
    pub fn new(text: &'a str, project: &'a Project, context: &'a ContextReport) -> Self {
        Self {
            text,
            project,
            context,
            syntax: layerlab_syntax::parse(text),
        }
    }

    /// What stands at `offset`; `None` if there is nothing to say about it.
    #[must_use]
    pub fn hover(&self, offset: usize) -> Option<HoverCard> {
        hover::hover(self, offset)
    }

    /// What could be typed at `offset`.
    #[must_use]
    pub fn completions(&self, offset: usize) -> Proposals {
        completion::completions(self, offset)
    }

    /// Where the stage or variable at `offset` is defined.
    #[must_use]
    pub fn definition(&self, offset: usize) -> Option<Span> {
        services::definition(&self.syntax, self.text, offset)
    }

    /// All mentions of the stage or variable at `offset`, in the order of the text.
    #[must_use]
    pub fn references(&self, offset: usize) -> Vec<Reference> {
        services::references(&self.syntax, self.text, offset)
    }

    /// The edits that give the stage or variable at `offset` another name.
    ///
    /// # Errors
    /// Why it cannot be done, in a sentence.
    pub fn rename(&self, offset: usize, new_name: &str) -> Result<Vec<TextEdit>, String> {
        services::rename(&self.syntax, self.text, offset, new_name)
    }

    /// What can be folded, in the order of the first lines, the longer first.
    #[must_use]
    pub fn folds(&self) -> Vec<Fold> {
        services::folding(&self.syntax, self.text)
    }

    /// The index of the instruction that holds `offset` or ends there.
    fn instruction_at(&self, offset: usize) -> Option<usize> {
        let instructions = &self.syntax.instructions;
        let following =
            instructions.partition_point(|instruction| instruction.span.start <= offset);
        let index = following.checked_sub(1)?;
        let instruction = instructions.get(index)?;
        (offset <= instruction.span.end).then_some(index)
    }

    /// The 1-based line of an offset.
    fn line_of(&self, offset: usize) -> usize {
        let before = self.text.get(..offset).unwrap_or(self.text);
        before.matches('\n').count() + 1
    }
}
