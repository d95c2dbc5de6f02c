//! A button that copies a text and says whether that went well.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::browser::copy;

/// What is copied.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct CopyButtonProps {
    /// What the button says.
    pub(crate) label: AttrValue,
    /// The text.
    pub(crate) text: AttrValue,
}

/// The button and what came of it.
#[component]
pub(crate) fn CopyButton(props: &CopyButtonProps) -> Html {
    // Another text was not copied yet.
    let said = use_state_eq(|| None::<(AttrValue, bool)>);
    let copy_it = {
        let (said, text) = (said.setter(), props.text.clone());
        move |_: MouseEvent| {
            let (said, text) = (said.clone(), text.clone());
            spawn_local(async move {
                let copied = copy(&text).await;
                said.set(Some((text, copied)));
            });
        }
    };
    let outcome = (*said).as_ref().filter(|(text, _)| *text == props.text);
    html! {
        <span class="copy">
            <button type="button" class="button small" onclick={copy_it}>{ &props.label }</button>
            <span role="status">
                { match outcome {
                    Some((_, true)) => " Copied.",
                    Some((_, false)) => " The browser does not allow it. Select the text and copy it.",
                    None => "",
                } }
            </span>
        </span>
    }
}
