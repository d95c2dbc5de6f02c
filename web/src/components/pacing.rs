//! The letter first, then what it means: what somebody types reaches the state when the letter is painted, and where
//! working it out takes long, when the typing pauses. At the start it waits for the rest of the program.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::app::Dispatch;
use crate::browser::{after_paint, is_whole, moment, on_leaving, when_whole};
use crate::state::{Action, Haste, Waiting};

/// What may be done for a letter before the next one. A frame is 16 ms, and the editor and the browser want half of it.
const BETWEEN_LETTERS: Duration = Duration::from_millis(4);
/// Nobody is in the middle of a word who has not typed for so many milliseconds.
const PAUSE: u32 = 200;
/// So many milliseconds what is typed waits for the rest of the program. Then it is fetched at any price.
const LONGEST_WITHOUT_REST: u32 = 10_000;

/// What waits, when it is due, and how long the last of it took.
#[derive(Default)]
struct Pacing {
    waiting: RefCell<Waiting>,
    /// The next frame has been asked for.
    asked: Cell<bool>,
    /// Runs while letters wait for a pause.
    pause: RefCell<Option<Timeout>>,
    /// There while letters wait for the rest of the program.
    rest: RefCell<Option<(Option<EventListener>, Timeout)>>,
    /// What working out and showing the last letters took.
    took: Cell<Duration>,
}

impl Pacing {
    fn take(self: &Rc<Self>, action: Action, dispatch: &Dispatch) {
        let now = self.waiting.borrow_mut().next(action);
        if !now.is_empty() {
            if self.waiting.borrow().is_empty() {
                self.pause.take();
            }
            now.into_iter().for_each(|action| dispatch.emit(action));
            return;
        }
        if !is_whole() {
            self.wait_for_rest(dispatch);
            return;
        }
        let haste = self.waiting.borrow().haste();
        if haste == Haste::Pause && self.took.get() > BETWEEN_LETTERS {
            let (this, dispatch) = (Rc::clone(self), dispatch.clone());
            // The one before is cancelled: the pause begins anew with each letter.
            let pause = Timeout::new(PAUSE, move || this.work_out(&dispatch));
            self.pause.replace(Some(pause));
            return;
        }
        self.pause.take();
        if !self.asked.replace(true) {
            let (this, dispatch) = (Rc::clone(self), dispatch.clone());
            after_paint(move || {
                this.asked.set(false);
                // What came meanwhile may want a pause.
                if this.pause.borrow().is_none() {
                    this.work_out(&dispatch);
                }
            });
        }
    }

    /// What a new text needs is often in the half of the program that comes later, and what is said of another line may be. To
    /// fetch that in the middle of something the page would have to stand still, and Firefox loses the letters that are typed
    /// meanwhile.
    fn wait_for_rest(self: &Rc<Self>, dispatch: &Dispatch) {
        if self.rest.borrow().is_some() {
            return;
        }
        let (this, dispatch) = (Rc::clone(self), dispatch.clone());
        let go_on = move || {
            this.rest.take();
            this.work_out(&dispatch);
        };
        let there = when_whole(go_on.clone());
        let patience = Timeout::new(LONGEST_WITHOUT_REST, go_on);
        self.rest.replace(Some((there, patience)));
    }

    fn work_out(self: &Rc<Self>, dispatch: &Dispatch) {
        self.pause.take();
        let has_text = self.waiting.borrow().has_text();
        let actions = self.waiting.borrow_mut().take();
        let begun = moment();
        actions.into_iter().for_each(|action| dispatch.emit(action));
        if has_text {
            let this = Rc::clone(self);
            // What is shown is made in a task that was asked for before this one.
            spawn_local(async move { this.took.set(moment().saturating_sub(begun)) });
        }
    }
}

/// Sends actions on; those of an editor together, later. Whatever else happens until then comes after them, so nothing that
/// was typed is overtaken or lost, not when the page is left either.
#[hook]
pub(super) fn use_paced(dispatch: &Dispatch) -> Dispatch {
    let pacing = use_memo((), |()| Pacing::default());
    {
        let pacing = Rc::clone(&pacing);
        use_effect_with(dispatch.clone(), move |dispatch| {
            let dispatch = dispatch.clone();
            // Without the rest it cannot be worked out there. The editor keeps it for the tab (web/editor/src/typed.ts).
            let listeners = on_leaving(move || {
                if is_whole() {
                    pacing.work_out(&dispatch);
                }
            });
            move || drop(listeners)
        });
    }
    use_callback(dispatch.clone(), move |action, dispatch| {
        pacing.take(action, dispatch);
    })
}
