//! The half of the program that is loaded when the page can be used.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// Of `web/static/boot.js`: returns once the rest of the program is there.
    #[wasm_bindgen(js_name = layerlabLoadRest)]
    fn load_rest();
}

/// Makes sure that the rest of the program is there. Nobody needs to call it: that it is here puts the import into the program,
/// and `cargo xtask dist` then calls that import wherever the program goes on into its other half.
#[wasm_bindgen]
pub fn need_rest() {
    load_rest();
}
