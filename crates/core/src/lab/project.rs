//! What a user edits.

use std::rc::Rc;

use crate::context::FileTree;
use crate::graph::BuildOptions;

/// A project: two texts, files and options. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Project {
    /// What the page calls it.
    pub name: Rc<str>,
    /// Text of the Dockerfile.
    pub dockerfile: Rc<str>,
    /// Text of `.dockerignore`; `None` if there is no such file.
    pub dockerignore: Option<Rc<str>>,
    /// The other files.
    pub files: Rc<FileTree>,
    /// Options of the build.
    pub options: BuildOptions,
}
