//! Files by path, in parts that copies of the map share: a copy costs next to nothing, an edit copies one part, and what two
//! maps differ in is found without looking at the parts that they share.

use std::cmp::Ordering;
use std::ops::Bound;
use std::rc::Rc;

use super::files::FileNode;

/// A part with more files than these is divided.
const MOST_IN_A_PART: usize = 128;

type Part = Vec<(Rc<str>, Rc<FileNode>)>;

/// What stands at which path, in the order of the paths. Paths and nodes are shared by all who hold them.
#[derive(Debug, Clone, Default)]
pub struct FileMap {
    /// Each holds something, and all of it comes before what the next one holds.
    parts: Vec<Rc<Part>>,
    len: usize,
}

impl FileMap {
    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// There is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The part that a path is in or belongs to, and its place there.
    fn place(&self, path: &str) -> (usize, Result<usize, usize>) {
        let behind = self
            .parts
            .partition_point(|part| part.first().is_some_and(|(first, _)| **first <= *path));
        let part = behind.saturating_sub(1);
        let entries = self.parts.get(part).map(|part| part.as_slice());
        let entries = entries.unwrap_or_default();
        (part, entries.binary_search_by(|(own, _)| (**own).cmp(path)))
    }

    /// What stands at a path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&FileNode> {
        let (part, place) = self.place(path);
        let (_, node) = self.parts.get(part)?.get(place.ok()?)?;
        Some(node)
    }

    /// What stands at a path, to be changed.
    pub fn get_mut(&mut self, path: &str) -> Option<&mut FileNode> {
        let (part, place) = self.place(path);
        let place = place.ok()?;
        let (_, node) = Rc::make_mut(self.parts.get_mut(part)?).get_mut(place)?;
        Some(Rc::make_mut(node))
    }

    /// Something stands at the path.
    #[must_use]
    pub fn contains_key(&self, path: &str) -> bool {
        self.get(path).is_some()
    }

    /// Adds or replaces an entry.
    pub fn insert(&mut self, path: impl Into<Rc<str>>, node: impl Into<Rc<FileNode>>) {
        let (path, node) = (path.into(), node.into());
        let (index, place) = self.place(&path);
        let Some(part) = self.parts.get_mut(index) else {
            self.parts.push(Rc::new(vec![(path, node)]));
            self.len += 1;
            return;
        };
        let part = Rc::make_mut(part);
        let place = match place {
            Ok(place) => {
                if let Some((_, own)) = part.get_mut(place) {
                    *own = node;
                }
                return;
            }
            Err(place) => place,
        };
        part.insert(place, (path, node));
        self.len += 1;
        if part.len() > MOST_IN_A_PART {
            // What comes in order leaves full parts behind.
            let at_the_end = place + 1 == part.len();
            let second = part.split_off(if at_the_end { place } else { part.len() / 2 });
            part.shrink_to_fit();
            self.parts.insert(index + 1, Rc::new(second));
        }
    }

    /// Takes an entry away.
    pub fn remove(&mut self, path: &str) -> Option<Rc<FileNode>> {
        let (index, place) = self.place(path);
        let place = place.ok()?;
        let part = Rc::make_mut(self.parts.get_mut(index)?);
        let (_, node) = (place < part.len()).then(|| part.remove(place))?;
        self.len -= 1;
        if part.is_empty() {
            self.parts.remove(index);
        }
        Some(node)
    }

    /// Leaves only what is to stay.
    pub fn retain(&mut self, mut stays: impl FnMut(&str, &FileNode) -> bool) {
        for part in &mut self.parts {
            let staying: Vec<bool> = part.iter().map(|(path, node)| stays(path, node)).collect();
            if staying.contains(&false) {
                let kept = part.iter().zip(staying).filter(|(_, stays)| *stays);
                *part = Rc::new(kept.map(|(entry, _)| entry.clone()).collect());
            }
        }
        self.parts.retain(|part| !part.is_empty());
        self.len = self.parts.iter().map(|part| part.len()).sum();
    }

    /// All entries, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&Rc<str>, &FileNode)> {
        self.shared().map(|(path, node)| (path, &**node))
    }

    /// The same with the nodes as they are shared.
    pub fn shared(&self) -> impl Iterator<Item = (&Rc<str>, &Rc<FileNode>)> {
        let parts = self.parts.iter();
        parts.flat_map(|part| part.iter().map(|(path, node)| (path, node)))
    }

    /// The paths, in order.
    pub fn keys(&self) -> impl Iterator<Item = &Rc<str>> {
        self.shared().map(|(path, _)| path)
    }

    /// What stands at the paths, in their order.
    pub fn values(&self) -> impl Iterator<Item = &FileNode> {
        self.iter().map(|(_, node)| node)
    }

    /// The entries from a path on, by path.
    pub fn range<'a>(
        &'a self,
        from: Bound<&str>,
    ) -> impl Iterator<Item = (&'a Rc<str>, &'a Rc<FileNode>)> + use<'a> {
        let (index, first) = match from {
            Bound::Unbounded => (0, 0),
            Bound::Included(path) => {
                let (index, place) = self.place(path);
                (index, place.unwrap_or_else(|place| place))
            }
            Bound::Excluded(path) => {
                let (index, place) = self.place(path);
                (index, place.map_or_else(|place| place, |place| place + 1))
            }
        };
        let mut parts = self.parts.get(index..).unwrap_or_default().iter();
        let begun = parts.next().and_then(|part| part.get(first..));
        let rest = parts.flat_map(|part| part.iter());
        let entries = begun.unwrap_or_default().iter().chain(rest);
        entries.map(|(path, node)| (path, node))
    }

    /// Each path at which the two differ, in order, with what stands there in this one and in the other.
    pub fn differences<'a>(
        &'a self,
        other: &'a Self,
    ) -> impl Iterator<Item = (&'a Rc<str>, Option<&'a FileNode>, Option<&'a FileNode>)> {
        let (mut left, mut right) = (Cursor::new(self), Cursor::new(other));
        std::iter::from_fn(move || {
            loop {
                if left.skip_shared(&mut right) {
                    continue;
                }
                let (own, others) = (left.entry(), right.entry());
                let order = match (own, others) {
                    (None, None) => return None,
                    (Some(_), None) => Ordering::Less,
                    (None, Some(_)) => Ordering::Greater,
                    (Some((own, _)), Some((others, _))) => own.cmp(others),
                };
                if order.is_le() {
                    left.advance();
                }
                if order.is_ge() {
                    right.advance();
                }
                let own = own.filter(|_| order.is_le());
                let others = others.filter(|_| order.is_ge());
                let (path, _) = own.or(others)?;
                let (own, others) = (own.map(|(_, node)| node), others.map(|(_, node)| node));
                // Nodes that are the same in memory are not looked into.
                if own != others {
                    return Some((path, own.map(Rc::as_ref), others.map(Rc::as_ref)));
                }
            }
        })
    }
}

/// A place in a map.
struct Cursor<'a> {
    parts: &'a [Rc<Part>],
    place: usize,
}

impl<'a> Cursor<'a> {
    fn new(map: &'a FileMap) -> Self {
        Self {
            parts: &map.parts,
            place: 0,
        }
    }

    fn entry(&self) -> Option<&'a (Rc<str>, Rc<FileNode>)> {
        self.parts.first()?.get(self.place)
    }

    fn advance(&mut self) {
        self.place += 1;
        if self.entry().is_none() {
            self.parts = self.parts.get(1..).unwrap_or_default();
            self.place = 0;
        }
    }

    /// Goes past a part that both share.
    fn skip_shared(&mut self, other: &mut Self) -> bool {
        let (Some((own, rest)), Some((others, others_rest))) =
            (self.parts.split_first(), other.parts.split_first())
        else {
            return false;
        };
        let shared = self.place == 0 && other.place == 0 && Rc::ptr_eq(own, others);
        if shared {
            self.parts = rest;
            other.parts = others_rest;
        }
        shared
    }
}

impl PartialEq for FileMap {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len && self.differences(other).next().is_none()
    }
}

impl Eq for FileMap {}

impl<'a> IntoIterator for &'a FileMap {
    type Item = (&'a Rc<str>, &'a FileNode);
    type IntoIter = Box<dyn Iterator<Item = Self::Item> + 'a>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.iter())
    }
}

impl<P: Into<Rc<str>>, N: Into<Rc<FileNode>>> Extend<(P, N)> for FileMap {
    fn extend<I: IntoIterator<Item = (P, N)>>(&mut self, entries: I) {
        for (path, node) in entries {
            self.insert(path, node);
        }
    }
}

impl<P: Into<Rc<str>>, N: Into<Rc<FileNode>>> FromIterator<(P, N)> for FileMap {
    fn from_iter<I: IntoIterator<Item = (P, N)>>(entries: I) -> Self {
        let mut map = Self::default();
        map.extend(entries);
        map
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    type Plain = BTreeMap<String, FileNode>;

    fn list(map: &FileMap) -> Vec<(String, FileNode)> {
        let entries = map.iter();
        entries
            .map(|(path, node)| (path.to_string(), node.clone()))
            .collect()
    }

    fn apply(edits: &[(u16, Option<u8>)], plain: &mut Plain, map: &mut FileMap) {
        for (path, text) in edits {
            let path = format!("{path:x}");
            match text {
                Some(text) => {
                    let node = FileNode::text(&text.to_string());
                    plain.insert(path.clone(), node.clone());
                    map.insert(path, node);
                }
                None => {
                    let removed = plain.remove(&path);
                    assert_eq!(map.remove(&path).as_deref(), removed.as_ref());
                }
            }
        }
    }

    fn edits(most: usize) -> impl Strategy<Value = Vec<(u16, Option<u8>)>> {
        let edit = (0..800_u16, proptest::option::weighted(0.8, any::<u8>()));
        proptest::collection::vec(edit, 0..most)
    }

    proptest! {
        #[test]
        fn it_is_a_map(first in edits(1500), then in edits(20), from in 0..900_u16) {
            let (mut plain, mut map) = (Plain::new(), FileMap::default());
            apply(&first, &mut plain, &mut map);
            let (plain_before, before) = (plain.clone(), map.clone());
            apply(&then, &mut plain, &mut map);
            prop_assert_eq!(list(&map), plain.clone().into_iter().collect::<Vec<_>>());
            prop_assert_eq!(list(&before), plain_before.clone().into_iter().collect::<Vec<_>>());
            prop_assert_eq!(map.len(), plain.len());
            let rebuilt: FileMap = plain.clone().into_iter().rev().collect();
            prop_assert_eq!(&rebuilt, &map);

            let mut differences = Vec::new();
            let paths: std::collections::BTreeSet<&String> =
                plain.keys().chain(plain_before.keys()).collect();
            for path in paths {
                if plain.get(path) != plain_before.get(path) {
                    differences.push((path.as_str(), plain.get(path), plain_before.get(path)));
                }
            }
            for (now, then) in [(&map, &before), (&rebuilt, &before)] {
                let found = now.differences(then);
                let found = found.map(|(path, now, then)| (&**path, now, then));
                prop_assert_eq!(found.collect::<Vec<_>>(), differences.clone());
            }

            let from = format!("{from:x}");
            for bound in [Bound::Included(from.as_str()), Bound::Excluded(&from), Bound::Unbounded] {
                let expected = plain.range::<str, _>((bound, Bound::Unbounded));
                let found = map.range(bound).map(|(path, node)| (path.to_string(), (**node).clone()));
                let expected = expected.map(|(path, node)| (path.clone(), node.clone()));
                prop_assert_eq!(found.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
            }
            for path in plain.keys() {
                prop_assert_eq!(map.get(path), plain.get(path));
            }
            let even = |path: &str| path.len().is_multiple_of(2);
            map.retain(|path, _| even(path));
            plain.retain(|path, _| even(path));
            prop_assert_eq!(list(&map), plain.into_iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn an_edit_leaves_all_parts_but_one_shared() {
        let map: FileMap = (0..10_000)
            .map(|file| (format!("{file:05}"), FileNode::text("")))
            .collect();
        let mut edited = map.clone();
        edited.insert("05000", FileNode::text("x"));
        let shared = map.parts.iter().zip(&edited.parts);
        let apart = shared.filter(|(left, right)| !Rc::ptr_eq(left, right));
        assert_eq!(apart.count(), 1);
        assert!(map.parts.len() <= 10_000 / 100, "{}", map.parts.len());
    }
}
