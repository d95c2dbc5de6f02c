//! What the builder sees: the files of the project that `.dockerignore` leaves, with their checksums.
//!
//! BuildKit: `cache/contenthash/filehash.go` (what is in a checksum), `dockerui/config.go:MainContext` (which ignore file
//! is read).

use std::collections::BTreeMap;
use std::rc::Rc;

use layerlab_dockerignore::{Decision, IgnoreFile, Walk};

use super::digest::{Digest, Hasher};
use super::files::{Content, FileNode, FileTree, NodeKind};

/// A file or directory that reaches the builder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentEntry {
    /// Path relative to the root of the context.
    pub path: Rc<str>,
    /// What it is.
    pub node: Rc<FileNode>,
    /// Checksum of the entry itself: kind, permission bits, size and content, or link target. Never the time of
    /// modification, never the name.
    pub digest: Digest,
}

/// What `.dockerignore` says of one file of the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileVerdict {
    /// Path relative to the root.
    pub path: Rc<str>,
    /// Size in bytes.
    pub size_bytes: u64,
    /// Which line decided.
    pub decision: Decision,
}

/// The build context as the builder sees it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SentContext {
    /// Files and directories (implied ones too), in the order of their components.
    pub entries: Vec<SentEntry>,
    /// The ignore patterns.
    pub ignore: Rc<IgnoreFile>,
    /// Every regular file and link of the project, with the line that decided.
    pub verdicts: Vec<FileVerdict>,
}

/// Order by components: what lies in a directory follows it at once.
#[must_use]
pub(super) fn component_order(left: &str, right: &str) -> std::cmp::Ordering {
    left.split('/').cmp(right.split('/'))
}

fn entry_digest(node: &FileNode) -> Digest {
    let mut hasher = Hasher::new("file");
    hasher.number(u64::from(node.mode & 0o7777));
    match &node.kind {
        NodeKind::File(Content::Text(text)) => hasher.text("text").text(text),
        NodeKind::File(Content::Opaque {
            size_bytes,
            identity,
        }) => hasher.text("opaque").number(*size_bytes).text(identity),
        NodeKind::Directory => hasher.text("directory"),
        NodeKind::Symlink(target) => hasher.text("link").text(target),
    };
    hasher.finish()
}

impl SentContext {
    /// Applies `ignore_text` to the files. `remembered_modes` are the permission bits of the directories that the
    /// builder already has from the build before: it does not notice when those change
    /// (`fsutil/diskwriter.go:HandleChange`).
    #[must_use]
    pub fn new(
        files: &FileTree,
        ignore_text: &str,
        remembered_modes: &BTreeMap<String, u32>,
    ) -> Self {
        let ignore = IgnoreFile::parse(ignore_text);
        let mut sent: BTreeMap<String, Rc<FileNode>> = BTreeMap::new();
        let mut verdicts = Vec::new();
        let mut walk = Walk::new(&ignore);
        for (path, node) in &files.entries {
            let decision = walk.visit(path);
            let excluded = decision.is_excluded();
            if !matches!(node.kind, NodeKind::Directory) {
                verdicts.push(FileVerdict {
                    path: path.as_str().into(),
                    size_bytes: node.size_bytes(),
                    decision,
                });
            }
            if !excluded {
                sent.insert(path.clone(), Rc::new(node.clone()));
            }
            // Directories are sent with what lies in them, and also on their own account: when all that lies in one is
            // ignored, it arrives empty.
            for (slash, _) in path.match_indices('/') {
                let Some(above) = path.get(..slash) else {
                    continue;
                };
                if sent.contains_key(above) || (excluded && walk.visit(above).is_excluded()) {
                    continue;
                }
                let node = files
                    .get(above)
                    .cloned()
                    .unwrap_or_else(FileNode::directory);
                sent.insert(above.to_owned(), Rc::new(node));
            }
        }
        let mut entries: Vec<SentEntry> = sent
            .into_iter()
            .map(|(path, mut node)| {
                if let (NodeKind::Directory, Some(mode)) = (&node.kind, remembered_modes.get(&path))
                {
                    node = Rc::new(FileNode {
                        mode: *mode,
                        ..(*node).clone()
                    });
                }
                SentEntry {
                    digest: entry_digest(&node),
                    path: path.into(),
                    node,
                }
            })
            .collect();
        entries.sort_by(|left, right| component_order(&left.path, &right.path));
        Self {
            entries,
            ignore: Rc::new(ignore),
            verdicts,
        }
    }

    /// The entry at a path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&SentEntry> {
        self.position(path)
            .ok()
            .and_then(|index| self.entries.get(index))
    }

    fn position(&self, path: &str) -> Result<usize, usize> {
        self.entries
            .binary_search_by(|entry| component_order(&entry.path, path))
    }

    /// Everything below a directory, the directory itself left out; `""` is the root.
    #[must_use]
    pub fn below(&self, directory: &str) -> &[SentEntry] {
        if directory.is_empty() {
            return &self.entries;
        }
        let start = match self.position(directory) {
            Ok(index) => index + 1,
            Err(index) => index,
        };
        let rest = self.entries.get(start..).unwrap_or_default();
        let inside = rest
            .iter()
            .take_while(|entry| {
                entry
                    .path
                    .strip_prefix(directory)
                    .is_some_and(|tail| tail.starts_with('/'))
            })
            .count();
        rest.get(..inside).unwrap_or_default()
    }

    /// Permission bits of the directories that are sent, to be remembered for the next build.
    #[must_use]
    pub fn directory_modes(&self) -> BTreeMap<String, u32> {
        self.entries
            .iter()
            .filter(|entry| matches!(entry.node.kind, NodeKind::Directory))
            .map(|entry| (entry.path.to_string(), entry.node.mode))
            .collect()
    }
}
