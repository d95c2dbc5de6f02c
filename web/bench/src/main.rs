//! A page of Yew and CodeMirror alone, with the Dockerfile that the page begins with: what the start of the page is measured
//! against, see `docs/performance.md`. Built by `cargo xtask bench-web`.

use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlElement;
use yew::prelude::*;

const TEXT: &str =
    include_str!("../../../crates/core/src/lessons/projects/django-two-stages/files/Dockerfile");

#[wasm_bindgen(raw_module = "./bare.js")]
extern "C" {
    /// Of `web/editor/bench/bare.ts`: the editor that typing is measured against, too.
    fn show(text: &str, parent: &HtmlElement);
}

/// An editor.
#[component]
fn BarePage() -> Html {
    let parent = use_node_ref();
    {
        let parent = parent.clone();
        use_effect_with((), move |()| {
            if let Some(parent) = parent.cast::<HtmlElement>() {
                show(TEXT, &parent);
            }
        });
    }
    html! { <main ref={parent}></main> }
}

fn main() {
    yew::Renderer::<BarePage>::new().render();
}
