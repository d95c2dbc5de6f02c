//! What is known of the file system of a stage: lumps of files with their sizes, and the layer that holds each.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use layerlab_catalog::{Basis, Estimate};

use crate::context::Digest;
use crate::graph::paths;

/// What a lump's files are like, which decides how well they compress.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// What apt unpacks.
    Debian,
    /// The package lists of apt, compressed already.
    AptLists,
    /// Installed Python packages.
    Python,
    /// Archives: wheels, tarballs, caches of them.
    Archive,
    /// Installed Node.js packages.
    Node,
    /// npm's cache: archives, and descriptions of packages that compress well.
    NodeCache,
    /// Files of the project.
    Project,
    /// One file that a command wrote.
    Written,
    /// One file of zeros.
    Zeros,
    /// One file of random bytes.
    Random,
    /// Anything else.
    Other,
}

impl Kind {
    /// It is one file, not all that lies below a path.
    #[must_use]
    pub fn is_one_file(self) -> bool {
        matches!(self, Self::Written | Self::Zeros | Self::Random)
    }
}

/// Files that came together and lie below one path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lump {
    /// Absolute path of the file, or of the directory that all of it lies in.
    pub path: Rc<str>,
    /// Which one of several lumps at the same path: the name of a package, empty for files and directories. A lump with
    /// the same path and name replaces this one.
    pub name: Rc<str>,
    /// Bytes of regular files.
    pub size: Estimate,
    /// What it is like.
    pub kind: Kind,
    /// The text, of a text file of the project.
    pub text: Option<Rc<str>>,
    /// What tells the file from another one: content, permissions and owner. `None` if that is not known.
    pub identity: Option<Digest>,
    /// Number of the layer that holds it: 0 for the base image, then one for each step.
    pub layer: usize,
}

/// One file that is copied.
#[derive(Debug, Clone, PartialEq)]
pub struct NewFile {
    /// Absolute path.
    pub path: Rc<str>,
    /// Size in bytes.
    pub size_bytes: u64,
    /// The text, of a text file.
    pub text: Option<Rc<str>>,
    /// See [`Lump::identity`].
    pub identity: Digest,
}

/// More lumps than these that come at once are taken together. Stages that copy from each other would else double them again and
/// again.
const MOST_AT_ONCE: usize = 20_000;

/// The name of what commands left of which nothing is known.
const LEFT_BY_UNKNOWN: &str = "left by programs that nobody knows";

/// What a command leaves that is not known: it counts as nothing, and may be as much as what most commands leave that
/// are known. Nobody measured it.
const UNKNOWN_REST: Estimate = Estimate {
    bytes: 0,
    low_bytes: 0,
    high_bytes: 100_000_000,
    basis: Basis::Assumed,
};

/// One lump for many below a directory.
fn together(directory: &Rc<str>, lumps: impl Iterator<Item = Lump>) -> Lump {
    Lump {
        path: if directory.is_empty() {
            "/".into()
        } else {
            directory.clone()
        },
        name: "".into(),
        size: lumps.map(|lump| lump.size).sum(),
        kind: Kind::Other,
        text: None,
        identity: None,
        layer: 0,
    }
}

/// What all paths begin with, given in order: the first and the last differ the most.
fn common_directory<'a>(mut paths: impl DoubleEndedIterator<Item = &'a Rc<str>>) -> Rc<str> {
    let Some(first) = paths.next() else {
        return "".into();
    };
    let last = paths.next_back().unwrap_or(first);
    common_with(first, last).into()
}

/// The directory that two paths have in common.
fn common_with<'a>(first: &'a str, other: &str) -> &'a str {
    let same = (first.bytes().zip(other.bytes()))
        .take_while(|(left, right)| left == right)
        .count();
    let slash = first.as_bytes().get(..same).unwrap_or_default();
    let slash = slash.iter().rposition(|byte| *byte == b'/').unwrap_or(0);
    first.get(..slash).unwrap_or_default()
}

/// Whether one of two directories can hold something of the other.
fn meet(one: &str, other: &str) -> bool {
    paths::is_within(one, other) || paths::is_within(other, one)
}

/// What one layer holds and can still be seen. (With `Eq` shared ones are compared by identity first.)
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct LayerLumps {
    lumps: Vec<Rc<Lump>>,
    /// A directory that all of it lies in.
    directory: Rc<str>,
}

impl LayerLumps {
    fn push(&mut self, lump: Rc<Lump>) {
        if self.lumps.is_empty() {
            self.directory = common_with(&lump.path, &lump.path).into();
        } else if !paths::is_within(&lump.path, &self.directory) {
            // The directory itself counts as a path below which more lies.
            let inside = format!("{}/", self.directory);
            self.directory = common_with(&inside, &lump.path).into();
        }
        self.lumps.push(lump);
    }
}

/// The file system after a step. A copy shares all layers with the original.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileSystem {
    /// What is there, by the number of the layer that holds it.
    layers: Vec<Rc<LayerLumps>>,
    /// Bytes that lie in some layer although they can no longer be seen.
    pub hidden: Estimate,
    /// Debian packages that are installed.
    pub debian_packages: Rc<BTreeSet<String>>,
    /// Of them, those that somebody asked for by name since the base image.
    pub debian_asked_for: Rc<BTreeSet<String>>,
    /// Alpine packages that are installed since the base image, and the name of the lump that holds each: its own, or that of
    /// a virtual package.
    pub alpine_packages: Rc<BTreeMap<String, String>>,
    /// Python has compiled its own library already.
    pub python_compiled: bool,
    /// Steps so far: the number of the layer being written.
    pub layer: usize,
}

impl FileSystem {
    /// That of a base image with these Debian packages. Official Python images carry no compiled files; others bring none
    /// that count.
    #[must_use]
    pub fn of_image(debian_packages: BTreeSet<String>) -> Self {
        Self {
            debian_packages: Rc::new(debian_packages),
            ..Self::default()
        }
    }

    /// Begins the next layer.
    pub fn begin_layer(&mut self) {
        self.layer += 1;
    }

    /// All that is there, oldest layer first.
    pub fn lumps(&self) -> impl DoubleEndedIterator<Item = &Rc<Lump>> {
        self.layers.iter().flat_map(|layer| &layer.lumps)
    }

    /// What lies at a path itself, that of the newest layer.
    #[must_use]
    pub fn last_at(&self, path: &str) -> Option<&Lump> {
        let found = self.lumps().rev().find(|lump| *lump.path == *path);
        found.map(Rc::as_ref)
    }

    /// What the layer being written holds.
    pub fn own_lumps(&self) -> impl Iterator<Item = &Rc<Lump>> {
        self.layers
            .get(self.layer)
            .into_iter()
            .flat_map(|layer| &layer.lumps)
    }

    /// What a layer holds and can still be seen, by its number.
    #[must_use]
    pub fn layer_lumps(&self, number: usize) -> &[Rc<Lump>] {
        let layer = self.layers.get(number);
        layer.map_or(&[], |layer| layer.lumps.as_slice())
    }

    /// Puts a lump back where it was, or into the layer being written.
    fn push(&mut self, lump: Rc<Lump>) {
        let number = lump.layer;
        if self.layers.len() <= number {
            self.layers.resize_with(number + 1, Rc::default);
        }
        if let Some(layer) = self.layers.get_mut(number) {
            Rc::make_mut(layer).push(lump);
        }
    }

    /// Puts a lump into the layer being written. What it replaces is gone from this layer, or hidden in an earlier one.
    pub fn add(
        &mut self,
        path: &str,
        name: &str,
        size: Estimate,
        kind: Kind,
        text: Option<Rc<str>>,
    ) {
        self.remove_named(path, name);
        self.push(Rc::new(Lump {
            path: path.into(),
            name: name.into(),
            size,
            kind,
            text,
            identity: None,
            layer: self.layer,
        }));
    }

    /// Puts files into the layer being written. A file that is there already just so is not stored again: the layer holds
    /// what differs. Of several at the same path the last one stays.
    pub fn add_files(&mut self, new: Vec<NewFile>) {
        let nameless: Rc<str> = "".into();
        let layer = self.layer;
        self.add_all(new.into_iter().map(|file| Lump {
            path: file.path,
            name: nameless.clone(),
            size: Estimate::exact(file.size_bytes),
            kind: Kind::Project,
            text: file.text,
            identity: Some(file.identity),
            layer,
        }));
    }

    /// Puts lumps into the layer being written, as [`FileSystem::add`] and [`FileSystem::add_files`] do, all of them in
    /// one pass.
    pub fn add_all(&mut self, new: impl IntoIterator<Item = Lump>) {
        let layer = self.layer;
        // Collected, not inserted one by one: what comes in order need not be looked for. The last of several stays.
        let new = new.into_iter().map(|lump| {
            let place = (lump.path.clone(), lump.name.clone());
            (place, Lump { layer, ..lump })
        });
        let mut by_place: BTreeMap<(Rc<str>, Rc<str>), Lump> = new.collect();
        if by_place.is_empty() {
            return;
        }
        let within = common_directory(by_place.keys().map(|(path, _)| path));
        if by_place.len() > MOST_AT_ONCE {
            let all = together(&within, by_place.into_values());
            by_place =
                BTreeMap::from([((all.path.clone(), all.name.clone()), Lump { layer, ..all })]);
        }
        let mut unchanged: BTreeSet<(Rc<str>, Rc<str>)> = BTreeSet::new();
        self.drop_where(&within, |lump| {
            let place = (lump.path.clone(), lump.name.clone());
            let Some(new) = by_place.get(&place) else {
                return false;
            };
            if new.identity.is_some() && lump.identity == new.identity {
                unchanged.insert(place);
                return false;
            }
            true
        });
        by_place.retain(|place, _| !unchanged.contains(place));
        for lump in by_place.into_values() {
            self.push(Rc::new(lump));
        }
    }

    /// Something of which nothing is known comes into the layer being written.
    pub fn add_unknown(&mut self) {
        // Each layer has its own, so that none takes the place of another one.
        let name = format!("{LEFT_BY_UNKNOWN}, step {}", self.layer);
        self.add("/", &name, UNKNOWN_REST, Kind::Other, None);
    }

    /// Commands of earlier layers may have left something anywhere.
    #[must_use]
    pub fn has_unknown(&self) -> bool {
        let mut lumps = self.lumps();
        lumps.any(|lump| lump.name.starts_with(LEFT_BY_UNKNOWN) && lump.layer < self.layer)
    }

    /// Removes all that lies at or below a path.
    pub fn remove(&mut self, path: &str) {
        self.drop_where(path, |lump| paths::is_within(&lump.path, path));
    }

    /// Removes one lump by name, such as a package.
    pub fn remove_named(&mut self, path: &str, name: &str) {
        self.drop_where(path, |lump| &*lump.path == path && &*lump.name == name);
    }

    /// Drops lumps of layers that can hold something at `place`. What was in an earlier layer is hidden from now on.
    fn drop_where(&mut self, place: &str, mut gone: impl FnMut(&Lump) -> bool) {
        for (number, layer) in self.layers.iter_mut().enumerate() {
            if !meet(&layer.directory, place) {
                continue;
            }
            let goes: Vec<bool> = layer.lumps.iter().map(|lump| gone(lump)).collect();
            if !goes.contains(&true) {
                continue;
            }
            if number < self.layer {
                let lumps = layer.lumps.iter().zip(&goes);
                let hidden = lumps.filter(|(_, goes)| **goes).map(|(lump, _)| lump.size);
                self.hidden = self.hidden.plus(hidden.sum());
            }
            let mut goes = goes.into_iter();
            Rc::make_mut(layer)
                .lumps
                .retain(|_| !goes.next().unwrap_or(false));
        }
    }

    /// Takes lumps away without a trace, to be put back later.
    pub(super) fn take_where(&mut self, taken: impl Fn(&Lump) -> bool) -> Vec<Rc<Lump>> {
        let mut found = Vec::new();
        for layer in &mut self.layers {
            if layer.lumps.iter().any(|lump| taken(lump)) {
                let (below, rest) = Rc::make_mut(layer)
                    .lumps
                    .drain(..)
                    .partition::<Vec<_>, _>(|lump| taken(lump));
                Rc::make_mut(layer).lumps = rest;
                found.extend(below);
            }
        }
        found
    }

    /// Puts back what [`FileSystem::take_where`] gave, each into its layer.
    pub(super) fn put_back(&mut self, lumps: Vec<Rc<Lump>>) {
        for lump in lumps {
            self.push(lump);
        }
    }

    /// Stores all that lies at or below a path again in the layer being written, as a change of owner or mode does.
    /// Gives the bytes of what was there.
    pub fn store_again(&mut self, path: &str) -> Estimate {
        let layer = self.layer;
        let again =
            self.take_where(|lump| lump.layer < layer && paths::is_within(&lump.path, path));
        let size: Estimate = again.iter().map(|lump| lump.size).sum();
        self.hidden = self.hidden.plus(size);
        for lump in again {
            self.push(Rc::new(Lump {
                layer,
                identity: None,
                ..(*lump).clone()
            }));
        }
        size
    }

    /// What lies at or below a path.
    pub fn within<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a Rc<Lump>> {
        self.layers
            .iter()
            .filter(move |layer| meet(&layer.directory, path))
            .flat_map(|layer| &layer.lumps)
            .filter(move |lump| paths::is_within(&lump.path, path))
    }

    /// The text of the file at a path, if it is known.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<Rc<str>> {
        let found = self.within(path).filter(|lump| &*lump.path == path);
        found.last()?.text.clone()
    }

    /// Bytes of the layer being written.
    #[must_use]
    pub fn layer_size(&self) -> Estimate {
        self.own_lumps().map(|lump| lump.size).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_lists() -> FileSystem {
        let mut files = FileSystem::default();
        files.begin_layer();
        files.add(
            "/var/lib/apt/lists",
            "",
            Estimate::exact(100),
            Kind::AptLists,
            None,
        );
        files
    }

    #[test]
    fn what_is_removed_in_its_own_layer_never_was() {
        let mut files = with_lists();
        files.remove("/var/lib/apt");
        assert_eq!((files.layer_size().bytes, files.hidden.bytes), (0, 0));
    }

    #[test]
    fn what_is_removed_later_stays_in_its_layer() {
        let mut files = with_lists();
        files.begin_layer();
        files.remove("/var/lib/apt/lists");
        assert_eq!((files.layer_size().bytes, files.hidden.bytes), (0, 100));
        files.remove("/var/lib/apt/lists");
        assert_eq!(files.hidden.bytes, 100, "hidden once only");
    }

    #[test]
    fn a_change_of_owner_stores_the_files_again() {
        let mut files = with_lists();
        files.begin_layer();
        assert_eq!(files.store_again("/var").bytes, 100);
        assert_eq!((files.layer_size().bytes, files.hidden.bytes), (100, 100));
    }

    #[test]
    fn copies_do_not_disturb_each_other() {
        let before = with_lists();
        let mut after = before.clone();
        after.begin_layer();
        after.add("/var/a", "", Estimate::exact(1), Kind::Other, None);
        after.remove("/var/lib");
        assert_eq!(before.lumps().count(), 1);
        assert_eq!((after.lumps().count(), after.hidden.bytes), (1, 100));
        assert!(after.within("/var").next().is_some());
        assert!(after.within("/va").next().is_none());
    }

    #[test]
    fn layers_are_found_wherever_their_files_lie() {
        let mut files = with_lists();
        for path in ["/var/lib/apt/x", "/var/a", "/b", "/c/d"] {
            files.add(path, "", Estimate::exact(1), Kind::Other, None);
        }
        files.begin_layer();
        for path in [
            "/var/lib/apt/x",
            "/var/a",
            "/b",
            "/c/d",
            "/var/lib/apt/lists",
        ] {
            assert_eq!(files.within(path).count(), 1, "{path}");
            files.remove(path);
        }
        assert_eq!((files.lumps().count(), files.hidden.bytes), (0, 104));
    }
}
