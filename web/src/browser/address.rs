//! The address of the page: a link in it, and the link that it is given.

use gloo_events::EventListener;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HashChangeEvent, window};

/// What follows the `#` of the address, with it; empty if there is none.
pub(crate) fn fragment() -> String {
    window()
        .and_then(|window| window.location().hash().ok())
        .unwrap_or_default()
}

/// The address without the `#` and what follows it.
pub(crate) fn page_address() -> String {
    let href = window().and_then(|window| window.location().href().ok());
    let href = href.unwrap_or_default();
    href.split('#').next().unwrap_or_default().to_owned()
}

/// Writes a link into the address, without a step in the browser's history. An empty one takes it away.
pub(crate) fn set_fragment(link: &str) {
    let Some(window) = window() else { return };
    if fragment().trim_start_matches('#') == link {
        return;
    }
    let address = if link.is_empty() {
        page_address()
    } else {
        format!("#{link}")
    };
    // Refused in a sandboxed frame; the page works without it.
    if let Ok(history) = window.history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
    }
}

/// Calls back with the fragment before and the one now when there is another one in the address.
pub(crate) fn on_fragment(call: impl Fn(String, String) + 'static) -> Option<EventListener> {
    let window = window()?;
    Some(EventListener::new(&window, "hashchange", move |event| {
        let before = event
            .dyn_ref::<HashChangeEvent>()
            .map(HashChangeEvent::old_url)
            .unwrap_or_default();
        let before = before.split_once('#').map(|(_, fragment)| fragment);
        call(
            before
                .map(|fragment| format!("#{fragment}"))
                .unwrap_or_default(),
            fragment(),
        );
    }))
}

/// Names the page in the title of its window.
pub(crate) fn set_title(title: &str) {
    if let Some(document) = window().and_then(|window| window.document()) {
        document.set_title(title);
    }
}
