//! Why a step runs or is cached: the short form, the answer, and the chain of causes through the graph.

use std::collections::BTreeSet;

use super::analysis::CauseLink;
use super::platforms;
use super::wording::{self, StepName};
use crate::cache::{Cause, Solution, Status};
use crate::graph::reference::short_name;
use crate::graph::{InputKind, Operation, Plan, VertexId};

/// Everything that an explanation is made from.
pub(super) struct Explainer<'a> {
    pub(super) plan: &'a Plan,
    pub(super) solution: &'a Solution,
    causes: &'a [Vec<Cause>],
    /// First line of each instruction, by its index.
    lines: &'a [usize],
    /// For each vertex, the steps that run because of it.
    heirs: Vec<Vec<VertexId>>,
    /// In a build for several platforms, the vertices made for each instruction; else empty.
    made_for: Vec<Vec<VertexId>>,
    /// Some step of the build ran, so that a cached COPY is worth a word.
    any_step_ran: bool,
}

impl<'a> Explainer<'a> {
    pub(super) fn new(
        plan: &'a Plan,
        solution: &'a Solution,
        causes: &'a [Vec<Cause>],
        lines: &'a [usize],
    ) -> Self {
        let any_step_ran = solution
            .statuses
            .iter()
            .zip(&plan.vertices)
            .any(|(status, vertex)| {
                status.runs()
                    && vertex.display.is_some()
                    && !matches!(vertex.operation, Operation::Image(_))
            });
        let heirs = vec![Vec::new(); plan.vertices.len()];
        let mut explainer = Self {
            plan,
            solution,
            causes,
            lines,
            heirs,
            made_for: platforms::made_for(plan, lines.len()),
            any_step_ran,
        };
        for (index, vertex) in plan.vertices.iter().enumerate() {
            let id = VertexId(index);
            let from = explainer
                .inherited_from(id)
                .filter(|_| vertex.display.is_some());
            if let Some(heirs) = from.and_then(|from| explainer.heirs.get_mut(from.0)) {
                heirs.push(id);
            }
        }
        explainer
    }

    /// The vertices made for the same instruction as this one, in a build for several platforms.
    pub(super) fn made_alike(&self, id: VertexId) -> &[VertexId] {
        let instruction = self.plan.vertex(id).and_then(|vertex| vertex.instruction);
        let made = instruction.and_then(|instruction| self.made_for.get(instruction));
        made.map(Vec::as_slice).unwrap_or_default()
    }

    /// `builder 2/5`, `2/5` in a file with one unnamed stage.
    pub(super) fn label(&self, id: VertexId) -> String {
        let Some(vertex) = self.plan.vertex(id) else {
            return String::new();
        };
        let Some(display) = vertex.display.as_ref() else {
            return String::new();
        };
        if display.total == 0 {
            return display.text.clone();
        }
        let stage = vertex.stage.and_then(|stage| self.plan.stages.get(stage));
        let numbers = format!("{}/{}", display.index, display.total);
        match stage {
            Some(stage) if self.plan.stages.len() > 1 || stage.named => {
                format!("{} {numbers}", stage.name)
            }
            _ => format!("step {numbers}"),
        }
    }

    fn name(&self, id: VertexId) -> StepName {
        let image = match self.plan.vertex(id).map(|vertex| &vertex.operation) {
            Some(Operation::Image(image)) => {
                let name = image.reference.split('@').next().unwrap_or_default();
                Some(short_name(name).to_owned())
            }
            _ => None,
        };
        StepName {
            label: self.label(self.shown(id)),
            image,
        }
    }

    /// The vertex that is shown for it: for the first half of `COPY --link` the second.
    fn shown(&self, id: VertexId) -> VertexId {
        self.plan
            .vertex(id)
            .and_then(|vertex| vertex.group)
            .unwrap_or(id)
    }

    /// The causes of a step as shown: those of both halves of a `COPY --link`, its own first.
    fn causes_of(&self, id: VertexId) -> Vec<&Cause> {
        let mut found: Vec<&Cause> = Vec::new();
        if let Some(half) = self.plan.first_half(id) {
            found.extend(self.causes.get(half.0).into_iter().flatten());
        }
        found.extend(self.causes.get(id.0).into_iter().flatten());
        found
    }

    /// The one that decides what the ledger says: a cause of its own before an inherited one.
    pub(super) fn main_cause(&self, id: VertexId) -> Option<&Cause> {
        let causes = self.causes_of(id);
        let inherited =
            |cause: &Cause| matches!(cause, Cause::StepBefore(_) | Cause::OtherStepBefore);
        causes
            .iter()
            .find(|cause| !inherited(cause))
            .or(causes.first())
            .copied()
    }

    pub(super) fn brief(&self, id: VertexId) -> String {
        self.main_cause(id)
            .map(|cause| wording::brief(cause, |id| self.name(id)))
            .unwrap_or_default()
    }

    /// The cause in one sentence without the step's name.
    pub(super) fn why(&self, id: VertexId) -> String {
        self.main_cause(id)
            .map(|cause| wording::link(cause, |id| self.name(id)))
            .unwrap_or_default()
    }

    pub(super) fn answer(&self, id: VertexId) -> String {
        self.main_cause(id)
            .map(|cause| wording::answer(cause, |id| self.name(id)))
            .unwrap_or_default()
    }

    /// Why a cached step is cached, where that needs an explanation.
    pub(super) fn cached_brief(&self, id: VertexId) -> String {
        if self.any_step_ran && self.takes_files(id) {
            return "same content".to_owned();
        }
        self.label(id)
    }

    pub(super) fn cached_answer(&self, id: VertexId) -> String {
        let Some(vertex) = self.plan.vertex(id) else {
            return String::new();
        };
        if matches!(vertex.operation, Operation::Image(_)) {
            return "The image is on this machine already, from a build before.".to_owned();
        }
        if self.sources_ran(id) {
            return "The stage that it copies from ran again, but what it copies came out the same, so the \
                    result is in the cache."
                .to_owned();
        }
        if self.takes_files(id) {
            return "Its instruction, the step before it and the content of the files it copies are those of an \
                    earlier build, so that result is used again. When a file was last changed does not count."
                .to_owned();
        }
        "Its instruction, its variables and the step before it are those of an earlier build, so that result is \
         used again."
            .to_owned()
    }

    fn sources_ran(&self, id: VertexId) -> bool {
        let Some(vertex) = self.plan.vertex(id) else {
            return false;
        };
        vertex
            .inputs
            .iter()
            .filter(|input| input.kind == InputKind::Content)
            .filter_map(|input| input.vertex)
            .any(|input| {
                self.status(input).runs()
                    && !matches!(
                        self.plan.vertex(input).map(|vertex| &vertex.operation),
                        Some(Operation::Context)
                    )
            })
    }

    fn takes_files(&self, id: VertexId) -> bool {
        self.solution
            .selections
            .range((id, 0)..=(id, usize::MAX))
            .next()
            .is_some()
    }

    fn status(&self, id: VertexId) -> Status {
        self.solution
            .statuses
            .get(id.0)
            .copied()
            .unwrap_or(Status::NotReached)
    }

    /// From the root cause to this step, and on to the steps that it makes run.
    pub(super) fn chain(&self, id: VertexId) -> Vec<CauseLink> {
        const LONGEST: usize = 8;
        let mut up = vec![id];
        let mut current = id;
        while let Some(next) = self.inherited_from(current) {
            if up.contains(&next) || up.len() >= LONGEST {
                break;
            }
            up.push(next);
            current = next;
        }
        up.reverse();
        let mut chain = up;
        // What it makes run in turn, in the order of the build.
        let mut next: BTreeSet<VertexId> = BTreeSet::new();
        for id in &chain {
            next.extend(self.heirs.get(id.0).into_iter().flatten());
        }
        while let Some(heir) = next.pop_first() {
            if chain.len() >= LONGEST {
                break;
            }
            if !chain.contains(&heir) {
                chain.push(heir);
                next.extend(self.heirs.get(heir.0).into_iter().flatten());
            }
        }
        chain.into_iter().map(|id| self.link(id)).collect()
    }

    fn inherited_from(&self, id: VertexId) -> Option<VertexId> {
        if !self.status(id).runs() {
            return None;
        }
        match self.main_cause(id)? {
            Cause::StepBefore(before) => Some(self.shown(*before)),
            Cause::Source { vertex, .. } => Some(self.shown(*vertex)),
            _ => None,
        }
    }

    /// First line of the instruction that a step comes from.
    fn line(&self, id: VertexId) -> Option<usize> {
        let instruction = self.plan.vertex(id)?.instruction?;
        self.lines.get(instruction).copied()
    }

    /// The line at which the build fails.
    pub(super) fn failing_line(&self) -> Option<usize> {
        let (id, _) = self.solution.failure.as_ref()?;
        self.line(*id)
    }

    fn link(&self, id: VertexId) -> CauseLink {
        CauseLink {
            step: self.label(id),
            line: self.line(id).unwrap_or(0),
            text: self.why(id),
        }
    }
}
