//! The panel at the side: Explain, Checks, Timeline, Image. On a narrow page it is a sheet at the bottom that can be folded away.

use layerlab_core::lab::{Analysis, Lab};
use yew::prelude::*;

use super::app::use_dispatch;
use super::builders_panel::BuildersPanel;
use super::checks_panel::{self, ChecksPanel};
use super::explain::Explain;
use super::icons;
use super::image_panel::ImagePanel;
use super::tab_list::{TabItem, TabList};
use super::timeline_panel::TimelinePanel;
use super::what_if_panel::WhatIfPanel;
use crate::shared::Shared;
use crate::state::{Action, Moment, Panel};

/// What is shown.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct SidePanelProps {
    /// The open tab.
    pub(crate) panel: Panel,
    /// The build.
    pub(crate) analysis: Shared<Analysis>,
    /// The project, its history and the cache.
    pub(crate) lab: Shared<Lab>,
    /// The build that would run now: another one whenever the lab is another one.
    pub(crate) now: Shared<Analysis>,
    /// Which build is looked at.
    pub(crate) moment: Moment,
    /// The line that Explain is about.
    pub(crate) line: usize,
}

/// The panel.
#[component]
pub(crate) fn SidePanel(props: &SidePanelProps) -> Html {
    let dispatch = use_dispatch();
    let folded = use_state(|| false);
    let found = checks_panel::count(&props.analysis).map(AttrValue::from);
    let items: Vec<TabItem> = Panel::ALL
        .iter()
        .map(|(panel, id, label)| TabItem {
            id: (*id).into(),
            label: (*label).into(),
            count: found.clone().filter(|_| *panel == Panel::Checks),
            closable: false,
        })
        .collect();
    let id = props.panel.id();
    let on_select = {
        let folded = folded.setter();
        Callback::from(move |place: usize| {
            folded.set(false);
            if let Some((panel, _, _)) = Panel::ALL.get(place) {
                dispatch.emit(Action::PanelChosen(*panel));
            }
        })
    };
    let fold = {
        let folded = folded.clone();
        move |_: MouseEvent| folded.set(!*folded)
    };
    html! {
        <aside class={classes!("side", folded.then_some("folded"))} aria-label="Explanations">
            <div class="side-bar">
                <TabList label="Explanations" tabs={items} selected={id} {on_select} />
                <button
                    type="button"
                    class="sheet-toggle"
                    aria-expanded={if *folded { "false" } else { "true" }}
                    aria-label={if *folded { "Unfold the panel" } else { "Fold the panel" }}
                    onclick={fold}
                >{ icons::triangle() }</button>
            </div>
            <div class="side-panel" role="tabpanel" id={format!("panel-{id}")} aria-labelledby={format!("tab-{id}")} tabindex="0">
                { match props.panel {
                    Panel::Explain => html! { <Explain analysis={props.analysis.clone()} line={props.line} lab={(props.moment == Moment::Now).then(|| props.lab.clone())} /> },
                    Panel::Checks => html! { <ChecksPanel analysis={props.analysis.clone()} lab={props.lab.clone()} now={props.now.clone()} /> },
                    Panel::Timeline => html! { <TimelinePanel analysis={props.analysis.clone()} lab={props.lab.clone()} moment={props.moment} /> },
                    Panel::Image => html! { <ImagePanel analysis={props.analysis.clone()} moment={props.moment} lab={props.lab.clone()} /> },
                    Panel::WhatIf => html! { <WhatIfPanel lab={props.lab.clone()} now={props.now.clone()} /> },
                    Panel::Builders => html! { <BuildersPanel lab={props.lab.clone()} now={props.now.clone()} /> },
                } }
            </div>
        </aside>
    }
}
