//! Lists of selected files, and their checksums.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::digest::{Digest, Hasher};
use super::files::{FileNode, NodeKind};

/// A file or directory that is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectedFile {
    /// Path in the context.
    pub path: Rc<str>,
    /// Where it lands below the destination: its base name, or its path inside the copied directory.
    pub below: Rc<str>,
    /// The file.
    pub node: Rc<FileNode>,
    /// Checksum of the file itself.
    pub digest: Digest,
}

/// A checksum of a set: the sum of those of its members. It can be made from the checksums of two parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct SetDigest([u64; 4]);

impl SetDigest {
    pub(super) fn add(&mut self, member: Digest) {
        let (words, _) = member.0.as_chunks::<8>();
        for (sum, word) in self.0.iter_mut().zip(words) {
            *sum = sum.wrapping_add(u64::from_le_bytes(*word));
        }
    }

    pub(super) fn plus(mut self, other: Self) -> Self {
        for (sum, word) in self.0.iter_mut().zip(other.0) {
            *sum = sum.wrapping_add(word);
        }
        self
    }

    pub(super) fn enter(self, hasher: &mut Hasher) {
        for word in self.0 {
            hasher.number(word);
        }
    }
}

/// The answer to a query from one list of files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Taken {
    pub(super) files: Vec<SelectedFile>,
    pub(super) digest: SetDigest,
    pub(super) totals: Totals,
}

/// What is counted of a list of files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Totals {
    /// Regular files.
    pub(super) regular: usize,
    /// Places of the regular files that land right below the destination.
    pub(super) top: Vec<usize>,
    /// Bytes of regular files in each directory right below the destination.
    pub(super) directories: BTreeMap<Rc<str>, u64>,
}

impl Taken {
    /// Adds a file. `member` is what it contributes to the checksum.
    pub(super) fn add(&mut self, file: SelectedFile, member: Digest) {
        self.digest.add(member);
        if matches!(file.node.kind, NodeKind::File(_)) {
            self.totals.regular += 1;
            match file.below.split_once('/') {
                None => self.totals.top.push(self.files.len()),
                Some((first, _)) => {
                    let bytes = file.node.size_bytes();
                    if let Some(sum) = self.totals.directories.get_mut(first) {
                        *sum = sum.saturating_add(bytes);
                    } else {
                        self.totals.directories.insert(first.into(), bytes);
                    }
                }
            }
        }
        self.files.push(file);
    }
}

/// Files that a query took: those of the project, which several builds share, and the edited texts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SelectedFiles {
    pub(super) project: Rc<Taken>,
    pub(super) texts: Taken,
}

impl SelectedFiles {
    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &SelectedFile> {
        self.project.files.iter().chain(&self.texts.files)
    }

    /// How many they are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.project.files.len() + self.texts.files.len()
    }

    /// There is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Those of the project are the same list in memory, so that only the others need to be compared.
    #[must_use]
    pub fn shares_project_files(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.project, &other.project)
    }

    /// The edited texts among them.
    #[must_use]
    pub fn texts(&self) -> &[SelectedFile] {
        &self.texts.files
    }

    /// Number of regular files.
    #[must_use]
    pub fn regular(&self) -> usize {
        self.project.totals.regular + self.texts.totals.regular
    }

    /// The regular files that land right below the destination.
    pub fn top(&self) -> impl Iterator<Item = &SelectedFile> {
        [&*self.project, &self.texts].into_iter().flat_map(|taken| {
            let places = taken.totals.top.iter();
            places.filter_map(|place| taken.files.get(*place))
        })
    }

    /// Bytes of the regular files in each directory right below the destination.
    #[must_use]
    pub fn directories(&self) -> BTreeMap<Rc<str>, u64> {
        let mut directories = self.project.totals.directories.clone();
        for (name, bytes) in &self.texts.totals.directories {
            let sum = directories.entry(name.clone()).or_default();
            *sum = sum.saturating_add(*bytes);
        }
        directories
    }
}

impl<'a> IntoIterator for &'a SelectedFiles {
    type Item = &'a SelectedFile;
    type IntoIter =
        std::iter::Chain<std::slice::Iter<'a, SelectedFile>, std::slice::Iter<'a, SelectedFile>>;

    fn into_iter(self) -> Self::IntoIter {
        self.project.files.iter().chain(self.texts.files.iter())
    }
}
