//! What a build was made of, kept so that a later miss can be explained.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::solve::Solution;
use crate::context::{Digest, Selection};
use crate::graph::{InputKind, Operation, Plan, VertexId};

/// One vertex of an earlier build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TracedStep {
    /// Name of its stage.
    pub stage: String,
    /// The name as BuildKit shows it, without the brackets.
    pub text: String,
    /// What it did.
    pub operation: Operation,
    /// Place of the step before it (the file system it worked on) in [`Trace::steps`].
    pub before: Option<usize>,
    /// Files that it took from the context, by path: checksum and permission bits.
    pub files: BTreeMap<Rc<str>, (Digest, u32)>,
}

/// One build.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trace {
    /// The vertices, inputs first, at the same places as in the build's plan.
    pub steps: Vec<TracedStep>,
}

/// The files that a vertex takes from the context.
#[must_use]
pub(super) fn files_of(solution: &Solution, id: VertexId) -> BTreeMap<Rc<str>, (Digest, u32)> {
    let mut files = BTreeMap::new();
    for ((_, _), selection) in solution.selections.range((id, 0)..=(id, usize::MAX)) {
        add(&mut files, selection);
    }
    files
}

fn add(files: &mut BTreeMap<Rc<str>, (Digest, u32)>, selection: &Selection) {
    for file in &selection.files {
        files.insert(file.path.clone(), (file.digest, file.node.mode));
    }
}

impl Trace {
    /// Records a build.
    #[must_use]
    pub fn new(plan: &Plan, solution: &Solution) -> Self {
        let steps = plan
            .vertices
            .iter()
            .enumerate()
            .map(|(index, vertex)| TracedStep {
                stage: stage_name(plan, VertexId(index)),
                text: vertex
                    .display
                    .as_ref()
                    .map(|display| display.text.clone())
                    .unwrap_or_default(),
                operation: vertex.operation.clone(),
                before: vertex
                    .inputs
                    .first()
                    .filter(|input| input.kind == InputKind::Root)
                    .and_then(|input| input.vertex)
                    .map(|input| input.0),
                files: files_of(solution, VertexId(index)),
            })
            .collect();
        Self { steps }
    }
}

/// Name of the stage that a vertex belongs to, empty for none.
pub(super) fn stage_name(plan: &Plan, id: VertexId) -> String {
    plan.vertex(id)
        .and_then(|vertex| vertex.stage)
        .and_then(|stage| plan.stages.get(stage))
        .map(|stage| stage.name.clone())
        .unwrap_or_default()
}
