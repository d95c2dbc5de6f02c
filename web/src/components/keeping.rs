//! Projects are kept in the browser: written a moment after an edit, and opened again when they are asked for.

use std::rc::Rc;

use layerlab_core::share::{Contents, LinkOptions, link, open_kept};
use yew::prelude::*;

use super::app::{Dispatch, use_dispatch};
use crate::browser::{
    can_keep, forget, fragment, is_own_link, keep, kept, kept_link, last_open, remember_open,
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
            {
                reopen(&id, &dispatch);
            }
        });
    }
    use_callback(
        (state.present(), dispatch),
        |action: Action, (present, dispatch)| {
            if let Action::ProjectOpened(id) = &action {
                remember_open(id);
                if !present.iter().any(|present| **present == **id) && reopen(id, dispatch) {
                    return;
                }
            }
            dispatch.emit(action);
        },
    )
}

/// Opens a project that was kept. False if there is none, or it cannot be read.
fn reopen(id: &str, dispatch: &Dispatch) -> bool {
    let Some(link) = kept_link(id) else {
        return false;
    };
    match open_kept(&link) {
        Ok(opened) => {
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
    let written = keep(
        &state.example,
        state.name(),
        &link(&state.shared(), &options),
    );
    if !written && can_keep() {
        let sentence = "There is no room left to keep this project in the browser. Use Share to save it as a link.";
        dispatch.emit(Action::NoticeShown(Some(sentence.into())));
    }
}

/// Which project is open.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct KeptListProps {
    /// Its id.
    pub(crate) open: Rc<str>,
    /// Its files are too many to be kept.
    pub(crate) too_large: bool,
}

/// The projects that are kept, each with a button to forget it.
#[component]
pub(crate) fn KeptList(props: &KeptListProps) -> Html {
    let dispatch = use_dispatch();
    // Forgetting one changes the list.
    let changes = use_state(|| 0_u32);
    if !can_keep() {
        return html! {
            <p>{ "This browser does not let the page keep anything, so your edits are gone when you leave. Share gives a link that holds them." }</p>
        };
    }
    let kept = kept();
    html! {
        <>
            if props.too_large {
                <p>{ "The open project has too many files to be kept." }</p>
            }
            if kept.is_empty() {
                <p>{ "Nothing yet. What you edit is kept here, in this browser only." }</p>
            }
            <ul class="kept">
                { for kept.into_iter().map(|kept| {
                    let is_open = *kept.id == *props.open;
                    let (dispatch, changes) = (dispatch.clone(), changes.clone());
                    let id: Rc<str> = kept.id.into();
                    let forget_it = {
                        let id = Rc::clone(&id);
                        move |_: MouseEvent| {
                            forget(&id);
                            dispatch.emit(Action::ProjectForgotten(Rc::clone(&id)));
                            changes.set(*changes + 1);
                        }
                    };
                    html! {
                        <li key={id.to_string()}>
                            <span>{ &kept.name }{ if is_open { ", open" } else { "" } }</span>
                            <button type="button" class="button small" aria-label={format!("Forget {}", kept.name)} onclick={forget_it}>{ "Forget" }</button>
                        </li>
                    }
                }) }
            </ul>
        </>
    }
}
