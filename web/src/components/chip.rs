//! The outcome of a step as a shape and a word: hollow is cached, solid runs or fails, dashed is not built.

use layerlab_core::cache::Status;
use layerlab_core::lab::RowState;
use yew::prelude::*;

use crate::editor::ChipState;

/// The look of an outcome.
pub(crate) fn look(state: RowState) -> Option<ChipState> {
    match state {
        RowState::Cached => Some(ChipState::Hit),
        RowState::Runs => Some(ChipState::Run),
        RowState::Fails | RowState::Broken => Some(ChipState::Fail),
        RowState::NotReached | RowState::NotNeeded => Some(ChipState::Skip),
        RowState::Setting(_) | RowState::Continues => None,
    }
}

/// The class that gives an outcome its shape and colour.
pub(crate) fn look_class(state: RowState) -> &'static str {
    match look(state) {
        Some(ChipState::Hit) => "hit",
        Some(ChipState::Run) => "run",
        Some(ChipState::Fail) => "fail",
        Some(ChipState::Skip) => "skip",
        None => "setting",
    }
}

/// The same class for a step of which only the outcome is known.
pub(super) fn status_class(status: Status) -> &'static str {
    look_class(match status {
        Status::Cached => RowState::Cached,
        Status::Runs => RowState::Runs,
        Status::Fails => RowState::Fails,
        Status::NotReached => RowState::NotReached,
    })
}

/// Whose outcome is shown.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ChipProps {
    /// The outcome.
    pub(crate) state: RowState,
}

/// Shape and word.
#[component]
pub(crate) fn Chip(props: &ChipProps) -> Html {
    html! { <span class={classes!("chip", look_class(props.state))}>{ props.state.word() }</span> }
}
