//! Sizes and times of a build, as the page shows them.

use std::rc::Rc;
use std::time::Duration;

use layerlab_catalog::{Estimate, Packages};

use super::analysis::{ImagePart, ImageReport, Range, RealFigures, TimelineBar, TimelineReport};
use super::analyze::cold_statuses;
use super::image_contents::wasted;
use super::platforms;
use super::project::Project;
use super::rows::{StepFigures, shown_status};
use super::simulation::Simulation;
use super::workbench::Lab;
use crate::graph::reference::short_name;
use crate::graph::{Operation, Plan, VertexId};
use crate::image::{
    Before, FinalImage, StepResult, contents, final_image, layers_of_all_platforms, results_again,
};
use crate::known::{KnownFigures, Subject};
use crate::schedule::{CacheMounts, Machine, Schedule, schedule};

/// All figures of a build.
pub(super) struct Figures {
    /// For each vertex of the plan.
    pub(super) steps: Vec<StepFigures>,
    /// The final image.
    pub(super) image: ImageReport,
    /// The Gantt chart.
    pub(super) timeline: TimelineReport,
    /// Time with an empty cache.
    pub(super) cold_duration: Duration,
    /// What each vertex leaves.
    pub(super) results: Vec<Rc<StepResult>>,
}

/// A simulation and what its vertices leave.
#[derive(Debug)]
pub(super) struct Evaluated {
    /// What it was worked out from.
    pub(super) lab: Lab,
    pub(super) simulation: Rc<Simulation>,
    pub(super) results: Vec<Rc<StepResult>>,
}

/// An estimate as it is shown.
pub(super) fn range(estimate: Estimate) -> Range {
    Range {
        bytes: estimate.bytes,
        low_bytes: estimate.low_bytes,
        high_bytes: estimate.high_bytes,
    }
}

/// What the steps of a simulation leave. `before` is another simulation with its results: what is the same in both is taken
/// from there.
pub(super) fn results_of(
    simulation: &Simulation,
    known: &KnownFigures,
    packages: &Packages,
    before: Option<&Evaluated>,
) -> Vec<Rc<StepResult>> {
    let before = before.filter(|before| before.lab.packages == *packages);
    let before = before.map(|before| Before {
        plan: &before.simulation.plan,
        solution: &before.simulation.solution,
        results: &before.results,
    });
    results_again(
        &simulation.plan,
        &simulation.solution,
        known,
        packages,
        before,
    )
}

/// `before` as for [`results_of`].
pub(super) fn figures(
    simulation: &Simulation,
    project: &Project,
    packages: &Packages,
    before: Option<&Evaluated>,
) -> Figures {
    let plan = &simulation.plan;
    let machine = project.machine;
    let results = results_of(simulation, &project.known, packages, before);
    let sent_bytes = simulation.context.sent_bytes();
    // A build on top of an earlier one sends what changed, which is next to nothing.
    let warm = simulation
        .solution
        .statuses
        .contains(&crate::cache::Status::Cached);
    let now = schedule(
        plan,
        &simulation.solution.statuses,
        &results,
        if warm { 0 } else { sent_bytes },
        machine,
        CacheMounts::Some(&simulation.solution.filled_mounts),
    );
    let cold = schedule(
        plan,
        &cold_statuses(simulation),
        &results,
        sent_bytes,
        machine,
        CacheMounts::Empty,
    );
    let stopped = simulation.refused();
    let image = if stopped || simulation.solution.failure.is_some() {
        FinalImage::default()
    } else {
        final_image(plan, &results)
    };
    Figures {
        steps: (0..plan.vertices.len())
            .map(|index| step(simulation, &results, &now, VertexId(index)))
            .collect(),
        image: image_report(simulation, &results, &image, machine),
        timeline: if stopped {
            TimelineReport::default()
        } else {
            timeline(simulation, &now)
        },
        cold_duration: if stopped {
            Duration::ZERO
        } else {
            cold.total()
        },
        results,
    }
}

fn step(
    simulation: &Simulation,
    results: &[Rc<StepResult>],
    schedule: &Schedule,
    id: VertexId,
) -> StepFigures {
    // `COPY --link` is shown once and made of two vertices.
    let duration_of = |id: VertexId| {
        schedule
            .slots
            .get(id.0)
            .map(|slot| slot.duration)
            .unwrap_or_default()
    };
    let half = simulation
        .plan
        .first_half(id)
        .map(duration_of)
        .unwrap_or_default();
    let duration = half + duration_of(id);
    let result = results.get(id.0);
    let known = result.map(|result| result.known).unwrap_or_default();
    StepFigures {
        duration,
        subject: Subject::of(&simulation.plan, id),
        real: RealFigures {
            size: known.size.map(|size| size.origin),
            duration: known.duration.map(|duration| duration.origin),
            estimate: result.and_then(|result| result.estimate).map(range),
        },
        size: result.and_then(|result| result.size).map(range),
        size_reason: result
            .map(|result| result.reason.clone())
            .unwrap_or_default(),
    }
}

/// First line of the instruction that a vertex comes from.
pub(super) fn first_line(simulation: &Simulation, id: VertexId) -> Option<usize> {
    let instruction = simulation.plan.vertex(id)?.instruction?;
    simulation
        .syntax
        .instructions
        .get(instruction)
        .map(|instruction| instruction.lines.first)
}

fn image_report(
    simulation: &Simulation,
    results: &[Rc<StepResult>],
    image: &FinalImage,
    machine: Machine,
) -> ImageReport {
    // Nobody has to look for it if there is none.
    let held = match image.hidden.bytes {
        0 => Vec::new(),
        _ => contents(&simulation.plan, results),
    };
    let parts = image.layers.iter().enumerate().map(|(place, layer)| {
        let vertex = simulation.plan.vertex(layer.vertex);
        let reason = results
            .get(layer.vertex.0)
            .map(|result| result.reason.clone())
            .unwrap_or_default();
        let label = match vertex.map(|vertex| &vertex.operation) {
            Some(Operation::Image(image)) => {
                let name = image.reference.split('@').next().unwrap_or("");
                short_name(name).to_owned()
            }
            _ => vertex
                .and_then(|vertex| vertex.display.as_ref())
                .map(|display| display.text.clone())
                .unwrap_or_default(),
        };
        ImagePart {
            label,
            size: range(layer.size),
            reason,
            basis: layer.size.basis.word(),
            line: first_line(simulation, layer.vertex),
            base: layer.base,
            wasted: (held.get(place))
                .map(|layer| wasted(simulation, &layer.held))
                .unwrap_or_default(),
        }
    });
    let statuses = &simulation.solution.statuses;
    let runs = |id: VertexId| shown_status(&simulation.plan, statuses, id).runs();
    // Without an image there is nothing to push.
    let layers = if image.layers.is_empty() {
        Vec::new()
    } else {
        layers_of_all_platforms(&simulation.plan, results)
    };
    let pushed: Estimate = (layers.iter())
        .filter(|layer| runs(layer.vertex))
        .map(|layer| layer.compressed)
        .sum();
    let (platform, platform_note) = platforms::of_image(&simulation.plan);
    ImageReport {
        platform,
        platform_note,
        parts: parts.collect(),
        size: range(image.size),
        pull: range(image.compressed),
        wasted_bytes: image.hidden.bytes,
        pull_duration: machine.pull(image.compressed.bytes, image.size.bytes),
        push: range(pushed),
        push_duration: machine.upload(pushed.bytes),
    }
}

/// The name of a stage; in builds for several platforms with that of the platform, in the order in which BuildKit has them.
fn stage_name(plan: &Plan, stage: usize, platform: Option<&str>) -> String {
    let name = (plan.stages.get(stage)).map_or("", |stage| stage.name.as_str());
    platform.map_or_else(
        || name.to_owned(),
        |platform| format!("{platform} {name}").trim_end().to_owned(),
    )
}

fn timeline(simulation: &Simulation, schedule: &Schedule) -> TimelineReport {
    let plan = &simulation.plan;
    let mut bars = Vec::new();
    let mut order: Vec<(usize, Option<&str>, VertexId)> = (plan.vertices.iter().enumerate())
        .filter_map(|(index, vertex)| {
            let platform = vertex.display.as_ref()?.platform.as_deref();
            let stage = vertex.stage.unwrap_or(usize::MAX);
            Some((stage, platform, VertexId(index)))
        })
        .collect();
    order.sort();
    for (stage, platform, id) in order {
        let (Some(vertex), Some(slot)) = (plan.vertex(id), schedule.slots.get(id.0)) else {
            continue;
        };
        let Some(display) = &vertex.display else {
            continue;
        };
        let half = plan
            .first_half(id)
            .and_then(|half| schedule.slots.get(half.0));
        let start = half.map_or(slot.start, |half| half.start.min(slot.start));
        bars.push(TimelineBar {
            stage: stage_name(plan, stage, platform),
            label: display.text.clone(),
            line: first_line(simulation, id),
            start,
            duration: (slot.start + slot.duration).saturating_sub(start),
            runs: shown_status(plan, &simulation.solution.statuses, id).runs(),
            critical: slot.critical,
        });
    }
    if !schedule.export.duration.is_zero() {
        bars.push(TimelineBar {
            stage: "export".to_owned(),
            label: "export the image".to_owned(),
            line: None,
            start: schedule.export.start,
            duration: schedule.export.duration,
            runs: true,
            critical: schedule.export.critical,
        });
    }
    TimelineReport {
        bars,
        total: schedule.total(),
    }
}
