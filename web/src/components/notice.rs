//! A sentence for the user that stays until it is taken away.

use std::rc::Rc;

use yew::prelude::*;

use super::app::use_dispatch;
use crate::state::Action;

/// What it says.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct NoticeProps {
    /// The sentence.
    pub(crate) text: Rc<str>,
}

/// The bar.
#[component]
pub(crate) fn Notice(props: &NoticeProps) -> Html {
    let dispatch = use_dispatch();
    let close = move |_: MouseEvent| dispatch.emit(Action::NoticeShown(None));
    html! {
        <div class="loading notice" role="alert">
            <span>{ &*props.text }</span>
            <button class="button small" type="button" onclick={close}>{ "Close" }</button>
        </div>
    }
}
