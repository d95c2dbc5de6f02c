//! The TypeScript module `web/editor/src/files/folder.ts`, name for name.

use js_sys::{Array, Float64Array, Object, Promise, Uint8Array, Uint32Array};
use wasm_bindgen::prelude::*;
use web_sys::{DataTransfer, HtmlInputElement};

#[wasm_bindgen(module = "/editor/dist/folder.js")]
extern "C" {
    /// What was dropped; nothing if it is no file. To be called while the event is handled.
    pub(crate) fn dropped(transfer: &DataTransfer) -> Option<Source>;
    /// What was picked in a field for files.
    pub(crate) fn picked(input: &HtmlInputElement) -> Option<Source>;
    /// Saves a text of that type as a file.
    #[wasm_bindgen(js_name = saveText)]
    pub(crate) fn save_text(name: &str, kind: &str, text: &str);
    /// Saves files as one archive. The arrays belong together; the modes are permission bits.
    #[wasm_bindgen(js_name = saveZip)]
    pub(crate) fn save_zip(name: &str, paths: Array, texts: Array, modes: Uint32Array) -> Promise;
    /// Saves a picture that is given as SVG as PNG.
    #[wasm_bindgen(js_name = savePicture)]
    pub(crate) fn save_picture(name: &str, svg: &str) -> Promise;
    /// What a YAML file says, as JSON for `layerlab_core::compose::from_json`.
    #[wasm_bindgen(js_name = readYaml)]
    pub(crate) fn read_yaml(text: &str) -> Promise;
}

#[wasm_bindgen]
extern "C" {
    /// Something that files come from.
    #[wasm_bindgen(extends = Object)]
    #[derive(Debug, Clone, PartialEq)]
    pub(crate) type Source;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn name(this: &Source) -> String;
    #[wasm_bindgen(method)]
    pub(super) fn next(this: &Source) -> Promise;
    #[wasm_bindgen(method)]
    pub(super) fn contents(this: &Source, paths: Array, largest_text_bytes: f64) -> Promise;
    #[wasm_bindgen(method)]
    pub(crate) fn cancel(this: &Source);

    #[wasm_bindgen(extends = Object)]
    pub(super) type Batch;
    #[wasm_bindgen(method, getter)]
    pub(super) fn paths(this: &Batch) -> Array;
    #[wasm_bindgen(method, getter)]
    pub(super) fn kinds(this: &Batch) -> Uint8Array;
    #[wasm_bindgen(method, getter)]
    pub(super) fn sizes(this: &Batch) -> Float64Array;
    #[wasm_bindgen(method, getter)]
    pub(super) fn modes(this: &Batch) -> Uint32Array;
    #[wasm_bindgen(method, getter)]
    pub(super) fn marks(this: &Batch) -> Array;

    #[wasm_bindgen(extends = Object)]
    pub(super) type Content;
    #[wasm_bindgen(method, getter)]
    pub(super) fn text(this: &Content) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    pub(super) fn sha256(this: &Content) -> Option<String>;
}
