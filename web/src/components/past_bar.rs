//! Says that an earlier build is looked at, and leads back.

use yew::prelude::*;

use super::app::use_dispatch;
use crate::state::{Action, Moment};

/// Which build.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct PastBarProps {
    /// Its number.
    pub(crate) number: usize,
    /// What it was, in a few words.
    pub(crate) label: AttrValue,
}

/// The bar.
#[component]
pub(crate) fn PastBar(props: &PastBarProps) -> Html {
    let dispatch = use_dispatch();
    let back = move |_: MouseEvent| dispatch.emit(Action::BuildSelected(Moment::Now));
    html! {
        <div class="past-bar" role="status">
            <span>{ "Looking at " }<b>{ format!("build {}", props.number) }</b>{ format!(" ({}), as it was. It cannot be edited.", props.label) }</span>
            <button class="button small" type="button" onclick={back}>{ "Back to now" }</button>
        </div>
    }
}
