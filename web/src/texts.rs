//! Texts that the page needs only now and then, such as examples: files beside it, which `web/editor/src/packages.ts` loads.

use js_sys::{Error, Promise};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(module = "/editor/dist/packages.js")]
extern "C" {
    #[wasm_bindgen(js_name = loadText)]
    fn load_text(name: &str) -> Promise;

    #[wasm_bindgen(js_name = loadMarkdown)]
    fn load_markdown() -> Promise;

    #[wasm_bindgen(js_name = loadLesson)]
    fn js_load_lesson(address: &str) -> Promise;

    #[wasm_bindgen(js_name = drawQr)]
    fn draw_qr(text: &str) -> Promise;

    #[wasm_bindgen(js_name = renderMarkdown)]
    fn render_markdown(text: &str) -> String;
}

fn reason(error: &JsValue) -> String {
    error.dyn_ref::<Error>().map_or_else(
        || "it is not known why".to_owned(),
        |error| String::from(error.message()),
    )
}

/// Loads what [`rendered`] needs.
///
/// # Errors
///
/// Part of a sentence about why it cannot be had.
pub(crate) async fn prepare_markdown() -> Result<(), String> {
    let loaded = JsFuture::from(load_markdown()).await;
    loaded.map(|_| ()).map_err(|error| reason(&error))
}

/// Markdown as HTML that holds nothing of the author's own; empty before it is prepared.
pub(crate) fn rendered(markdown: &str) -> String {
    render_markdown(markdown)
}

/// The text of this name.
///
/// # Errors
///
/// Part of a sentence about why there is none.
pub(crate) async fn load(name: &str) -> Result<String, String> {
    match JsFuture::from(load_text(name)).await {
        Ok(text) => Ok(text.as_string().unwrap_or_default()),
        Err(error) => Err(reason(&error)),
    }
}

/// A QR code as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QrCode {
    /// Modules on a side, without the margin.
    pub(crate) size: u32,
    /// The dark modules as a path of SVG.
    pub(crate) path: String,
}

/// The QR code of a text.
///
/// # Errors
///
/// Part of a sentence about why there is none.
pub(crate) async fn qr_code(text: &str) -> Result<QrCode, String> {
    let drawn = JsFuture::from(draw_qr(text)).await;
    let drawn = drawn.map_err(|error| reason(&error))?;
    let drawn = drawn.as_string().unwrap_or_default();
    let (size, path) = drawn.split_once(' ').unwrap_or_default();
    Ok(QrCode {
        size: size.parse().unwrap_or_default(),
        path: path.to_owned(),
    })
}

/// The text of a lesson at an address, which may be relative to the page.
///
/// # Errors
///
/// Part of a sentence about why there is none.
pub(crate) async fn load_lesson(address: &str) -> Result<String, String> {
    match JsFuture::from(js_load_lesson(address)).await {
        Ok(text) => Ok(text.as_string().unwrap_or_default()),
        Err(error) => Err(reason(&error)),
    }
}
