//! The same build in BuildKit and in the builder before it: why so many explanations on the web say something else.

use layerlab_core::classic::ClassicState;
use layerlab_core::lab::{Analysis, ComparedRow, Lab, RowState};
use yew::prelude::*;

use super::app::use_dispatch;
use super::chip::Chip;
use super::prose::prose;
use crate::format;
use crate::shared::Shared;
use crate::state::Action;

/// Of which project.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct BuildersPanelProps {
    /// The project, its history and the cache.
    pub(crate) lab: Shared<Lab>,
    /// The build that would run now.
    pub(crate) now: Shared<Analysis>,
}

/// Both builders, line by line.
#[component]
pub(crate) fn BuildersPanel(props: &BuildersPanelProps) -> Html {
    let comparison = {
        let lab = props.lab.clone();
        use_memo(props.now.clone(), move |now| lab.compare_builders(now))
    };
    if comparison.rows.is_empty() {
        return html! { <p class="empty">{ "Nothing is built yet." }</p> };
    }
    html! {
        <div class="builders">
            <p>
                { "BuildKit has been Docker's builder since version 23. Before it came the classic one, which many explanations still describe. " }
                { "There every line is a step, a change of any line makes all below it in the stage run, and every stage up to the target is built." }
            </p>
            <p class="builders-sum">
                <b>{ format::counted(comparison.buildkit_runs, "line") }</b>{ format!(" {} in BuildKit, ", format::runs(comparison.buildkit_runs)) }
                <b>{ format::counted(comparison.classic_runs, "line") }</b>{ " in the classic builder." }
            </p>
            if let Some(error) = &comparison.classic_error {
                <p class="builders-error">{ "The classic builder fails: " }{ prose(error) }</p>
            }
            <table>
                <thead><tr><th scope="col">{ "Line" }</th><th scope="col">{ "BuildKit" }</th><th scope="col">{ "Classic" }</th></tr></thead>
                <tbody>{ for comparison.rows.iter().map(|row| html! { <Row row={row.clone()} /> }) }</tbody>
            </table>
            <p class="builders-note">
                { "The classic rules come from Docker's documentation and from moby's source. They were not checked against recorded builds, as those of BuildKit were." }
            </p>
        </div>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct RowProps {
    row: ComparedRow,
}

#[component]
fn Row(props: &RowProps) -> Html {
    let dispatch = use_dispatch();
    let row = &props.row;
    let line = row.line;
    let go = move |_: MouseEvent| dispatch.emit(Action::LineRevealed(line));
    let classic = row.classic.map(|state| match state {
        ClassicState::Cached => RowState::Cached,
        ClassicState::Runs => RowState::Runs,
        ClassicState::Fails => RowState::Fails,
        ClassicState::NotReached => RowState::NotReached,
    });
    let outcome = |state: Option<RowState>, why: &str| {
        let word = state.map(RowState::word).filter(|word| !word.is_empty());
        html! {
            <td title={why.to_owned()}>
                { match (word, state) {
                    (Some(_), Some(state)) => html! { <Chip {state} /> },
                    _ => html! { <span class="no-step">{ "no step" }</span> },
                } }
            </td>
        }
    };
    let differs = classic.map(RowState::word).unwrap_or_default() != row.buildkit.word();
    html! {
        <tr class={differs.then_some("differs")}>
            <th scope="row">
                <button type="button" class="step-link" title={row.text.to_string()} onclick={go}>{ format!("{line} {}", row.text) }</button>
            </th>
            { outcome(Some(row.buildkit), &row.buildkit_why) }
            { outcome(classic, &row.classic_why) }
        </tr>
    }
}
