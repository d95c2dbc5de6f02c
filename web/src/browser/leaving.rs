//! The last moment at which something can be done.

use gloo_events::EventListener;
use web_sys::window;

/// Calls back when the page is left, reloaded or hidden. It may never go on after that.
pub(crate) fn on_leaving(call: impl Fn() + Clone + 'static) -> Vec<EventListener> {
    let Some(window) = window() else {
        return Vec::new();
    };
    let hidden = window.document().map(|document| {
        let call = call.clone();
        // Also when it is seen again, which does no harm.
        EventListener::new(&document, "visibilitychange", move |_| call())
    });
    let left = EventListener::new(&window, "pagehide", move |_| call());
    hidden.into_iter().chain([left]).collect()
}
