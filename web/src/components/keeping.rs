//! Projects are kept in the browser: written a moment after an edit, and opened again when they are asked for.

use std::rc::Rc;

use layerlab_core::lessons::examples;
use layerlab_core::share::{Contents, LinkOptions, link, open_kept};
use web_sys::{HtmlInputElement, KeyboardEvent};
use yew::prelude::*;

use super::app::{Dispatch, use_dispatch};
use crate::browser::{
    Keeping, can_keep, focus_around, forget, forget_open, fragment, fresh_id, is_news, is_own_link,
    keep, kept, kept_link, last_open, remember_open, remember_opened, rename,
};
use crate::state::{Action, LoadedProject, Page, State};

/// With more files it takes too long to write a project down after each edit.
pub(super) const MOST_KEPT_FILES: usize = 2_000;

/// Sends actions; a project that was kept and is not in the page yet is read first.
#[hook]
pub(super) fn use_kept(state: &UseReducerHandle<State>, dispatch: &Dispatch) -> Dispatch {
    let dispatch = dispatch.clone();
    {
        let dispatch = dispatch.clone();
        use_effect_with((), move |()| {
            let found = kept().into_iter().map(|kept| LoadedProject {
                id: kept.id.into(),
                name: kept.name.into(),
            });
            dispatch.emit(Action::KeptFound(found.collect()));
            // A link in the address comes before what was open last.
            let address = fragment();
            let is_link = address.len() >= 2 && !Page::of_fragment(&address).is_learn();
            if (!is_link || is_own_link(&address))
                && let Some(id) = last_open()
                && !reopen(&id, &dispatch)
            {
                // An example that was chosen and left as it is. Any other id is that of nothing, and opens nothing.
                dispatch.emit(Action::ProjectOpened(id));
            }
        });
    }
    use_callback(
        (state.present(), dispatch),
        |action: Action, (present, dispatch)| {
            if let Action::ProjectOpened(id) = &action {
                if is_first(id) && kept_link(id).is_none() {
                    forget_open();
                } else {
                    remember_open(id);
                }
                // The first example is always present; it may have been edited at an earlier visit.
                let is_here = present.iter().any(|present| **present == **id) && !is_news(id);
                if !is_here && reopen(id, dispatch) {
                    return;
                }
            }
            dispatch.emit(action);
        },
    )
}

/// What the page begins with if nothing else was open.
fn is_first(id: &str) -> bool {
    examples().first().is_some_and(|example| *example.id == *id)
}

/// Opens a project that was kept. False if there is none, or it cannot be read.
fn reopen(id: &str, dispatch: &Dispatch) -> bool {
    let Some(link) = kept_link(id) else {
        return false;
    };
    match open_kept(&link) {
        Ok(opened) => {
            remember_opened(id, &link);
            dispatch.emit(Action::KeptOpened {
                id: id.into(),
                link: Box::new(opened),
            });
            true
        }
        Err(_) => {
            let sentence = "A project that was kept in this browser is damaged or from another version, so it could not be \
                            opened. It stays where it is.";
            dispatch.emit(Action::NoticeShown(Some(sentence.into())));
            false
        }
    }
}

/// Writes the open project down.
pub(super) fn write(state: &State, dispatch: &Dispatch) {
    if state.lab.project.files.entries.len() > MOST_KEPT_FILES {
        return;
    }
    let options = LinkOptions {
        contents: Contents::All,
        // It stays in the browser.
        secrets: true,
        ..LinkOptions::default()
    };
    let kept = keep(
        &state.example,
        state.name(),
        &link(&state.shared(), &options),
    );
    let sentence = match kept {
        Keeping::Refused if can_keep() => {
            "There is no room left to keep this project in the browser. Use Share to save it as a link.".to_owned()
        }
        Keeping::Apart(name) => format!(
            "This project was kept in this browser as it is in another tab, or in a state that could not be read. That stays as \
             it is. What you edit here is kept beside it, as \u{201c}{name}\u{201d}."
        ),
        Keeping::Kept | Keeping::Refused => return,
    };
    dispatch.emit(Action::NoticeShown(Some(sentence.into())));
}

/// Which project is open.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct KeptListProps {
    /// Its id.
    pub(crate) open: Rc<str>,
    /// Its files are too many to be kept.
    pub(crate) too_large: bool,
}

/// The projects that are kept, each with buttons to rename and to forget it.
#[component]
pub(crate) fn KeptList(props: &KeptListProps) -> Html {
    let dispatch = use_dispatch();
    // Forgetting or renaming one changes the list.
    let changes = use_state(|| 0_u32);
    let renaming = use_state_eq(|| None::<String>);
    if !can_keep() {
        return html! {
            <p>{ "This browser does not let the page keep anything, so your edits are gone when you leave. Share gives a link that holds them." }</p>
        };
    }
    let kept = kept();
    let changed = {
        let changes = changes.clone();
        Callback::from(move |()| changes.set(*changes + 1))
    };
    html! {
        <>
            if props.too_large {
                <p>{ "The open project has too many files to be kept." }</p>
            }
            if kept.is_empty() {
                <p>{ "Nothing yet. What you edit is kept here, in this browser only." }</p>
            }
            <ul class="kept" tabindex="-1">
                { for kept.into_iter().map(|kept| {
                    let is_open = *kept.id == *props.open;
                    if renaming.as_deref() == Some(&kept.id) {
                        let done = {
                            let (renaming, changed) = (renaming.setter(), changed.clone());
                            move |()| {
                                renaming.set(None);
                                changed.emit(());
                            }
                        };
                        return html! { <RenameForm id={kept.id} name={kept.name} {done} /> };
                    }
                    let (dispatch, changed) = (dispatch.clone(), changed.clone());
                    let rename_it = {
                        let (renaming, id) = (renaming.setter(), kept.id.clone());
                        move |_: MouseEvent| renaming.set(Some(id.clone()))
                    };
                    let id: Rc<str> = kept.id.into();
                    let forget_it = {
                        let id = Rc::clone(&id);
                        move |pressed: MouseEvent| {
                            focus_around(&pressed);
                            forget(&id);
                            dispatch.emit(Action::ProjectForgotten(Rc::clone(&id)));
                            changed.emit(());
                        }
                    };
                    html! {
                        <li key={id.to_string()}>
                            <span>{ &kept.name }{ if is_open { ", open" } else { "" } }</span>
                            <button type="button" class="button small" aria-label={format!("Rename {}", kept.name)} onclick={rename_it}>{ "Rename" }</button>
                            <button type="button" class="button small" aria-label={format!("Forget {}", kept.name)} onclick={forget_it}>{ "Forget" }</button>
                        </li>
                    }
                }) }
            </ul>
        </>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct RenameFormProps {
    id: String,
    name: String,
    /// The form is to go away.
    done: Callback<()>,
}

/// A field with the name. An example that is renamed becomes a project of its own, and the example is as it was at first.
#[component]
fn RenameForm(props: &RenameFormProps) -> Html {
    let dispatch = use_dispatch();
    let field = use_node_ref();
    {
        let field = field.clone();
        use_effect_with((), move |()| {
            if let Some(field) = field.cast::<HtmlInputElement>() {
                // Nothing is lost if it cannot take the focus.
                let _ = field.focus();
                field.select();
            }
        });
    }
    let submit = {
        let (field, id, done) = (field.clone(), props.id.clone(), props.done.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            let name = field.cast::<HtmlInputElement>().map(|field| field.value());
            let name = name.unwrap_or_default().trim().to_owned();
            if !name.is_empty() {
                let mut examples = layerlab_core::lessons::examples().iter();
                let to = if examples.any(|example| *example.id == *id) {
                    fresh_id("own")
                } else {
                    id.clone()
                };
                if rename(&id, &to, &name) {
                    dispatch.emit(Action::ProjectRenamed {
                        id: id.as_str().into(),
                        to: to.into(),
                        name: name.into(),
                    });
                }
            }
            done.emit(());
        }
    };
    let cancel = {
        let done = props.done.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                // The menu stays open.
                event.prevent_default();
                done.emit(());
            }
        }
    };
    html! {
        <li>
            <form class="kept-form" onsubmit={submit}>
                <input ref={field} class="field" aria-label="Name of the project" value={props.name.clone()} maxlength="80" onkeydown={cancel} />
                <button type="submit" class="button small">{ "Save" }</button>
            </form>
        </li>
    }
}
