//! The tables of packages on their way: what the page says meanwhile, and when one cannot be had.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use layerlab_core::PackageTable;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::app::{Dispatch, use_dispatch};
use crate::browser::{frame_shows_first, stored_theme};
use crate::packages;
use crate::state::{Action, Fetch, State};

/// Loads every table that is asked for.
#[hook]
pub(super) fn use_tables(asked: &BTreeMap<PackageTable, Fetch>, dispatch: &Dispatch) {
    let started: Rc<RefCell<BTreeSet<(PackageTable, u32)>>> = use_mut_ref(BTreeSet::new);
    let dispatch = dispatch.clone();
    use_effect_with(asked.clone(), move |asked| {
        for (table, fetch) in asked {
            let Fetch::Running { attempt } = fetch else {
                continue;
            };
            if started.borrow_mut().insert((*table, *attempt)) {
                let (table, dispatch) = (*table, dispatch.clone());
                spawn_local(async move {
                    let bytes = packages::load(table).await.map_err(Rc::from);
                    dispatch.emit(Action::TableArrived { table, bytes });
                });
            }
        }
    });
}

/// The page as it opens. What the frame shows was worked out with the tables that the first project needs, so they are waited for:
/// without them figures would change to rough ones, and back again at once. Where the frame does not show it, nothing is waited for.
pub(crate) async fn first_state() -> State {
    let mut state = Rc::new(State::first(stored_theme()));
    if frame_shows_first() {
        let asked: Vec<PackageTable> = state.tables.asked.keys().copied().collect();
        for table in asked {
            // One that does not come is asked for again by the page, which then says why.
            if let Some(bytes) = packages::load_soon(table).await {
                let bytes = Ok(bytes);
                state = state.reduce(Action::TableArrived { table, bytes });
            }
        }
    }
    (*state).clone()
}

/// Which tables the shown build lacks, and what became of them.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct PackageNoticeProps {
    /// The tables.
    pub(super) lacking: Vec<(PackageTable, Fetch)>,
}

/// A line for each table that is on its way or could not be had.
#[component]
pub(super) fn PackageNotice(props: &PackageNoticeProps) -> Html {
    let dispatch = use_dispatch();
    let lines = props.lacking.iter().map(|(table, fetch)| {
        let (table, system) = (*table, table.system());
        match fetch {
            Fetch::Running { .. } => html! {
                <p class="package-notice package-notice-loading">
                    { format!("Loading the sizes of {system}'s packages. Until they are here, steps that install some are rough.") }
                </p>
            },
            Fetch::Failed { reason, .. } => {
                let dispatch = dispatch.clone();
                let retry = move |_: MouseEvent| dispatch.emit(Action::TableWanted(table));
                html! {
                    <div class="package-notice package-notice-failed">
                        <p>{ format!("The sizes of {system}'s packages could not be loaded: {reason}. Steps that install some are rougher than usual.") }</p>
                        <button type="button" class="button small" onclick={retry}>{ "Try again" }</button>
                    </div>
                }
            }
        }
    });
    html! { <div class="package-notices" role="status">{ for lines }</div> }
}
