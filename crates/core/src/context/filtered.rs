//! The files of the project that `.dockerignore` leaves: what does not change while the Dockerfile is edited.

use std::collections::{BTreeMap, HashSet};
use std::rc::Rc;

use rustc_hash::FxBuildHasher;

use layerlab_dockerignore::{IgnoreFile, Walk};

use super::digest::{Digest, Hasher};
use super::files::{Content, FileNode, FileTree, NodeKind};
use super::memo::Selections;
use super::order::component_order;
use super::sent::{FileVerdict, SentEntry};

/// The files of a project, filtered, with their checksums.
#[derive(Debug, Default)]
pub(super) struct Filtered {
    /// In the order of their components.
    pub(super) entries: Vec<SentEntry>,
    pub(super) ignore: Rc<IgnoreFile>,
    /// By path.
    pub(super) verdicts: Vec<FileVerdict>,
    pub(super) sent_bytes: u128,
    /// See [`Walk::has_met_broken`].
    pub(super) met_broken: bool,
    /// What was selected from it.
    pub(super) selections: Selections,
}

/// What was selected from it follows from the rest.
impl PartialEq for Filtered {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
            && self.ignore == other.ignore
            && self.verdicts == other.verdicts
    }
}

impl Eq for Filtered {}

impl Filtered {
    pub(super) fn new(
        files: &FileTree,
        ignore_text: &str,
        remembered_modes: &BTreeMap<String, u32>,
    ) -> Self {
        let mut sieve = Sieve::new(Rc::new(IgnoreFile::parse(ignore_text)));
        sieve.take(
            files.entries.shared(),
            |above| files.entries.get(above).cloned(),
            |_| false,
            remembered_modes,
        );
        sieve.finish()
    }

    pub(super) fn get(&self, path: &str) -> Option<&SentEntry> {
        entry_at(&self.entries, path)
    }
}

/// Where an entry is, or would be.
fn position(entries: &[SentEntry], path: &str) -> Result<usize, usize> {
    entries.binary_search_by(|entry| component_order(&entry.path, path))
}

pub(super) fn entry_at<'a>(entries: &'a [SentEntry], path: &str) -> Option<&'a SentEntry> {
    let index = position(entries, path).ok()?;
    entries.get(index)
}

/// Everything below a directory, the directory itself left out; `""` is the root.
pub(super) fn below<'a>(entries: &'a [SentEntry], directory: &str) -> &'a [SentEntry] {
    if directory.is_empty() {
        return entries;
    }
    let start = match position(entries, directory) {
        Ok(index) => index + 1,
        Err(index) => index,
    };
    let rest = entries.get(start..).unwrap_or_default();
    let inside = rest.partition_point(|entry| {
        entry
            .path
            .strip_prefix(directory)
            .is_some_and(|tail| tail.starts_with('/'))
    });
    rest.get(..inside).unwrap_or_default()
}

/// Files on their way through the ignore file, in parts of any length.
#[derive(Debug)]
pub(super) struct Sieve {
    ignore: Rc<IgnoreFile>,
    entries: Vec<SentEntry>,
    /// Paths of `entries`.
    sent: HashSet<Rc<str>, FxBuildHasher>,
    verdicts: Vec<FileVerdict>,
    /// See [`Walk::has_met_broken`].
    pub(super) met_broken: bool,
}

impl Sieve {
    pub(super) fn new(ignore: Rc<IgnoreFile>) -> Self {
        Self {
            ignore,
            entries: Vec::new(),
            sent: HashSet::default(),
            verdicts: Vec::new(),
            met_broken: false,
        }
    }

    /// Takes the next files, which come by path. `directory` gives what is known of a directory above a file, and
    /// `there_already` whether it need not be sent any more.
    pub(super) fn take<'a>(
        &mut self,
        files: impl Iterator<Item = (&'a Rc<str>, &'a Rc<FileNode>)>,
        directory: impl Fn(&str) -> Option<FileNode>,
        there_already: impl Fn(&str) -> bool,
        remembered_modes: &BTreeMap<String, u32>,
    ) {
        let ignore = Rc::clone(&self.ignore);
        let mut walk = Walk::new(&ignore);
        let mut send = |path: Rc<str>, mut node: Rc<FileNode>, sent: &mut HashSet<_, _>| {
            if let (NodeKind::Directory, Some(mode)) = (&node.kind, remembered_modes.get(&*path))
                && node.mode != *mode
            {
                Rc::make_mut(&mut node).mode = *mode;
            }
            sent.insert(Rc::clone(&path));
            self.entries.push(SentEntry {
                digest: entry_digest(&node),
                path,
                node,
            });
        };
        for (path, node) in files {
            let decision = walk.visit(path);
            let excluded = decision.is_excluded();
            // Directories are sent with what lies in them, and also on their own account: when all that lies in one is
            // ignored, it arrives empty. Those that it lies in are sent too, whatever is said of them.
            let mut is_sent = |above: &str| {
                !excluded
                    || self.sent.contains(above)
                    || there_already(above)
                    || !walk.visit(above).is_excluded()
            };
            let deepest = path
                .rmatch_indices('/')
                .find(|(slash, _)| path.get(..*slash).is_some_and(&mut is_sent));
            let deepest = deepest.map_or(0, |(slash, _)| slash);
            for (slash, _) in path.match_indices('/').take_while(|(at, _)| *at <= deepest) {
                let Some(above) = path.get(..slash) else {
                    continue;
                };
                if self.sent.contains(above) || there_already(above) {
                    continue;
                }
                // A file that has others below it, as only a made-up project can have, is no directory.
                let node = directory(above)
                    .filter(|node| matches!(node.kind, NodeKind::Directory))
                    .unwrap_or_else(FileNode::directory);
                send(above.into(), Rc::new(node), &mut self.sent);
            }
            let is_directory = matches!(node.kind, NodeKind::Directory);
            if is_directory && excluded {
                continue;
            }
            let path = Rc::clone(path);
            if !excluded && !self.sent.contains(&path) {
                send(Rc::clone(&path), Rc::clone(node), &mut self.sent);
            }
            if !is_directory {
                self.verdicts.push(FileVerdict {
                    path,
                    size_bytes: node.size_bytes(),
                    decision,
                });
            }
        }
        self.met_broken |= walk.has_met_broken();
    }

    /// What is sent, in the order of its components, and what was decided about each file.
    pub(super) fn sorted(mut self) -> (Vec<SentEntry>, Vec<FileVerdict>) {
        // They are nearly in this order already.
        self.entries
            .sort_by(|left, right| component_order(&left.path, &right.path));
        (self.entries, self.verdicts)
    }

    /// The same as [`Filtered`].
    pub(super) fn finish(self) -> Filtered {
        let ignore = Rc::clone(&self.ignore);
        let met_broken = self.met_broken;
        let (entries, verdicts) = self.sorted();
        let sizes = entries.iter().map(|entry| entry.node.size_bytes());
        let sent_bytes = sizes.map(u128::from).sum();
        Filtered {
            entries,
            ignore,
            verdicts,
            sent_bytes,
            met_broken,
            selections: Selections::default(),
        }
    }
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
