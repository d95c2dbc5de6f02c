//! From a listing and some contents to a project.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use layerlab_core::compose::FILE_NAMES;
use layerlab_core::context::{Content, FileNode, FileTree, NodeKind};
use layerlab_core::graph::BuildOptions;
use layerlab_core::lab::{Project, is_dockerfile, sort_dockerfiles};

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

/// So many Dockerfiles are read, those near the root.
const MOST_DOCKERFILES: usize = 50;

/// The files taken in so far.
#[derive(Debug, Default)]
pub(super) struct Intake {
    files: Rc<FileTree>,
    /// Files that are named like Dockerfiles, those near the root first.
    dockerfiles: Vec<Rc<str>>,
    /// Where the Dockerfile is, if not at the usual place.
    elsewhere: Option<String>,
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
        self.tree().entries.insert(listed.path, node);
    }

    /// Nobody else holds the files while they are taken in, so nothing is copied.
    fn tree(&mut self) -> &mut FileTree {
        Rc::make_mut(&mut self.files)
    }

    /// Looks for the Dockerfile: at the root, else the one nearest to it that is named like one. To be called when all
    /// entries are there.
    pub(super) fn find_dockerfile(&mut self) {
        let is_file = |node: &FileNode| matches!(node.kind, NodeKind::File(_));
        let found = self.files.entries.iter();
        let found = found.filter(|(path, node)| is_file(node) && is_dockerfile(path));
        self.dockerfiles = found.map(|(path, _)| Rc::clone(path)).collect();
        sort_dockerfiles(&mut self.dockerfiles);
        self.dockerfiles.truncate(MOST_DOCKERFILES);
        if !self.files.get("Dockerfile").is_some_and(is_file) {
            let nearest = self.dockerfiles.first();
            self.elsewhere = nearest.map(|path| path.to_string());
        }
    }

    fn dockerfile_path(&self) -> &str {
        self.elsewhere.as_deref().unwrap_or("Dockerfile")
    }

    /// The Dockerfiles and ignore files, of those that are there: all of them can be chosen.
    pub(super) fn own_texts(&self) -> Vec<Rc<str>> {
        let others = self.dockerfiles.iter().map(|path| path.to_string());
        let dockerfile = self.dockerfile_path().to_owned();
        let dockerfiles: BTreeSet<String> = others.chain([dockerfile]).collect();
        let mut texts = Vec::new();
        for path in dockerfiles {
            let beside = format!("{path}.dockerignore");
            texts.extend([path, beside]);
        }
        texts.push(".dockerignore".to_owned());
        texts.retain(|path| self.files.get(path).is_some());
        texts.into_iter().map(Rc::from).collect()
    }

    /// If there is a Compose file: what its services may be built from. It is read whatever the Dockerfile copies.
    pub(super) fn compose_texts(&self) -> Vec<Rc<str>> {
        const MOST: usize = 50;
        let is_file = |path: &str| {
            let node = self.files.get(path);
            node.is_some_and(|node| matches!(node.kind, NodeKind::File(_)))
        };
        let mut names = FILE_NAMES.into_iter();
        let Some(compose) = names.find(|name| is_file(name)) else {
            return Vec::new();
        };
        let own = self.own_texts();
        let paths = self.files.entries.keys().map(AsRef::<str>::as_ref);
        let built_from = paths.filter(|path| {
            let dockerfile = path.strip_suffix(".dockerignore").unwrap_or(path);
            (is_dockerfile(path) || is_dockerfile(dockerfile) || path.ends_with("/.dockerignore"))
                && is_file(path)
                && !own.iter().any(|own| **own == **path)
        });
        let first = [compose, ".env"].into_iter().filter(|path| is_file(path));
        first.chain(built_from).take(MOST).map(Rc::from).collect()
    }

    /// Takes a content in. The two texts that the project has of its own leave the files.
    pub(super) fn know(&mut self, path: &str, known: Known) {
        let own = if path == self.dockerfile_path() {
            Some(&mut self.dockerfile)
        } else if path == ".dockerignore" {
            Some(&mut self.dockerignore)
        } else {
            None
        };
        if let (Some(own), Known::Text(text)) = (own, &known) {
            *own = Some(Rc::clone(text));
            self.tree().entries.remove(path);
            return;
        }
        let Some(node) = self.tree().entries.get_mut(path) else {
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

    /// What stands in the way of a Dockerfile that was read: a sentence for the user.
    pub(super) fn unreadable(&self) -> Option<String> {
        let path = self.dockerfile_path();
        let there = self.files.get(path);
        let file = there.is_some_and(|node| matches!(node.kind, NodeKind::File(_)));
        let name = if file { path } else { ".dockerignore" };
        let there = self.files.get(name);
        let file = there.is_some_and(|node| matches!(node.kind, NodeKind::File(_)));
        file.then(|| {
            format!("{name} is no text in UTF-8, or longer than 256 kB. Nothing was opened.")
        })
    }

    /// What the user should know of the Dockerfile.
    pub(super) fn note(&self, name: &str) -> Option<String> {
        let used = self.dockerfile_path();
        match (&self.elsewhere, &self.dockerfile) {
            (_, Some(_)) if self.dockerfiles.len() > 1 => Some(format!(
                "{name} has {} Dockerfiles. {used} is used; the menu Dockerfile has the others.",
                self.dockerfiles.len()
            )),
            (Some(path), _) => Some(format!(
                "{name} has no Dockerfile at its root. {path} is used, as with docker build --file {path}."
            )),
            (None, None) => Some(format!(
                "There is no Dockerfile in {name}. The page begins one that copies all of it."
            )),
            (None, Some(_)) => None,
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
            files: Rc::clone(&self.files),
            options: BuildOptions {
                dockerfile_name: self.elsewhere.clone(),
                ..BuildOptions::default()
            },
            ..Project::default()
        }
    }

    /// Bytes of a regular file of which nothing is known but them.
    pub(super) fn unread_bytes(&self, path: &str) -> Option<u64> {
        match &self.files.get(path)?.kind {
            NodeKind::File(Content::Opaque { size_bytes, .. }) => Some(*size_bytes),
            _ => None,
        }
    }
}

/// Of the files that the build takes, those to read: those near the root first, as many as can be read in a moment.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    /// By the number of folders that they are in: their sizes in bytes, and their paths.
    by_depth: BTreeMap<usize, Vec<(u64, Rc<str>)>>,
}

impl Wanted {
    const MOST_FILES: usize = 2000;
    const MOST_BYTES: u64 = 64 << 20;

    /// Takes a file in. It may come several times.
    pub(super) fn add(&mut self, intake: &Intake, path: &Rc<str>) {
        if let Some(size_bytes) = intake.unread_bytes(path) {
            let files = self.by_depth.entry(path.matches('/').count()).or_default();
            // Those that come later are not read anyway.
            if files.len() < 2 * Self::MOST_FILES && size_bytes <= Self::MOST_BYTES {
                files.push((size_bytes, Rc::clone(path)));
            }
        }
    }

    /// Those to read, each once.
    pub(super) fn finish(self) -> Vec<Rc<str>> {
        let mut chosen = Vec::new();
        let mut known = BTreeSet::new();
        let mut left_bytes = Self::MOST_BYTES;
        for (size_bytes, path) in self.by_depth.into_values().flatten() {
            let fits = size_bytes <= left_bytes && chosen.len() < Self::MOST_FILES;
            if fits && known.insert(Rc::clone(&path)) {
                left_bytes -= size_bytes;
                chosen.push(path);
            }
        }
        chosen
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
        let project = intake.project("x");
        assert_eq!(&*project.dockerfile, "FROM scratch");
        assert_eq!(intake.note("x"), None);
        assert_eq!(project.dockerignore.as_deref(), Some("a"));
        assert_eq!(project.files.entries.len(), 1);
    }

    #[test]
    fn what_services_are_built_from_is_read_if_there_is_a_compose_file() {
        let mut entries = vec![
            ("Dockerfile", 0, 3),
            (".env", 0, 3),
            ("docker/web.Dockerfile", 0, 3),
            ("docker/web.Dockerfile.dockerignore", 0, 3),
            ("worker/.dockerignore", 0, 3),
            ("worker/Dockerfile", 0, 3),
            ("worker/main.py", 0, 3),
        ];
        assert!(intake(&entries).compose_texts().is_empty());
        entries.push(("compose.yml", 0, 3));
        let read = intake(&entries).compose_texts();
        let read: Vec<&str> = read.iter().map(AsRef::as_ref).collect();
        assert_eq!(
            read,
            [
                "compose.yml",
                ".env",
                "docker/web.Dockerfile",
                "docker/web.Dockerfile.dockerignore",
                "worker/.dockerignore",
                "worker/Dockerfile"
            ]
        );
    }

    #[test]
    fn a_content_that_was_read_has_its_digest_and_any_other_what_is_known_of_it() {
        let mut intake = intake(&[("a", 0, 3), ("b", 0, 4), ("c", 1, 0), ("d", 2, 1)]);
        intake.know("a", Known::Digest("00ff".to_owned()));
        let project = intake.project("x");
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
        let mut wanted = Wanted::default();
        for path in ["a/b/c", "big", "dir", "none", "z", "a/b/c"] {
            wanted.add(&intake, &path.into());
        }
        assert_eq!(wanted.finish(), [Rc::from("z"), Rc::from("a/b/c")]);
    }

    #[test]
    fn a_dockerfile_elsewhere_is_found_nearest_to_the_root() {
        let mut found = intake(&[
            ("a/b/Dockerfile", 0, 1),
            ("docker/Dockerfile.dockerignore", 0, 1),
            ("docker/dev.Dockerfile", 0, 1),
            ("docker/dev.Dockerfile.dockerignore", 0, 1),
            ("node_modules/Dockerfile", 0, 1),
        ]);
        found.find_dockerfile();
        let texts = [
            "a/b/Dockerfile",
            "docker/dev.Dockerfile",
            "docker/dev.Dockerfile.dockerignore",
        ];
        assert_eq!(found.own_texts(), texts.map(Rc::from));
        found.know("docker/dev.Dockerfile", Known::Text("FROM scratch".into()));
        found.know(
            "docker/dev.Dockerfile.dockerignore",
            Known::Text("a".into()),
        );
        let project = found.project("x");
        assert_eq!(project.options.dockerfile_path(), "docker/dev.Dockerfile");
        assert_eq!(project.files.get("docker/dev.Dockerfile"), None);
        assert_eq!(project.ignore_file_path(), texts[2]);
        let note = found.note("x").unwrap_or_default();
        assert!(note.contains("2 Dockerfiles. docker/dev.Dockerfile is used"));

        let mut none = intake(&[("node_modules/x/Dockerfile", 0, 1), ("Dockerfile", 1, 0)]);
        none.find_dockerfile();
        assert_eq!(none.project("x").options.dockerfile_name, None);
        assert!(
            none.note("x")
                .is_some_and(|note| note.contains("no Dockerfile in x"))
        );
    }

    #[test]
    fn a_dockerfile_that_is_no_text_is_said_to_be_none() {
        let mut binary = intake(&[("Dockerfile", 0, 3), (".dockerignore", 0, 3)]);
        binary.find_dockerfile();
        binary.know("Dockerfile", Known::Digest("00".to_owned()));
        binary.know(".dockerignore", Known::Text("a".into()));
        assert!(
            binary
                .unreadable()
                .is_some_and(|why| why.starts_with("Dockerfile is no text"))
        );
        let mut good = intake(&[("Dockerfile", 0, 3)]);
        good.find_dockerfile();
        good.know("Dockerfile", Known::Text("a".into()));
        assert_eq!(good.unreadable(), None);
    }
}
