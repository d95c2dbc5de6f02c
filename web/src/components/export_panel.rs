//! Saving the project, pictures of the build and a summary of it as files.

use js_sys::{Array, JsString, Uint32Array};
use layerlab_core::export::{layer_picture, project_files, summary, timeline_picture};
use layerlab_core::lab::BuildRecord;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::copy_button::CopyButton;
use super::share_menu::ShareMenuProps;
use crate::folder::{save_picture, save_text, save_zip};
use crate::format;
use crate::state::State;

/// The type of texts whose names have no ending that says it. Browsers add an ending for any other type.
const NAMED_AS_IT_IS: &str = "application/octet-stream";

/// Buttons for everything that can be saved.
#[component]
pub(super) fn ExportPanel(props: &ShareMenuProps) -> Html {
    let state = &props.state.0;
    let project = &state.lab.project;
    let failed = use_state_eq(|| None::<String>);
    // The build that the summary compares with; the last one at first.
    let against = use_state_eq(|| None::<usize>);
    let (files, others) = project_files(project);
    let name = file_name(state.name());
    let title = state.name().to_owned();
    let against_number = against.or(state.lab.history.last().map(|build| build.number));
    let compared: Option<&BuildRecord> = (state.lab.history.iter())
        .find(|build| Some(build.number) == against_number)
        .map(AsRef::as_ref);
    let markdown = summary(&state.lab, &state.now, compared);
    let dockerfile = project.options.dockerfile_path();
    let dockerfile_name = dockerfile
        .rsplit('/')
        .next()
        .unwrap_or(dockerfile)
        .to_owned();
    let text_button = |label: &str, name: String, kind: &'static str, text: String| {
        let save = move |_: MouseEvent| save_text(&name, kind, &text);
        html! { <button type="button" class="button small" onclick={save}>{ label }</button> }
    };
    let zip = {
        let (state, markdown, name) = (state.clone(), markdown.clone(), name.clone());
        let (title, failed) = (title.clone(), failed.setter());
        move |_: MouseEvent| {
            let (paths, texts, modes) = archive(&state, &title, &markdown);
            let (name, failed) = (format!("{name}.zip"), failed.clone());
            let saved = save_zip(&name, paths, texts, modes);
            spawn_local(async move {
                let outcome = JsFuture::from(saved).await;
                failed.set(outcome.err().map(|error| message(&error)));
            });
        }
    };
    let picture_buttons = |what: &'static str, file: &'static str, picture: String| {
        let png = {
            let (picture, name, failed) = (picture.clone(), name.clone(), failed.setter());
            move |_: MouseEvent| {
                let saved = save_picture(&format!("{name}-{file}.png"), &picture);
                let failed = failed.clone();
                spawn_local(async move {
                    let outcome = JsFuture::from(saved).await;
                    failed.set(outcome.err().map(|error| message(&error)));
                });
            }
        };
        let svg = {
            let name = format!("{name}-{file}.svg");
            move |_: MouseEvent| save_text(&name, "image/svg+xml", &picture)
        };
        html! {
            <span class="share-pair">
                <button type="button" class="button small" onclick={svg}>{ format!("{what}, SVG") }</button>
                <button type="button" class="button small" onclick={png} aria-label={format!("{what}, PNG")}>{ "PNG" }</button>
            </span>
        }
    };
    let choose = {
        let against = against.setter();
        move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                against.set(select.value().parse().ok());
            }
        }
    };
    html! {
        <>
            <h2>{ "Save as files" }</h2>
            <div class="share-buttons">
                { text_button(&dockerfile_name, dockerfile_name.clone(), NAMED_AS_IT_IS, project.dockerfile.to_string()) }
                if let Some(text) = &project.dockerignore {
                    { text_button(".dockerignore", ".dockerignore".to_owned(), NAMED_AS_IT_IS, text.to_string()) }
                }
                <button type="button" class="button small" onclick={zip}>{ "Everything as a .zip" }</button>
            </div>
            <p class="share-length">
                { format!("The archive holds {}, the pictures and the summary.", format::counted(files.len(), "text file")) }
                if others > 0 {
                    { format!(" {} of which only the size is known cannot be in it.", format::counted(others, "file")) }
                }
                if project.dockerignore.is_some() {
                    { " If your browser saves .dockerignore without its dot, put it back." }
                }
            </p>
            <h2>{ "Pictures of the build" }</h2>
            <div class="share-buttons">
                { picture_buttons("Timeline", "timeline", timeline_picture(&state.now, &title)) }
                { picture_buttons("Layers", "layers", layer_picture(&state.now, &title)) }
            </div>
            <h2>{ "Summary for a pull request" }</h2>
            if !state.lab.history.is_empty() {
                <label class="option">
                    { "Compared with " }
                    <select class="field" onchange={choose}>
                        { for state.lab.history.iter().rev().map(|build| html! {
                            <option value={build.number.to_string()} selected={Some(build.number) == against_number}>
                                { format!("build {} · {}", build.number, build.label) }
                            </option>
                        }) }
                    </select>
                </label>
            }
            <div class="share-buttons">
                <CopyButton label="Copy the Markdown" text={markdown.clone()} />
                { text_button("Save it", format!("{name}-summary.md"), "text/markdown", markdown) }
            </div>
            <p class="share-length" role="alert">{ (*failed).clone().unwrap_or_default() }</p>
        </>
    }
}

/// Paths, texts and modes of what is in the archive.
fn archive(state: &State, title: &str, markdown: &str) -> (Array, Array, Uint32Array) {
    let (files, _) = project_files(&state.lab.project);
    let (paths, texts) = (Array::new(), Array::new());
    let mut modes = Vec::new();
    let mut add = |path: &str, text: &str, mode: u32| {
        paths.push(&JsString::from(path));
        texts.push(&JsString::from(text));
        modes.push(mode);
    };
    for file in &files {
        add(&file.path, &file.text, file.mode);
    }
    let extra = [
        ("layerlab/summary.md", markdown.to_owned()),
        ("layerlab/timeline.svg", timeline_picture(&state.now, title)),
        ("layerlab/layers.svg", layer_picture(&state.now, title)),
    ];
    for (path, text) in extra {
        if !files.iter().any(|file| file.path == path) {
            add(path, &text, 0o644);
        }
    }
    (paths, texts, Uint32Array::from(modes.as_slice()))
}

/// A name that every system takes.
pub(super) fn file_name(name: &str) -> String {
    let plain = |letter: char| {
        if letter.is_alphanumeric() {
            letter
        } else {
            '-'
        }
    };
    let name: String = name.to_lowercase().chars().map(plain).collect();
    let parts: Vec<&str> = name.split('-').filter(|part| !part.is_empty()).collect();
    match parts.join("-") {
        name if name.is_empty() => "project".to_owned(),
        name => name,
    }
}

fn message(error: &wasm_bindgen::JsValue) -> String {
    let text = wasm_bindgen::JsCast::dyn_ref::<js_sys::Error>(error)
        .map(|error| String::from(error.message()));
    text.unwrap_or_else(|| "It could not be saved.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn names_are_plain() {
        assert_eq!(file_name("Django, two stages"), "django-two-stages");
        assert_eq!(file_name("../x"), "x");
        assert_eq!(file_name("…"), "project");
    }
}
