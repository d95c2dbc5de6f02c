//! Links in the address of the page: opened when they are there, and kept up with what the user does.

use std::rc::{Rc, Weak};

use gloo_timers::callback::Timeout;
use layerlab_core::context::FileTree;
use layerlab_core::lab::{Analysis, Lab, Project};
use layerlab_core::share::{Fragment, LinkError, LinkLength, link};
use yew::prelude::*;

use super::app::Dispatch;
use super::keeping::{self, MOST_KEPT_FILES};
use crate::browser::{
    fragment, is_own_link, kept_link, last_open, on_fragment, on_leaving, remember_open,
    remember_own_link, set_fragment,
};
use crate::shared::Shared;
use crate::state::{Action, Learning, Page, State};

/// How long nothing must change before the address follows, in milliseconds.
const PAUSE: u32 = 700;
/// A link that few programs would take is not kept in the address.
pub(super) fn fits_address(link: &str) -> bool {
    LinkLength::of(link.len()) != LinkLength::VeryLong
}

/// Opens the link of the address, now and whenever there is another one, and writes what the user made into it.
#[hook]
pub(super) fn use_links(state: &UseReducerHandle<State>, learning: &Learning, dispatch: &Dispatch) {
    // Where the workbench was left for an explanation: coming back there, nothing is opened anew.
    let left = use_mut_ref(|| Rc::clone(&learning.left));
    left.borrow_mut().clone_from(&learning.left);
    {
        let dispatch = dispatch.clone();
        use_effect_with((), move |()| {
            // What the page itself wrote is opened as it was kept.
            let address = fragment();
            if !is_own_link(&address) || last_open().and_then(|id| kept_link(&id)).is_none() {
                open(&address, &dispatch);
            }
            let listener = on_fragment(move |before, now| {
                let comes_back = Page::of_fragment(&before).is_learn() && *now == **left.borrow();
                if !comes_back {
                    open(&now, &dispatch);
                }
            });
            move || drop(listener)
        });
    }
    // What is to be kept when nothing changes any more, or when the page is left before that.
    let due = use_mut_ref(|| None::<State>);
    // How the open project looked when it was opened. Until it is another one the address stays as it is.
    let opened = use_mut_ref(|| None::<Opened>);
    // The state of which it was found out whether it is due.
    let judged = use_mut_ref(|| None::<Shared<Analysis>>);
    {
        let (due, opened, judged) = (Rc::clone(&due), Rc::clone(&opened), Rc::clone(&judged));
        let (state, dispatch) = (state.clone(), dispatch.clone());
        use_effect_with((), move |()| {
            // What waited for the next frame reaches the state first: its listener is the earlier one. What follows from it does
            // not come any more, neither a rendering nor an effect.
            let listeners = on_leaving(move || {
                let opened = opened.borrow();
                let newer = opened.as_ref().filter(|opened| {
                    opened.id == state.example && judged.borrow().as_ref() != Some(&state.now)
                });
                let left = match newer {
                    Some(opened) if opened.is_untouched(&state.lab) => None,
                    Some(_) => Some((*state).clone()),
                    // What is kept already is not written again: another tab may have gone on with it.
                    None => due.borrow().clone(),
                };
                if let Some(left) = left {
                    write_down(&left, &dispatch);
                }
            });
            move || drop(listeners)
        });
    }
    let (state, dispatch) = (state.clone(), dispatch.clone());
    let watched = (
        state.now.clone(),
        state.example.clone(),
        state.panel,
        state.tab.clone(),
        state.line,
        learning.page.is_learn(),
    );
    use_effect_with(watched, move |_| {
        let lab = &state.lab;
        judged.replace(Some(state.now.clone()));
        let mut opened = opened.borrow_mut();
        let too_large = lab.project.files.entries.len() > MOST_KEPT_FILES;
        let same_project = (opened.as_ref()).is_some_and(|opened| opened.id == state.example);
        // Another state is due now, or none. What was typed last in a project that is left is not lost.
        let before = due.take();
        if !same_project {
            if let Some(left) = before {
                keeping::write(&left, &dispatch);
            }
            // It is the link of the one that is left.
            if opened.is_some() && is_own_link(&fragment()) {
                set_fragment("");
                remember_own_link("");
            }
            *opened = Some(Opened {
                id: Rc::clone(&state.example),
                project: without_files(lab),
                held: (!too_large).then(|| Rc::clone(&lab.project.files)),
                files: Rc::downgrade(&lab.project.files),
                builds: lab.history.len(),
                touched: false,
            });
        }
        let untouched = opened.as_mut().is_some_and(|opened| {
            opened.touched = !opened.is_untouched(lab);
            !opened.touched
        });
        let timer = (!untouched).then(|| {
            *due.borrow_mut() = Some((*state).clone());
            let (due, dispatch) = (Rc::clone(&due), dispatch.clone());
            Timeout::new(PAUSE, move || keep_up(due.take(), &dispatch))
        });
        move || drop(timer)
    });
}

/// Writes the project down. Its link is not for when the page is left: a reload asks for the address that was there before,
/// which then would be that of somebody else, and not of what is kept.
fn write_down(state: &State, dispatch: &Dispatch) {
    keeping::write(state, dispatch);
    remember_open(&state.example);
}

/// Writes the project down, and its link into the address.
fn keep_up(state: Option<State>, dispatch: &Dispatch) {
    let Some(state) = state else { return };
    write_down(&state, dispatch);
    if state.lesson_id().is_some() || Page::of_fragment(&fragment()).is_learn() {
        // The address names the lesson, or the explanation.
        return;
    }
    let link = if state.lab.project.files.entries.len() > MOST_KEPT_FILES {
        String::new()
    } else {
        link(&state.shared(), &state.link_options())
    };
    if fits_address(&link) {
        set_fragment(&link);
        remember_own_link(&link);
    } else {
        set_fragment("");
    }
}

/// How a project looked when it was opened.
struct Opened {
    id: Rc<str>,
    /// Without its files.
    project: Project,
    /// Its files, unless they are very many: an edit of one should not keep all of them twice.
    held: Option<Rc<FileTree>>,
    /// The files themselves, as long as somebody else holds them.
    files: Weak<FileTree>,
    /// How many builds there were.
    builds: usize,
    /// It has looked otherwise since, and was kept so.
    touched: bool,
}

impl Opened {
    /// It looks the same now, and did all the time: what is undone is kept as it is then.
    fn is_untouched(&self, lab: &Lab) -> bool {
        if self.touched {
            return false;
        }
        let files = &lab.project.files;
        let same_files = std::ptr::eq(self.files.as_ptr(), Rc::as_ptr(files))
            || self.held.as_ref() == Some(files);
        same_files && self.project == without_files(lab) && self.builds == lab.history.len()
    }
}

fn without_files(lab: &Lab) -> Project {
    Project {
        files: Rc::default(),
        ..lab.project.clone()
    }
}

fn open(fragment: &str, dispatch: &Dispatch) {
    let address = Fragment::read(fragment);
    if address.lesson_wanted().is_some() {
        // It comes before any project.
        return;
    }
    match address.open() {
        Ok(link) => dispatch.emit(Action::LinkOpened(Box::new(link))),
        // Any other fragment means something else, or nothing.
        Err(LinkError::NotALink) => {}
        Err(error) => dispatch.emit(Action::NoticeShown(Some(error.message().into()))),
    }
}
