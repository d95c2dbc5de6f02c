//! Putting the page in the place of the static frame.

use web_sys::{Document, window};

use crate::components::{App, AppProps, EmbedApp};

/// The element of `index.html` and `embed.html` that holds the static frame until the program is there.
pub(super) const FRAME: &str = "page";

/// Where the page will not show what its frame shows: `theme.js` sets this before anything is seen, `early.ts` when somebody types.
const OTHER: &str = "data-other";

fn document() -> Option<Document> {
    window()?.document()
}

/// The frame shows the first project, as nobody has edited it yet.
pub(crate) fn frame_shows_first() -> bool {
    let root = document().and_then(|document| document.document_element());
    root.is_some_and(|root| !root.has_attribute(OTHER))
}

/// Replaces the static frame.
pub(crate) fn mount(props: AppProps) {
    match document().and_then(|document| document.get_element_by_id(FRAME)) {
        Some(frame) => yew::Renderer::<App>::with_root_and_props(frame, props).render(),
        None => yew::Renderer::<App>::with_props(props).render(),
    };
}

/// The same in a frame of another page.
pub(crate) fn mount_embed() {
    if let Some(frame) = document().and_then(|document| document.get_element_by_id(FRAME)) {
        yew::Renderer::<EmbedApp>::with_root(frame).render();
    }
}
