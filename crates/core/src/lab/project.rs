//! What a user edits.

use std::rc::Rc;

use super::ignore_edit::with_line;
use crate::checks::TextEdit;
use crate::context::{FileNode, FileTree};
use crate::graph::BuildOptions;
use crate::known::KnownFigures;
use crate::schedule::Machine;

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
    /// The machine that builds.
    pub machine: Machine,
    /// Figures of real builds and figures set by hand.
    pub known: Rc<KnownFigures>,
}

impl Project {
    /// Path of the ignore file that BuildKit reads: the one that is named after the Dockerfile and stands beside it, if
    /// there is one, else `.dockerignore` (`dockerui/context.go`).
    #[must_use]
    pub fn ignore_file_path(&self) -> String {
        let beside = format!("{}.dockerignore", self.options.dockerfile_path());
        match self.files.get(&beside).and_then(FileNode::as_text) {
            Some(_) => beside,
            None => ".dockerignore".to_owned(),
        }
    }

    /// Text of that file; empty if there is none.
    #[must_use]
    pub fn ignore_file_text(&self) -> Rc<str> {
        let beside = format!("{}.dockerignore", self.options.dockerfile_path());
        let text = self.files.get(&beside).and_then(FileNode::as_text);
        text.or(self.dockerignore.as_ref())
            .cloned()
            .unwrap_or_else(|| Rc::from(""))
    }

    /// The project in which a file has this text. Its mode stays; a file that is new, or of which only the size was known,
    /// becomes a text file. `Dockerfile` stands for the one that is built.
    #[must_use]
    pub fn with_text(&self, path: &str, text: Rc<str>) -> Self {
        let mut project = self.clone();
        match path {
            "Dockerfile" => project.dockerfile = text,
            ".dockerignore" => project.dockerignore = Some(text),
            path => {
                let mode = self.files.get(path).map_or(0o644, |node| node.mode);
                let node = FileNode {
                    mode,
                    ..FileNode::text(&text)
                };
                let files = Rc::make_mut(&mut project.files);
                files.entries.insert(path.to_owned(), node);
            }
        }
        project
    }

    /// The project with texts edited; `Dockerfile` stands for the one that is built. `None` if an edit lies outside of its
    /// text, or its file is no text of the project.
    #[must_use]
    pub fn with_edits(&self, edits: &[TextEdit]) -> Option<Self> {
        let mut project = self.clone();
        let mut edits: Vec<&TextEdit> = edits.iter().collect();
        // From the end, so that the places before stay where they are. Of two at one place the later comes out behind.
        edits.sort_by_key(|edit| edit.span);
        for edit in edits.into_iter().rev() {
            let with = |text: &str| -> Option<Rc<str>> {
                let (start, end) = (text.get(..edit.span.start)?, text.get(edit.span.end..)?);
                (edit.span.start <= edit.span.end)
                    .then(|| format!("{start}{}{end}", edit.text).into())
            };
            match edit.file.as_str() {
                "Dockerfile" => project.dockerfile = with(&project.dockerfile)?,
                ".dockerignore" => {
                    let before = project.dockerignore.as_deref().unwrap_or_default();
                    project.dockerignore = Some(with(before)?);
                }
                path => {
                    let node = project.files.get(path)?;
                    let node = FileNode {
                        mode: node.mode,
                        ..FileNode::text(&with(node.as_text()?)?)
                    };
                    let files = Rc::make_mut(&mut project.files);
                    files.entries.insert(path.to_owned(), node);
                }
            }
        }
        Some(project)
    }

    /// The project with more lines in the ignore file that BuildKit reads. Lines that it has already are not added again.
    #[must_use]
    pub fn with_ignore_lines<'a>(&self, lines: impl IntoIterator<Item = &'a str>) -> Self {
        let before = self.ignore_file_text();
        let text =
            (lines.into_iter()).fold(before.to_string(), |text, line| with_line(&text, line));
        let mut project = self.clone();
        if *text == *before {
            return project;
        }
        let path = self.ignore_file_path();
        if path == ".dockerignore" {
            project.dockerignore = Some(text.into());
        } else {
            let mode = self.files.get(&path).map_or(0o644, |node| node.mode);
            let node = FileNode {
                mode,
                ..FileNode::text(&text)
            };
            Rc::make_mut(&mut project.files).entries.insert(path, node);
        }
        project
    }
}
