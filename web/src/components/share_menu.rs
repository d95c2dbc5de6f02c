//! Sharing the page: as a link, and as files.

use std::rc::Rc;

use layerlab_core::share::{
    Contents, LinkLength, LinkOptions, link, markdown_link, markdown_with_code, withheld_secrets,
};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::copy_button::CopyButton;
use super::export_panel::{ExportPanel, file_name};
use super::icons;
use super::lessons::fragment_of;
use super::open_file::LINK_FILE;
use super::share_embed::ShareEmbed;
use super::share_qr::ShareQr;
use super::shown::use_shown;
use crate::browser::page_address;
use crate::folder::save_text;
use crate::format;
use crate::state::State;

/// The page, from which a link is made when one is asked for.
#[derive(Debug, Clone)]
pub(crate) struct ShareState(pub(crate) State);

impl PartialEq for ShareState {
    fn eq(&self, other: &Self) -> bool {
        let (own, other) = (&self.0, &other.0);
        own.now == other.now
            && own.tab == other.tab
            && own.panel == other.panel
            && own.line == other.line
            && own.open_files == other.open_files
            && own.lesson == other.lesson
    }
}

/// Of which page.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ShareMenuProps {
    /// The page as it is.
    pub(crate) state: ShareState,
}

/// What goes into the link, as chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Choice {
    contents: bool,
    history: bool,
    secrets: bool,
}

/// A button and the panel that it opens.
#[component]
pub(crate) fn ShareMenu(props: &ShareMenuProps) -> Html {
    let shown = use_shown();
    html! {
        <>
            <button type="button" class="button options-button" popovertarget="share" aria-label="Share" onclick={shown.on_click}>
                <span class="options-icon">{ icons::share() }</span>
                <span class="options-name">{ "Share" }</span>
            </button>
            <div id="share" class="options" popover="auto" role="dialog" aria-label="Share" ontoggle={shown.on_toggle}>
                if shown.now {
                    <ShareForm state={props.state.clone()} />
                    <ExportPanel state={props.state.clone()} />
                }
            </div>
        </>
    }
}

/// The link and what goes into it.
#[component]
fn ShareForm(props: &ShareMenuProps) -> Html {
    let choice = use_state_eq(|| Choice {
        contents: true,
        history: true,
        secrets: false,
    });
    let state = &props.state.0;
    let shared = state.shared();
    let options = LinkOptions {
        contents: if choice.contents {
            Contents::Needed
        } else {
            Contents::None
        },
        history: choice.history,
        secrets: choice.secrets,
        ..state.link_options()
    };
    let secrets = withheld_secrets(&shared, &options);
    let fragment = link(&shared, &options);
    let address: Rc<str> = format!("{}#{fragment}", page_address()).into();
    let length = LinkLength::of(address.len());
    let name = state.name();
    let file = file_name(name);
    let as_markdown = markdown_link(name, &address);
    let with_code = markdown_with_code(name, &state.lab.project.dockerfile, &address);
    let save = {
        // A file may be as long as it has to be.
        let options = LinkOptions {
            contents: Contents::All,
            secrets: choice.secrets,
            ..state.link_options()
        };
        let (shared, name) = (shared.clone(), format!("{file}{LINK_FILE}"));
        move |_: MouseEvent| {
            let text = link(&shared, &options);
            save_text(&name, "application/octet-stream", &text);
        }
    };
    let copy_button = |label: &'static str, text: String| html! { <CopyButton {label} {text} /> };
    let toggle = |checked: bool, change: fn(&mut Choice, bool), label: Html| {
        let (now, choice) = (*choice, choice.setter());
        let change = move |event: Event| {
            if let Some(field) = event.target_dyn_into::<HtmlInputElement>() {
                let mut next = now;
                change(&mut next, field.checked());
                choice.set(next);
            }
        };
        html! {
            <label class="option"><input type="checkbox" {checked} onchange={change} />{ " " }{ label }</label>
        }
    };
    html! {
        <>
            { link_field("share-link", "Link to the project as it stands", &address) }
            <p class="share-length">
                { format!("{} letters. ", format::count(address.len())) }
                { length.advice().unwrap_or_else(|| {
                    "It carries the project itself: nothing is stored anywhere else.".to_owned()
                }) }
            </p>
            if length == LinkLength::VeryLong {
                <p class="share-length">
                    <button type="button" class="button small" onclick={save}>{ "Save the project as a file" }</button>
                    { " It holds the project with its builds, and opens when it is dropped on this page." }
                </p>
            }
            <div class="share-buttons">
                { copy_button("Copy link", address.to_string()) }
                { copy_button("Copy as Markdown", as_markdown) }
                { copy_button("Copy Markdown with the Dockerfile", with_code) }
            </div>
            <ShareQr address={address.to_string()} {file} />
            <h2>{ "What goes in" }</h2>
            { toggle(choice.contents, |choice, on| choice.contents = on, html! { "Texts of lists of dependencies and of open files" }) }
            { toggle(choice.history, |choice, on| choice.history = on, html! { { format!("The builds made so far, {}", shared.builds.len()) } }) }
            if !secrets.is_empty() {
                { toggle(choice.secrets, |choice, on| choice.secrets = on, html! {
                    <span>
                        { "The text of " }
                        { for secrets.iter().map(|path| html! { <><code>{ path }</code>{ " " }</> }) }
                        { "too, though it looks like a secret" }
                    </span>
                }) }
            }
            <p class="share-length">{ "Of all other files the link knows path and size." }</p>
            { lesson_link(state) }
            <ShareEmbed code={fragment} name={name.to_owned()} dockerfile={state.lab.project.dockerfile.to_string()} />
        </>
    }
}

/// An address to be copied: all of it is selected by going there.
fn link_field(id: &'static str, title: &'static str, address: &str) -> Html {
    let select = |event: FocusEvent| {
        if let Some(field) = event.target_dyn_into::<HtmlInputElement>() {
            field.select();
        }
    };
    html! {
        <>
            <h2><label for={id}>{ title }</label></h2>
            <input {id} class="field share-link" readonly={true} value={address.to_owned()} onfocus={select} />
        </>
    }
}

/// The link to the open lesson as it begins.
fn lesson_link(state: &State) -> Html {
    let Some(open) = &state.lesson else {
        return Html::default();
    };
    let fragment = fragment_of(&open.lesson.id, &state.course);
    let address = format!("{}#{fragment}", page_address());
    let problem = LinkLength::of(address.len()).problem();
    html! {
        <>
            { link_field("share-lesson", "Link to the lesson as it begins", &address) }
            <p class="share-length">
                { format!("{} letters. ", format::count(address.len())) }
                if let Some(problem) = problem {
                    { format!("{problem} Send the file of the lesson instead.") }
                }
            </p>
            <div class="share-buttons">
                <CopyButton label="Copy link to the lesson" text={address.clone()} />
                <CopyButton label="Copy it as Markdown" text={markdown_link(&open.lesson.title, &address)} />
            </div>
        </>
    }
}
