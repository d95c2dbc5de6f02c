//! The TypeScript module `web/editor/src/packages.ts`: loading the tables of packages and the texts of the explanations,
//! which are no part of the program.

use std::rc::Rc;

use js_sys::{Error, Promise, Uint8Array};
use layerlab_core::PackageTable;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(module = "/editor/dist/packages.js")]
extern "C" {
    #[wasm_bindgen(js_name = loadTable)]
    fn load_table(name: &str) -> Promise;

    #[wasm_bindgen(js_name = loadTableSoon)]
    fn load_table_soon(name: &str) -> Promise;
}

/// The name of the texts among the files.
const EXPLANATIONS: &str = "explanations";

/// The bytes of a table.
///
/// # Errors
///
/// Part of a sentence about why there are none.
pub(crate) async fn load(table: PackageTable) -> Result<Rc<[u8]>, String> {
    Ok(bytes(load_table(table.name())).await?.into())
}

/// The bytes of a table, if they come so soon that nobody minds waiting.
pub(crate) async fn load_soon(table: PackageTable) -> Option<Rc<[u8]>> {
    Some(bytes(load_table_soon(table.name())).await.ok()?.into())
}

/// The file of the explanations.
///
/// # Errors
///
/// Part of a sentence about why there is none.
pub(crate) async fn load_texts() -> Result<Rc<str>, String> {
    let text = String::from_utf8(bytes(load_table(EXPLANATIONS)).await?);
    let text = text.map_err(|_| "the file is damaged: it is no text".to_owned())?;
    Ok(text.into())
}

async fn bytes(loading: Promise) -> Result<Vec<u8>, String> {
    match JsFuture::from(loading).await {
        Ok(bytes) => Ok(Uint8Array::new(&bytes).to_vec()),
        Err(error) => Err(error.dyn_ref::<Error>().map_or_else(
            || "it is not known why".to_owned(),
            |error| String::from(error.message()),
        )),
    }
}
