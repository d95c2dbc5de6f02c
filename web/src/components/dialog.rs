//! A window in the page. Nothing else can be reached until it is closed, by its button or by Escape.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::icons;

/// What is in it.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct DialogProps {
    /// Its title and accessible name.
    pub(crate) title: AttrValue,
    /// A class that tells how large it is.
    #[prop_or_default]
    pub(crate) class: Classes,
    /// What stands beside its title.
    #[prop_or_default]
    pub(crate) tools: Html,
    /// It was closed.
    pub(crate) on_close: Callback<()>,
    /// What is in it.
    pub(crate) children: Html,
}

/// The window. It is open as long as it is in the page.
#[component]
pub(crate) fn Dialog(props: &DialogProps) -> Html {
    let element = use_node_ref();
    {
        let element = element.clone();
        use_effect_with((), move |()| {
            if let Some(dialog) = element.cast::<HtmlDialogElement>() {
                // It fails only if the window is open already.
                let _ = dialog.show_modal();
            }
        });
    }
    // The browser gives the focus back to where it was when the window is closed, so that is how it always goes.
    let close = {
        let element = element.clone();
        move |_: MouseEvent| {
            if let Some(dialog) = element.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        }
    };
    let on_close = props.on_close.reform(|_: Event| ());
    html! {
        <dialog ref={element} class={classes!("dialog", props.class.clone())} aria-labelledby="dialog-title" onclose={on_close}>
            <div class="dialog-head">
                <h2 class="dialog-title" id="dialog-title">{ props.title.clone() }</h2>
                { props.tools.clone() }
                <button type="button" class="button icon-button dialog-close" aria-label="Close" onclick={close}>{ icons::cross() }</button>
            </div>
            <div class="dialog-body" tabindex="0" role="group" aria-labelledby="dialog-title">{ props.children.clone() }</div>
        </dialog>
    }
}
