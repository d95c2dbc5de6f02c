//! What only a user can know: that a stage which ran again left the same files as before.

use super::analysis::{LedgerRow, OutputClaim};
use super::simulation::Simulation;
use crate::cache::{Knowledge, Status, Store, taken_paths};
use crate::graph::{InputKind, Operation, Placement, VertexId};

/// Puts the claim that can be made into the row of every step that takes files from a stage which ran.
pub(super) fn add_claims(
    rows: &mut [LedgerRow],
    simulation: &Simulation,
    store: &Store,
    told: &Knowledge,
) {
    for row in rows {
        let Some(Placement::Step(id)) = simulation.plan.placements.get(row.instruction) else {
            continue;
        };
        let half = simulation.plan.first_half(*id);
        row.claim = half
            .into_iter()
            .chain([*id])
            .find_map(|id| claim(id, simulation, store, told));
    }
}

fn claim(
    id: VertexId,
    simulation: &Simulation,
    store: &Store,
    told: &Knowledge,
) -> Option<OutputClaim> {
    let plan = &simulation.plan;
    let vertex = plan.vertex(id)?;
    let inputs = vertex.inputs.iter().enumerate();
    inputs
        .filter(|(_, input)| input.kind == InputKind::Content)
        .find_map(|(position, input)| {
            let source = input.vertex?;
            let made_by = plan.vertex(source)?;
            let ran = simulation.solution.statuses.get(source.0) == Some(&Status::Runs);
            let known = matches!(
                made_by.operation,
                Operation::Context | Operation::Download { .. } | Operation::InlineFiles(_)
            );
            if !ran || known {
                return None;
            }
            let stage = &plan.stages.get(made_by.stage?)?.name;
            let path = taken_paths(&vertex.operation, position)
                .into_iter()
                .find(|path| store.knows_output(stage, path))?;
            let place = (stage.clone(), path.to_owned());
            Some(OutputClaim {
                told: told.unchanged.contains(&place),
                stage: place.0,
                path: place.1,
            })
        })
}
