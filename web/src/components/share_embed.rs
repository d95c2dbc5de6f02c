//! The code with which another page shows the project, and how that looks.

use layerlab_core::share::{
    EmbedPart, EmbedTheme, Fragment, embed_address, embed_frame, embed_script,
};
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::copy_button::CopyButton;
use crate::browser::page_address;

/// What is embedded.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct ShareEmbedProps {
    /// The letters of the link.
    pub(super) code: AttrValue,
    /// Name of the project.
    pub(super) name: AttrValue,
    /// What stands in its place where there is no script.
    pub(super) dockerfile: AttrValue,
}

/// How it is embedded, as chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Choice {
    script: bool,
    read_only: bool,
    small: bool,
    theme: EmbedTheme,
}

/// The themes, and what they are called in the form.
const THEMES: [(EmbedTheme, &str, &str); 3] = [
    (EmbedTheme::Auto, "auto", "As the reader has it"),
    (EmbedTheme::Light, "light", "Light"),
    (EmbedTheme::Dark, "dark", "Dark"),
];

/// The code, what is in it, and the preview once it was asked for.
#[component]
pub(super) fn ShareEmbed(props: &ShareEmbedProps) -> Html {
    let previewed = use_state_eq(|| false);
    let choice = use_state_eq(|| Choice {
        script: false,
        read_only: false,
        small: false,
        theme: EmbedTheme::Auto,
    });
    let address = Fragment {
        code: Some(props.code.to_string()),
        read_only: choice.read_only,
        panels: choice.small.then(|| vec![EmbedPart::Steps]),
        theme: choice.theme,
        ..Fragment::default()
    };
    let page = page_address();
    let html = if choice.script {
        embed_script(&page, &address, &props.name, &props.dockerfile)
    } else {
        embed_frame(&page, &address, &props.name)
    };
    let change = |change: fn(&mut Choice, bool)| {
        let (now, choice) = (*choice, choice.setter());
        move |event: Event| {
            if let Some(field) = event.target_dyn_into::<HtmlInputElement>() {
                let mut next = now;
                change(&mut next, field.checked());
                choice.set(next);
            }
        }
    };
    let theme = {
        let (now, choice) = (*choice, choice.setter());
        move |event: Event| {
            let Some(field) = event.target_dyn_into::<HtmlSelectElement>() else {
                return;
            };
            let chosen = THEMES.iter().find(|(_, id, _)| *id == field.value());
            if let Some((theme, _, _)) = chosen {
                choice.set(Choice {
                    theme: *theme,
                    ..now
                });
            }
        }
    };
    let kind = |script: bool, label: &'static str| {
        html! {
            <label class="option">
                <input
                    type="radio"
                    name="embed-kind"
                    checked={choice.script == script}
                    onchange={if script { change(|choice, _| choice.script = true) } else { change(|choice, _| choice.script = false) }}
                />{ " " }{ label }
            </label>
        }
    };
    let select = |event: FocusEvent| {
        if let Some(field) = event.target_dyn_into::<HtmlTextAreaElement>() {
            field.select();
        }
    };
    let toggle = {
        let previewed = previewed.clone();
        move |_: MouseEvent| previewed.set(!*previewed)
    };
    let source = embed_address(&page, &address);
    html! {
        <>
            <h2><label for="share-embed">{ "Embed it in a page" }</label></h2>
            { kind(false, "A frame, which most systems for pages and courses take") }
            { kind(true, "A script, whose frame is as high as what is in it") }
            <label class="option">
                <input type="checkbox" checked={choice.read_only} onchange={change(|choice, on| choice.read_only = on)} />
                { " The text can only be read" }
            </label>
            <label class="option">
                <input type="checkbox" checked={choice.small} onchange={change(|choice, on| choice.small = on)} />
                { " Only the text and its steps" }
            </label>
            <label class="option">
                { "Colours " }
                <select class="field" onchange={theme}>
                    { for THEMES.iter().map(|(theme, id, label)| html! {
                        <option value={*id} selected={*theme == choice.theme}>{ *label }</option>
                    }) }
                </select>
            </label>
            <textarea id="share-embed" class="field share-code" readonly={true} rows="4" spellcheck="false" value={html.clone()} onfocus={select} />
            <div class="share-buttons">
                <CopyButton label="Copy the HTML" text={html} />
                <button type="button" class="button small" aria-expanded={if *previewed { "true" } else { "false" }} onclick={toggle}>
                    { if *previewed { "Hide the preview" } else { "Show a preview" } }
                </button>
            </div>
            if *previewed {
                // Another address is another frame: it reads its address only once.
                <iframe key={source.clone()} class="share-preview" src={source} title="Preview of the embedded playground"></iframe>
            }
        </>
    }
}
