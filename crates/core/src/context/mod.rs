//! The build context: the files of a project, and which of them reach the builder.

mod files;

pub use files::{Content, FileNode, FileTree, NodeKind};
