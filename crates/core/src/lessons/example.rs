//! Example projects: whole small projects of our own writing, in the shapes that people's Dockerfiles have.
//!
//! Each is a folder in `projects/` with real files and a manifest. The build script packs them, so adding an example
//! is adding a folder. The page has the first and the menu compiled in, and loads the others when they are chosen.

use std::rc::Rc;

use super::{manifest, packed};
use crate::context::{FileNode, FileTree};
use crate::lab::{Lab, Project};

/// An example in the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExampleEntry {
    /// Stable name for addresses and tests, such as `django-two-stages`.
    pub id: &'static str,
    /// The part of the menu that it is in.
    pub group: &'static str,
    /// Name in the menu.
    pub name: &'static str,
    /// One sentence: what the example shows.
    pub summary: &'static str,
}

/// A project that can be opened on the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExampleProject {
    /// See [`ExampleEntry::id`].
    pub id: Rc<str>,
    /// Name in the menu.
    pub name: Rc<str>,
    /// Text of the Dockerfile as it was built first.
    pub dockerfile: Rc<str>,
    /// Text of `.dockerignore` as it was when built first; `None` if the project has none.
    pub dockerignore: Option<Rc<str>>,
    /// The project's other files as they were when built first. Of large or binary files only the size is known.
    pub files: Rc<FileTree>,
    /// What was edited after the first build, in order. Often nothing.
    pub edits: Vec<Edit>,
}

/// A change to one file of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// One sentence: what the change is.
    pub what: Rc<str>,
    /// The file that it changes: `Dockerfile`, `.dockerignore`, or the path of another one.
    pub file: Rc<str>,
    /// The whole text of that file afterwards, with the edits before this one in it.
    pub text: Rc<str>,
}

impl ExampleProject {
    /// The project as it was built first.
    #[must_use]
    pub fn project(&self) -> Project {
        Project {
            name: self.name.clone(),
            dockerfile: self.dockerfile.clone(),
            dockerignore: self.dockerignore.clone(),
            files: self.files.clone(),
            ..Project::default()
        }
    }

    /// The project with its edits.
    #[must_use]
    pub fn edited(&self) -> Project {
        let edits = self.edits.iter();
        edits.fold(self.project(), |project, edit| {
            project.with_text(&edit.file, edit.text.clone())
        })
    }

    /// The project built once and edited then, in a workbench that has nothing else.
    #[must_use]
    pub fn open(&self, empty: Lab) -> Lab {
        let built = empty.with_project(self.project()).build();
        built.with_project(self.edited())
    }
}

include!(concat!(env!("OUT_DIR"), "/examples.rs"));

/// Reads an example from what the build script, or that of the page, has packed.
///
/// # Errors
///
/// Part of a sentence about what is damaged.
pub fn read_example(id: &str, packed: &str) -> Result<ExampleProject, String> {
    let read = manifest::read(packed::unpack(packed)?)?;
    let mut texts = read.texts;
    let text = |texts: &mut std::collections::BTreeMap<String, String>, path: &str| {
        texts.remove(path).map(Rc::<str>::from)
    };
    let dockerfile = text(&mut texts, "Dockerfile").unwrap_or_default();
    let dockerignore = text(&mut texts, ".dockerignore");
    let mut files = FileTree::default();
    for (path, text) in &texts {
        let mut node = FileNode::text(text);
        if read.manifest.executable.contains(path) {
            node.mode = 0o755;
        }
        files = files.with(path, node);
    }
    for (size_bytes, path) in &read.manifest.sizes {
        let identity = format!("{id}/{path}");
        files = files.with(path, FileNode::sized(*size_bytes, &identity));
    }
    let edits = read.edits.into_iter();
    Ok(ExampleProject {
        id: id.into(),
        name: read.manifest.name.into(),
        dockerfile,
        dockerignore,
        files: Rc::new(files),
        edits: edits
            .map(|(what, file, text)| Edit {
                what: what.into(),
                file: file.into(),
                text: text.into(),
            })
            .collect(),
    })
}

/// The menu. Its first entry is [`first_project`].
#[must_use]
pub fn examples() -> &'static [ExampleEntry] {
    &MENU
}

/// The project that the page opens on.
#[must_use]
pub fn first_project() -> ExampleProject {
    // A test reads it, so there is one.
    read_example(FIRST.0, FIRST.1).unwrap_or_default()
}

/// All example projects in the order of the menu. A program that calls this has all of them compiled in; the page does not.
#[must_use]
pub fn projects() -> Vec<ExampleProject> {
    let all = PACKED.iter();
    all.filter_map(|(id, packed)| read_example(id, packed).ok())
        .collect()
}

/// The example project with this id. What is said at [`projects`] holds here too.
#[must_use]
pub fn project(id: &str) -> Option<ExampleProject> {
    let (id, packed) = PACKED.iter().find(|(known, _)| *known == id)?;
    read_example(id, packed).ok()
}
