//! Examples are loaded when they are first chosen.

use std::rc::Rc;

use layerlab_core::lessons::examples;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::app::Dispatch;
use crate::state::{Action, State};
use crate::texts;

/// Sends actions; an example that is chosen and not in the page yet is loaded first. Of several chosen while they are on their
/// way, the last is opened.
#[hook]
pub(super) fn use_examples(state: &UseReducerHandle<State>, dispatch: &Dispatch) -> Dispatch {
    let chosen = use_mut_ref(String::new);
    use_callback(
        (state.at_hand(), dispatch.clone()),
        move |action: Action, (at_hand, dispatch)| {
            let Action::ProjectOpened(id) = &action else {
                return dispatch.emit(action);
            };
            chosen.borrow_mut().clone_from(id);
            let id: Rc<str> = id.as_str().into();
            if at_hand.contains(&id) || !examples().iter().any(|example| *example.id == *id) {
                return dispatch.emit(action);
            }
            let (chosen, dispatch) = (Rc::clone(&chosen), dispatch.clone());
            spawn_local(async move {
                let loaded = texts::load(&id).await;
                if **chosen.borrow() != *id {
                    return;
                }
                dispatch.emit(match loaded {
                    Ok(packed) => Action::ExampleRead {
                        id,
                        packed: packed.into(),
                        opened: true,
                    },
                    Err(reason) => {
                        let notice = format!("This example could not be loaded: {reason}.");
                        Action::NoticeShown(Some(notice.into()))
                    }
                });
            });
        },
    )
}
