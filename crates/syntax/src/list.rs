//! A list that most often has one entry.

use std::fmt;
use std::ops::{Deref, DerefMut};

/// A list that keeps a lone entry in place, as nearly all lists of an instruction have just one. Read it as a slice.
#[derive(Clone)]
pub enum List<T> {
    /// One entry.
    One(T),
    /// Any number of entries.
    Many(Vec<T>),
}

impl<T> List<T> {
    /// Room for most lists of more than one entry.
    const USUAL: usize = if size_of::<T>() > 64 { 2 } else { 4 };

    /// Adds an entry at the end.
    #[inline]
    pub fn push(&mut self, entry: T) {
        self.push_with(|| entry);
    }

    /// Adds the entry that `make` gives. It is made where it stays, which is quicker than to move a large one.
    #[inline(always)]
    pub(crate) fn push_with(&mut self, make: impl FnOnce() -> T) {
        if self.is_empty() {
            *self = Self::One(make());
            return;
        }
        self.make_room();
        if let Self::Many(entries) = self {
            entries.push(make());
        }
    }

    /// Turns a lone entry into the first of many.
    #[inline(never)]
    fn make_room(&mut self) {
        if let Self::One(_) = self
            && let Self::One(first) = std::mem::take(self)
        {
            let mut entries = Vec::with_capacity(Self::USUAL);
            entries.push(first);
            *self = Self::Many(entries);
        }
    }
}

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match self {
            Self::One(entry) => std::slice::from_ref(entry),
            Self::Many(entries) => entries,
        }
    }
}

impl<T> DerefMut for List<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        match self {
            Self::One(entry) => std::slice::from_mut(entry),
            Self::Many(entries) => entries,
        }
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl<T: fmt::Debug> fmt::Debug for List<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self).finish()
    }
}

impl<T: PartialEq> PartialEq for List<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Eq> Eq for List<T> {}

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(entries: I) -> Self {
        let mut list = Self::default();
        for entry in entries {
            list.push(entry);
        }
        list
    }
}

impl<T> IntoIterator for List<T> {
    type Item = T;
    type IntoIter = std::iter::Chain<std::option::IntoIter<T>, std::vec::IntoIter<T>>;

    fn into_iter(self) -> Self::IntoIter {
        let (one, many) = match self {
            Self::One(entry) => (Some(entry), Vec::new()),
            Self::Many(entries) => (None, entries),
        };
        one.into_iter().chain(many)
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a, T> IntoIterator for &'a mut List<T> {
    type Item = &'a mut T;
    type IntoIter = std::slice::IterMut<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_keep_their_order() {
        for count in 0..5 {
            let mut list: List<usize> = (0..count).collect();
            assert_eq!(list.len(), count);
            assert_eq!(matches!(list, List::One(_)), count == 1);
            for entry in &mut list {
                *entry += 1;
            }
            assert!(list.iter().copied().eq(1..=count));
            assert!(list.into_iter().eq(1..=count));
        }
        assert_eq!(List::One(1), List::Many(vec![1]));
    }
}
