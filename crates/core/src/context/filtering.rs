//! Filtering the files of a project in parts, so that whoever asks can do other things between them.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::rc::Rc;

use layerlab_dockerignore::IgnoreFile;

use super::files::FileTree;
use super::filtered::Sieve;
use super::memo::ContextMemo;

/// The files of a project on their way into a [`ContextMemo`].
#[derive(Debug)]
pub struct Filtering {
    files: Rc<FileTree>,
    ignore_text: Rc<str>,
    sieve: Sieve,
    /// Path of the last entry that was taken.
    last: Option<Rc<str>>,
}

impl Filtering {
    /// Begins, for a builder that remembers no directory.
    #[must_use]
    pub fn new(files: Rc<FileTree>, ignore_text: Rc<str>) -> Self {
        let ignore = IgnoreFile::parse(&ignore_text);
        Self {
            files,
            ignore_text,
            sieve: Sieve::new(Rc::new(ignore)),
            last: None,
        }
    }

    /// Takes the next `count` entries. False when there are no more.
    pub fn advance(&mut self, count: usize) -> bool {
        let files = &self.files;
        let from = match self.last.as_deref() {
            None => Bound::Unbounded,
            Some(last) => Bound::Excluded(last),
        };
        let rest = files.entries.range(from);
        let mut last = None;
        self.sieve.take(
            rest.take(count).inspect(|(path, _)| last = Some(*path)),
            |above| files.get(above).cloned(),
            |_| false,
            &BTreeMap::new(),
        );
        let Some(last) = last.cloned() else {
            return false;
        };
        self.last = Some(last);
        true
    }

    /// What was found is remembered. What is left is done at once.
    pub fn finish(mut self, memo: &ContextMemo) {
        while self.advance(usize::MAX) {}
        memo.remember(
            self.files,
            &self.ignore_text,
            Rc::default(),
            Rc::new(self.sieve.finish()),
        );
    }
}
