//! What a step leaves, as far as it can be told from the outside.
//!
//! The files that a RUN makes cannot be known from its text. The model: a step that runs again with the same inputs
//! leaves the same files; with other inputs it leaves other files, unless somebody who knows says otherwise. What a
//! COPY leaves is known exactly, so a stage of copies can be followed path by path.

use std::collections::BTreeMap;

use super::image_content::in_image;
use super::landing::landing_path;
use super::solve::{Knowledge, Solution};
use super::store::Store;
use crate::context::{Digest, Hasher};
use crate::effects::{may_touch, written_text};
use crate::graph::{CopyAction, Operation, Plan, Vertex, VertexId, paths};

/// Follows contents through the vertices of a plan.
pub(super) struct Contents<'a> {
    plan: &'a Plan,
    store: &'a Store,
    knowledge: &'a Knowledge,
    /// Content at each path of a stage that was asked for in this build.
    pub(super) seen: BTreeMap<(String, String), Digest>,
    /// What was found for a vertex and a path: stages that copy from each other in many ways are walked once.
    followed: BTreeMap<(VertexId, String), Digest>,
}

/// Stages that copy from each other in a longer row are not followed to its end.
const LONGEST_WAY: usize = 200;

impl<'a> Contents<'a> {
    pub(super) fn new(plan: &'a Plan, store: &'a Store, knowledge: &'a Knowledge) -> Self {
        Self {
            plan,
            store,
            knowledge,
            seen: BTreeMap::new(),
            followed: BTreeMap::new(),
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
            match self.knowledge.downloads.get(url) {
                Some(crate::context::Content::Text(text)) => hasher.text("body").text(text),
                Some(crate::context::Content::Opaque { identity, .. }) => {
                    hasher.text("body").text(identity)
                }
                None => hasher
                    .text("address")
                    .text(url)
                    .text(checksum.as_deref().unwrap_or("")),
            };
        }
        hasher.finish()
    }

    /// Checksum of what is at `path` in the result of `source`.
    pub(super) fn taken(&mut self, source: VertexId, path: &str, solution: &Solution) -> Digest {
        let mut digest = self.follow(source, path, solution, 0);
        let stage = self.plan.vertex(source).and_then(|vertex| vertex.stage);
        let Some(stage) = stage.and_then(|stage| self.plan.stages.get(stage)) else {
            return digest;
        };
        let place = (stage.name.clone(), path.to_owned());
        let covers = |known: &std::collections::BTreeSet<(String, String)>| {
            known.iter().any(|(name, known)| {
                *name == place.0
                    && if known.starts_with('/') {
                        paths::is_within(path, known)
                    } else {
                        path.split('/').any(|component| component == known)
                    }
            })
        };
        if covers(&self.knowledge.unchanged) {
            if let Some(before) = self.store.selected.get(&place) {
                digest = *before;
            }
        } else if covers(&self.knowledge.changed) {
            digest = Hasher::new("changed")
                .digest(digest)
                .number(self.store.builds as u64)
                .finish();
        }
        self.seen.insert(place, digest);
        digest
    }

    /// Walks back over the steps that made the file system, as far as they concern the path. `way` counts the stages
    /// that were passed on the way here.
    fn follow(&mut self, source: VertexId, path: &str, solution: &Solution, way: usize) -> Digest {
        let place = (source, path.to_owned());
        if let Some(known) = self.followed.get(&place) {
            return *known;
        }
        if way > LONGEST_WAY {
            return solution.outputs.get(source.0).copied().unwrap_or_default();
        }
        let found = self.walk(source, path, solution, way);
        self.followed.insert(place, found);
        found
    }

    fn walk(&mut self, source: VertexId, path: &str, solution: &Solution, way: usize) -> Digest {
        let plan = self.plan;
        let mut hasher = Hasher::new("followed");
        let mut current = Some(source);
        while let Some(id) = current {
            let Some(vertex) = plan.vertex(id) else {
                break;
            };
            let output = solution.outputs.get(id.0).copied().unwrap_or_default();
            let root = vertex.inputs.first().and_then(|input| input.vertex);
            match &vertex.operation {
                Operation::Copy(actions) => {
                    let mut complete = false;
                    for (position, action) in actions.iter().enumerate().rev() {
                        complete |= self.add_copied(
                            id,
                            vertex,
                            position,
                            action,
                            path,
                            solution,
                            way,
                            &mut hasher,
                        );
                    }
                    if complete {
                        break;
                    }
                    current = root;
                }
                Operation::MakeDirectory {
                    path: made, owner, ..
                } => {
                    if paths::is_within(made, path) {
                        hasher.text("directory").text(made).text(owner);
                    }
                    current = root;
                }
                Operation::Merge => {
                    let copied = vertex.inputs.get(1).and_then(|input| input.vertex);
                    if let Some(copied) = copied {
                        hasher.digest(self.follow(copied, path, solution, way + 1));
                    }
                    current = root;
                }
                Operation::Exec(exec) if !may_touch(exec, path) => current = root,
                Operation::Exec(exec) => {
                    match written_text(exec, path) {
                        Some(text) => hasher.text("written").text(&text).text(&exec.user),
                        // What lies elsewhere in the same result is something else.
                        None => hasher.digest(output).text(path),
                    };
                    break;
                }
                Operation::Image(image) => {
                    hasher
                        .digest(in_image(image, path).unwrap_or(output))
                        .text(path);
                    break;
                }
                Operation::Context | Operation::InlineFiles(_) | Operation::Download { .. } => {
                    hasher.digest(output).text(path);
                    break;
                }
            }
        }
        hasher.finish()
    }

    /// Adds what one action of a copy puts at or below `path`. True if the path is exactly the one file that it puts
    /// down, so that what was there before no longer counts.
    #[expect(
        clippy::too_many_arguments,
        reason = "all of them are the surroundings of one action"
    )]
    fn add_copied(
        &mut self,
        id: VertexId,
        vertex: &Vertex,
        position: usize,
        action: &CopyAction,
        path: &str,
        solution: &Solution,
        way: usize,
        hasher: &mut Hasher,
    ) -> bool {
        if let Some(selection) = solution.selections.get(&(id, position)) {
            let mut found = false;
            for file in &selection.files {
                let landing = landing_path(action, selection, file);
                // An archive may unpack to anything below the destination.
                if paths::is_within(&landing, path)
                    || action.unpack && paths::is_within(path, &landing)
                {
                    hasher
                        .text(&landing)
                        .digest(file.digest)
                        .text(&action.owner)
                        .text(&action.mode);
                    found = true;
                }
            }
            return found && selection.single_file && !action.unpack;
        }
        let destination = action.destination.trim_end_matches('/');
        if paths::is_within(destination, path) || paths::is_within(path, destination) {
            hasher
                .text(paths::base_name(&action.source.path))
                .text(&action.destination);
            hasher.text(&action.owner).text(&action.mode);
            if let Some(source) = vertex
                .inputs
                .get(action.input)
                .and_then(|input| input.vertex)
            {
                hasher.digest(self.follow(source, &action.source.path, solution, way + 1));
            }
        }
        false
    }
}
