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
        let took = || match result {
            Some(result) => result.took.unwrap_or_else(|| {
                let kept = if caches.serves(&vertex.operation) {
                    result.kept_download_bytes
                } else {
                    0
                };
                machine.duration(Work {
                    download_bytes: result.work.download_bytes.saturating_sub(kept),
                    ..result.work
                })
            }),
            None => Duration::ZERO,
        };
        let took = match vertex.operation {
            // The transfer is local, and only what differs from the last build is sent.
            Operation::Context => machine.duration(Work {
                written_bytes: sent_bytes,
                busy: Duration::from_millis(50),
                ..Work::default()
            }),
            _ if runs => took(),
            _ => Duration::ZERO,
        };
        if runs && !matches!(vertex.operation, Operation::Image(_) | Operation::Context) {
            let size = result
                .and_then(|result| result.size)
                .map_or(0, |size| size.bytes);
            exported_bytes = exported_bytes.saturating_add(size);
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
    let last = plan
        .result
        .and_then(|id| schedule.slots.get(id.0))
        .map_or(Duration::ZERO, |slot| slot.start + slot.duration);
    let failed = statuses.contains(&Status::Fails);
    let export = if failed || plan.target.is_none() {
        Work::default()
    } else {
        Work {
            written_bytes: exported_bytes,
            busy: Duration::from_millis(100),
            ..Work::default()
        }
    };
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
        duration: machine.duration(export),
        critical: !failed,
    };
    mark_critical(plan, &mut schedule);
    schedule
}

/// Follows the inputs that were waited for, from the result back.
fn mark_critical(plan: &Plan, schedule: &mut Schedule) {
    let mut current = plan.result;
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
