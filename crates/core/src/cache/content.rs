//! What a step leaves, as far as it can be told from the outside, or as somebody who knows says.

use std::collections::{BTreeMap, BTreeSet};

use super::solve::{Knowledge, Solution};
use super::store::Store;
use super::trail::Trails;
use crate::context::{Content, Digest, Hasher, checksum_of};
use crate::graph::{Operation, Plan, Vertex, VertexId, paths};

/// What vertices leave, and what lies at the paths that are asked for.
pub(super) struct Contents<'a> {
    plan: &'a Plan,
    store: &'a Store,
    knowledge: &'a Knowledge,
    /// Content at each path of a stage that was asked for in this build.
    pub(super) seen: BTreeMap<(String, String), Digest>,
    trails: Trails<'a>,
}

/// Whether one of the stages and paths (or names of files or directories) is meant.
fn covers(known: &BTreeSet<(String, String)>, stage: &str, path: &str) -> bool {
    known.iter().any(|(name, known)| {
        name == stage
            && if known.starts_with('/') {
                paths::is_within(path, known)
            } else {
                path.split('/').any(|component| component == known)
            }
    })
}

impl<'a> Contents<'a> {
    pub(super) fn new(plan: &'a Plan, store: &'a Store, knowledge: &'a Knowledge) -> Self {
        Self {
            plan,
            store,
            knowledge,
            seen: BTreeMap::new(),
            trails: Trails::new(plan),
        }
    }

    /// Identity of what a vertex leaves when it runs.
    pub(super) fn output_of(
        &self,
        vertex: &Vertex,
        operation: Digest,
        solution: &Solution,
        content: &[Option<Digest>],
    ) -> Digest {
        let mut hasher = Hasher::new("output");
        hasher.digest(operation);
        for (index, input) in vertex.inputs.iter().enumerate() {
            match (content.get(index).copied().flatten(), input.vertex) {
                (Some(selected), _) => hasher.digest(selected),
                (None, Some(input)) => {
                    hasher.digest(solution.outputs.get(input.0).copied().unwrap_or_default())
                }
                (None, None) => hasher.text("nothing"),
            };
        }
        hasher.finish()
    }

    /// Identity of what the context or an address gives.
    pub(super) fn source_output(&self, vertex: &Vertex) -> Digest {
        let mut hasher = Hasher::new("source");
        if let Operation::Download { url, checksum, .. } = &vertex.operation {
            // A checksum says what the file is, whatever the server has by now.
            match (checksum, self.knowledge.downloads.get(url)) {
                (Some(checksum), _) => hasher.text("body").text(checksum),
                (None, Some(Content::Text(text))) => hasher.text("body").text(&checksum_of(text)),
                (None, Some(Content::Opaque { identity, .. })) => {
                    hasher.text("body").text(identity)
                }
                (None, None) => hasher.text("address").text(url),
            };
        }
        hasher.finish()
    }

    /// Checksum of what is at `path` in the result of `source`.
    pub(super) fn taken(&mut self, source: VertexId, path: &str, solution: &Solution) -> Digest {
        let trail = self.trails.follow(source, path, solution);
        let mut digest = self.trails.digest(trail);
        let stage = self.plan.vertex(source).and_then(|vertex| vertex.stage);
        let Some(stage) = stage.and_then(|stage| self.plan.stages.get(stage)) else {
            return digest;
        };
        let place = (stage.name.clone(), path.to_owned());
        if covers(&self.knowledge.unchanged, &place.0, path) {
            if let Some(before) = self.store.selected.get(&place) {
                digest = *before;
            }
        } else if covers(&self.knowledge.changed, &place.0, path) {
            digest = Hasher::new("changed")
                .digest(digest)
                .number(self.store.builds as u64)
                .finish();
        }
        self.seen.insert(place, digest);
        digest
    }
}

/// What lies at the paths of the results of a build that was solved.
pub struct OutputContents<'a> {
    trails: Trails<'a>,
}

impl<'a> OutputContents<'a> {
    /// Nothing was asked for yet.
    #[must_use]
    pub fn new(plan: &'a Plan) -> Self {
        Self {
            trails: Trails::new(plan),
        }
    }

    /// Identity of what lies at `path` in the result of `source`.
    pub fn at(&mut self, source: VertexId, path: &str, solution: &Solution) -> Digest {
        let trail = self.trails.follow(source, path, solution);
        self.trails.digest(trail)
    }
}
