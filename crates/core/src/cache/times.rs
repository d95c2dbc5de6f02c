//! When the files of the context were last changed, counted in builds.
//!
//! The time of a change is in no cache key. But a layer keeps the times that its files had when it was made, and a later
//! layer stores a file again if its time is another one (overlayfs compares them), so the sizes of layers depend on it.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::context::{Digest, Hasher, SelectedFile, SentContext};

/// Which files differed from the build before, in which builds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileTimes {
    /// By path: the file as the last build saw it, and the numbers of the builds that saw a change, oldest first.
    files: BTreeMap<Rc<str>, (Digest, Vec<usize>)>,
}

/// The time of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileTime {
    /// As the project says it.
    Told(i64),
    /// That of the build which saw its last change.
    Changed(usize),
}

impl FileTime {
    /// Adds it to a digest.
    pub(crate) fn enter(self, hasher: &mut Hasher) {
        match self {
            Self::Told(modified) => hasher.text("told").bytes(&modified.to_le_bytes()),
            Self::Changed(build) => hasher.number(build as u64),
        };
    }
}

impl FileTimes {
    /// The same after build number `build`.
    pub(super) fn after(&self, build: usize, context: &SentContext) -> Self {
        let mut next = Self::default();
        for entry in context.entries() {
            let known = self.files.get(&entry.path);
            let mut changes = known
                .map(|(_, changes)| changes.clone())
                .unwrap_or_default();
            if known.is_none_or(|(digest, _)| *digest != entry.digest) {
                changes.push(build);
            }
            next.files
                .insert(entry.path.clone(), (entry.digest, changes));
        }
        // A file that is gone is a new one when it comes back.
        for (path, (digest, changes)) in &self.files {
            if !next.files.contains_key(path) {
                let gone = (
                    Hasher::new("gone").digest(*digest).finish(),
                    changes.clone(),
                );
                next.files.insert(path.clone(), gone);
            }
        }
        next
    }

    /// The time that the file had when build number `made_in` took it. `building` is the number of the build that is
    /// simulated.
    #[must_use]
    pub(crate) fn time_of(&self, file: &SelectedFile, made_in: usize, building: usize) -> FileTime {
        if let Some(modified) = file.node.modified {
            return FileTime::Told(modified);
        }
        let known = self.files.get(&file.path);
        let touched = known.is_none_or(|(digest, _)| *digest != file.digest);
        let change = if made_in >= building && touched {
            building
        } else {
            let changes = known
                .map(|(_, changes)| changes.as_slice())
                .unwrap_or_default();
            changes
                .iter()
                .rev()
                .find(|build| **build <= made_in)
                .copied()
                .unwrap_or(0)
        };
        FileTime::Changed(change)
    }
}
