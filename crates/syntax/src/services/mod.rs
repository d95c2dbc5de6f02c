//! What an editor asks about a Dockerfile: folding, an outline, what stands at a place, what could stand there, and where
//! a stage name or a variable is defined and used.
//!
//! All functions are pure, take the text together with the tree that was read from it, and give an answer for every text
//! and every offset. An offset behind the text means its end, and one inside a character means the character's start.

mod completions;
mod element;
mod folding;
mod outline;
mod place;
mod references;
mod rename;
mod resolve;
mod stage_names;
mod variables;

pub use completions::{CompletionItem, CompletionKind, Completions, Wanted, completions};
pub use element::{Element, ElementKind, element_at};
pub use folding::{Fold, FoldKind, folding};
pub use outline::{OutlineItem, OutlineStage, outline};
pub use references::{Reference, ReferenceKind, definition, references};
pub use rename::{TextEdit, rename};
