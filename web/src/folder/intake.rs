//! From a listing and some contents to a project.

use std::rc::Rc;

use layerlab_core::context::{Content, FileNode, FileTree, NodeKind};
use layerlab_core::lab::Project;

/// The Dockerfile of a folder that has none.
const NO_DOCKERFILE: &str =
    "# There is no Dockerfile in this folder yet.\nFROM scratch\nCOPY . /\n";

/// What an entry is; `web/editor/src/files/source.ts` has the same numbers.
const DIRECTORY: u8 = 1;
const LINK: u8 = 2;

/// One entry of a listing.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Listed {
    pub(super) path: String,
    pub(super) kind: u8,
    pub(super) size_bytes: u64,
    /// Permission bits; 0 where they are not known.
    pub(super) mode: u32,
    /// What tells a content from others of the same size; of a link, its target.
    pub(super) mark: String,
}

/// The content of a file as far as it was read.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Known {
    Text(Rc<str>),
    /// The digest, in hexadecimal.
    Digest(String),
}

/// The files taken in so far.
#[derive(Debug, Default)]
pub(super) struct Intake {
    files: FileTree,
    dockerfile: Option<Rc<str>>,
    dockerignore: Option<Rc<str>>,
}

impl Intake {
    /// How many entries there are.
    pub(super) fn len(&self) -> usize {
        self.files.entries.len()
    }

    /// Takes an entry in.
    pub(super) fn add(&mut self, listed: Listed) {
        let (kind, usual_mode) = match listed.kind {
            DIRECTORY => (NodeKind::Directory, 0o755),
            LINK => (NodeKind::Symlink(listed.mark.as_str().into()), 0o777),
            // Until the content is read, what is known of it stands in for its digest.
            _ => {
                let content = Content::Opaque {
                    size_bytes: listed.size_bytes,
                    identity: listed.mark.into(),
                };
                (NodeKind::File(content), 0o644)
            }
        };
        let mode = match listed.mode {
            0 => usual_mode,
            mode => mode,
        };
        let node = FileNode {
            kind,
            mode,
            modified: None,
        };
        self.files.entries.insert(listed.path, node);
    }

    /// The files that are texts of the project, of those that are there.
    pub(super) fn own_texts(&self) -> Vec<Rc<str>> {
        let names = ["Dockerfile", ".dockerignore", "Dockerfile.dockerignore"];
        let there = names
            .into_iter()
            .filter(|name| self.files.get(name).is_some());
        there.map(Rc::from).collect()
    }

    /// Takes a content in. The two texts that the project has of its own leave the files.
    pub(super) fn know(&mut self, path: &str, known: Known) {
        let own = match path {
            "Dockerfile" => Some(&mut self.dockerfile),
            ".dockerignore" => Some(&mut self.dockerignore),
            _ => None,
        };
        if let (Some(own), Known::Text(text)) = (own, &known) {
            *own = Some(Rc::clone(text));
            self.files.entries.remove(path);
            return;
        }
        let Some(node) = self.files.entries.get_mut(path) else {
            return;
        };
        if let NodeKind::File(content) = &mut node.kind {
            *content = match known {
                Known::Text(text) => Content::Text(text),
                Known::Digest(digest) => Content::Opaque {
                    size_bytes: content.size_bytes(),
                    identity: format!("sha256:{digest}").into(),
                },
            };
        }
    }

    /// The project as far as it is known.
    pub(super) fn project(&self, name: &str) -> Project {
        Project {
            name: name.into(),
            dockerfile: self
                .dockerfile
                .clone()
                .unwrap_or_else(|| NO_DOCKERFILE.into()),
            dockerignore: self.dockerignore.clone(),
            files: Rc::new(self.files.clone()),
            ..Project::default()
        }
    }

    /// The same, when all is known.
    pub(super) fn finish(self, name: &str) -> Project {
        Project {
            name: name.into(),
            dockerfile: self.dockerfile.unwrap_or_else(|| NO_DOCKERFILE.into()),
            dockerignore: self.dockerignore,
            files: Rc::new(self.files),
            ..Project::default()
        }
    }

    /// Of the files that the build takes, those to read: regular ones of which nothing is known, those near the root first,
    /// as many as can be read in a moment.
    pub(super) fn to_read(&self, taken: Vec<Rc<str>>) -> Vec<Rc<str>> {
        const MOST_FILES: usize = 2000;
        const MOST_BYTES: u64 = 64 << 20;
        let size_bytes = |path: &str| match &self.files.get(path)?.kind {
            NodeKind::File(Content::Opaque { size_bytes, .. }) => Some(*size_bytes),
            _ => None,
        };
        let mut wanted: Vec<(u64, Rc<str>)> = taken
            .into_iter()
            .filter_map(|path| Some((size_bytes(&path)?, path)))
            .collect();
        wanted.sort_by_key(|(_, path)| path.matches('/').count());
        let mut left_bytes = MOST_BYTES;
        wanted
            .into_iter()
            .filter(|(size_bytes, _)| {
                let fits = *size_bytes <= left_bytes;
                left_bytes -= if fits { *size_bytes } else { 0 };
                fits
            })
            .map(|(_, path)| path)
            .take(MOST_FILES)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn intake(entries: &[(&str, u8, u64)]) -> Intake {
        let mut intake = Intake::default();
        for (path, kind, size_bytes) in entries {
            intake.add(Listed {
                path: (*path).to_owned(),
                kind: *kind,
                size_bytes: *size_bytes,
                mode: 0,
                mark: "modified 1".to_owned(),
            });
        }
        intake
    }

    #[test]
    fn the_two_texts_of_the_project_are_not_among_its_files() {
        let mut intake = intake(&[("Dockerfile", 0, 3), (".dockerignore", 0, 3), ("a", 0, 3)]);
        assert_eq!(intake.own_texts().len(), 2);
        intake.know("Dockerfile", Known::Text("FROM scratch".into()));
        intake.know(".dockerignore", Known::Text("a".into()));
        let project = intake.finish("x");
        assert_eq!(&*project.dockerfile, "FROM scratch");
        assert_eq!(project.dockerignore.as_deref(), Some("a"));
        assert_eq!(project.files.entries.len(), 1);
    }

    #[test]
    fn a_content_that_was_read_has_its_digest_and_any_other_what_is_known_of_it() {
        let mut intake = intake(&[("a", 0, 3), ("b", 0, 4), ("c", 1, 0), ("d", 2, 1)]);
        intake.know("a", Known::Digest("00ff".to_owned()));
        let project = intake.finish("x");
        let node = |path: &str| project.files.get(path).cloned();
        assert_eq!(node("a"), Some(FileNode::sized(3, "sha256:00ff")));
        assert_eq!(node("b"), Some(FileNode::sized(4, "modified 1")));
        assert_eq!(node("c"), Some(FileNode::directory()));
        assert_eq!(
            node("d").map(|node| node.kind),
            Some(NodeKind::Symlink("modified 1".into()))
        );
    }

    #[test]
    fn what_is_near_the_root_is_read_first_and_what_is_too_large_not_at_all() {
        let intake = intake(&[
            ("a/b/c", 0, 1),
            ("z", 0, 1),
            ("big", 0, 1 << 30),
            ("dir", 1, 0),
        ]);
        let taken = ["a/b/c", "big", "dir", "none", "z"].map(Rc::from).to_vec();
        assert_eq!(intake.to_read(taken), [Rc::from("z"), Rc::from("a/b/c")]);
    }
}
