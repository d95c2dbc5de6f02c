//! Links in the address of the page: opened when they are there, and kept up with what the user does.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use layerlab_core::lab::Project;
use layerlab_core::share::{LinkError, link, open_link};
use yew::prelude::*;

use super::app::Dispatch;
use super::keeping::{self, MOST_KEPT_FILES};
use crate::browser::{
    fragment, is_own_link, kept_link, last_open, on_fragment, remember_own_link, set_fragment,
};
use crate::state::{Action, State};

/// How long nothing must change before the address follows, in milliseconds.
const PAUSE: u32 = 700;
/// A longer link is not kept in the address.
const LONGEST_ADDRESS: usize = 8_000;

/// Opens the link of the address, now and whenever there is another one, and writes what the user made into it.
#[hook]
pub(super) fn use_links(state: &UseReducerHandle<State>, dispatch: &Dispatch) {
    {
        let dispatch = dispatch.clone();
        use_effect_with((), move |()| {
            // What the page itself wrote is opened as it was kept.
            let address = fragment();
            if !is_own_link(&address) || last_open().and_then(|id| kept_link(&id)).is_none() {
                open(&address, &dispatch);
            }
            let listener = on_fragment(move |fragment| open(&fragment, &dispatch));
            move || drop(listener)
        });
    }
    // How the open project looked when it was opened. Until it is another one the address stays as it is.
    let opened = use_mut_ref(|| None::<(Rc<str>, Project, usize)>);
    let (state, dispatch) = (state.clone(), dispatch.clone());
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
        let too_large = lab.project.files.entries.len() > MOST_KEPT_FILES;
        let timer = (!untouched).then(|| {
            let state = state.clone();
            let dispatch = dispatch.clone();
            Timeout::new(PAUSE, move || {
                keeping::write(&state, &dispatch);
                let link = if too_large {
                    String::new()
                } else {
                    link(&state.shared(), &state.link_options())
                };
                if link.len() <= LONGEST_ADDRESS {
                    set_fragment(&link);
                    remember_own_link(&link);
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
