//! Files of the context that reach the same steps by the same ways, put together: what follows from an edit of one follows
//! from an edit of each.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use rustc_hash::FxBuildHasher;

use super::solve::Solution;
use super::trail::{Piece, TrailId, Trails};
use crate::graph::VertexId;

/// Numbers of groups.
pub(super) type Groups = BTreeSet<usize>;

/// The groups of files, and where each counts.
#[derive(Default)]
pub(super) struct Grouping {
    /// Number of groups.
    pub(super) count: usize,
    /// For each vertex and position the groups of the files that it takes from the context.
    pub(super) selections: HashMap<(VertexId, usize), Groups>,
    /// For each trail and each of its pieces that are files, their groups.
    pub(super) pieces: HashMap<(TrailId, usize), Groups>,
    paths: Vec<Rc<str>>,
    /// The group of each of `paths`.
    groups: Vec<usize>,
    /// How many files each group holds.
    sizes: Vec<usize>,
}

/// The numbers of paths. All selections of a build share the strings of its one list of entries, so that the address of a
/// path is enough to know it.
struct Numbers(HashMap<*const u8, usize, FxBuildHasher>);

impl Numbers {
    /// The number of a path, a new one at the end of `paths` if it has none. The strings must live as long as this does.
    fn of(&mut self, path: &Rc<str>, paths: &mut Vec<Rc<str>>) -> usize {
        *self.0.entry(path.as_ptr()).or_insert_with(|| {
            paths.push(path.clone());
            paths.len() - 1
        })
    }
}

impl Grouping {
    /// Groups the files that the steps of a solved build take.
    pub(super) fn new(solution: &Solution, trails: &Trails<'_>) -> Self {
        let mut grouping = Self::default();
        let selections = solution.selections.values();
        let longest = selections.map(|selection| selection.files.len()).max();
        let longest = longest.unwrap_or_default();
        grouping.paths.reserve(longest);
        let numbers = HashMap::with_capacity_and_hasher(longest, FxBuildHasher);
        let mut numbers = Numbers(numbers);
        // The files of each selection, by number.
        let mut selected: BTreeMap<(VertexId, usize), Vec<usize>> = BTreeMap::new();
        for (place, selection) in &solution.selections {
            let files = selection.files.iter();
            let files = files.map(|file| numbers.of(&file.path, &mut grouping.paths));
            selected.insert(*place, files.collect());
        }
        let mut pieces: Vec<((TrailId, usize), Vec<usize>)> = Vec::new();
        for (index, trail) in trails.list().iter().enumerate() {
            for (piece, found) in trail.pieces.iter().enumerate() {
                if let Piece::Files {
                    vertex,
                    position,
                    files,
                } = found
                {
                    let all = selected.get(&(*vertex, *position));
                    let files = files.iter().filter_map(|file| all?.get(*file).copied());
                    pieces.push(((TrailId(index), piece), files.collect()));
                }
            }
        }
        grouping.groups = vec![0; grouping.paths.len()];
        grouping.sizes = vec![grouping.paths.len()];
        grouping.count = 1;
        // In the order of the plan, so that the numbers are always the same.
        for place in solution.selections.keys() {
            grouping.split(selected.get(place).map(Vec::as_slice).unwrap_or_default());
        }
        for (_, files) in &pieces {
            grouping.split(files);
        }
        for (place, files) in &selected {
            let groups = grouping.groups_of(files);
            grouping.selections.insert(*place, groups);
        }
        for (place, files) in pieces {
            let groups = grouping.groups_of(&files);
            grouping.pieces.insert(place, groups);
        }
        grouping
    }

    /// Splits the groups so that the given files share none with others.
    fn split(&mut self, files: &[usize]) {
        let mut taken = vec![0_usize; self.count];
        for group in files.iter().filter_map(|file| self.groups.get(*file)) {
            if let Some(count) = taken.get_mut(*group) {
                *count += 1;
            }
        }
        // A group that is taken as a whole stays what it is.
        let mut renamed: Vec<Option<usize>> = vec![None; self.count];
        for ((new, taken), group) in renamed.iter_mut().zip(taken).zip(0..) {
            let Some(size) = self
                .sizes
                .get_mut(group)
                .filter(|size| taken > 0 && taken < **size)
            else {
                continue;
            };
            *size -= taken;
            self.sizes.push(taken);
            *new = Some(self.count);
            self.count += 1;
        }
        for file in files {
            let Some(group) = self.groups.get_mut(*file) else {
                continue;
            };
            if let Some(Some(new)) = renamed.get(*group) {
                *group = *new;
            }
        }
    }

    fn groups_of(&self, files: &[usize]) -> Groups {
        let mut found: Vec<bool> = vec![false; self.count];
        for group in files.iter().filter_map(|file| self.groups.get(*file)) {
            if let Some(slot) = found.get_mut(*group) {
                *slot = true;
            }
        }
        let numbers = found.iter().enumerate();
        numbers
            .filter(|(_, found)| **found)
            .map(|(group, _)| group)
            .collect()
    }

    /// The group of each file, by path.
    pub(super) fn group_of(self) -> HashMap<Rc<str>, usize, FxBuildHasher> {
        self.paths.into_iter().zip(self.groups).collect()
    }
}
