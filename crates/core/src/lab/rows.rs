//! The ledger: one row for each instruction.

use std::time::Duration;

use layerlab_syntax::{Dockerfile, Instruction};

use super::analysis::{LedgerRow, Range, RealFigures, RowState, StepLabel};
use super::explain_step::Explainer;
use super::global_argument;
use super::platforms;
use super::wording;
use crate::cache::Status;
use crate::explain::{About, topic_of};
use crate::graph::{Placement, Plan, SettingKind, VertexId, uses_of_globals};
use crate::known::Subject;

/// Time and size of a vertex, as the ledger shows them.
#[derive(Debug, Clone, Default)]
pub(super) struct StepFigures {
    /// Time it takes in this build.
    pub(super) duration: Duration,
    /// Bytes of its layer; `None` if it makes none.
    pub(super) size: Option<Range>,
    /// On which data the size rests.
    pub(super) size_reason: String,
    /// What a figure that the user sets belongs to.
    pub(super) subject: Option<Subject>,
    /// Which figures are no estimates.
    pub(super) real: RealFigures,
}

/// What happens to a step as shown: `COPY --link` runs if one of its halves does.
pub(super) fn shown_status(plan: &Plan, statuses: &[Status], id: VertexId) -> Status {
    let own = statuses.get(id.0).copied().unwrap_or(Status::NotReached);
    let half = plan
        .first_half(id)
        .and_then(|half| statuses.get(half.0).copied());
    match (own, half) {
        (Status::Fails, _) | (_, Some(Status::Fails)) => Status::Fails,
        (Status::Runs, _) | (_, Some(Status::Runs)) => Status::Runs,
        _ => own,
    }
}

/// All rows, in order of the text.
pub(super) fn rows(
    syntax: &Dockerfile,
    explainer: &Explainer<'_>,
    figures: &[StepFigures],
) -> Vec<LedgerRow> {
    let uses_of_globals = uses_of_globals(syntax);
    syntax
        .instructions
        .iter()
        .enumerate()
        .map(|(index, instruction)| {
            let placement = explainer
                .plan
                .placements
                .get(index)
                .unwrap_or(&Placement::Broken);
            let mut row = row(index, instruction, placement, explainer, figures);
            if matches!(placement, Placement::Setting(SettingKind::Global)) {
                global_argument::describe(&mut row, syntax, &uses_of_globals);
            }
            row
        })
        .collect()
}

fn row(
    index: usize,
    instruction: &Instruction,
    placement: &Placement,
    explainer: &Explainer<'_>,
    figures: &[StepFigures],
) -> LedgerRow {
    let line = instruction.lines.first;
    let keyword = instruction.keyword.value.to_uppercase();
    let mut row = LedgerRow {
        instruction: index,
        first_line: line,
        last_line: instruction.lines.last,
        state: RowState::Broken,
        step: None,
        brief: String::new(),
        duration: None,
        size: None,
        size_reason: String::new(),
        question: format!("What does line {line} do?"),
        answer: String::new(),
        chain: Vec::new(),
        topic: keyword.to_lowercase(),
        cause_topic: None,
        claim: None,
        subject: None,
        real: RealFigures::default(),
    };
    match placement {
        Placement::Step(id) => step_row(&mut row, *id, explainer, figures),
        Placement::Setting(SettingKind::Global) => {
            row.state = RowState::Setting(SettingKind::Global);
        }
        Placement::Setting(kind) => {
            row.state = RowState::Setting(*kind);
            row.brief = if keyword == "WORKDIR" {
                "no layer"
            } else {
                "settings only, no layer"
            }
            .to_owned();
            row.answer = setting_answer(*kind, &keyword);
            row.cause_topic = topic_of(About::Cause, "setting");
        }
        Placement::Continues => {
            row.state = RowState::Continues;
            row.brief = "goes on from there".to_owned();
            row.answer = "It starts from another stage of this file, or from nothing, so it has no step of its own."
                .to_owned();
        }
        Placement::NotNeeded => {
            row.state = RowState::NotNeeded;
            row.brief = "target does not need it".to_owned();
            row.question = format!("Why is line {line} not needed?");
            row.answer =
                "Nothing that the target is built from uses this stage, so BuildKit skips it."
                    .to_owned();
            row.cause_topic = topic_of(About::Cause, "not needed");
        }
        Placement::Broken => {
            row.brief = "not understood".to_owned();
            row.question = format!("What is wrong with line {line}?");
            row.answer =
                "BuildKit refuses this line. The other lines are shown as if it were not there."
                    .to_owned();
        }
    }
    if row.state != RowState::Fails && fails_at(index, explainer) {
        fail(&mut row, explainer);
    }
    row
}

/// Whether the step at which the build fails comes from this instruction. It need not be the step that the row shows: a
/// `FROM` stands for the triggers of its base, an `ADD` for its download.
fn fails_at(instruction: usize, explainer: &Explainer<'_>) -> bool {
    let failure = explainer.solution.failure.as_ref();
    let vertex = failure.and_then(|(id, _)| explainer.plan.vertex(*id));
    vertex.is_some_and(|vertex| vertex.instruction == Some(instruction))
}

fn fail(row: &mut LedgerRow, explainer: &Explainer<'_>) {
    let failure = explainer.solution.failure.as_ref();
    let message = failure.map_or("", |(_, message)| message.as_str());
    row.state = RowState::Fails;
    row.brief = "fails here".to_owned();
    row.question = format!("Why does line {} fail?", row.first_line);
    row.answer = format!("BuildKit stops the build here: {message}");
    row.chain.clear();
    row.cause_topic = None;
}

fn step_row(row: &mut LedgerRow, id: VertexId, explainer: &Explainer<'_>, figures: &[StepFigures]) {
    let line = row.first_line;
    if let Some(vertex) = explainer.plan.vertex(id)
        && let Some(display) = vertex.display.as_ref()
    {
        let stage = vertex
            .stage
            .and_then(|stage| explainer.plan.stages.get(stage));
        row.step = Some(StepLabel {
            stage: stage.map(|stage| stage.name.clone()).unwrap_or_default(),
            index: display.index,
            total: display.total,
            text: display.text.clone(),
        });
    }
    let status = shown_status(explainer.plan, &explainer.solution.statuses, id);
    if let Some(figures) = figures.get(id.0) {
        // What fails or is not reached leaves no layer.
        if matches!(status, Status::Cached | Status::Runs) {
            row.size = figures.size;
            row.size_reason.clone_from(&figures.size_reason);
            row.subject.clone_from(&figures.subject);
            row.real = figures.real;
        }
        row.duration = (status != Status::NotReached).then_some(figures.duration);
    }
    match status {
        Status::Cached => {
            row.state = RowState::Cached;
            row.brief = explainer.cached_brief(id);
            row.question = format!("Why is line {line} cached?");
            row.answer = explainer.cached_answer(id);
            row.cause_topic = topic_of(About::Cause, "cached");
        }
        Status::Runs => {
            row.state = RowState::Runs;
            row.brief = explainer.brief(id);
            row.question = format!("Why does line {line} run?");
            row.answer = explainer.answer(id);
            row.cause_topic = explainer
                .main_cause(id)
                .and_then(|cause| topic_of(About::Cause, wording::subject(cause)));
            row.chain = explainer.chain(id);
        }
        Status::Fails => fail(row, explainer),
        Status::NotReached => {
            row.state = RowState::NotReached;
            // Not always a line above: BuildKit looks for the files of every COPY before it runs a step.
            let failing = explainer.failing_line();
            let failing = failing.map_or("another step".to_owned(), |line| format!("line {line}"));
            row.brief = format!("{failing} fails");
            row.question = format!("Why is line {line} not reached?");
            row.answer = format!("The build stops when {failing} fails, before it gets here.");
        }
    }
    platforms::add_others(row, id, status, explainer);
}

fn setting_answer(kind: SettingKind, keyword: &str) -> String {
    match kind {
        SettingKind::Environment | SettingKind::Global => format!(
            "{keyword} makes no step of its own. Its value is part of the key of every RUN below it, and of nothing else."
        ),
        SettingKind::Surroundings => {
            format!(
                "{keyword} makes no step of its own. It is part of the key of the RUN steps below it."
            )
        }
        SettingKind::Metadata => {
            format!(
                "{keyword} only writes a setting into the image. It is in no key: changing it runs no step."
            )
        }
    }
}
