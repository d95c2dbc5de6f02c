//! Links in the address of the page: opened when they are there, and kept up with what the user does.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use layerlab_core::lab::Project;
use layerlab_core::share::{LinkError, link, open_link};
use yew::prelude::*;

use super::app::Dispatch;
use crate::browser::{fragment, on_fragment, set_fragment};
use crate::state::{Action, State};

/// How long nothing must change before the address follows, in milliseconds.
const PAUSE: u32 = 700;
/// A longer link is not kept in the address.
const LONGEST_ADDRESS: usize = 8_000;
/// With more files no link is short enough.
const MOST_FILES: usize = 2_000;

/// Opens the link of the address, now and whenever there is another one, and writes what the user made into it.
#[hook]
pub(super) fn use_links(state: &UseReducerHandle<State>, dispatch: &Dispatch) {
    {
        let dispatch = dispatch.clone();
        use_effect_with((), move |()| {
            open(&fragment(), &dispatch);
            let listener = on_fragment(move |fragment| open(&fragment, &dispatch));
            move || drop(listener)
        });
    }
    // How the open project looked when it was opened. Until it is another one the address stays as it is.
    let opened = use_mut_ref(|| None::<(Rc<str>, Project, usize)>);
    let state = state.clone();
    let watched = (
        state.now.clone(),
        state.example.clone(),
        state.panel,
        state.tab.clone(),
        state.line,
    );
    use_effect_with(watched, move |_| {
        let lab = &state.lab;
        let mut opened = opened.borrow_mut();
        let same_project = opened.as_ref().is_some_and(|(id, ..)| *id == state.example);
        if !same_project {
            *opened = Some((
                Rc::clone(&state.example),
                lab.project.clone(),
                lab.history.len(),
            ));
        }
        let untouched = opened.as_ref().is_some_and(|(_, project, builds)| {
            *project == lab.project && *builds == lab.history.len()
        });
        let too_large = lab.project.files.entries.len() > MOST_FILES;
        let timer = (!untouched).then(|| {
            let state = state.clone();
            Timeout::new(PAUSE, move || {
                let link = if too_large {
                    String::new()
                } else {
                    link(&state.shared(), &state.link_options())
                };
                if link.len() <= LONGEST_ADDRESS {
                    set_fragment(&link);
                } else {
                    set_fragment("");
                }
            })
        });
        move || drop(timer)
    });
}

fn open(fragment: &str, dispatch: &Dispatch) {
    match open_link(fragment) {
        Ok(link) => dispatch.emit(Action::LinkOpened(Box::new(link))),
        // Any other fragment means something else, or nothing.
        Err(LinkError::NotALink) => {}
        Err(error) => dispatch.emit(Action::NoticeShown(Some(error.message().into()))),
    }
}
