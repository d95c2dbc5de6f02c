//! Putting the page in the place of the static frame.

use web_sys::window;

use super::host::is_embed;
use crate::components::{App, AppProps, EmbedApp};

/// The element of `index.html` and `embed.html` that holds the static frame until the program is there.
pub(super) const FRAME: &str = "page";

/// Replaces the static frame. `editor` says whether there is an editor, or only plain text fields.
pub(crate) fn mount(editor: bool) {
    let props = AppProps { editor };
    let frame = window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id(FRAME));
    match frame {
        Some(frame) if is_embed() => {
            yew::Renderer::<EmbedApp>::with_root(frame).render();
        }
        Some(frame) => {
            yew::Renderer::<App>::with_root_and_props(frame, props).render();
        }
        None => {
            yew::Renderer::<App>::with_props(props).render();
        }
    }
}
