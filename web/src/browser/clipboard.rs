//! Copying a text.

use wasm_bindgen_futures::JsFuture;
use web_sys::window;

/// Copies; false where the browser refuses it, as in a sandboxed frame or on a page that is not served securely.
pub(crate) async fn copy(text: &str) -> bool {
    let Some(window) = window() else { return false };
    if !window.is_secure_context() {
        return false;
    }
    let written = window.navigator().clipboard().write_text(text);
    JsFuture::from(written).await.is_ok()
}
