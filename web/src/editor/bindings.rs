//! The TypeScript module `web/editor`, name for name.
//!
//! Its interfaces are plain objects; here each is a type over `Object` with a setter for each field, so that a wrong type
//! is an error of the compiler. Arrays are copied out of wasm memory, because a view of it dies when the memory grows.

use js_sys::{Array, JsString, Object, Promise, Uint32Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

/// A question about an offset of a text.
pub(super) type Question = Closure<dyn Fn(String, u32) -> JsValue>;

#[wasm_bindgen(module = "/editor/dist/loader.js")]
extern "C" {
    #[wasm_bindgen(js_name = frameEditable)]
    pub(super) fn frame_editable() -> Promise;

    #[wasm_bindgen(js_name = loadEditor)]
    pub(super) fn load_editor() -> Promise;

    #[wasm_bindgen(js_name = createEditor)]
    pub(super) fn create_editor(
        parent: &HtmlElement,
        options: &Options,
        callbacks: &Callbacks,
    ) -> Editor;

    pub(super) type Editor;
    #[wasm_bindgen(method)]
    pub(super) fn open(this: &Editor, options: &Options) -> u32;
    #[wasm_bindgen(method)]
    pub(super) fn replace(this: &Editor, text: &str) -> u32;
    #[wasm_bindgen(method)]
    pub(super) fn push(this: &Editor, revision: u32, decorations: &Decorations);
    #[wasm_bindgen(method)]
    pub(super) fn reveal(this: &Editor, line: u32);
    #[wasm_bindgen(method)]
    pub(super) fn focus(this: &Editor);
    #[wasm_bindgen(method)]
    pub(super) fn destroy(this: &Editor);
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = Object)]
    pub(super) type Options;
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_text(this: &Options, text: &str);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_label(this: &Options, label: &str);
    #[wasm_bindgen(method, setter, js_name = readOnly)]
    pub(super) fn set_read_only(this: &Options, read_only: bool);
    #[wasm_bindgen(method, setter, js_name = lineNumbers)]
    pub(super) fn set_line_numbers(this: &Options, line_numbers: bool);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_wrap(this: &Options, wrap: bool);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_answers(this: &Options, answers: bool);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_lines(this: &Options, lines: &Uint32Array);

    #[wasm_bindgen(extends = Object)]
    pub(super) type Callbacks;
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_changed(this: &Callbacks, changed: &Closure<dyn Fn(String, u32)>);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_cursor(this: &Callbacks, cursor: &Closure<dyn Fn(u32, u32)>);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_geometry(this: &Callbacks, geometry: &Closure<dyn Fn(Box<[f64]>)>);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_build(this: &Callbacks, build: &Closure<dyn Fn()>);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_hover(this: &Callbacks, hover: &Question);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_complete(this: &Callbacks, complete: &Question);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_definition(this: &Callbacks, definition: &Question);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_references(this: &Callbacks, references: &Question);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_rename(
        this: &Callbacks,
        rename: &Closure<dyn Fn(String, u32, String) -> JsValue>,
    );

    #[wasm_bindgen(method, setter)]
    pub(super) fn set_fixes(this: &Callbacks, fixes: &Question);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_fix(this: &Callbacks, fix: &Closure<dyn Fn(String, u32, u32)>);

    #[wasm_bindgen(extends = Object)]
    pub(super) type Decorations;
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_tags(this: &Decorations, tags: &Uint32Array);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_diagnostics(this: &Decorations, diagnostics: &Uint32Array);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_messages(this: &Decorations, messages: &Array);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_marks(this: &Decorations, marks: &Uint32Array);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_chips(this: &Decorations, chips: &Uint32Array);
    #[wasm_bindgen(method, setter, js_name = chipTexts)]
    pub(super) fn set_chip_texts(this: &Decorations, chip_texts: &Array);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_rows(this: &Decorations, rows: &Uint32Array);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_folds(this: &Decorations, folds: &Uint32Array);

    #[wasm_bindgen(extends = Object)]
    pub(super) type Card;
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_from(this: &Card, from: u32);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_to(this: &Card, to: u32);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_title(this: &Card, title: &str);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_kind(this: &Card, kind: &str);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_text(this: &Card, text: &str);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_facts(this: &Card, facts: &Array);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_topic(this: &Card, topic: &str);

    #[wasm_bindgen(extends = Object)]
    pub(super) type Proposals;
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_from(this: &Proposals, from: u32);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_to(this: &Proposals, to: u32);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_unasked(this: &Proposals, unasked: bool);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_texts(this: &Proposals, texts: &Array);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_kinds(this: &Proposals, kinds: &Uint32Array);

    #[wasm_bindgen(extends = Object)]
    pub(super) type Renaming;
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_refusal(this: &Renaming, refusal: &str);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_edits(this: &Renaming, edits: &Uint32Array);

    #[wasm_bindgen(extends = Object)]
    pub(super) type Fixes;
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_titles(this: &Fixes, titles: &Array);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_gains(this: &Fixes, gains: &Array);
}

/// An empty object, whose fields the caller sets.
pub(super) fn object<T: JsCast>() -> T {
    Object::new().unchecked_into()
}

/// A copy of the numbers.
pub(super) fn numbers(values: &[u32]) -> Uint32Array {
    Uint32Array::from(values)
}

/// An array of strings.
pub(super) fn strings<'a>(values: impl Iterator<Item = &'a str>) -> Array {
    values.map(JsString::from).collect()
}
