//! From the nodes that the planner made to the plan: equal ones merged, names given, errors in BuildKit's order.

use std::collections::BTreeSet;

use super::dispatch::set_in_place;
use super::history::normalize;
use super::plan::{BuildError, Placement, Plan, PlannedStage, PlatformImage};
use super::planner::{Planner, RawPlacement, Reach};
use super::raw::{Merged, RawGraph, RawId};

/// The plan of what was read for each platform. What is said of instructions is that of the first one.
pub(super) fn finish(planners: Vec<Planner<'_>>, graph: RawGraph, reach: Reach) -> Plan {
    let results: Vec<Option<RawId>> = planners.iter().map(Planner::result).collect();
    let roots: Vec<RawId> = match reach {
        Reach::Needed | Reach::Apart => results.iter().flatten().copied().collect(),
        // What the target needs comes last, so that its names win.
        Reach::InOrder => {
            let states = planners.iter().flat_map(|planner| &planner.states);
            let roots = states.filter_map(|state| state.as_ref()?.root);
            roots.chain(results.iter().flatten().copied()).collect()
        }
    };
    let merged = graph.merge(&roots, reach != Reach::Apart);
    let images: Vec<PlatformImage> = planners
        .iter()
        .zip(&results)
        .filter_map(|(planner, result)| {
            let target = planner.table.target?;
            Some(PlatformImage {
                platform: planner.platform.clone(),
                stage: planner.stage(target, &merged)?,
                result: result.and_then(|id| merged.place(id)),
            })
        })
        .collect();
    let first = planners.into_iter().next();
    first.map_or_else(Plan::default, |planner| planner.plan(merged, images))
}

impl Planner<'_> {
    /// The file system that the target ends with.
    fn result(&self) -> Option<RawId> {
        let target = self.table.target?;
        self.states.get(target)?.as_ref()?.root
    }

    /// A stage as planned.
    fn stage(&self, index: usize, merged: &Merged) -> Option<PlannedStage> {
        let outline = self.table.outlines.get(index)?.clone();
        let mut state = self.states.get(index)?.clone().unwrap_or_default();
        if self.table.target == Some(index) {
            // `--label` goes to the image that is built, without an entry in its history.
            for (name, value) in &self.options.labels {
                set_in_place(&mut state.config.labels, name, value);
            }
        }
        normalize(&mut state.history, state.layer_count);
        Some(PlannedStage {
            name: outline.name,
            named: outline.named,
            base_stage: outline.base_stage,
            base: outline.base,
            reachable: outline.reachable,
            layers: state
                .layers
                .iter()
                .filter_map(|id| merged.place(*id))
                .collect(),
            config: state.config,
            history: state.history,
        })
    }

    fn plan(self, merged: Merged, images: Vec<PlatformImage>) -> Plan {
        let stages = (0..self.table.outlines.len())
            .filter_map(|index| self.stage(index, &merged))
            .collect();
        let result = self.result().and_then(|id| merged.place(id));
        let placements = self
            .placements
            .into_iter()
            .map(|placement| match placement {
                RawPlacement::Step(id) => merged
                    .place(id)
                    .map_or(Placement::NotNeeded, Placement::Step),
                RawPlacement::Other(other) => other,
            });
        let placements = placements.collect();
        let mut errors: Vec<BuildError> = self
            .dockerfile
            .errors
            .iter()
            .map(|error| BuildError {
                message: message_with_place(error),
                lines: error.lines.clone(),
                span: error.span,
                hint: error.hint.clone(),
                vertex: None,
            })
            .collect();
        if errors.is_empty() && self.dockerfile.stages.is_empty() {
            errors.push(BuildError {
                message: "dockerfile contains no stages to build".to_owned(),
                hint: "Begin with a FROM line, such as FROM python:3.13-slim.".to_owned(),
                ..BuildError::default()
            });
        }
        errors.extend(self.table.errors);
        errors.extend(self.errors.into_iter().map(|raw| BuildError {
            vertex: raw.node.and_then(|id| merged.place(id)),
            ..raw.error
        }));
        // What is wrong with the stage that an instruction names shows when stages are found, and again when it is read.
        let mut said = BTreeSet::new();
        errors.retain(|error| {
            error.vertex.is_some() || said.insert((error.span.start, error.message.clone()))
        });
        Plan {
            stages,
            target: self.table.target,
            result,
            placements,
            errors,
            images,
            vertices: merged.vertices,
        }
    }
}

/// BuildKit says the line with what its instruction parser refuses (`instructions/parse.go:parseError`).
fn message_with_place(error: &layerlab_syntax::SyntaxError) -> String {
    match error.lines.first() {
        Some(lines) if !error.fatal && error.message != "no build stage in current context" => {
            format!(
                "dockerfile parse error on line {}: {}",
                lines.first, error.message
            )
        }
        _ => error.message.clone(),
    }
}
