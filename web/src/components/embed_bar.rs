//! The top line of an embed: what it is, build, and the way to the full page with all that the reader did.

use layerlab_core::share::link;
use web_sys::{HtmlAnchorElement, MouseEvent};
use yew::prelude::*;

use super::app::use_dispatch;
use super::icons;
use super::share_menu::ShareState;
use crate::browser::{is_opaque, open_beside};
use crate::state::Action;

/// What is shown.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct EmbedBarProps {
    /// What is opened in full.
    pub(crate) state: ShareState,
    /// Links may be followed only with the address at hand: what to open if nothing was done yet.
    pub(crate) fragment: AttrValue,
}

/// The line.
#[component]
pub(crate) fn EmbedBar(props: &EmbedBarProps) -> Html {
    let dispatch = use_dispatch();
    let anchor = use_node_ref();
    let refused = use_state(|| None::<AttrValue>);
    let build = move |_: MouseEvent| dispatch.emit(Action::Built);
    // The link is made when somebody is about to follow it: after each letter typed that would be in vain.
    let make = {
        let anchor = anchor.clone();
        let state = props.state.clone();
        Callback::from(move |()| {
            let state = &state.0;
            let address = format!("./#{}", link(&state.shared(), &state.link_options()));
            if let Some(anchor) = anchor.cast::<HtmlAnchorElement>() {
                anchor.set_href(&address);
                return anchor.href();
            }
            address
        })
    };
    let open = {
        let make = make.clone();
        let refused = refused.setter();
        move |event: MouseEvent| {
            let address = make.emit(());
            // A sandboxed frame may not be allowed to open anything; without an answer the link would do nothing.
            if is_opaque() {
                event.prevent_default();
                refused.set((!open_beside(&address)).then(|| address.into()));
            }
        }
    };
    let prepare = {
        let make = make.clone();
        Callback::from(move |()| drop(make.emit(())))
    };
    let name = props.state.0.name().to_owned();
    html! {
        <>
            <header class="embed-bar">
                <span class="logo" aria-hidden="true">{ icons::logo() }</span>
                <span class="embed-name">{ if name.is_empty() { "Dockerfile".to_owned() } else { name } }</span>
                <button class="button primary" type="button" aria-keyshortcuts="Control+Enter Meta+Enter" onclick={build}>{ "Build" }</button>
                <a
                    ref={anchor}
                    class="button"
                    href={format!("./{}", props.fragment)}
                    target="_blank"
                    rel="noopener"
                    title="Opens this in the full playground, with your edits"
                    onmouseenter={prepare.reform(|_: MouseEvent| ())}
                    onfocus={prepare.reform(|_: FocusEvent| ())}
                    onclick={open}
                >{ "Open in full" }</a>
            </header>
            if let Some(address) = &*refused {
                <div class="embed-refused" role="alert">
                    <label>
                        { "This frame may not open other pages. Copy the address and open it yourself: " }
                        <input class="field" readonly=true value={address.clone()} />
                    </label>
                </div>
            }
        </>
    }
}
