//! What is remembered from one analysis to the next. Without it every result is the same, only later.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::file_map::FileMap;
use super::files::{FileNode, FileTree, NodeKind};
use super::filtered::Filtered;
use super::select::Query;
use super::taken::Taken;

/// The files of the project as they were filtered last.
#[derive(Debug, Default)]
pub struct ContextMemo {
    last: RefCell<Option<Remembered>>,
}

/// What the files were filtered with, and the outcome.
#[derive(Debug)]
struct Remembered {
    files: Rc<FileTree>,
    ignore_text: Box<str>,
    modes: Rc<BTreeMap<String, u32>>,
    filtered: Rc<Filtered>,
}

/// The directories have the permission bits that they would have with these remembered ones.
fn modes_apply(filtered: &Filtered, files: &FileTree, modes: &BTreeMap<String, u32>) -> bool {
    let mut directories = filtered
        .entries
        .iter()
        .filter(|entry| matches!(entry.node.kind, NodeKind::Directory));
    directories.all(|entry| {
        let remembered = modes.get(&*entry.path).copied();
        let own = || {
            files
                .get(&entry.path)
                .map_or_else(|| FileNode::directory().mode, |node| node.mode)
        };
        entry.node.mode == remembered.unwrap_or_else(own)
    })
}

/// So many files may differ from those that were filtered last before all are filtered anew.
const MOST_EDITED: usize = 16;

/// Files that were filtered, and those of which other contents count by now, as they are now.
pub(super) struct Basis {
    pub(super) filtered: Rc<Filtered>,
    pub(super) edited: FileMap,
}

/// The files whose content or mode is another one, if that is all that differs.
fn edited(before: &Rc<FileTree>, now: &Rc<FileTree>) -> Option<FileMap> {
    let mut edited = FileMap::default();
    if Rc::ptr_eq(before, now) {
        return Some(edited);
    }
    for (path, own, other) in now.entries.differences(&before.entries) {
        let (own, other) = (own?, other?);
        let files = [own, other].map(|node| matches!(node.kind, NodeKind::File(_)));
        if files != [true, true] || edited.len() == MOST_EDITED {
            return None;
        }
        edited.insert(Rc::clone(path), own.clone());
    }
    Some(edited)
}

impl ContextMemo {
    /// Whether these files with this ignore file are what was filtered last.
    #[must_use]
    pub fn knows(&self, files: &Rc<FileTree>, ignore_text: &str) -> bool {
        let last = self.last.borrow();
        last.as_ref()
            .is_some_and(|last| Rc::ptr_eq(&last.files, files) && *last.ignore_text == *ignore_text)
    }

    pub(super) fn filtered(
        &self,
        files: &Rc<FileTree>,
        ignore_text: &str,
        modes: &Rc<BTreeMap<String, u32>>,
    ) -> Basis {
        if let Some(last) = &mut *self.last.borrow_mut()
            && *last.ignore_text == *ignore_text
            && let Some(edited) = edited(&last.files, files)
            && (Rc::ptr_eq(&last.modes, modes) || modes_apply(&last.filtered, files, modes))
        {
            last.modes = modes.clone();
            last.filtered.selections.age();
            return Basis {
                filtered: last.filtered.clone(),
                edited,
            };
        }
        // What was remembered is of no use any more, and need not be there together with what takes its place.
        *self.last.borrow_mut() = None;
        let filtered = Rc::new(Filtered::new(files, ignore_text, modes));
        self.remember(files.clone(), ignore_text, modes.clone(), filtered.clone());
        Basis {
            filtered,
            edited: FileMap::default(),
        }
    }

    pub(super) fn remember(
        &self,
        files: Rc<FileTree>,
        ignore_text: &str,
        modes: Rc<BTreeMap<String, u32>>,
        filtered: Rc<Filtered>,
    ) {
        *self.last.borrow_mut() = Some(Remembered {
            files,
            ignore_text: ignore_text.into(),
            modes,
            filtered,
        });
    }
}

/// A [`Query`] as a key.
pub(super) type Asked = (String, bool, Option<String>, Vec<String>);

pub(super) fn asked(query: Query<'_>) -> Asked {
    (
        query.path.to_owned(),
        query.wildcards,
        query.parents.map(str::to_owned),
        query.exclude.to_vec(),
    )
}

/// What was selected from the files of a project in this analysis and in the one before.
#[derive(Debug, Default)]
pub(super) struct Selections {
    now: RefCell<BTreeMap<Asked, Rc<Taken>>>,
    before: RefCell<BTreeMap<Asked, Rc<Taken>>>,
}

impl Selections {
    /// Begins another analysis. What the one before did not ask for is forgotten.
    fn age(&self) {
        *self.before.borrow_mut() = self.now.take();
    }

    /// Whether the answer to a query is remembered.
    pub(super) fn knows(&self, query: Query<'_>) -> bool {
        let asked = asked(query);
        self.now.borrow().contains_key(&asked) || self.before.borrow().contains_key(&asked)
    }

    /// Remembers an answer.
    pub(super) fn put(&self, asked: Asked, taken: Rc<Taken>) {
        self.now.borrow_mut().insert(asked, taken);
    }

    /// The answer to a query, from memory or from `take`.
    pub(super) fn get(&self, query: Query<'_>, take: impl FnOnce() -> Taken) -> Rc<Taken> {
        let asked = asked(query);
        let known = self.now.borrow().get(&asked).cloned();
        if let Some(known) = known {
            return known;
        }
        let before = self.before.borrow_mut().remove(&asked);
        let taken = before.unwrap_or_else(|| Rc::new(take()));
        self.now.borrow_mut().insert(asked, taken.clone());
        taken
    }
}
