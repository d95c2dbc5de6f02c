//! Which step of an earlier build a step of this one corresponds to.
//!
//! A longest-common-subsequence over the steps of a stage, in which equal operations weigh more than instructions that
//! only begin alike, so that an edited line is paired with what it was before and an inserted one with nothing.

use super::trace::Trace;
use crate::graph::{Operation, Plan};

/// For each vertex of `plan` the index of its counterpart in `trace`.
#[must_use]
pub(super) fn align(plan: &Plan, trace: &Trace) -> Vec<Option<usize>> {
    let mut pairs = vec![None; plan.vertices.len()];
    let mut stage_names: Vec<&str> = Vec::new();
    let name_of = |id: usize| -> &str {
        plan.vertices
            .get(id)
            .and_then(|vertex| vertex.stage)
            .and_then(|stage| plan.stages.get(stage))
            .map_or("", |stage| stage.name.as_str())
    };
    for index in 0..plan.vertices.len() {
        let name = name_of(index);
        if !stage_names.contains(&name) {
            stage_names.push(name);
        }
    }
    // A renamed stage is compared with the stage at the same place.
    let mut old_names: Vec<&str> = Vec::new();
    for step in &trace.steps {
        if !old_names.contains(&step.stage.as_str()) {
            old_names.push(&step.stage);
        }
    }
    for (place, name) in stage_names.iter().enumerate() {
        let old_name = if old_names.contains(name) {
            *name
        } else {
            let candidate = old_names.get(place).copied().unwrap_or("");
            if stage_names.contains(&candidate) {
                continue;
            } else {
                candidate
            }
        };
        let new_steps: Vec<usize> = (0..plan.vertices.len())
            .filter(|index| name_of(*index) == *name)
            .collect();
        let old_steps: Vec<usize> = trace
            .steps
            .iter()
            .enumerate()
            .filter(|(_, step)| step.stage == old_name)
            .map(|(index, _)| index)
            .collect();
        align_stage(plan, trace, &new_steps, &old_steps, &mut pairs);
    }
    pairs
}

/// How alike two steps are: 0 for not at all.
fn likeness(plan: &Plan, trace: &Trace, new: usize, old: usize) -> u32 {
    let (Some(vertex), Some(step)) = (plan.vertices.get(new), trace.steps.get(old)) else {
        return 0;
    };
    let text = vertex
        .display
        .as_ref()
        .map_or("", |display| display.text.as_str());
    let same_kind =
        std::mem::discriminant(&vertex.operation) == std::mem::discriminant(&step.operation);
    if !same_kind {
        return 0;
    }
    if vertex.operation == step.operation {
        return 16;
    }
    if text == step.text {
        return 12;
    }
    if matches!(vertex.operation, Operation::Image(_)) {
        return 8;
    }
    let shared = text
        .split_whitespace()
        .filter(|word| step.text.split_whitespace().any(|other| other == *word))
        .count();
    let words = text
        .split_whitespace()
        .count()
        .max(step.text.split_whitespace().count())
        .max(1);
    // The first word is always shared; at least a third of all words makes it the same step, edited.
    let share = u32::try_from(shared * 9 / words).unwrap_or(0);
    if share >= 3 { share } else { 1 }
}

fn align_stage(
    plan: &Plan,
    trace: &Trace,
    new: &[usize],
    old: &[usize],
    pairs: &mut [Option<usize>],
) {
    let mut new = new;
    let mut old = old;
    // Equal ends are paired at once: what is left between them is small after one edit.
    let equal = |new: usize, old: usize| {
        matches!((plan.vertices.get(new), trace.steps.get(old)),
            (Some(vertex), Some(step)) if vertex.operation == step.operation)
    };
    while let ([first_new, rest_new @ ..], [first_old, rest_old @ ..]) = (new, old) {
        if !equal(*first_new, *first_old) {
            break;
        }
        set(pairs, *first_new, *first_old);
        (new, old) = (rest_new, rest_old);
    }
    while let ([rest_new @ .., last_new], [rest_old @ .., last_old]) = (new, old) {
        if !equal(*last_new, *last_old) {
            break;
        }
        set(pairs, *last_new, *last_old);
        (new, old) = (rest_new, rest_old);
    }
    // best[i][j]: the greatest likeness of new[i..] and old[j..].
    let width = old.len() + 1;
    let mut best = vec![0_u32; (new.len() + 1) * width];
    let at = |best: &[u32], i: usize, j: usize| best.get(i * width + j).copied().unwrap_or(0);
    for i in (0..new.len()).rev() {
        for j in (0..old.len()).rev() {
            let like = match (new.get(i), old.get(j)) {
                (Some(new), Some(old)) => likeness(plan, trace, *new, *old),
                _ => 0,
            };
            let paired = if like > 0 {
                like + at(&best, i + 1, j + 1)
            } else {
                0
            };
            let value = paired.max(at(&best, i + 1, j)).max(at(&best, i, j + 1));
            if let Some(slot) = best.get_mut(i * width + j) {
                *slot = value;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    while let (Some(new_index), Some(old_index)) = (new.get(i), old.get(j)) {
        let like = likeness(plan, trace, *new_index, *old_index);
        if like > 0 && at(&best, i, j) == like + at(&best, i + 1, j + 1) {
            set(pairs, *new_index, *old_index);
            i += 1;
            j += 1;
        } else if at(&best, i, j) == at(&best, i + 1, j) {
            i += 1;
        } else {
            j += 1;
        }
    }
}

fn set(pairs: &mut [Option<usize>], new: usize, old: usize) {
    if let Some(slot) = pairs.get_mut(new) {
        *slot = Some(old);
    }
}
