//! The image's history and its configuration, in Docker's words.

use layerlab_core::lab::{ConfigField, HistoryRow, config_json, history_text};
use yew::prelude::*;

use super::app::use_dispatch;
use super::copy_button::CopyButton;
use crate::state::Action;

/// The history as `docker history` prints it.
pub(super) fn history_view(rows: &[HistoryRow]) -> Html {
    html! {
        <>
            <HistoryTable rows={rows.to_vec()} />
            <CopyButton label="Copy as docker history prints it" text={history_text(rows)} />
        </>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct HistoryTableProps {
    rows: Vec<HistoryRow>,
}

#[component]
fn HistoryTable(props: &HistoryTableProps) -> Html {
    let dispatch = use_dispatch();
    let row = |row: &HistoryRow| {
        let created_by = match row.line {
            Some(line) => {
                let dispatch = dispatch.clone();
                let go = move |_: MouseEvent| dispatch.emit(Action::LineRevealed(line));
                html! {
                    <button type="button" class="step-link" title={format!("Go to line {line}")} onclick={go}>{ &row.created_by }</button>
                }
            }
            None => html! { { &row.created_by } },
        };
        html! {
            <tr class={row.base.then_some("history-base")}>
                <td>{ row.image }</td>
                <td class="history-created">{ created_by }</td>
                <td class="history-size">{ &row.size }</td>
            </tr>
        }
    };
    html! {
        <table class="image-history">
            <thead>
                <tr><th scope="col">{ "IMAGE" }</th><th scope="col">{ "CREATED BY" }</th><th scope="col" class="history-size">{ "SIZE" }</th></tr>
            </thead>
            <tbody>{ for props.rows.iter().map(row) }</tbody>
        </table>
    }
}

/// The configuration as `docker image inspect` names it.
pub(super) fn config_view(fields: &[ConfigField]) -> Html {
    html! {
        <>
            if fields.is_empty() {
                <p class="content-note">{ "Nothing is set: the image has no command, no environment, no user." }</p>
            }
            <dl class="image-config">
                { for fields.iter().map(|field| html! {
                    <div>
                        <dt>{ field.name }</dt>
                        { for field.values.iter().map(|value| html! { <dd>{ value }</dd> }) }
                    </div>
                }) }
            </dl>
            <CopyButton label="Copy as JSON" text={config_json(fields)} />
        </>
    }
}
