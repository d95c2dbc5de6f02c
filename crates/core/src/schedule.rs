//! When each step runs and how long it takes: stages run side by side, as in BuildKit.
//!
//! Times are rough: they follow from bytes and from the kind of work, on a machine that is described in [`Machine`].

use std::rc::Rc;
use std::time::Duration;

use crate::cache::Status;
use crate::effects::Work;
use crate::graph::{Operation, Plan, VertexId};
use crate::image::StepResult;

/// The machine that builds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Machine {
    /// Bytes a second from the network.
    pub download_bytes_per_second: u64,
    /// Bytes a second that are unpacked and written.
    pub write_bytes_per_second: u64,
}

/// A laptop on a connection of 100 Mbit/s. Assumed, not measured.
pub const LAPTOP: Machine = Machine {
    download_bytes_per_second: 12_500_000,
    write_bytes_per_second: 120_000_000,
};

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

/// How long an amount of work takes.
#[must_use]
pub fn duration(work: Work, machine: Machine) -> Duration {
    let seconds =
        |bytes: u64, rate: u64| Duration::from_millis(bytes.saturating_mul(1000) / rate.max(1));
    work.busy
        + seconds(work.download_bytes, machine.download_bytes_per_second)
        + seconds(work.written_bytes, machine.write_bytes_per_second)
}

/// Lays a build out in time. `sent_bytes` is what of the context is transferred.
#[must_use]
pub fn schedule(
    plan: &Plan,
    statuses: &[Status],
    results: &[Rc<StepResult>],
    sent_bytes: u64,
    machine: Machine,
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
        let work = results
            .get(index)
            .map(|result| result.work)
            .unwrap_or_default();
        let took = match vertex.operation {
            // The transfer is local, and only what differs from the last build is sent.
            Operation::Context => duration(
                Work {
                    written_bytes: sent_bytes,
                    busy: Duration::from_millis(50),
                    ..Work::default()
                },
                machine,
            ),
            _ if runs => duration(work, machine),
            _ => Duration::ZERO,
        };
        if runs && !matches!(vertex.operation, Operation::Image(_) | Operation::Context) {
            let size = results
                .get(index)
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
        duration: duration(export, machine),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_follows_from_bytes() {
        let work = Work {
            download_bytes: 25_000_000,
            written_bytes: 240_000_000,
            busy: Duration::from_secs(1),
        };
        assert_eq!(duration(work, LAPTOP), Duration::from_secs(5));
        assert_eq!(
            duration(
                work,
                Machine {
                    download_bytes_per_second: 0,
                    ..LAPTOP
                }
            )
            .as_secs(),
            1 + 25_000_000 + 2
        );
    }
}
