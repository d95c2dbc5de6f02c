//! The letter first, then what it means: what somebody types reaches the state when the letter is painted.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use yew::prelude::*;

use super::app::Dispatch;
use crate::browser::{after_paint, on_leaving};
use crate::state::{Action, Waiting};

/// Sends actions on; those of an editor together, after the next frame. Whatever else happens until then comes after them,
/// so nothing that was typed is overtaken or lost.
#[hook]
pub(super) fn use_paced(dispatch: &Dispatch) -> Dispatch {
    let waiting = use_memo((), |()| RefCell::new(Waiting::default()));
    let asked = use_memo((), |()| Cell::new(false));
    {
        let waiting = Rc::clone(&waiting);
        use_effect_with(dispatch.clone(), move |dispatch| {
            let dispatch = dispatch.clone();
            let listeners = on_leaving(move || {
                let actions = waiting.borrow_mut().take();
                actions.into_iter().for_each(|action| dispatch.emit(action));
            });
            move || drop(listeners)
        });
    }
    use_callback(dispatch.clone(), move |action: Action, dispatch| {
        let now = waiting.borrow_mut().next(action);
        if !now.is_empty() {
            now.into_iter().for_each(|action| dispatch.emit(action));
        } else if !asked.replace(true) {
            let (waiting, asked, dispatch) =
                (Rc::clone(&waiting), Rc::clone(&asked), dispatch.clone());
            after_paint(move || {
                asked.set(false);
                let actions = waiting.borrow_mut().take();
                actions.into_iter().for_each(|action| dispatch.emit(action));
            });
        }
    })
}
