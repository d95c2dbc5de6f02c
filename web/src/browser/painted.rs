//! After the next frame.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::window;

/// A page that is not seen paints nothing. Then it is done after so many milliseconds.
const PATIENCE: u32 = 100;

/// Calls back once what has been done so far is on the screen.
pub(crate) fn after_paint(call: impl FnOnce() + 'static) {
    let call = Rc::new(Cell::new(Some(call)));
    let once = {
        let call = Rc::clone(&call);
        move || {
            if let Some(call) = call.take() {
                call();
            }
        }
    };
    // The frame's own callbacks come before it is painted, and a task that they ask for comes behind it.
    let frame = Closure::once_into_js(move || Timeout::new(0, once).forget());
    if let Some(window) = window() {
        // Refused only if there is no document.
        let _ = window.request_animation_frame(frame.unchecked_ref());
    }
    Timeout::new(PATIENCE, move || {
        if let Some(call) = call.take() {
            call();
        }
    })
    .forget();
}
