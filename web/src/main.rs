//! The page. It shows what `layerlab-core` says; it works out nothing about a build itself.

mod browser;
mod components;
mod editor;
mod folder;
mod packages;
mod shared;
mod state;
mod texts;

use layerlab_core::format;

fn main() {
    browser::report_panics();
    wasm_bindgen_futures::spawn_local(async {
        if browser::is_embed() {
            // The editor comes when somebody goes into the text.
            browser::mount_embed();
            return;
        }
        editor::frame_editable().await;
        let first = shared::Shared::new(components::first_state().await);
        let editor = editor::load().await;
        browser::mount(components::AppProps { editor, first });
    });
}
