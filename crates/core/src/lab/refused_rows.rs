//! The ledger of a build that BuildKit refuses: the lines that are wrong say so, and none says that a step ran.
//!
//! BuildKit reads and plans the whole file before anything is solved (`dockerfile2llb/convert.go:toDispatchState`), so an
//! error in any line, also of a stage that the target does not need, keeps every step from running.

use layerlab_syntax::Instruction;

use super::analysis::{LedgerRow, RowState};
use super::problems::without_place;
use super::simulation::Simulation;
use crate::graph::BuildError;

/// Corrects rows that were made as if the lines with errors were not there. Nothing changes in a build that starts.
pub(super) fn mark_refused(rows: &mut [LedgerRow], simulation: &Simulation) {
    let Some(message) = simulation.refusal() else {
        return;
    };
    let errors = || {
        let errors = simulation.plan.errors.iter();
        errors.filter(|error| error.vertex.is_none())
    };
    let reason = not_reached_because(errors().next(), &message);
    for row in rows {
        let instruction = simulation.syntax.instructions.get(row.instruction);
        let own =
            instruction.and_then(|instruction| errors().find(|error| is_at(error, instruction)));
        match (own, row.state) {
            (Some(error), _) => refuse(row, error),
            // What a line sets, and where a stage goes on from, is so whether anything runs or not.
            (None, RowState::Setting(_) | RowState::Continues | RowState::Broken) => {}
            (None, _) => leave_out(row, &reason),
        }
    }
}

/// Whether an error is about this instruction. One that names no line, such as a target that does not exist, is about none.
fn is_at(error: &BuildError, instruction: &Instruction) -> bool {
    let (span, place) = (instruction.span, error.span.start);
    !error.lines.is_empty() && span.start <= place && place < span.end.max(span.start + 1)
}

fn refuse(row: &mut LedgerRow, error: &BuildError) {
    let line = row.first_line;
    without_outcome(row, RowState::Broken);
    row.brief = "BuildKit refuses it".to_owned();
    row.question = format!("What is wrong with line {line}?");
    row.answer = format!(
        "BuildKit reads the whole file before it runs a step, and refuses this line: {}",
        without_place(&error.message)
    );
}

fn leave_out(row: &mut LedgerRow, reason: &str) {
    let line = row.first_line;
    without_outcome(row, RowState::NotReached);
    row.brief = "the build is refused".to_owned();
    row.question = format!("Why is line {line} not reached?");
    reason.clone_into(&mut row.answer);
}

fn without_outcome(row: &mut LedgerRow, state: RowState) {
    row.state = state;
    row.duration = None;
    row.size = None;
    row.size_reason.clear();
    row.chain.clear();
    row.cause_topic = None;
}

fn not_reached_because(first: Option<&BuildError>, message: &str) -> String {
    let line = first.and_then(|error| error.lines.first());
    match line.filter(|lines| lines.first > 0) {
        Some(lines) => format!(
            "BuildKit reads the whole file before it runs a step, and refuses line {}: {}",
            lines.first,
            without_place(message)
        ),
        None => format!("BuildKit refuses the build before it runs a step: {message}"),
    }
}
