//! What earlier builds left: results under their keys. An explicit value; nothing is ever evicted.
//!
//! BuildKit: `solver/cachemanager.go`. A result is linked under the digest of its operation and, for each input, every
//! key by which that input is known.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::times::FileTimes;
use super::trace::Trace;
use crate::context::{Digest, FileNode, FileTree, NodeKind};

/// Identity of a stored result. The same operation on the same inputs always has the same one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub u32);

/// How an input is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum InputKey {
    /// By definition: the result that it has, and what is selected from it.
    Definition(KeyId, Digest),
    /// By content: the checksum of the selected files.
    Content(Digest),
    /// An empty file system.
    Nothing,
}

/// Operation, index of the input, and the input's key.
pub(super) type Link = (Digest, u32, InputKey);

/// A result in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Record {
    /// Identity of the files that it left.
    pub(super) output: Digest,
    /// Number of the build that made it; the newest wins.
    pub(super) build: usize,
}

/// The cache after any number of builds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Store {
    pub(super) next_key: u32,
    pub(super) builds: usize,
    pub(super) records: BTreeMap<KeyId, Record>,
    pub(super) links: BTreeMap<Link, BTreeSet<KeyId>>,
    /// Manifests of the images that were downloaded.
    pub(super) pulled: BTreeSet<String>,
    /// Ids of the cache mounts that a step has run with.
    pub(super) filled_mounts: Rc<BTreeSet<String>>,
    /// Permission bits of the context's directories as the builder knows them.
    pub(super) directory_modes: Rc<BTreeMap<String, u32>>,
    /// When the files of the context were last changed.
    pub(super) file_times: Rc<FileTimes>,
    /// The files of the project as the builder has them since a build last took any.
    pub(super) files: Option<Rc<FileTree>>,
    /// Content last seen at a path of a stage's output.
    pub(super) selected: BTreeMap<(String, String), Digest>,
    /// What each build was made of, oldest first: for the causes of misses.
    pub(super) traces: Vec<Rc<Trace>>,
}

impl Store {
    /// Builds made so far.
    #[must_use]
    pub fn builds(&self) -> usize {
        self.builds
    }

    /// See [`crate::context::SentContext::new`].
    #[must_use]
    pub fn directory_modes(&self) -> &Rc<BTreeMap<String, u32>> {
        &self.directory_modes
    }

    /// These files as the builder gets to see them. A file of the same size, mode and time of modification as the one that
    /// it has is not sent again, whatever is in it (`fsutil/diff.go:sameFile`).
    #[must_use]
    pub fn files_after_sending(&self, files: &Rc<FileTree>) -> Rc<FileTree> {
        let Some(kept) = &self.files else {
            return Rc::clone(files);
        };
        let not_sent = |own: &FileNode, kept: &FileNode| {
            let both = [own, kept].map(|node| matches!(node.kind, NodeKind::File(_)));
            both == [true, true]
                && own.modified.is_some()
                && (own.modified, own.mode, own.size_bytes())
                    == (kept.modified, kept.mode, kept.size_bytes())
        };
        let unseen: Vec<(Rc<str>, FileNode)> = (files.entries.differences(&kept.entries))
            .filter_map(|(path, own, kept)| {
                let (own, kept) = (own?, kept?);
                not_sent(own, kept).then(|| (Rc::clone(path), kept.clone()))
            })
            .collect();
        if unseen.is_empty() {
            return Rc::clone(files);
        }
        let mut seen = (**files).clone();
        for (path, node) in unseen {
            seen.entries.insert(path, node);
        }
        Rc::new(seen)
    }

    /// The same after a build that took files of the context, which were these.
    #[must_use]
    pub fn with_files(mut self, files: Rc<FileTree>) -> Self {
        self.files = Some(files);
        self
    }

    /// Whether it is known what an earlier build took from a path of a stage.
    #[must_use]
    pub fn knows_output(&self, stage: &str, path: &str) -> bool {
        self.selected
            .contains_key(&(stage.to_owned(), path.to_owned()))
    }

    /// Whether any result is linked under `operation` by a key of the input at this place, whatever the others are.
    pub(super) fn knows_input(&self, operation: Digest, index: usize, keys: &[InputKey]) -> bool {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        keys.iter()
            .any(|key| self.links.contains_key(&(operation, index, *key)))
    }

    /// Results that are linked under `operation` by every one of the inputs' keys.
    pub(super) fn find(&self, operation: Digest, inputs: &[Vec<InputKey>]) -> BTreeSet<KeyId> {
        let mut found: Option<BTreeSet<KeyId>> = None;
        for (index, keys) in inputs.iter().enumerate() {
            let mut linked = BTreeSet::new();
            for key in keys {
                let link = (operation, u32::try_from(index).unwrap_or(u32::MAX), *key);
                linked.extend(self.links.get(&link).into_iter().flatten().copied());
            }
            found = Some(match found {
                None => linked,
                Some(found) => found.intersection(&linked).copied().collect(),
            });
            if found.as_ref().is_some_and(BTreeSet::is_empty) {
                break;
            }
        }
        found.unwrap_or_default()
    }

    /// The newest of several results.
    pub(super) fn newest(&self, keys: &BTreeSet<KeyId>) -> Option<(KeyId, Record)> {
        keys.iter()
            .filter_map(|key| self.records.get(key).map(|record| (*key, *record)))
            .max_by_key(|(key, record)| (record.build, *key))
    }
}
