//! The steps beside a file that is not the Dockerfile: what an edit of it costs.

use layerlab_core::lab::{Analysis, RowState};
use yew::prelude::*;

use super::app::use_dispatch;
use super::ledger_row::{classes, columns};
use crate::shared::Shared;
use crate::state::Action;

/// More rows than these are not made.
const LISTED: usize = 200;

/// Which build.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct StepListProps {
    /// The build.
    pub(crate) analysis: Shared<Analysis>,
}

/// The steps that have an outcome, in the order of the Dockerfile.
#[component]
pub(crate) fn StepList(props: &StepListProps) -> Html {
    let dispatch = use_dispatch();
    let rows = props
        .analysis
        .rows
        .iter()
        .filter(|row| !matches!(row.state, RowState::Setting(_) | RowState::Continues))
        .take(LISTED);
    html! {
        <div class="step-list" role="group" aria-label="Steps">
            { for rows.map(|row| {
                let line = row.first_line;
                let dispatch = dispatch.clone();
                let text = row.step.as_ref().map_or(row.brief.as_str(), |step| step.text.as_str());
                let brief = html! {
                    <span class="row-brief" title={text.to_owned()}>
                        <span class="row-line">{ line }</span>{ " " }{ text }
                    </span>
                };
                html! {
                    <button
                        key={row.instruction}
                        type="button"
                        class={classes(row, false)}
                        onclick={move |_: MouseEvent| dispatch.emit(Action::LineRevealed(line))}
                    >
                        <span class="visually-hidden">{ "Line " }</span>
                        { columns(row, brief) }
                    </button>
                }
            }) }
        </div>
    }
}
