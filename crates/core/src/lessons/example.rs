//! Example projects: whole small projects of our own writing, in the shapes that people's Dockerfiles have.
//!
//! Each is a folder in `projects/` with real files and a manifest. The build script reads them, so adding an example
//! is adding a folder.

use crate::context::{FileNode, FileTree};

/// A project that can be opened on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExampleProject {
    /// Stable name for addresses and tests, such as `django-two-stages`.
    pub id: &'static str,
    /// Name in the menu.
    pub name: &'static str,
    /// One sentence: what the example shows.
    pub summary: &'static str,
    /// Text of the Dockerfile as it was built first.
    pub dockerfile: &'static str,
    /// Text of `.dockerignore` as it was when built first. Empty if the project has none.
    pub dockerignore: &'static str,
    /// The project's other files as they were when built first. Of large or binary files only the size is known.
    pub files: FileTree,
    /// What was edited after the first build, in order. Often nothing.
    pub edits: Vec<Edit>,
}

/// A change to one file of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edit {
    /// One sentence: what the change is.
    pub what: &'static str,
    /// The file that it changes.
    pub target: EditTarget,
    /// The whole text of that file afterwards, with the edits before this one in it.
    pub text: &'static str,
}

/// The file that an [`Edit`] changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditTarget {
    /// The Dockerfile.
    Dockerfile,
    /// `.dockerignore`.
    Dockerignore,
    /// Another file of the project, by its path in [`ExampleProject::files`].
    File(&'static str),
}

/// A project as the build script embeds it.
struct Record {
    id: &'static str,
    name: &'static str,
    summary: &'static str,
    dockerfile: &'static str,
    dockerignore: &'static str,
    /// Path and text.
    texts: &'static [(&'static str, &'static str)],
    /// Path and size in bytes.
    sizes: &'static [(&'static str, u64)],
    /// Paths of text files with the mode `0755`.
    executable: &'static [&'static str],
    edits: &'static [Edit],
}

include!(concat!(env!("OUT_DIR"), "/projects.rs"));

impl Record {
    fn open(&self) -> ExampleProject {
        let mut files = FileTree::default();
        for (path, text) in self.texts {
            let mut node = FileNode::text(text);
            if self.executable.contains(path) {
                node.mode = 0o755;
            }
            files = files.with(path, node);
        }
        for (path, size_bytes) in self.sizes {
            let identity = format!("{}/{path}", self.id);
            files = files.with(path, FileNode::sized(*size_bytes, &identity));
        }
        ExampleProject {
            id: self.id,
            name: self.name,
            summary: self.summary,
            dockerfile: self.dockerfile,
            dockerignore: self.dockerignore,
            files,
            edits: self.edits.to_vec(),
        }
    }
}

/// The project that the page opens on.
#[must_use]
pub fn first_project() -> ExampleProject {
    let [first, ..] = &PROJECTS;
    first.open()
}

/// All example projects in the order of the menu. The first is [`first_project`].
#[must_use]
pub fn projects() -> Vec<ExampleProject> {
    PROJECTS.iter().map(Record::open).collect()
}

/// The example project with this id.
#[must_use]
pub fn project(id: &str) -> Option<ExampleProject> {
    PROJECTS
        .iter()
        .find(|record| record.id == id)
        .map(Record::open)
}
