//! In builds for several platforms a row of the ledger shows the step of the first one, and says what becomes of it for the others.

use super::analysis::LedgerRow;
use super::explain_step::Explainer;
use super::rows::shown_status;
use crate::cache::Status;
use crate::graph::{Display, Operation, Plan, VertexId};

/// Adds to a row, which shows the step `id`, what happens to the same step for other platforms.
pub(super) fn add_others(
    row: &mut LedgerRow,
    id: VertexId,
    status: Status,
    explainer: &Explainer<'_>,
) {
    let plan = explainer.plan;
    let others = others(plan, id, explainer.made_alike(id));
    let Some(own) = platform(plan, id).filter(|_| !others.is_empty()) else {
        return;
    };
    let different: Vec<(&str, Status)> = (others.into_iter())
        .filter_map(|other| {
            let its = shown_status(plan, &explainer.solution.statuses, other);
            (its != status).then_some((platform(plan, other)?, its))
        })
        .collect();
    if different.is_empty() {
        return;
    }
    let parts: Vec<String> = (different.iter())
        .map(|(platform, status)| format!("{} for {platform}", said(*status)))
        .collect();
    row.brief = format!("{}; {}", row.brief, parts.join(", "));
    row.answer = format!(
        "{} That is the step for {own}; the same step {}.",
        row.answer,
        parts.join(", ")
    );
}

fn said(status: Status) -> &'static str {
    match status {
        Status::Cached => "is cached",
        Status::Runs => "runs",
        Status::Fails => "fails",
        Status::NotReached => "is not reached",
    }
}

fn display(plan: &Plan, id: VertexId) -> Option<&Display> {
    plan.vertex(id)?.display.as_ref()
}

fn platform(plan: &Plan, id: VertexId) -> Option<&str> {
    display(plan, id)?.platform.as_deref()
}

/// In a plan for several platforms, the one whose image is shown, and what is to be said of its figures; else nothing.
pub(super) fn of_image(plan: &Plan) -> (String, String) {
    match plan.images.as_slice() {
        [first, others @ ..] if !others.is_empty() => {
            let platform = first.platform.clone();
            let note = format!(
                "These are the sizes for {platform}, the first of {} platforms. Only the push is that of all of them.",
                plan.images.len()
            );
            (platform, note)
        }
        _ => Default::default(),
    }
}

/// In a plan for several platforms, the vertices made for each of so many instructions; else nothing.
pub(super) fn made_for(plan: &Plan, instructions: usize) -> Vec<Vec<VertexId>> {
    if plan.images.len() < 2 {
        return Vec::new();
    }
    let mut made = vec![Vec::new(); instructions];
    for (index, vertex) in plan.vertices.iter().enumerate() {
        if let Some(own) = vertex.instruction.and_then(|of| made.get_mut(of)) {
            own.push(VertexId(index));
        }
    }
    made
}

/// The steps of the same instruction for other platforms, of all that were made for it.
fn others(plan: &Plan, id: VertexId, made: &[VertexId]) -> Vec<VertexId> {
    let (Some(own), Some(shown)) = (plan.vertex(id), display(plan, id)) else {
        return Vec::new();
    };
    if shown.platform.is_none() {
        return Vec::new();
    }
    let is_other = |other: &VertexId| {
        let vertex = plan.vertex(*other);
        vertex.is_some_and(|vertex| {
            let same_place = vertex.stage == own.stage
                && (vertex.display.as_ref()).is_some_and(|other| {
                    // An instruction has several steps if it fires triggers of its base image.
                    other.platform != shown.platform && other.index == shown.index
                });
            same_place && !matches!(vertex.operation, Operation::Download { .. })
        })
    };
    made.iter().copied().filter(is_other).collect()
}
