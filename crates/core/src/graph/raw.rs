//! The graph while it is made: every instruction adds its own node, equal or not.
//!
//! BuildKit does the same: only when the graph is marshalled do equal operations on equal inputs become one vertex, and
//! the name given last wins (`client/llb/state.go:marshal`: depth first from the target, inputs in order).

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use super::operation::{Input, InputKind, Operation};
use super::plan::{Display, Vertex, VertexId};

/// Index into [`RawGraph::nodes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct RawId(usize);

/// A node before equal ones are merged.
#[derive(Debug, Clone)]
pub(super) struct RawNode {
    pub(super) operation: Operation,
    pub(super) inputs: Vec<(Option<RawId>, InputKind)>,
    pub(super) display: Option<Display>,
    pub(super) instruction: Option<usize>,
    pub(super) stage: Option<usize>,
    pub(super) ignore_cache: bool,
    /// The node shown in its place.
    pub(super) group: Option<RawId>,
}

/// All nodes in the order in which they were made, so that inputs come first.
#[derive(Debug, Default)]
pub(super) struct RawGraph {
    nodes: Vec<RawNode>,
}

/// The vertices that the result needs, and where each node went.
pub(super) struct Merged {
    pub(super) vertices: Vec<Vertex>,
    places: Vec<Option<VertexId>>,
}

impl Merged {
    /// The vertex that a node became; `None` if the result does not need it.
    pub(super) fn place(&self, id: RawId) -> Option<VertexId> {
        self.places.get(id.0).copied().flatten()
    }
}

impl RawGraph {
    pub(super) fn add(&mut self, node: RawNode) -> RawId {
        self.nodes.push(node);
        RawId(self.nodes.len() - 1)
    }

    pub(super) fn set_group(&mut self, id: RawId, leader: RawId) {
        if let Some(node) = self.nodes.get_mut(id.0) {
            node.group = Some(leader);
        }
    }

    /// Marks a node as one whose progress is not shown.
    pub(super) fn hide(&mut self, id: RawId) {
        let node = self.nodes.get_mut(id.0);
        if let Some(display) = node.and_then(|node| node.display.as_mut()) {
            display.hidden = true;
        }
    }

    /// Merges equal nodes (if `equal_ones` are to be merged), walking from each of `roots` depth first, inputs in order.
    pub(super) fn merge(mut self, roots: &[RawId], equal_ones: bool) -> Merged {
        let (mut merged, made_of) = self.merged(roots, equal_ones);
        // Operations are long lists of texts: they are moved, not copied.
        for (vertex, id) in merged.vertices.iter_mut().zip(made_of) {
            if let Some(node) = self.nodes.get_mut(id.0) {
                vertex.operation = std::mem::replace(&mut node.operation, Operation::Merge);
            }
        }
        merged
    }

    /// The vertices, still without their operations, and the node that each has its own from.
    fn merged(&self, roots: &[RawId], equal_ones: bool) -> (Merged, Vec<RawId>) {
        let mut made_of = Vec::new();
        let mut merged = Merged {
            vertices: Vec::new(),
            places: vec![None; self.nodes.len()],
        };
        let mut known: HashMap<(&Operation, Vec<Input>, Option<RawId>), VertexId, FxBuildHasher> =
            HashMap::default();
        // An explicit stack: a Dockerfile may have thousands of steps in a row.
        let mut stack: Vec<(RawId, usize)> = roots.iter().rev().map(|id| (*id, 0)).collect();
        while let Some((id, next_input)) = stack.pop() {
            let Some(node) = self.nodes.get(id.0) else {
                continue;
            };
            if merged.place(id).is_some() {
                continue;
            }
            if let Some((input, _)) = node.inputs.get(next_input) {
                stack.push((id, next_input + 1));
                if let Some(input) = input {
                    stack.push((*input, 0));
                }
                continue;
            }
            let inputs: Vec<Input> = node
                .inputs
                .iter()
                .map(|(input, kind)| Input {
                    vertex: input.and_then(|input| merged.place(input)),
                    kind: *kind,
                })
                .collect();
            let own = (!equal_ones).then_some(id);
            let key = (&node.operation, inputs.clone(), own);
            let vertex_id = *known.entry(key).or_insert_with(|| {
                made_of.push(id);
                merged.vertices.push(Vertex {
                    operation: Operation::Merge,
                    inputs,
                    display: None,
                    instruction: None,
                    stage: None,
                    ignore_cache: false,
                    group: None,
                });
                VertexId(merged.vertices.len() - 1)
            });
            if let Some(place) = merged.places.get_mut(id.0) {
                *place = Some(vertex_id);
            }
            if let Some(vertex) = merged.vertices.get_mut(vertex_id.0) {
                vertex.display.clone_from(&node.display);
                vertex.instruction = node.instruction;
                vertex.stage = node.stage;
                vertex.ignore_cache |= node.ignore_cache;
            }
        }
        for (index, node) in self.nodes.iter().enumerate() {
            let (Some(vertex_id), Some(leader)) = (merged.place(RawId(index)), node.group) else {
                continue;
            };
            let leader = merged.place(leader);
            if let Some(vertex) = merged.vertices.get_mut(vertex_id.0) {
                vertex.group = leader;
            }
        }
        (merged, made_of)
    }
}
