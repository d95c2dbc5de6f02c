//! What could stand at a place.

mod line;
mod mount;
mod scope;
mod search;
mod variable;
mod written;

use search::Search;
use written::Place;

use super::place::clamp;
use super::variables::View;
use crate::{Dockerfile, Span};

/// What can be put in at the cursor.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Completions {
    /// What an item replaces: the word in which the cursor stands. Contains the cursor or ends at it.
    pub replace: Span,
    /// Those that begin, in any case, with what stands before the cursor.
    pub items: Vec<CompletionItem>,
    /// What else fits here that a Dockerfile does not tell.
    pub wanted: Wanted,
}

/// What only those know who know more than the Dockerfile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Wanted {
    /// Nothing.
    #[default]
    Nothing,
    /// The name of an image.
    Image,
    /// A path of the build context.
    ContextPath,
    /// A path of the build context, unless it is the path in the image that files are copied to.
    ContextPathOrDestination,
}

/// One proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompletionItem {
    /// To be shown.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// To be put in the place of [`Completions::replace`].
    pub insert: String,
    /// A few words about it, possibly none.
    pub detail: String,
}

/// What a proposal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CompletionKind {
    /// The name of an instruction, or a word such as `AS`.
    Keyword,
    /// A flag of the instruction, or a key of `--mount`.
    Flag,
    /// A value from a closed set.
    Value,
    /// A stage, or `scratch`.
    Stage,
    /// A variable.
    Variable,
}

/// What could stand at `offset` of `text`, which `dockerfile` was read from.
#[must_use]
pub fn completions(dockerfile: &Dockerfile, text: &str, offset: usize) -> Completions {
    let offset = clamp(text, offset);
    let (index, place) = written::place(dockerfile, text, offset);
    let mut search = Search {
        dockerfile,
        text,
        offset,
        index,
        written: None,
        start: offset,
        end: offset,
        items: Vec::new(),
        wanted: Wanted::Nothing,
    };
    match place {
        Place::Comment => {}
        Place::Outside => search.instructions("", index),
        Place::Line(written) => {
            search.written = Some(written);
            search.line(0, None);
        }
        Place::Heredoc(written, has_variables) => {
            if has_variables {
                search.written = Some(written);
                search.variable(0, View::Build);
            }
        }
    }
    Completions {
        replace: Span::new(search.start.min(offset), search.end.max(offset)),
        items: search.items,
        wanted: search.wanted,
    }
}

#[cfg(test)]
mod tests;
