//! The same found out in the plainest way, to compare with: every change followed through every step of the plan.

use std::collections::BTreeSet;

use super::taken_paths;
use crate::cache::solve::Solution;
use crate::cache::status::Status;
use crate::cache::trail::{Piece, TrailId, Trails};
use crate::graph::{InputKind, Operation, Plan, Vertex, VertexId};

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
pub(crate) struct StepByStep<'a> {
    plan: &'a Plan,
    solution: &'a Solution,
    trails: Trails<'a>,
    /// For each vertex its inputs; empty for those that never get to run.
    inputs: Vec<Vec<Way>>,
}

/// What changes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Change<'a> {
    /// A file of the context.
    File(&'a str),
    /// What these vertices do.
    Operations(&'a BTreeSet<VertexId>),
}

impl<'a> StepByStep<'a> {
    pub(crate) fn new(plan: &'a Plan, solution: &'a Solution) -> Self {
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

    /// The vertices that run.
    pub(crate) fn follow(&self, change: Change<'_>) -> Vec<VertexId> {
        let mut pass = Pass {
            ways: self,
            change,
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

/// One change on its way through the graph.
struct Pass<'p, 'a> {
    ways: &'p StepByStep<'a>,
    change: Change<'p>,
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

    /// The file that changes is among these of a selection.
    fn concerns(&self, place: (VertexId, usize), files: impl Fn(usize) -> bool) -> bool {
        let Change::File(path) = self.change else {
            return false;
        };
        let selection = self.ways.solution.selections.get(&place);
        let all = selection.map(|selection| selection.files.iter());
        all.into_iter()
            .flatten()
            .enumerate()
            .any(|(number, file)| &*file.path == path && files(number))
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
                .any(|position| self.concerns((id, *position), |_| true)),
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
        let differs = pieces.unwrap_or_default().iter().any(|piece| match piece {
            Piece::Output(vertex) => self.ran(*vertex),
            Piece::Written(vertex) | Piece::Directory(vertex) => self.changed(*vertex),
            Piece::Files {
                vertex,
                position,
                files,
            } => {
                self.changed(*vertex)
                    || self.concerns((*vertex, *position), |file| files.contains(&file))
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
