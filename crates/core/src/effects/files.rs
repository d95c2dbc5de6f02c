//! What is known of the file system of a stage: lumps of files with their sizes, and the layer that holds each.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use layerlab_catalog::Estimate;

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
    /// Anything else.
    Other,
}

/// Files that came together and lie below one path.
#[derive(Debug, Clone, PartialEq)]
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

/// What all paths begin with, given in order: the first and the last differ the most.
fn common_directory<'a>(mut paths: impl DoubleEndedIterator<Item = &'a Rc<str>>) -> Rc<str> {
    let Some(first) = paths.next() else {
        return "".into();
    };
    let last = paths.next_back().unwrap_or(first);
    let same = (first.bytes().zip(last.bytes()))
        .take_while(|(left, right)| left == right)
        .count();
    let slash = first.as_bytes().get(..same).unwrap_or_default();
    let slash = slash.iter().rposition(|byte| *byte == b'/').unwrap_or(0);
    first.get(..slash).unwrap_or_default().into()
}

/// The file system after a step.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FileSystem {
    /// What is there.
    pub lumps: Vec<Rc<Lump>>,
    /// Bytes that lie in some layer although they can no longer be seen.
    pub hidden: Estimate,
    /// Debian packages that are installed.
    pub debian_packages: Rc<BTreeSet<String>>,
    /// Of them, those that somebody asked for by name since the base image.
    pub debian_asked_for: Rc<BTreeSet<String>>,
    /// Python has compiled its own library already.
    pub python_compiled: bool,
    /// Steps so far: the number of the layer being written.
    pub layer: usize,
}

impl FileSystem {
    /// Begins the next layer.
    pub fn begin_layer(&mut self) {
        self.layer += 1;
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
        self.drop_where(|lump| &*lump.path == path && &*lump.name == name);
        let lump = Lump {
            path: path.into(),
            name: name.into(),
            size,
            kind,
            text,
            identity: None,
            layer: self.layer,
        };
        self.lumps.push(Rc::new(lump));
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
        let mut by_place: BTreeMap<(Rc<str>, Rc<str>), Lump> = BTreeMap::new();
        for lump in new {
            let place = (lump.path.clone(), lump.name.clone());
            by_place.insert(place, Lump { layer, ..lump });
        }
        if by_place.is_empty() {
            return;
        }
        let mut hidden = self.hidden;
        let within = common_directory(by_place.keys().map(|(path, _)| path));
        self.lumps.retain(|lump| {
            if !lump.path.starts_with(&*within) {
                return true;
            }
            let place = (lump.path.clone(), lump.name.clone());
            let Some(new) = by_place.get(&place) else {
                return true;
            };
            if new.identity.is_some() && lump.identity == new.identity {
                by_place.remove(&place);
                return true;
            }
            if lump.layer < layer {
                hidden = hidden.plus(lump.size);
            }
            false
        });
        self.hidden = hidden;
        self.lumps.extend(by_place.into_values().map(Rc::new));
    }

    /// Removes all that lies at or below a path.
    pub fn remove(&mut self, path: &str) {
        self.drop_where(|lump| paths::is_within(&lump.path, path));
    }

    /// Removes one lump by name, such as a package.
    pub fn remove_named(&mut self, path: &str, name: &str) {
        self.drop_where(|lump| &*lump.path == path && &*lump.name == name);
    }

    fn drop_where(&mut self, gone: impl Fn(&Lump) -> bool) {
        let layer = self.layer;
        let mut hidden = self.hidden;
        self.lumps.retain(|lump| {
            let goes = gone(lump);
            if goes && lump.layer < layer {
                hidden = hidden.plus(lump.size);
            }
            !goes
        });
        self.hidden = hidden;
    }

    /// Stores all that lies at or below a path again in the layer being written, as a change of owner or mode does.
    /// Gives the bytes of what was there.
    pub fn store_again(&mut self, path: &str) -> Estimate {
        let mut size = Estimate::ZERO;
        let layer = self.layer;
        for lump in &mut self.lumps {
            if paths::is_within(&lump.path, path) && lump.layer < layer {
                size = size.plus(lump.size);
                self.hidden = self.hidden.plus(lump.size);
                *lump = Rc::new(Lump {
                    layer,
                    identity: None,
                    ..(**lump).clone()
                });
            }
        }
        size
    }

    /// What lies at or below a path.
    pub fn within<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a Rc<Lump>> {
        self.lumps
            .iter()
            .filter(move |lump| paths::is_within(&lump.path, path))
    }

    /// The text of the file at a path, if it is known.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<Rc<str>> {
        self.lumps
            .iter()
            .rev()
            .find(|lump| &*lump.path == path)?
            .text
            .clone()
    }

    /// Bytes of the layer being written.
    #[must_use]
    pub fn layer_size(&self) -> Estimate {
        self.lumps
            .iter()
            .filter(|lump| lump.layer == self.layer)
            .map(|lump| lump.size)
            .sum()
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
}
