//! Files of the context that reach the same steps by the same ways, put together: what follows from an edit of one follows
//! from an edit of each.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use rustc_hash::FxBuildHasher;

use super::solve::Solution;
use super::trail::{Piece, TrailId, Trails};
use crate::graph::VertexId;

/// Numbers of groups.
pub(super) type Groups = Vec<usize>;

/// The groups of files, and where each counts.
#[derive(Default)]
pub(super) struct Grouping {
    /// Number of groups.
    pub(super) count: usize,
    /// For each vertex and position the groups of the files that it takes from the context.
    pub(super) selections: Vec<((VertexId, usize), Groups)>,
    /// For each piece of a trail that is files, their groups.
    pub(super) pieces: Vec<(TrailId, Groups)>,
    paths: Vec<Rc<str>>,
    /// The group of each of `paths`.
    groups: Vec<usize>,
    /// How many files each group holds.
    sizes: Vec<usize>,
    /// Zero for each group; used to count in, so that no more is looked at than is there.
    counts: Vec<usize>,
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
        let mut pieces: Vec<(TrailId, Vec<usize>)> = Vec::new();
        for (index, trail) in trails.list().iter().enumerate() {
            for found in &trail.pieces {
                if let Piece::Files {
                    vertex,
                    position,
                    files,
                } = found
                {
                    let all = selected.get(&(*vertex, *position));
                    let files = files.iter().filter_map(|file| all?.get(*file).copied());
                    pieces.push((TrailId(index), files.collect()));
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
            grouping.selections.push((*place, groups));
        }
        for (place, files) in pieces {
            let groups = grouping.groups_of(&files);
            grouping.pieces.push((place, groups));
        }
        grouping
    }

    /// Splits the groups so that the given files share none with others.
    fn split(&mut self, files: &[usize]) {
        let taken = self.taken(files);
        // A group that is taken as a whole stays what it is.
        let mut renamed: HashMap<usize, usize, FxBuildHasher> = HashMap::default();
        for (group, taken) in taken {
            let size = self.sizes.get_mut(group);
            let Some(size) = size.filter(|size| taken < **size) else {
                continue;
            };
            *size -= taken;
            self.sizes.push(taken);
            renamed.insert(group, self.count);
            self.count += 1;
        }
        if renamed.is_empty() {
            return;
        }
        for file in files {
            if let Some(group) = self.groups.get_mut(*file)
                && let Some(new) = renamed.get(group)
            {
                *group = *new;
            }
        }
    }

    /// The groups that files belong to, in order, and how many of the files each has.
    fn taken(&mut self, files: &[usize]) -> Vec<(usize, usize)> {
        self.counts.resize(self.count, 0);
        let mut found = Vec::new();
        for group in files.iter().filter_map(|file| self.groups.get(*file)) {
            if let Some(count) = self.counts.get_mut(*group) {
                if *count == 0 {
                    found.push(*group);
                }
                *count += 1;
            }
        }
        found.sort_unstable();
        let counts = &mut self.counts;
        let with_count = found.into_iter().map(|group| {
            let count = counts.get_mut(group).map(std::mem::take);
            (group, count.unwrap_or_default())
        });
        with_count.collect()
    }

    fn groups_of(&mut self, files: &[usize]) -> Groups {
        let taken = self.taken(files).into_iter();
        taken.map(|(group, _)| group).collect()
    }

    /// The group of each file, by path.
    pub(super) fn group_of(self) -> HashMap<Rc<str>, usize, FxBuildHasher> {
        self.paths.into_iter().zip(self.groups).collect()
    }
}
