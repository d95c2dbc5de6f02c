//! The window in which things are compared.

use yew::prelude::*;

use super::build_comparison::BuildComparisonDialog;
use crate::state::{Compare, State};

/// The window for what is compared, if something is.
pub(super) fn compare_dialog(state: &State) -> Html {
    match state.compare {
        None => Html::default(),
        Some(Compare::Builds(before, after)) => {
            html! { <BuildComparisonDialog state={state.clone()} {before} {after} /> }
        }
    }
}
