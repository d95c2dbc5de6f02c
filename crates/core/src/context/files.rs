//! A tree of files as plain data, keyed by path.

use std::rc::Rc;

use super::file_map::FileMap;

/// What a file holds, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Content {
    /// The text itself.
    Text(Rc<str>),
    /// Only its size and an identity: two files with the same identity hold the same bytes.
    Opaque {
        /// Size in bytes.
        size_bytes: u64,
        /// What tells it from other contents, such as a digest or a revision counter.
        identity: Rc<str>,
    },
}

impl Content {
    /// Size in bytes.
    #[must_use]
    pub fn size_bytes(&self) -> u64 {
        match self {
            Self::Text(text) => text.len() as u64,
            Self::Opaque { size_bytes, .. } => *size_bytes,
        }
    }
}

/// What stands at a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeKind {
    /// A regular file.
    File(Content),
    /// A directory. Directories that hold something need no entry of their own.
    Directory,
    /// A symbolic link and the path it points to, as written.
    Symlink(Rc<str>),
}

/// One entry of a [`FileTree`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileNode {
    /// What it is.
    pub kind: NodeKind,
    /// Permission bits, `0o644` for most files.
    pub mode: u32,
    /// Modification time in Unix seconds, if known. Kept for display; BuildKit never counts it.
    pub modified: Option<i64>,
}

impl FileNode {
    /// A text file with mode `0644`.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self {
            kind: NodeKind::File(Content::Text(text.into())),
            mode: 0o644,
            modified: None,
        }
    }

    /// A file of which only the size is known, with mode `0644`.
    #[must_use]
    pub fn sized(size_bytes: u64, identity: &str) -> Self {
        Self {
            kind: NodeKind::File(Content::Opaque {
                size_bytes,
                identity: identity.into(),
            }),
            mode: 0o644,
            modified: None,
        }
    }

    /// A directory with mode `0755`.
    #[must_use]
    pub fn directory() -> Self {
        Self {
            kind: NodeKind::Directory,
            mode: 0o755,
            modified: None,
        }
    }

    /// Bytes of a regular file, 0 for the rest.
    #[must_use]
    pub fn size_bytes(&self) -> u64 {
        match &self.kind {
            NodeKind::File(content) => content.size_bytes(),
            NodeKind::Directory | NodeKind::Symlink(_) => 0,
        }
    }

    /// The text of a text file.
    #[must_use]
    pub fn as_text(&self) -> Option<&Rc<str>> {
        match &self.kind {
            NodeKind::File(Content::Text(text)) => Some(text),
            _ => None,
        }
    }
}

/// The files of a project: path relative to its root (`shop/views.py`, no leading slash) to what stands there.
///
/// The Dockerfile and `.dockerignore` are not in it: [`crate::lab::Project`] holds their text and puts them into the
/// context that is sent. Iteration is by path, so every result that is made from it is deterministic.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileTree {
    /// The entries.
    pub entries: FileMap,
}

impl FileTree {
    /// Adds or replaces an entry.
    #[must_use]
    pub fn with(mut self, path: &str, node: FileNode) -> Self {
        self.entries.insert(path, node);
        self
    }

    /// What stands at `path`, if it has an entry of its own.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&FileNode> {
        self.entries.get(path)
    }
}
