//! Sentences from the core, in which words between backquotes are code.

use yew::prelude::*;

use crate::format::visible;

/// The sentence with its code set as code.
pub(crate) fn prose(text: &str) -> Html {
    visible(text)
        .split('`')
        .enumerate()
        .map(|(place, part)| match place % 2 {
            0 => html! { { part } },
            _ => html! { <code>{ part }</code> },
        })
        .collect()
}
