//! The window in which things are compared.

use yew::prelude::*;

use super::build_comparison::BuildComparisonDialog;
use super::dockerfile_comparison::DockerfileComparisonDialog;
use crate::state::{Compare, State};

/// The window for what is compared, if something is.
pub(super) fn compare_dialog(state: &State) -> Html {
    match (state.compare, &state.second) {
        (Some(Compare::Builds(before, after)), _) => {
            html! { <BuildComparisonDialog state={state.clone()} {before} {after} /> }
        }
        (Some(Compare::Dockerfiles), Some(second)) => {
            html! { <DockerfileComparisonDialog state={state.clone()} second={second.clone()} /> }
        }
        (None, _) | (Some(Compare::Dockerfiles), None) => Html::default(),
    }
}
