//! Says what was done last without typing, and takes it back.

use yew::prelude::*;

use super::app::use_dispatch;
use super::icons;
use crate::state::{Action, Said};

/// What was done.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct UndoBarProps {
    /// The last step.
    pub(crate) said: Option<Said>,
}

/// The bar. It stays until something else happens, and moves nothing.
#[component]
pub(crate) fn UndoBar(props: &UndoBarProps) -> Html {
    let dispatch = use_dispatch();
    let send = |action: Action| {
        let dispatch = dispatch.clone();
        move |_: MouseEvent| dispatch.emit(action.clone())
    };
    let content = props.said.as_ref().map(|said| {
        let (text, button) = match said {
            Said::Done(label) => (format!("{label}."), Some(("Undo", Action::Undone))),
            Said::Undone(label) => (format!("Undone: {label}."), Some(("Redo", Action::Redone))),
            Said::Kept(label) => (format!("{label}: edited since, so it stays as it is."), None),
        };
        html! {
            <div class="undo-bar">
                <span>{ text }</span>
                if let Some((word, action)) = button {
                    <button type="button" class="button small" onclick={send(action)}>{ word }</button>
                }
                <button type="button" class="undo-close" aria-label="Close" onclick={send(Action::StepSaid)}>{ icons::cross() }</button>
            </div>
        }
    });
    html! { <div class="undo-place" role="status">{ content }</div> }
}
