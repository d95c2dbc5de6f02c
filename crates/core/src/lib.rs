//! The simulator: a Dockerfile, a `.dockerignore` and a project's files in, what BuildKit would do with them out.
//!
//! Pure functions over plain data. A module imports only from those that stand above it in the table of ARCHITECTURE.md, which
//! `cargo xtask check-architecture` makes sure of.

pub mod cache;
pub mod checks;
pub mod classic;
pub mod compose;
pub mod context;
pub mod effects;
pub mod explain;
pub mod export;
pub mod format;
pub mod graph;
pub mod image;
pub mod known;
pub mod lab;
pub mod lessons;
mod percent;
pub mod schedule;
pub mod share;

/// The tables of packages that a [`lab::Lab`] may be given.
pub use layerlab_catalog::{DamagedTable, PackageTable, Packages};
/// The ignore patterns that an [`context::SentContext`] is made with.
pub use layerlab_dockerignore as dockerignore;
/// The syntax tree that an [`lab::Analysis`] holds, and its highlighting.
pub use layerlab_syntax as syntax;
