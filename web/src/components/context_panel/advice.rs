//! What is sent and should rarely be, with the reason and the line that ignores it.

use layerlab_core::lab::{Advice, Analysis, Concern};
use yew::prelude::*;

use crate::components::app::use_dispatch;
use crate::format;
use crate::shared::Shared;
use crate::state::Action;

/// Which build.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct AdviceListProps {
    pub(super) analysis: Shared<Analysis>,
    pub(super) read_only: bool,
}

/// The list; nothing if there is nothing to say.
#[component]
pub(super) fn AdviceList(props: &AdviceListProps) -> Html {
    let dispatch = use_dispatch();
    let advice = &props.analysis.context.advice;
    if advice.is_empty() {
        return Html::default();
    }
    html! {
        <section class="advice" aria-label="Rarely sent">
            <h2 class="context-heading">{ "Sent, and rarely should be" }</h2>
            <ul>
                { for advice.iter().map(|advice| {
                    let ignore = {
                        let dispatch = dispatch.clone();
                        let line = advice.ignore_line.clone();
                        move |_: MouseEvent| dispatch.emit(Action::LineIgnored(line.clone()))
                    };
                    html! {
                        <li key={advice.ignore_line.clone()} class="advice-item">
                            <span class={classes!("chip", look(advice.concern))}>{ advice.concern.word() }</span>
                            <div class="advice-text">
                                <code>{ name(advice) }</code>
                                <span class="advice-size">{ amount(advice) }</span>
                                <p class="advice-reason">{ advice.reason }</p>
                            </div>
                            if !props.read_only {
                                <button
                                    type="button"
                                    class="button small"
                                    aria-label={format!("Ignore {}", name(advice))}
                                    title={format!("Adds the line {} to {}", advice.ignore_line, props.analysis.context.ignore_file)}
                                    onclick={ignore}
                                >{ "Ignore" }</button>
                            }
                        </li>
                    }
                }) }
            </ul>
        </section>
    }
}

/// The look of a concern: as grave as an outcome that is red, orange or without a colour.
fn look(concern: Concern) -> &'static str {
    match concern {
        Concern::Secret => "fail",
        Concern::Size => "run",
        Concern::Speed => "skip",
    }
}

fn name(advice: &Advice) -> String {
    let slash = if advice.folders { "/" } else { "" };
    match advice.paths.as_slice() {
        [path] => format!("{path}{slash}"),
        _ => format!("{}{slash}", advice.ignore_line),
    }
}

fn amount(advice: &Advice) -> String {
    let size = format::bytes(advice.sent_bytes);
    let files = format::counted(advice.sent_files, "file");
    match advice.paths.len() {
        1 if !advice.folders => size,
        1 => format!("{size} in {files}"),
        places => format!("{size} in {files}, {} places", format::count(places)),
    }
}
