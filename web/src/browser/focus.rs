//! Where the focus goes when its element goes away.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, MouseEvent};

/// Moves the focus from a button that is pressed, and goes away by that, to the nearest element around it that can have it. Else it
/// would be lost to the page, and the next Tab would begin at its top.
pub(crate) fn focus_around(pressed: &MouseEvent) {
    let button = pressed.target();
    let button = button.and_then(|target| target.dyn_into::<Element>().ok());
    let around = button
        .and_then(|button| button.parent_element())
        .and_then(|parent| parent.closest("[tabindex]").ok().flatten())
        .and_then(|around| around.dyn_into::<HtmlElement>().ok());
    if let Some(around) = around {
        // Refused only by an element that cannot have it.
        let _ = around.focus();
    }
}
