//! Lists of selected files, and their checksums.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::digest::{Digest, Hasher};
use super::files::{FileNode, NodeKind};
use super::order::component_order;

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

    pub(super) fn minus(mut self, other: Self) -> Self {
        for (sum, word) in self.0.iter_mut().zip(other.0) {
            *sum = sum.wrapping_sub(word);
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
    /// Places of the links.
    pub(super) links: Vec<usize>,
    /// Places of the regular files that land right below the destination.
    pub(super) top: Vec<usize>,
    /// Bytes of regular files in each directory right below the destination.
    pub(super) directories: BTreeMap<Rc<str>, u128>,
}

impl Taken {
    /// Adds a file. `member` is what it contributes to the checksum.
    pub(super) fn add(&mut self, file: SelectedFile, member: Digest) {
        self.digest.add(member);
        if matches!(file.node.kind, NodeKind::Symlink(_)) {
            self.totals.links.push(self.files.len());
        }
        if matches!(file.node.kind, NodeKind::File(_)) {
            self.totals.regular += 1;
            match file.below.split_once('/') {
                None => self.totals.top.push(self.files.len()),
                Some((first, _)) => {
                    let bytes = u128::from(file.node.size_bytes());
                    if let Some(sum) = self.totals.directories.get_mut(first) {
                        *sum += bytes;
                    } else {
                        self.totals.directories.insert(first.into(), bytes);
                    }
                }
            }
        }
        self.files.push(file);
    }
}

/// Files that a query took: those of the project, which several builds share, and the edited texts, some of which take the
/// place of files of the project.
#[derive(Debug, Clone, Eq, Default)]
pub struct SelectedFiles {
    project: Rc<Taken>,
    /// Those of `project` that are other ones by now.
    stale: Taken,
    /// The places in `project` of those that are stale, in order, and the places in `texts` of what takes their place.
    replaced: Vec<(usize, usize)>,
    texts: Taken,
    /// Places of the other texts.
    others: Vec<usize>,
}

impl PartialEq for SelectedFiles {
    fn eq(&self, other: &Self) -> bool {
        self.is_same(other) || self.len() == other.len() && self.iter().eq(other)
    }
}

impl SelectedFiles {
    /// Each is in the order of the components. `project` and `texts` have all that is `stale`.
    pub(super) fn new(project: Rc<Taken>, stale: Taken, texts: Taken) -> Self {
        let place_in = |taken: &Taken, path: &str| {
            let order = |file: &SelectedFile| component_order(&file.path, path);
            taken.files.binary_search_by(order).ok()
        };
        let replaced: Vec<(usize, usize)> = (stale.files.iter())
            .filter_map(|stale| {
                let place = place_in(&project, &stale.path)?;
                Some((place, place_in(&texts, &stale.path)?))
            })
            .collect();
        let others = (0..texts.files.len())
            .filter(|text| replaced.iter().all(|(_, replacing)| replacing != text));
        Self {
            others: others.collect(),
            replaced,
            project,
            stale,
            texts,
        }
    }

    /// The text that takes the place of a file of the project.
    fn replacing(&self, place: usize) -> Option<usize> {
        let found = (self.replaced).binary_search_by_key(&place, |(place, _)| *place);
        let (_, text) = self.replaced.get(found.ok()?)?;
        Some(*text)
    }

    /// The file at a place of the project's, or what takes its place.
    fn at(&self, place: usize) -> Option<&SelectedFile> {
        match self.replacing(place) {
            Some(text) => self.texts.files.get(text),
            None => self.project.files.get(place),
        }
    }

    /// The sum of the checksums of what is taken.
    pub(super) fn digest(&self) -> SetDigest {
        (self.project.digest)
            .minus(self.stale.digest)
            .plus(self.texts.digest)
    }

    /// All of them: those of the project in their order, whether they were edited or not, and then the other texts.
    #[must_use]
    pub fn iter(&self) -> SelectedIter<'_> {
        SelectedIter {
            files: self,
            project: self.project.files.iter().enumerate(),
            replaced: &self.replaced,
            others: self.others.iter(),
        }
    }

    /// How many they are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.project.files.len() + self.others.len()
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

    /// Both are the same, as far as can be seen without looking at every file.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.shares_project_files(other)
            && self.replaced == other.replaced
            && self.texts.files == other.texts.files
    }

    /// Of two selections that share the files of the project, those of this one that the other one may not have.
    pub fn besides<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a SelectedFile> {
        let places = other.replaced.iter().map(|(place, _)| *place);
        let places = places.filter(|place| self.replacing(*place).is_none());
        let project = places.filter_map(|place| self.project.files.get(place));
        project.chain(&self.texts.files)
    }

    /// Number of regular files.
    #[must_use]
    pub fn regular(&self) -> usize {
        self.project.totals.regular - self.stale.totals.regular + self.texts.totals.regular
    }

    /// The links. Texts that are edited are none.
    pub(super) fn links(&self) -> impl Iterator<Item = &SelectedFile> {
        let places = self.project.totals.links.iter();
        places.filter_map(|place| self.project.files.get(*place))
    }

    /// The regular files that land right below the destination.
    pub fn top(&self) -> impl Iterator<Item = &SelectedFile> {
        let project = self.project.totals.top.iter();
        let project = project.filter_map(|place| self.at(*place));
        let texts = self.texts.totals.top.iter();
        let others = texts.filter(|text| self.others.contains(text));
        project.chain(others.filter_map(|text| self.texts.files.get(*text)))
    }

    /// Bytes of the regular files in each directory right below the destination.
    #[must_use]
    pub fn directories(&self) -> BTreeMap<Rc<str>, u64> {
        let mut directories = self.project.totals.directories.clone();
        for (name, bytes) in &self.texts.totals.directories {
            *directories.entry(name.clone()).or_default() += bytes;
        }
        // What is stale lies where a text lies that takes its place.
        for (name, bytes) in &self.stale.totals.directories {
            if let Some(sum) = directories.get_mut(name) {
                *sum = sum.saturating_sub(*bytes);
            }
        }
        let bytes = |sum| u64::try_from(sum).unwrap_or(u64::MAX);
        let directories = directories.into_iter();
        directories.map(|(name, sum)| (name, bytes(sum))).collect()
    }
}

/// Goes through selected files.
#[derive(Debug, Clone)]
pub struct SelectedIter<'a> {
    files: &'a SelectedFiles,
    project: std::iter::Enumerate<std::slice::Iter<'a, SelectedFile>>,
    /// What is still to be replaced.
    replaced: &'a [(usize, usize)],
    others: std::slice::Iter<'a, usize>,
}

impl<'a> Iterator for SelectedIter<'a> {
    type Item = &'a SelectedFile;

    fn next(&mut self) -> Option<Self::Item> {
        let texts = &self.files.texts.files;
        let Some((place, file)) = self.project.next() else {
            return texts.get(*self.others.next()?);
        };
        match self.replaced.split_first() {
            Some(((first, text), rest)) if *first == place => {
                self.replaced = rest;
                texts.get(*text)
            }
            _ => Some(file),
        }
    }
}

impl<'a> IntoIterator for &'a SelectedFiles {
    type Item = &'a SelectedFile;
    type IntoIter = SelectedIter<'a>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
