//! Says that something is looked at that cannot be edited, and leads back.

use yew::prelude::*;

use super::app::{use_dispatch, use_read_only};
use super::what_if_chips::PreviewBar;
use crate::state::{Action, Compare, Moment, State};

/// The bar over what is looked at, if that is not the project as it stands.
pub(super) fn looking_bar(state: &State) -> Html {
    if let Some(build) = state.past() {
        return html! { <PastBar number={build.number} label={build.label.clone()} /> };
    }
    match state.preview() {
        Some(preview) => html! { <PreviewBar edit={preview.edit.clone()} /> },
        None => Html::default(),
    }
}

/// Which build.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct PastBarProps {
    /// Its number.
    pub(crate) number: usize,
    /// What it was, in a few words.
    pub(crate) label: AttrValue,
}

/// The bar over an earlier build.
#[component]
pub(crate) fn PastBar(props: &PastBarProps) -> Html {
    let dispatch = use_dispatch();
    let read_only = use_read_only();
    let send = |action: Action| {
        let dispatch = dispatch.clone();
        move |_: MouseEvent| dispatch.emit(action.clone())
    };
    let number = props.number;
    let compare = Action::CompareOpened(Compare::Builds(Moment::Build(number), Moment::Now));
    html! {
        <div class="past-bar" role="status">
            <span>{ "Looking at " }<b>{ format!("build {number}") }</b>{ format!(" ({}), as it was. It cannot be edited.", props.label) }</span>
            <span class="past-buttons">
                <button class="button small" type="button" onclick={send(compare)}>{ "Compare with now" }</button>
                if !read_only {
                    <button class="button small" type="button" title="Its texts, files and options take the place of those that stand here. This can be undone."
                        onclick={send(Action::BuildRestored(number))}>{ "Go back to it" }</button>
                }
                <button class="button small" type="button" onclick={send(Action::BuildSelected(Moment::Now))}>{ "Back to now" }</button>
            </span>
        </div>
    }
}
