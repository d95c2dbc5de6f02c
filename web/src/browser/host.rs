//! The page that holds this one in a frame. What it is told goes through `web/editor/src/embed/frame.ts`, which knows the
//! dialects; it is there before the program.

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit, window};

/// `frame.ts` listens for this event.
const EVENT: &str = "layerlab-embed";
/// The attribute of the static frame of `embed.html`.
const MARK: &str = "data-embed";

/// Whether this is the page for frames.
pub(crate) fn is_embed() -> bool {
    window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id(super::start::FRAME))
        .is_some_and(|frame| frame.has_attribute(MARK))
}

/// An address of the full page, given as what stands behind its folder: `#/learn/cache-key`. In the full page itself it stays.
pub(crate) fn in_full(address: &str) -> String {
    if is_embed() {
        format!("./{address}")
    } else {
        address.to_owned()
    }
}

/// Where a link to the full page opens: beside the page that holds the frame.
pub(crate) fn link_target() -> Option<&'static str> {
    is_embed().then_some("_blank")
}

/// Tells `frame.ts` something: what it is, and its fields.
pub(crate) fn tell(kind: &str, fields: &[(&str, JsValue)]) {
    let detail = Object::new();
    let kind = [("type", JsValue::from_str(kind))];
    for (name, value) in kind.iter().chain(fields) {
        // An object that was just made takes every field.
        let _ = Reflect::set(&detail, &JsValue::from_str(name), value);
    }
    let init = CustomEventInit::new();
    init.set_detail(&detail);
    if let (Some(window), Ok(event)) = (
        window(),
        CustomEvent::new_with_event_init_dict(EVENT, &init),
    ) {
        let _ = window.dispatch_event(&event);
    }
}

/// Opens an address beside the page. False where the frame may not do that.
pub(crate) fn open_beside(address: &str) -> bool {
    let opened = window().and_then(|window| window.open_with_url(address).ok().flatten());
    opened.is_some()
}

/// Whether this frame has no origin of its own, as a sandboxed one.
pub(crate) fn is_opaque() -> bool {
    window().is_some_and(|window| window.origin() == "null")
}
