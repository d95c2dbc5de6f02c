//! What the builder sees: the files of the project that `.dockerignore` leaves, with their checksums.
//!
//! BuildKit: `cache/contenthash/filehash.go` (what is in a checksum), `dockerui/config.go:MainContext` (which ignore file
//! is read).
//!
//! The Dockerfile and `.dockerignore` are part of the context too, and the one changes with every keystroke. So they are
//! kept apart from the files of the project, which are filtered once.

use std::collections::BTreeMap;
use std::rc::Rc;

use layerlab_dockerignore::{Decision, IgnoreFile};

use super::digest::Digest;
use super::files::{FileNode, FileTree, NodeKind};
use super::filtered::{Filtered, Sieve, below, entry_at};
use super::memo::ContextMemo;
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
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SentContext {
    /// The ignore patterns.
    pub ignore: Rc<IgnoreFile>,
    /// The files of the project.
    pub(super) project: Rc<Filtered>,
    /// The texts that are edited (Dockerfile and `.dockerignore`) and the directories that only they are in, in the
    /// order of their components.
    pub(super) texts: Vec<SentEntry>,
    /// The same with the directories above them, wherever those come from.
    pub(super) texts_and_above: Vec<SentEntry>,
    text_verdicts: Vec<FileVerdict>,
}

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
        let project = memo.filtered(files, ignore_text, remembered_modes);
        let mut edited = FileTree::default();
        for (path, text) in texts.iter().filter(|(path, _)| files.get(path).is_none()) {
            let node = FileNode {
                kind: NodeKind::File(super::files::Content::Text((*text).clone())),
                ..FileNode::text("")
            };
            edited.entries.entry((*path).to_owned()).or_insert(node);
        }
        if edited
            .entries
            .keys()
            .any(|path| project.get(path).is_some())
        {
            // A directory stands where the Dockerfile should be: nothing that is worth being quick.
            let mut all = (**files).clone();
            all.entries.extend(edited.entries);
            return Self::of(
                Rc::new(Filtered::new(&all, ignore_text, remembered_modes)),
                Vec::new(),
                Vec::new(),
            );
        }
        let mut sieve = Sieve::new(project.ignore.clone());
        sieve.take(
            edited.entries.iter(),
            |above| files.get(above).cloned(),
            |above| project.get(above).is_some(),
            remembered_modes,
        );
        let (texts, verdicts) = sieve.sorted();
        Self::of(project, texts, verdicts)
    }

    fn of(project: Rc<Filtered>, texts: Vec<SentEntry>, text_verdicts: Vec<FileVerdict>) -> Self {
        let mut texts_and_above = texts.clone();
        for text in &texts {
            for (slash, _) in text.path.match_indices('/') {
                let above = text.path.get(..slash).and_then(|above| project.get(above));
                texts_and_above.extend(above.cloned());
            }
        }
        texts_and_above.sort_by(|left, right| component_order(&left.path, &right.path));
        texts_and_above.dedup_by(|left, right| left.path == right.path);
        Self {
            ignore: project.ignore.clone(),
            project,
            texts,
            texts_and_above,
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
        let texts = self.texts.iter().map(|entry| entry.node.size_bytes());
        texts.fold(self.project.sent_bytes, u64::saturating_add)
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
