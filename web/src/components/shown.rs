//! Whether a panel that a button opens is shown: it is empty while it is not. The browser opens and closes it, by click, Escape
//! and a click elsewhere.

use yew::prelude::*;

/// What a button and the panel that it opens are told.
pub(super) struct Shown {
    /// The panel is shown.
    pub(super) now: bool,
    /// Of the button, so that the panel is filled when it comes up and not after it.
    pub(super) on_click: Callback<MouseEvent>,
    /// Of the panel. Other buttons open it too.
    pub(super) on_toggle: Callback<Event>,
}

/// The state of one panel.
#[hook]
pub(super) fn use_shown() -> Shown {
    let shown = use_state_eq(|| false);
    let (click, toggle) = (shown.setter(), shown.setter());
    Shown {
        now: *shown,
        on_click: Callback::from(move |_| click.set(true)),
        on_toggle: Callback::from(move |event: Event| toggle.set(is_shown(&event))),
    }
}

/// Whether the panel of a toggle event is shown now.
fn is_shown(event: &Event) -> bool {
    let panel = event.target_dyn_into::<web_sys::Element>();
    panel.is_some_and(|panel| panel.matches(":popover-open").unwrap_or(false))
}
