//! What a build was made of, kept so that a later miss can be explained.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::solve::Solution;
use crate::context::{Digest, NodeKind, SelectedFile, Selection};
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
    /// The digest of that, if it counted.
    pub(super) key: Option<Digest>,
    /// Place of the step before it (the file system it worked on) in [`Trace::steps`].
    pub before: Option<usize>,
    /// What it took from the context, in order.
    pub selections: Vec<Rc<Selection>>,
}

/// One build.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trace {
    /// The vertices, inputs first, at the same places as in the build's plan.
    pub steps: Vec<TracedStep>,
}

/// What a vertex takes from the context, in order.
#[must_use]
pub(super) fn selections_of(solution: &Solution, id: VertexId) -> Vec<Rc<Selection>> {
    let selections = solution.selections.range((id, 0)..=(id, usize::MAX));
    selections.map(|(_, selection)| selection.clone()).collect()
}

/// What is known of a file that a step took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TakenFile {
    pub(super) digest: Digest,
    /// Permission bits.
    pub(super) mode: u32,
    pub(super) is_folder: bool,
}

/// Files and folders by path.
pub(super) type FilesByPath = BTreeMap<Rc<str>, TakenFile>;

/// The files of selections. Files that `others` surely have too may be left out.
#[must_use]
pub(super) fn files_of(selections: &[Rc<Selection>], others: &[Rc<Selection>]) -> FilesByPath {
    // After an edit the files of the project are the same lists in memory.
    let same_project = selections.len() == others.len()
        && (selections.iter().zip(others))
            .all(|(own, other)| own.files.shares_project_files(&other.files));
    let mut files = BTreeMap::new();
    let mut add = |file: &SelectedFile| {
        let taken = TakenFile {
            digest: file.digest,
            mode: file.node.mode,
            is_folder: matches!(file.node.kind, NodeKind::Directory),
        };
        files.insert(file.path.clone(), taken);
    };
    if same_project {
        for (own, other) in selections.iter().zip(others) {
            own.files.besides(&other.files).for_each(&mut add);
        }
    } else {
        let all = selections.iter().flat_map(|selection| &selection.files);
        all.for_each(&mut add);
    }
    files
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
                key: solution.operation_keys.get(index).copied().flatten(),
                before: vertex
                    .inputs
                    .first()
                    .filter(|input| input.kind == InputKind::Root)
                    .and_then(|input| input.vertex)
                    .map(|input| input.0),
                selections: selections_of(solution, VertexId(index)),
            })
            .collect();
        Self { steps }
    }

    /// The digest of an operation, if this build had the same one at the same place of its plan, or as far from the end of
    /// it: comparing is quicker than digesting. `count` is the number of vertices of the plan that it is in.
    pub(super) fn key_of(
        &self,
        operation: &Operation,
        id: VertexId,
        count: usize,
    ) -> Option<Digest> {
        let from_the_end = (id.0 + self.steps.len()).checked_sub(count);
        let mut places = [Some(id.0), from_the_end].into_iter().flatten();
        let same = |place: usize| {
            let step = self.steps.get(place)?;
            step.key.filter(|_| step.operation == *operation)
        };
        places.find_map(same)
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
