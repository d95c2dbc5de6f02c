//! The half of the program that is loaded when the page can be used.

use gloo_events::EventListener;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::window;

/// The event of `web/static/boot.js` when the rest is there.
const WHOLE: &str = "layerlab-whole";

#[wasm_bindgen]
extern "C" {
    /// Of `web/static/boot.js`: returns once the rest of the program is there.
    #[wasm_bindgen(js_name = layerlabLoadRest)]
    fn load_rest();

    /// Of `web/static/boot.js`: whether nothing of the program is missing.
    #[wasm_bindgen(js_name = layerlabIsWhole)]
    fn nothing_is_missing() -> bool;
}

/// Makes sure that the rest of the program is there. Nobody needs to call it: that it is here puts the import into the program,
/// and `cargo xtask dist` then calls that import wherever the program goes on into its other half.
#[wasm_bindgen]
pub fn need_rest() {
    load_rest();
}

/// Whether the whole program is there. What can wait should: whoever calls into the missing half keeps the page waiting.
pub(crate) fn is_whole() -> bool {
    nothing_is_missing()
}

/// Calls back once the whole program is there, at once if it is there already. Not any more when what is returned is dropped.
pub(crate) fn when_whole(call: impl FnOnce() + 'static) -> Option<EventListener> {
    if is_whole() {
        call();
        return None;
    }
    window().map(|window| EventListener::once(&window, WHOLE, move |_| call()))
}
