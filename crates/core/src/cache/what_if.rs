//! Which steps would run if, after a build, only one thing changed: a file, a line, a build argument, a base image.
//!
//! All files at once: those that reach the same steps by the same ways form one group, and each group is followed through
//! the graph once. No build is simulated. The rules are those of [`super::solve()`]; a test compares the two. The cache is
//! taken to be used: `--no-cache` is left out of account.
//!
//! A change is followed from chain to chain (see [`Chains`]), not from step to step. How many steps each of `n` vertices
//! reaches cannot be counted in less than the square of `n` if they hang together in any odd way; what is squared here is only
//! the number of chains, of which a stage has a few.

#[cfg(test)]
pub(crate) mod step_by_step;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use rustc_hash::FxBuildHasher;

use super::chains::{Chains, Rest};
use super::file_groups::Grouping;
use super::solve::Solution;
use super::status::Status;
use super::trail::{Piece, TrailId, Trails};
use crate::graph::{InputKind, Operation, Plan, Vertex, VertexId};

/// What is reached at once, without a vertex between.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reached {
    /// Vertices that run.
    vertices: Vec<VertexId>,
    /// Trails with another content at their end.
    trails: Vec<TrailId>,
}

impl Reached {
    /// By an edit after which this vertex runs.
    #[must_use]
    pub fn at(id: VertexId) -> Self {
        Self {
            vertices: vec![id],
            trails: Vec::new(),
        }
    }
}

/// The edits of one file, for all files of the context.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WhatIf {
    /// For each group of files what is reached when one of them changes.
    pub groups: Vec<Reached>,
    /// The group of each file that reaches a step. Files that are not here cost nothing.
    pub group_of: HashMap<Rc<str>, usize, FxBuildHasher>,
}

/// The ways by which a change reaches the vertices of a build.
pub struct Ways<'a> {
    plan: &'a Plan,
    solution: &'a Solution,
    trails: Trails<'a>,
    /// For each vertex what is reached when it runs.
    ran: Vec<Reached>,
    /// For each trail what is reached when the content at its end is another one.
    differs: Vec<Reached>,
    /// For each vertex the trails that it changes when what it does is changed, and not when it merely runs.
    changed: Vec<Vec<TrailId>>,
    chains: Chains,
}

impl<'a> Ways<'a> {
    /// Reads the ways from a build that was solved. What a user said of that build says nothing of the next one.
    #[must_use]
    pub fn new(plan: &'a Plan, solution: &'a Solution) -> Self {
        let count = plan.vertices.len();
        let mut ways = Self {
            plan,
            solution,
            trails: Trails::without_digests(plan),
            ran: vec![Reached::default(); count],
            differs: Vec::new(),
            changed: vec![Vec::new(); count],
            chains: Chains::default(),
        };
        let mut users = Vec::new();
        for (index, vertex) in plan.vertices.iter().enumerate() {
            let id = VertexId(index);
            if ways.is_reached(id) {
                ways.inputs_of(id, vertex, &mut users);
            }
        }
        ways.differs = vec![Reached::default(); ways.trails.list().len()];
        for (trail, user) in users {
            if let Some(reached) = ways.differs.get_mut(trail.0) {
                reached.vertices.push(user);
            }
        }
        ways.read_trails();
        ways.chains = Chains::new(plan, |id, next| {
            let reached = ways.ran.get(id.0);
            reached.is_some_and(|reached| reached.trails.is_empty() && reached.vertices == [next])
        });
        ways
    }

    /// The build gets as far as to this vertex.
    #[must_use]
    pub fn is_reached(&self, id: VertexId) -> bool {
        !matches!(
            self.solution.statuses.get(id.0),
            None | Some(Status::Fails | Status::NotReached)
        )
    }

    /// The chains that its vertices form.
    #[must_use]
    pub fn chains(&self) -> &Chains {
        &self.chains
    }

    /// Notes what a vertex is reached by when its definition does not match, and in `users` by which trails. That a vertex
    /// takes some content only counts where its source runs; but a trail that differs ends at a source that runs.
    fn inputs_of(&mut self, id: VertexId, vertex: &Vertex, users: &mut Vec<(TrailId, VertexId)>) {
        for (position, input) in vertex.inputs.iter().enumerate() {
            let Some(source) = input.vertex else { continue };
            let operation = self.plan.vertex(source).map(|vertex| &vertex.operation);
            match (operation, input.kind) {
                // What an address serves is taken to stay as it is. Files of the context are followed in groups.
                (Some(Operation::Context | Operation::Download { .. }), _) => {}
                (_, InputKind::Root) => {
                    if let Some(reached) = self.ran.get_mut(source.0) {
                        reached.vertices.push(id);
                    }
                }
                (_, InputKind::Content) => {
                    for path in taken_paths(&vertex.operation, position) {
                        users.push((self.trails.follow(source, path, self.solution), id));
                    }
                }
            }
        }
    }

    /// Notes what the trails are reached by.
    fn read_trails(&mut self) {
        for (index, trail) in self.trails.list().iter().enumerate() {
            let own = TrailId(index);
            for piece in &trail.pieces {
                let (vertex, trails) = match piece {
                    Piece::Output(vertex) => {
                        (None, self.ran.get_mut(vertex.0).map(|ran| &mut ran.trails))
                    }
                    Piece::Written(vertex)
                    | Piece::Directory(vertex)
                    | Piece::Files { vertex, .. } => (Some(vertex), None),
                    Piece::Copied { vertex, from } => {
                        let from = from.and_then(|from| self.differs.get_mut(from.0));
                        (Some(vertex), from.map(|from| &mut from.trails))
                    }
                };
                trails.into_iter().for_each(|trails| trails.push(own));
                let changed = vertex.and_then(|vertex| self.changed.get_mut(vertex.0));
                changed.into_iter().for_each(|trails| trails.push(own));
            }
        }
    }

    /// What is reached when one file of the context changes, for every file.
    #[must_use]
    pub fn files(&self) -> WhatIf {
        let grouping = Grouping::new(self.solution, &self.trails);
        let mut groups = vec![Reached::default(); grouping.count];
        for ((vertex, _), files) in &grouping.selections {
            if self.is_reached(*vertex) {
                for group in files {
                    let group = groups.get_mut(*group);
                    group
                        .into_iter()
                        .for_each(|group| group.vertices.push(*vertex));
                }
            }
        }
        for (trail, files) in &grouping.pieces {
            for group in files {
                let group = groups.get_mut(*group);
                group
                    .into_iter()
                    .for_each(|group| group.trails.push(*trail));
            }
        }
        WhatIf {
            groups,
            group_of: grouping.group_of(),
        }
    }

    /// What is reached when the operations of these vertices change.
    #[must_use]
    pub fn operations(&self, changed: &BTreeSet<VertexId>) -> Reached {
        let trails = changed.iter().filter_map(|id| self.changed.get(id.0));
        Reached {
            vertices: changed.iter().copied().collect(),
            trails: trails.flatten().copied().collect(),
        }
    }

    /// The first vertex of those that are reached, if all of them are of one chain and nothing else is reached.
    #[must_use]
    pub fn within_a_chain(&self, reached: &Reached) -> Option<VertexId> {
        let first = reached.vertices.iter().min()?;
        let mut ends = reached.vertices.iter().map(|id| self.chains.end(*id));
        let end = self.chains.end(*first);
        (reached.trails.is_empty() && ends.all(|other| other == end)).then_some(*first)
    }

    /// All vertices that run with those that are reached, in the order of the ends of their chains.
    #[must_use]
    pub fn follow(&self, reached: &Reached) -> Vec<Rest> {
        let mut runs: BTreeMap<VertexId, VertexId> = BTreeMap::new();
        let mut differs: BTreeSet<TrailId> = BTreeSet::new();
        let mut open = vec![reached];
        while let Some(reached) = open.pop() {
            for id in &reached.vertices {
                let end = self.chains.end(*id);
                match runs.get_mut(&end) {
                    Some(from) => *from = (*from).min(*id),
                    None => {
                        runs.insert(end, *id);
                        open.extend(self.ran.get(end.0));
                    }
                }
            }
            for id in &reached.trails {
                if differs.insert(*id) {
                    open.extend(self.differs.get(id.0));
                }
            }
        }
        runs.into_iter()
            .map(|(end, from)| Rest { end, from })
            .collect()
    }
}

/// The paths that a vertex takes from one of its inputs.
#[must_use]
pub fn taken_paths(operation: &Operation, input: usize) -> Vec<&str> {
    match operation {
        Operation::Copy(actions) => actions
            .iter()
            .filter(|action| action.input == input)
            .map(|action| action.source.path.as_str())
            .collect(),
        Operation::Exec(exec) => exec
            .mounts
            .iter()
            .filter_map(|mount| mount.source().filter(|bind| bind.input == input))
            .map(|bind| bind.source.as_str())
            .collect(),
        _ => Vec::new(),
    }
}
