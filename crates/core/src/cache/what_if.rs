//! Which steps would run if, after a build, only one thing changed: a file, a line, a build argument, a base image.
//!
//! All files at once: those that reach the same steps by the same ways form one group, and each group is followed through
//! the graph once. No build is simulated. The rules are those of [`super::solve()`]; a test compares the two. The cache is
//! taken to be used: `--no-cache` is left out of account.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use rustc_hash::FxBuildHasher;

use super::file_groups::{Grouping, Groups};
use super::solve::Solution;
use super::status::Status;
use super::trail::{Piece, TrailId, Trails};
use crate::graph::{InputKind, MountKind, Operation, Plan, Vertex, VertexId};

/// The outcome of every edit of one file, for all files of the context.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WhatIf {
    /// For each group of files the vertices that run when one of them changes, in the order of the plan.
    pub groups: Vec<Vec<VertexId>>,
    /// The group of each file that reaches a step. Files that are not here cost nothing.
    pub group_of: HashMap<Rc<str>, usize, FxBuildHasher>,
}

/// What an input of a vertex is matched by, when its definition does not match.
enum Way {
    /// Nothing but its definition.
    Definition(VertexId),
    /// Files of the context: positions in the vertex's selections.
    Context(Vec<usize>),
    /// What lies at some paths of another vertex's result.
    Content(VertexId, Vec<TrailId>),
}

/// The ways by which a change reaches the vertices of a build.
pub struct Ways<'a> {
    plan: &'a Plan,
    solution: &'a Solution,
    trails: Trails<'a>,
    /// For each vertex its inputs; empty for those that never get to run.
    inputs: Vec<Vec<Way>>,
}

/// What changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change<'a> {
    /// The files of a group.
    Files(usize),
    /// What these vertices do.
    Operations(&'a BTreeSet<VertexId>),
}

impl<'a> Ways<'a> {
    /// Reads the ways from a build that was solved. What a user said of that build says nothing of the next one.
    #[must_use]
    pub fn new(plan: &'a Plan, solution: &'a Solution) -> Self {
        let mut ways = Self {
            plan,
            solution,
            trails: Trails::without_digests(plan),
            inputs: Vec::with_capacity(plan.vertices.len()),
        };
        for (index, vertex) in plan.vertices.iter().enumerate() {
            let reached = !matches!(
                solution.statuses.get(index),
                None | Some(Status::Fails | Status::NotReached)
            );
            let inputs = if reached {
                ways.inputs_of(VertexId(index), vertex)
            } else {
                Vec::new()
            };
            ways.inputs.push(inputs);
        }
        ways
    }

    fn inputs_of(&mut self, id: VertexId, vertex: &Vertex) -> Vec<Way> {
        let mut found = Vec::new();
        for (position, input) in vertex.inputs.iter().enumerate() {
            let Some(source) = input.vertex else { continue };
            let operation = self.plan.vertex(source).map(|vertex| &vertex.operation);
            let way = match (operation, input.kind) {
                (Some(Operation::Context), _) => {
                    let selections = self.solution.selections.range((id, 0)..=(id, usize::MAX));
                    Way::Context(selections.map(|((_, position), _)| *position).collect())
                }
                // What an address serves is taken to stay as it is.
                (Some(Operation::Download { .. }), _) => continue,
                (_, InputKind::Root) => Way::Definition(source),
                (_, InputKind::Content) => {
                    let paths = taken_paths(&vertex.operation, position);
                    let trails = paths
                        .into_iter()
                        .map(|path| self.trails.follow(source, path, self.solution))
                        .collect();
                    Way::Content(source, trails)
                }
            };
            found.push(way);
        }
        found
    }

    /// The steps that run when one file of the context changes, for every file.
    #[must_use]
    pub fn files(&self) -> WhatIf {
        let grouping = Grouping::new(self.solution, &self.trails);
        WhatIf {
            groups: (0..grouping.count)
                .map(|group| self.follow(Change::Files(group), &grouping))
                .collect(),
            group_of: grouping.group_of(),
        }
    }

    /// The steps that run when the operations of these vertices change.
    #[must_use]
    pub fn operations(&self, changed: &BTreeSet<VertexId>) -> Vec<VertexId> {
        self.follow(Change::Operations(changed), &Grouping::default())
    }

    fn follow(&self, change: Change<'_>, grouping: &Grouping) -> Vec<VertexId> {
        let mut pass = Pass {
            ways: self,
            change,
            grouping,
            runs: vec![false; self.plan.vertices.len()],
            trails: vec![None; self.trails.list().len()],
        };
        for index in 0..self.plan.vertices.len() {
            let runs = pass.runs(VertexId(index));
            if let Some(slot) = pass.runs.get_mut(index) {
                *slot = runs;
            }
        }
        let all = pass.runs.iter().enumerate().filter(|(_, runs)| **runs);
        all.map(|(index, _)| VertexId(index)).collect()
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
            .filter_map(|mount| match &mount.kind {
                MountKind::Bind(bind) if bind.input == input => Some(bind.source.as_str()),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// One change on its way through the graph.
struct Pass<'p, 'a> {
    ways: &'p Ways<'a>,
    change: Change<'p>,
    grouping: &'p Grouping,
    runs: Vec<bool>,
    /// For each trail whether the content at its end changes, once it is known.
    trails: Vec<Option<bool>>,
}

impl Pass<'_, '_> {
    fn ran(&self, id: VertexId) -> bool {
        self.runs.get(id.0).copied().unwrap_or(false)
    }

    /// What the vertex itself does is changed.
    fn changed(&self, id: VertexId) -> bool {
        matches!(self.change, Change::Operations(changed) if changed.contains(&id))
    }

    fn concerns(&self, groups: Option<&Groups>) -> bool {
        match self.change {
            Change::Files(group) => groups.is_some_and(|groups| groups.contains(&group)),
            Change::Operations(_) => false,
        }
    }

    fn runs(&mut self, id: VertexId) -> bool {
        if self.changed(id) {
            return true;
        }
        let ways = self.ways;
        let inputs = ways.inputs.get(id.0).map(Vec::as_slice).unwrap_or_default();
        inputs.iter().any(|way| match way {
            Way::Definition(source) => self.ran(*source),
            Way::Context(positions) => positions
                .iter()
                .any(|position| self.concerns(self.grouping.selections.get(&(id, *position)))),
            Way::Content(source, trails) => {
                self.ran(*source) && trails.iter().any(|trail| self.differs(*trail))
            }
        })
    }

    /// Whether the content at the end of a trail is another one.
    fn differs(&mut self, id: TrailId) -> bool {
        if let Some(Some(known)) = self.trails.get(id.0) {
            return *known;
        }
        let ways = self.ways;
        let pieces = ways.trails.get(id).map(|trail| trail.pieces.as_slice());
        let differs = pieces
            .unwrap_or_default()
            .iter()
            .enumerate()
            .any(|(position, piece)| match piece {
                Piece::Output(vertex) => self.ran(*vertex),
                Piece::Written(vertex) | Piece::Directory(vertex) => self.changed(*vertex),
                Piece::Files { vertex, .. } => {
                    self.changed(*vertex)
                        || self.concerns(self.grouping.pieces.get(&(id, position)))
                }
                Piece::Copied { vertex, from } => {
                    self.changed(*vertex) || from.is_some_and(|from| self.differs(from))
                }
            });
        if let Some(slot) = self.trails.get_mut(id.0) {
            *slot = Some(differs);
        }
        differs
    }
}
