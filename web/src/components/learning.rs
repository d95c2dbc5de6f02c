//! The explanations in the page: which is open follows the address, and their texts are loaded once the page is usable.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::browser::{fragment, on_fragment};
use crate::packages;
use crate::state::{LearnAction, Learning, Loading};

/// So long the page is left to itself before the texts are asked for, in milliseconds: first it is to be usable.
const AFTER_START: u32 = 150;

/// What every component may know of the explanations.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Explanations {
    /// Which is open, and whether their texts are here.
    pub(crate) state: Rc<Learning>,
    /// Asks for the texts again after they could not be had.
    pub(crate) again: Callback<()>,
}

/// The explanations, from any component.
#[hook]
pub(crate) fn use_explanations() -> Option<Explanations> {
    use_context::<Explanations>()
}

/// Follows the address and loads the texts, if they are shown anywhere.
#[hook]
pub(super) fn use_learning(loads: bool) -> Explanations {
    let state = use_reducer(|| Learning::first(&fragment()));
    let dispatch = use_callback(state.dispatcher(), |action: LearnAction, dispatcher| {
        dispatcher.dispatch(action);
    });
    {
        let dispatch = dispatch.clone();
        use_effect_with((), move |()| {
            let listener =
                on_fragment(move |from, to| dispatch.emit(LearnAction::Moved { from, to }));
            move || drop(listener)
        });
    }
    {
        let dispatch = dispatch.clone();
        let wait = if state.page.is_learn() {
            0
        } else {
            AFTER_START
        };
        use_effect_with((state.attempt, loads), move |_| {
            // Without a timer they would come before the first paint.
            let timer = loads.then(|| {
                Timeout::new(wait, move || {
                    spawn_local(async move {
                        let file = packages::load_texts().await.map_err(Rc::from);
                        dispatch.emit(LearnAction::TextsArrived(file));
                    });
                })
            });
            move || drop(timer)
        });
    }
    let again = use_callback(dispatch, |(), dispatch| {
        dispatch.emit(LearnAction::TextsWanted);
    });
    Explanations {
        state: Rc::new((*state).clone()),
        again,
    }
}

/// That the texts are not here yet, or why they did not come; nothing once they are here.
#[component]
pub(crate) fn TextsNotice() -> Html {
    let Some(Explanations { state, again }) = use_explanations() else {
        return Html::default();
    };
    let lines = match &state.loading {
        Loading::Done => Html::default(),
        Loading::Running => html! { <p>{ "The explanations are being loaded." }</p> },
        Loading::Failed(reason) => {
            let retry = move |_: MouseEvent| again.emit(());
            html! {
                <>
                    <p>{ format!("The rest of the explanations could not be loaded: {reason}.") }</p>
                    <button type="button" class="button small" onclick={retry}>{ "Try again" }</button>
                </>
            }
        }
    };
    html! { <div class="texts-notice" role="status">{ lines }</div> }
}
