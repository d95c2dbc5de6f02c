//! What the builder sees: the files of the project that `.dockerignore` leaves, with their checksums.
//!
//! BuildKit: `cache/contenthash/filehash.go` (what is in a checksum), `dockerui/config.go:MainContext` (which ignore file
//! is read).
//!
//! The Dockerfile and `.dockerignore` are part of the context too, and the one changes with every keystroke. So they are
//! kept apart from the files of the project, which are filtered once. So are the few files of the project that were edited
//! since they were filtered: the lists still hold them as they were, and what they are now takes their place.

use std::collections::BTreeMap;
use std::rc::Rc;

use layerlab_dockerignore::{Decision, IgnoreFile};

use super::digest::Digest;
use super::files::{FileNode, FileTree, NodeKind};
use super::filtered::{Filtered, Sieve, below, entry_at};
use super::memo::{Basis, ContextMemo};
use super::order::{component_order, merged};

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
#[derive(Debug, Clone, Default)]
pub struct SentContext {
    /// The ignore patterns.
    pub ignore: Rc<IgnoreFile>,
    /// The files of the project.
    pub(super) project: Rc<Filtered>,
    /// The texts that are edited (Dockerfile, `.dockerignore` and edited files of the project) and the directories that only
    /// they are in, in the order of their components.
    pub(super) texts: Vec<SentEntry>,
    /// The same with the directories above them, wherever those come from.
    pub(super) texts_and_above: Vec<SentEntry>,
    /// Those of `project` whose place edited files take, in the order of their components.
    pub(super) stale: Vec<SentEntry>,
    /// The same with the directories above them.
    pub(super) stale_and_above: Vec<SentEntry>,
    text_verdicts: Vec<FileVerdict>,
    /// A file was compared with a pattern that cannot be compared with anything, at which the sender stops. Some patterns
    /// are never compared: all files are ignored by the time that they would be, or none is that they could take back in.
    pub met_broken_pattern: bool,
}

impl PartialEq for SentContext {
    fn eq(&self, other: &Self) -> bool {
        self.ignore == other.ignore
            && self.entries().eq(other.entries())
            && self.verdicts().eq(other.verdicts())
    }
}

impl Eq for SentContext {}

impl SentContext {
    /// Applies `ignore_text` to the files and to `texts`, which are files too, unless `files` has others at their paths.
    /// `remembered_modes` are the permission bits of the directories that the builder already has from the build before:
    /// it does not notice when those change (`fsutil/diskwriter.go:HandleChange`).
    #[must_use]
    pub fn new(
        files: &Rc<FileTree>,
        texts: &[(&str, &Rc<str>)],
        ignore_text: &str,
        remembered_modes: &Rc<BTreeMap<String, u32>>,
        memo: &ContextMemo,
    ) -> Self {
        let Basis {
            filtered: project,
            edited: changed,
        } = memo.filtered(files, ignore_text, remembered_modes);
        let mut edited = FileTree::default();
        for (path, text) in texts.iter().filter(|(path, _)| files.get(path).is_none()) {
            let node = FileNode {
                kind: NodeKind::File(super::files::Content::Text((*text).clone())),
                ..FileNode::text("")
            };
            if edited.get(path).is_none() {
                edited.entries.insert(*path, node);
            }
        }
        if edited
            .entries
            .keys()
            .any(|path| project.get(path).is_some())
        {
            // A directory stands where the Dockerfile should be: nothing that is worth being quick.
            let mut all = (**files).clone();
            all.entries.extend(edited.entries.shared().map(shared));
            return Self::of(
                Rc::new(Filtered::new(&all, ignore_text, remembered_modes)),
                Vec::new(),
                Vec::new(),
                Vec::new(),
            );
        }
        let mut stale: Vec<SentEntry> = (changed.keys())
            .filter_map(|path| project.get(path))
            .filter(|entry| matches!(entry.node.kind, NodeKind::File(_)))
            .cloned()
            .collect();
        stale.sort_by(|left, right| component_order(&left.path, &right.path));
        edited.entries.extend(changed.shared().map(shared));
        let mut sieve = Sieve::new(project.ignore.clone());
        sieve.take(
            edited.entries.shared(),
            |above| files.get(above).cloned(),
            |above| project.get(above).is_some(),
            remembered_modes,
        );
        let met_broken_pattern = project.met_broken || sieve.met_broken;
        let (texts, verdicts) = sieve.sorted();
        Self {
            met_broken_pattern,
            ..Self::of(project, stale, texts, verdicts)
        }
    }

    fn of(
        project: Rc<Filtered>,
        stale: Vec<SentEntry>,
        texts: Vec<SentEntry>,
        text_verdicts: Vec<FileVerdict>,
    ) -> Self {
        Self {
            ignore: project.ignore.clone(),
            met_broken_pattern: project.met_broken,
            texts_and_above: with_those_above(&texts, &project),
            stale_and_above: with_those_above(&stale, &project),
            project,
            stale,
            texts,
            text_verdicts,
        }
    }

    /// Files and directories (implied ones too), in the order of their components.
    pub fn entries(&self) -> impl Iterator<Item = &SentEntry> {
        merged(&self.project.entries, &self.texts, |left, right| {
            component_order(&left.path, &right.path)
        })
    }

    /// Every regular file and link of the project with the line that decided, by path.
    pub fn verdicts(&self) -> impl Iterator<Item = &FileVerdict> {
        merged(
            &self.project.verdicts,
            &self.text_verdicts,
            |left, right| left.path.cmp(&right.path),
        )
    }

    /// Those of the edited texts.
    pub fn texts(&self) -> impl Iterator<Item = &FileVerdict> {
        self.text_verdicts.iter()
    }

    /// Bytes of all files that are sent.
    #[must_use]
    pub fn sent_bytes(&self) -> u64 {
        let bytes = |entries: &[SentEntry]| -> u128 {
            let sizes = entries.iter().map(|entry| entry.node.size_bytes());
            sizes.map(u128::from).sum()
        };
        let sum = self.project.sent_bytes + bytes(&self.texts) - bytes(&self.stale);
        u64::try_from(sum).unwrap_or(u64::MAX)
    }

    /// What was decided about the file at a path.
    #[must_use]
    pub fn verdict(&self, path: &str) -> Option<&FileVerdict> {
        [&self.text_verdicts, &self.project.verdicts]
            .into_iter()
            .find_map(|verdicts| {
                let place = verdicts.binary_search_by(|verdict| (*verdict.path).cmp(path));
                verdicts.get(place.ok()?)
            })
    }

    /// Everything below a directory, the directory itself left out; `""` is the root.
    pub fn below(&self, directory: &str) -> impl Iterator<Item = &SentEntry> {
        merged(
            below(&self.project.entries, directory),
            below(&self.texts, directory),
            |left, right| component_order(&left.path, &right.path),
        )
    }

    /// The entry at a path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&SentEntry> {
        entry_at(&self.texts, path).or_else(|| self.project.get(path))
    }

    /// Permission bits of the directories that are sent, to be remembered for the next build.
    #[must_use]
    pub fn directory_modes(&self) -> BTreeMap<String, u32> {
        self.entries()
            .filter(|entry| matches!(entry.node.kind, NodeKind::Directory))
            .map(|entry| (entry.path.to_string(), entry.node.mode))
            .collect()
    }
}

/// An entry of its own that shares what it holds.
fn shared((path, node): (&Rc<str>, &Rc<FileNode>)) -> (Rc<str>, Rc<FileNode>) {
    (Rc::clone(path), Rc::clone(node))
}

/// Entries with the directories above them that `project` has.
fn with_those_above(entries: &[SentEntry], project: &Filtered) -> Vec<SentEntry> {
    let mut all = entries.to_vec();
    for entry in entries {
        for (slash, _) in entry.path.match_indices('/') {
            let above = entry.path.get(..slash).and_then(|above| project.get(above));
            all.extend(above.cloned());
        }
    }
    all.sort_by(|left, right| component_order(&left.path, &right.path));
    all.dedup_by(|left, right| left.path == right.path);
    all
}
