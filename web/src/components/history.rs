//! The strip at the bottom: every build with its outcome, time and size.

use std::rc::Rc;

use layerlab_core::lab::{Analysis, BuildRecord, Lab, TypicalEdit};
use web_sys::Element;
use yew::prelude::*;

use super::app::use_dispatch;
use super::chip::status_class;
use super::icons;
use super::what_if_chips::WhatIfChips;
use super::whole::use_whole;
use crate::format;
use crate::shared::Shared;
use crate::state::{Action, Compare, Moment, State};

/// More steps than these are not drawn as dots.
const DOTS: usize = 24;

/// The builds.
#[derive(Debug, Clone, Properties)]
pub(crate) struct HistoryProps {
    /// Those that ran, in order.
    pub(crate) builds: Vec<Rc<BuildRecord>>,
    /// The one that would run now.
    pub(crate) now: Shared<Analysis>,
    /// Which one is looked at.
    pub(crate) moment: Moment,
    /// The project and the cache: another one whenever `now` is.
    pub(crate) lab: Shared<Lab>,
    /// The edit that is looked at.
    pub(crate) previewed: Option<TypicalEdit>,
}

impl HistoryProps {
    /// The builds of the open project.
    pub(super) fn of(state: &State) -> Self {
        Self {
            builds: state.lab.history.clone(),
            now: state.now.clone(),
            moment: state.moment,
            lab: Shared::new(state.lab.clone()),
            previewed: state.preview().map(|preview| preview.edit.clone()),
        }
    }
}

impl PartialEq for HistoryProps {
    fn eq(&self, other: &Self) -> bool {
        let same_builds = self.builds.len() == other.builds.len()
            && self
                .builds
                .iter()
                .zip(&other.builds)
                .all(|(a, b)| Rc::ptr_eq(a, b));
        same_builds
            && self.now == other.now
            && self.moment == other.moment
            && self.previewed == other.previewed
    }
}

/// The strip.
#[component]
pub(crate) fn History(props: &HistoryProps) -> Html {
    let whole = use_whole();
    let dispatch = use_dispatch();
    let select = |moment: Moment| {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.emit(Action::BuildSelected(moment)))
    };
    let list = use_node_ref();
    {
        let list = list.clone();
        // The last one is the one that counts.
        use_effect_with(props.builds.len(), move |_| {
            if let Some(list) = list.cast::<Element>() {
                list.set_scroll_left(list.scroll_width());
            }
        });
    }
    // The one that is looked at, else the last one, beside now.
    let compare = |last: usize| {
        let dispatch = dispatch.clone();
        let before = match props.moment {
            Moment::Build(number) => number,
            Moment::Now | Moment::Preview => last,
        };
        let compare = Compare::Builds(Moment::Build(before), Moment::Now);
        move |_: MouseEvent| dispatch.emit(Action::CompareOpened(compare))
    };
    let now_name = if props.now.edit.is_empty() {
        "now".to_owned()
    } else {
        format!("now · {}", props.now.edit)
    };
    html! {
        <footer class="history">
            <h2 class="history-title" id="history-title">{ "Builds" }</h2>
            <ul ref={list} class="builds" aria-labelledby="history-title">
                { for props.builds.iter().map(|build| {
                    let moment = Moment::Build(build.number);
                    let name = format!("{} · {}", build.number, build.label);
                    entry(name, &build.analysis, false, props.moment == moment, select(moment))
                }) }
                { entry(now_name, &props.now, true, props.moment == Moment::Now, select(Moment::Now)) }
            </ul>
            if let Some(last) = props.builds.last() {
                <button type="button" class="button icon-button" aria-label="Compare builds" title="Compare builds" onclick={compare(last.number)}>{ icons::columns() }</button>
            }
            if whole && !props.now.summary.fails {
                <WhatIfChips lab={props.lab.clone()} now={props.now.clone()} previewed={props.previewed.clone()} />
            }
        </footer>
    }
}

fn entry(
    name: String,
    analysis: &Analysis,
    is_now: bool,
    selected: bool,
    onclick: Callback<MouseEvent>,
) -> Html {
    let summary = &analysis.summary;
    let time = if is_now {
        format::about(summary.duration)
    } else {
        format::duration(summary.duration)
    };
    let detail = if summary.fails {
        "fails".to_owned()
    } else {
        format!("{time} · {}", format::size(analysis.image.size))
    };
    let outcome = format!(
        ", {}, ",
        format::steps_run(summary.steps_run, summary.steps)
    );
    html! {
        <li>
            <button
                type="button"
                class={classes!("build", selected.then_some("on"))}
                aria-pressed={if selected { "true" } else { "false" }}
                {onclick}
            >
                <span class="build-name">{ name }</span>
                <span class="dots" aria-hidden="true">
                    { for summary.pattern.iter().take(DOTS).map(|status| html! {
                        <i class={classes!("dot", status_class(*status))}></i>
                    }) }
                    if summary.pattern.len() > DOTS {
                        { "…" }
                    }
                </span>
                <span class="visually-hidden">{ outcome }</span>
                <small class="build-detail">{ detail }</small>
            </button>
        </li>
    }
}
