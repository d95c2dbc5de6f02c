//! Steps that follow each other with nothing beside them: what runs after one of them is that one, the rest of its chain,
//! and what runs after the end of the chain. So what is worked out for the end serves all of them.

use crate::graph::{Plan, VertexId};

/// The vertices of a plan, each in exactly one chain.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Chains {
    /// For each vertex the next one of its chain.
    next: Vec<Option<VertexId>>,
    /// For each vertex the last one of its chain.
    ends: Vec<VertexId>,
    /// For each vertex those that have it as an input, in the order of the plan, each once.
    users: Vec<Vec<VertexId>>,
}

impl Chains {
    /// `only_runs_on` says that nothing but the second vertex is reached from the first one.
    pub(super) fn new(plan: &Plan, only_runs_on: impl Fn(VertexId, VertexId) -> bool) -> Self {
        let count = plan.vertices.len();
        let mut users: Vec<Vec<VertexId>> = vec![Vec::new(); count];
        for (index, vertex) in plan.vertices.iter().enumerate() {
            for source in vertex.inputs.iter().filter_map(|input| input.vertex) {
                if let Some(users) = users.get_mut(source.0)
                    && users.last() != Some(&VertexId(index))
                {
                    users.push(VertexId(index));
                }
            }
        }
        // Of the two halves of a COPY --link, the one on top of which it lies is the one before it.
        let is_before = |id: VertexId, user: VertexId| {
            let first = plan.vertex(user).and_then(|user| user.inputs.first());
            first.is_some_and(|input| input.vertex == Some(id))
        };
        let mut next = vec![None; count];
        let mut ends: Vec<VertexId> = (0..count).map(VertexId).collect();
        for index in (0..count).rev() {
            let id = VertexId(index);
            let Some(&[user]) = users.get(index).map(Vec::as_slice) else {
                continue;
            };
            if plan.is_result(id) || !is_before(id, user) || !only_runs_on(id, user) {
                continue;
            }
            let end = ends.get(user.0).copied().unwrap_or(user);
            if let (Some(next), Some(slot)) = (next.get_mut(index), ends.get_mut(index)) {
                *next = Some(user);
                *slot = end;
            }
        }
        Self { next, ends, users }
    }

    /// The vertex after this one in its chain.
    #[must_use]
    pub fn next(&self, id: VertexId) -> Option<VertexId> {
        self.next.get(id.0).copied().flatten()
    }

    /// The last vertex of its chain.
    #[must_use]
    pub fn end(&self, id: VertexId) -> VertexId {
        self.ends.get(id.0).copied().unwrap_or(id)
    }

    /// The vertices that have this one as an input, whether they run with it or not.
    #[must_use]
    pub fn users(&self, id: VertexId) -> &[VertexId] {
        self.users.get(id.0).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The rest of a chain: the vertices from one to the last of its chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rest {
    /// The last vertex of the chain.
    pub end: VertexId,
    /// The first one that belongs to it.
    pub from: VertexId,
}
