//! Which instructions an edit makes run. Edits of the lines of one stage share most of their answer.

use std::ops::Range;
use std::rc::Rc;

/// Instructions (indexes in the syntax tree): parts of one list that many such sets share.
#[derive(Clone, Default)]
pub struct Instructions {
    /// Those of all steps, what follows a step standing behind it.
    all: Rc<[usize]>,
    /// What is on the way from the edit to the first place where ways part.
    first: Range<usize>,
    /// What comes after it.
    others: Rc<[Range<usize>]>,
}

impl Instructions {
    pub(super) fn new(all: Rc<[usize]>, first: Range<usize>, others: Rc<[Range<usize>]>) -> Self {
        Self { all, first, others }
    }

    /// The instructions, in no particular order, each once.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        let parts = std::iter::once(&self.first).chain(&*self.others);
        let parts = parts.filter_map(|part| self.all.get(part.clone()));
        parts.flatten().copied()
    }

    /// The instructions in the order of the text.
    #[must_use]
    pub fn sorted(&self) -> Vec<usize> {
        let mut all: Vec<usize> = self.iter().collect();
        all.sort_unstable();
        all
    }
}

impl PartialEq for Instructions {
    fn eq(&self, other: &Self) -> bool {
        let parts = |own: &Self| (own.first.clone(), own.others.clone());
        Rc::ptr_eq(&self.all, &other.all) && parts(self) == parts(other)
            || self.sorted() == other.sorted()
    }
}

impl Eq for Instructions {}

impl std::fmt::Debug for Instructions {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_list().entries(self.sorted()).finish()
    }
}
