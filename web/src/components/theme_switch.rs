//! The switch between light and dark.

use yew::prelude::*;

use super::app::use_dispatch;
use super::icons;
use crate::browser::system_is_dark;
use crate::state::{Action, Theme};

/// What is chosen.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ThemeSwitchProps {
    /// The theme chosen.
    pub(crate) theme: Theme,
}

/// A button that shows the other theme. Coming back to what the system prefers makes the page follow the system again.
#[component]
pub(crate) fn ThemeSwitch(props: &ThemeSwitchProps) -> Html {
    let dispatch = use_dispatch();
    let theme = props.theme;
    let switch = move |_: MouseEvent| {
        let next = match (is_dark(theme), system_is_dark()) {
            (true, true) => Theme::Light,
            (false, false) => Theme::Dark,
            (true, false) | (false, true) => Theme::System,
        };
        dispatch.emit(Action::ThemeChosen(next));
    };
    let label = if is_dark(theme) {
        "Switch to the light theme"
    } else {
        "Switch to the dark theme"
    };
    html! {
        <button class="button icon-button" type="button" aria-label={label} title={label} onclick={switch}>
            { icons::contrast() }
        </button>
    }
}

fn is_dark(theme: Theme) -> bool {
    match theme {
        Theme::System => system_is_dark(),
        Theme::Light => false,
        Theme::Dark => true,
    }
}
