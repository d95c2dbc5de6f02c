//! The list of all folders and files of a report, in parts that copies of it share: a report with one other size costs next to
//! nothing.

use std::rc::Rc;

use super::tree::ContextEntry;

/// Entries in a part.
const IN_A_PART: usize = 128;

/// The root of the project, then all that is in it, each folder before what is in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContextEntries {
    /// All but the last one are full.
    parts: Vec<Rc<Vec<ContextEntry>>>,
}

impl ContextEntries {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        let last = self.parts.last().map_or(0, |part| part.len());
        self.parts.len().saturating_sub(1) * IN_A_PART + last
    }

    /// There is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The root.
    #[must_use]
    pub fn first(&self) -> Option<&ContextEntry> {
        self.get(0)
    }

    /// The entry with this index.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&ContextEntry> {
        self.parts.get(index / IN_A_PART)?.get(index % IN_A_PART)
    }

    pub(super) fn get_mut(&mut self, index: usize) -> Option<&mut ContextEntry> {
        let part = self.parts.get_mut(index / IN_A_PART)?;
        Rc::make_mut(part).get_mut(index % IN_A_PART)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &ContextEntry> {
        self.parts.iter().flat_map(|part| part.iter())
    }

    pub(super) fn push(&mut self, entry: ContextEntry) {
        if let Some(last) = self.parts.last_mut()
            && last.len() < IN_A_PART
        {
            Rc::make_mut(last).push(entry);
            return;
        }
        let mut part = Vec::with_capacity(IN_A_PART);
        part.push(entry);
        self.parts.push(Rc::new(part));
    }
}

impl<'a> IntoIterator for &'a ContextEntries {
    type Item = &'a ContextEntry;
    type IntoIter = Box<dyn Iterator<Item = &'a ContextEntry> + 'a>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.iter())
    }
}
