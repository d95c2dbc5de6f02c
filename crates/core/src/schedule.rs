//! When each step runs and how long it takes: stages run side by side, as in BuildKit.
//!
//! Times are rough: they follow from bytes and from the kind of work, on a machine that is described in [`Machine`].

mod machine;

use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Duration;

use crate::cache::Status;
use crate::effects::Work;
use crate::graph::{MountKind, Operation, Plan, VertexId};
use crate::image::StepResult;

pub use machine::{Machine, MachineProfile, machine_profiles};

/// One vertex in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Slot {
    /// When it starts, from the beginning of the build.
    pub start: Duration,
    /// How long it takes; zero if nothing runs.
    pub duration: Duration,
    /// A quicker step here makes the build quicker.
    pub critical: bool,
}

/// A whole build in time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Schedule {
    /// For each vertex of the plan.
    pub slots: Vec<Slot>,
    /// Writing the image after the last step.
    pub export: Slot,
}

impl Schedule {
    /// When a vertex is done.
    fn end(&self, id: VertexId) -> Option<Duration> {
        let slot = self.slots.get(id.0)?;
        Some(slot.start + slot.duration)
    }

    /// When everything is done.
    #[must_use]
    pub fn total(&self) -> Duration {
        self.export.start + self.export.duration
    }
}

/// What cache mounts hold when a build begins.
#[derive(Debug, Clone, Copy)]
pub enum CacheMounts<'a> {
    /// Nothing.
    Empty,
    /// What an earlier run of each step left there.
    Filled,
    /// What earlier builds left in those with these ids.
    Some(&'a BTreeSet<String>),
}

impl CacheMounts<'_> {
    /// The step finds what an earlier run of it left.
    fn serves(self, operation: &Operation) -> bool {
        let (Operation::Exec(exec), Self::Some(filled)) = (operation, self) else {
            return matches!(self, Self::Filled);
        };
        let mut caches = exec.mounts.iter();
        caches
            .any(|mount| matches!(&mount.kind, MountKind::Cache { id, .. } if filled.contains(id)))
    }
}

/// Lays a build out in time. `sent_bytes` is what of the context is transferred.
#[must_use]
pub fn schedule(
    plan: &Plan,
    statuses: &[Status],
    results: &[Rc<StepResult>],
    sent_bytes: u64,
    machine: Machine,
    caches: CacheMounts<'_>,
) -> Schedule {
    let mut slots: Vec<Slot> = Vec::with_capacity(plan.vertices.len());
    let mut exported_bytes = 0_u64;
    for (index, vertex) in plan.vertices.iter().enumerate() {
        let ends = vertex
            .inputs
            .iter()
            .filter_map(|input| slots.get(input.vertex?.0))
            .map(|slot| slot.start + slot.duration);
        let start = ends.max().unwrap_or_default();
        let runs = statuses
            .get(index)
            .is_some_and(|status| matches!(status, Status::Runs | Status::Fails));
        let result = results.get(index);
        let took = match vertex.operation {
            Operation::Context => transfer(sent_bytes, machine),
            _ if runs => result.map_or(Duration::ZERO, |result| {
                step_duration(&vertex.operation, result, machine, caches)
            }),
            _ => Duration::ZERO,
        };
        if runs {
            let bytes = result.map_or(0, |result| exported(&vertex.operation, result));
            exported_bytes = exported_bytes.saturating_add(bytes);
        }
        slots.push(Slot {
            start,
            duration: took,
            critical: false,
        });
    }
    let mut schedule = Schedule {
        slots,
        export: Slot::default(),
    };
    // The images of all platforms are exported together.
    let last = plan
        .results()
        .filter_map(|id| schedule.end(id))
        .max()
        .unwrap_or_default();
    let failed = statuses.contains(&Status::Fails);
    let end = if failed {
        schedule
            .slots
            .iter()
            .map(|slot| slot.start + slot.duration)
            .max()
            .unwrap_or_default()
    } else {
        last
    };
    schedule.export = Slot {
        start: end,
        duration: if failed {
            machine.duration(Work::default())
        } else {
            export(plan, exported_bytes, machine)
        },
        critical: !failed,
    };
    mark_critical(plan, &mut schedule);
    schedule
}

/// How long a step takes that runs.
pub(crate) fn step_duration(
    operation: &Operation,
    result: &StepResult,
    machine: Machine,
    caches: CacheMounts<'_>,
) -> Duration {
    result.took.unwrap_or_else(|| {
        let kept = if caches.serves(operation) {
            result.kept_download_bytes
        } else {
            0
        };
        machine.duration(Work {
            download_bytes: result.work.download_bytes.saturating_sub(kept),
            ..result.work
        })
    })
}

/// How long the transfer of the context takes: it is local, and only what differs from the last build is sent.
pub(crate) fn transfer(sent_bytes: u64, machine: Machine) -> Duration {
    machine.duration(Work {
        written_bytes: sent_bytes,
        busy: Duration::from_millis(50),
        ..Work::default()
    })
}

/// What is written of a step that ran when the image is exported.
pub(crate) fn exported(operation: &Operation, result: &StepResult) -> u64 {
    match operation {
        Operation::Image(_) | Operation::Context => 0,
        _ => result.size.map_or(0, |size| size.bytes),
    }
}

/// How long writing the image takes.
pub(crate) fn export(plan: &Plan, exported_bytes: u64, machine: Machine) -> Duration {
    machine.duration(if plan.target.is_none() {
        Work::default()
    } else {
        Work {
            written_bytes: exported_bytes,
            busy: Duration::from_millis(100),
            ..Work::default()
        }
    })
}

/// Follows the inputs that were waited for, from the result back that is there last.
fn mark_critical(plan: &Plan, schedule: &mut Schedule) {
    let mut current = None;
    let mut latest = None;
    for result in plan.results() {
        let end = schedule.end(result);
        // Of several at the same time the one of the first platform.
        if current.is_none() || end > latest {
            (current, latest) = (Some(result), end);
        }
    }
    while let Some(VertexId(index)) = current {
        let Some(slot) = schedule.slots.get_mut(index) else {
            break;
        };
        slot.critical = !slot.duration.is_zero();
        let start = slot.start;
        let inputs = plan
            .vertices
            .get(index)
            .map(|vertex| vertex.inputs.as_slice())
            .unwrap_or_default();
        current = inputs
            .iter()
            .filter_map(|input| input.vertex)
            .find(|input| {
                schedule
                    .slots
                    .get(input.0)
                    .is_some_and(|slot| slot.start + slot.duration == start)
            });
    }
}
