//! Why the line matters in this very build, with its own figures. They take a simulation of every edit, so they are worked
//! out when nothing was typed for a moment.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use layerlab_core::lab::{Analysis, EditCosts, Lab, LedgerRow, Piece, why_here};
use yew::prelude::*;

use super::prose::prose;
use crate::format;
use crate::shared::Shared;

/// How long nothing is typed before the figures are worked out.
const QUIET_MILLISECONDS: u32 = 250;

/// Which line of which build.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct WhyHereProps {
    /// The project, its history and the cache.
    pub(crate) lab: Shared<Lab>,
    /// The build that would run now.
    pub(crate) now: Shared<Analysis>,
    /// The line.
    pub(crate) row: LedgerRow,
}

/// The sentences; nothing until they are known.
#[component]
pub(crate) fn WhyHere(props: &WhyHereProps) -> Html {
    let costs = use_state(|| None::<(Shared<Analysis>, Rc<EditCosts>)>);
    {
        let costs = costs.setter();
        let lab = props.lab.clone();
        use_effect_with(props.now.clone(), move |now| {
            let now = now.clone();
            let timeout = Timeout::new(QUIET_MILLISECONDS, move || {
                costs.set(Some((now, Rc::new(lab.edit_costs()))));
            });
            // Dropped, it never fires.
            move || drop(timeout)
        });
    }
    let Some((_, costs)) = (*costs).as_ref().filter(|(of, _)| *of == props.now) else {
        return Html::default();
    };
    let sentences = why_here(&props.now, costs, &props.row);
    if sentences.is_empty() {
        return Html::default();
    }
    html! {
        <>
            <h3>{ "Why it matters here" }</h3>
            <ul class="why-here">
                { for sentences.iter().map(|pieces| html! { <li>{ for pieces.iter().map(piece) }</li> }) }
            </ul>
        </>
    }
}

fn piece(piece: &Piece) -> Html {
    match piece {
        Piece::Words(words) => prose(words),
        Piece::Size(size) => html! { <b>{ format::size(*size) }</b> },
        Piece::Bytes(bytes) => html! { <b>{ format::bytes(*bytes) }</b> },
        Piece::Time(time) => html! { <b>{ format::duration(*time) }</b> },
    }
}
