//! The build context: the files of a project, and which of them reach the builder.

mod digest;
mod files;
mod select;
mod sent;

pub use digest::{Digest, Hasher};
pub use files::{Content, FileNode, FileTree, NodeKind};
pub use select::{Query, SelectedFile, Selection};
pub use sent::{FileVerdict, SentContext, SentEntry};
