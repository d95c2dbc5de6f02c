//! The build as Docker prints it.

use layerlab_core::lab::Lab;
use yew::prelude::*;

use super::copy_button::CopyButton;
use crate::shared::Shared;
use crate::state::Moment;

/// Of which build.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct LogViewProps {
    /// The project and its builds.
    pub(crate) lab: Shared<Lab>,
    /// Which of them.
    pub(crate) moment: Moment,
}

/// Folded until it is asked for, since it takes another simulation.
#[component]
pub(crate) fn LogView(props: &LogViewProps) -> Html {
    let open = use_state_eq(|| false);
    let on_toggle = {
        let open = open.setter();
        move |event: Event| {
            let details = event.target_dyn_into::<web_sys::Element>();
            open.set(details.is_some_and(|details| details.has_attribute("open")));
        }
    };
    html! {
        <details class="log" ontoggle={on_toggle}>
            <summary>{ "Log, as " }<code>{ "docker build --progress=plain" }</code>{ " prints it" }</summary>
            if *open { <LogText ..props.clone() /> }
        </details>
    }
}

#[component]
fn LogText(props: &LogViewProps) -> Html {
    let text = match props.moment {
        Moment::Now | Moment::Preview => props.lab.log().plain(false),
        Moment::Build(number) => {
            let mut builds = props.lab.history.iter();
            let build = builds.find(|build| build.number == number);
            build
                .map(|build| build.log.plain(false))
                .unwrap_or_default()
        }
    };
    html! {
        <>
            <pre class="log-text" tabindex="0" aria-label="Log">{ text.trim_end() }</pre>
            <CopyButton label="Copy" {text} />
        </>
    }
}
