//! The build context: the files of a project, and which of them reach the builder.

mod digest;
mod file_map;
mod files;
mod filtered;
mod filtering;
mod memo;
mod order;
mod select;
mod sent;
mod taken;
#[cfg(test)]
mod tests;

pub use digest::{Digest, Hasher, checksum_of};
pub use file_map::FileMap;
pub use files::{Content, FileNode, FileTree, NodeKind};
pub use filtering::Filtering;
pub use memo::ContextMemo;
pub use select::{Gathering, Query, Selection, split_wildcards};
pub use sent::{FileVerdict, SentContext, SentEntry};
pub use taken::{SelectedFile, SelectedFiles};
