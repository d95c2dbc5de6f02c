//! The edits that matter most, each with what it costs: the first click shows what it would do, the second makes it.

use gloo_timers::callback::Timeout;
use layerlab_core::lab::{Analysis, EditKind, Lab, TypicalEdit};
use yew::prelude::*;

use super::app::{use_dispatch, use_read_only};
use crate::format;
use crate::shared::Shared;
use crate::state::{Action, Moment};

/// So long nothing must change before the costs are worked out: they take another simulation.
const QUIET_MILLISECONDS: u32 = 700;

/// In a longer Dockerfile the costs would hold up the letters of somebody who goes on typing. The tab What if works them out if asked.
const MOST_ROWS: usize = 2_000;

/// Of which project.
#[derive(Debug, Clone, Properties)]
pub(crate) struct WhatIfChipsProps {
    /// The project, its history and the cache.
    pub(crate) lab: Shared<Lab>,
    /// The build that would run now.
    pub(crate) now: Shared<Analysis>,
    /// The edit that is looked at.
    pub(crate) previewed: Option<TypicalEdit>,
}

impl PartialEq for WhatIfChipsProps {
    fn eq(&self, other: &Self) -> bool {
        self.now == other.now && self.previewed == other.previewed
    }
}

/// The chips.
#[component]
pub(crate) fn WhatIfChips(props: &WhatIfChipsProps) -> Html {
    let dispatch = use_dispatch();
    let read_only = use_read_only();
    let edits = use_state(Vec::<TypicalEdit>::new);
    {
        let (lab, edits) = (props.lab.clone(), edits.setter());
        use_effect_with(props.now.clone(), move |now| {
            let now = now.clone();
            let timeout = Timeout::new(QUIET_MILLISECONDS, move || {
                if now.rows.len() > MOST_ROWS {
                    edits.set(Vec::new());
                    return;
                }
                edits.set(lab.typical_edits(&now));
            });
            move || drop(timeout)
        });
    }
    if edits.is_empty() {
        return Html::default();
    }
    html! {
        <>
            <h2 class="history-title" id="chips-title">{ "What if" }</h2>
            <ul class="what-if-chips" aria-labelledby="chips-title">
                { for edits.iter().map(|edit| {
                    let previewed = props.previewed.as_ref() == Some(edit);
                    let dispatch = dispatch.clone();
                    let own = Box::new(edit.clone());
                    let click = move |_: MouseEvent| dispatch.emit(match (previewed, read_only) {
                        (false, _) => Action::EditPreviewed(own.clone()),
                        (true, false) => Action::EditMade(own.clone()),
                        (true, true) => Action::BuildSelected(Moment::Now),
                    });
                    html! {
                        <li>
                            <button
                                type="button"
                                class={classes!("what-if-chip", previewed.then_some("on"))}
                                aria-pressed={if previewed { "true" } else { "false" }}
                                title={title(edit, previewed, read_only)}
                                onclick={click}
                            >{ label(edit) }<span class="what-if-arrow" aria-hidden="true">{ " → " }</span><span class="visually-hidden">{ ": " }</span>{ cost(edit) }</button>
                        </li>
                    }
                }) }
            </ul>
        </>
    }
}

fn label(edit: &TypicalEdit) -> String {
    match edit.kind {
        EditKind::BaseImage => "new base image".to_owned(),
        EditKind::Code | EditKind::Dependencies => format!("{} changes", edit.short_subject()),
    }
}

fn cost(edit: &TypicalEdit) -> String {
    format!(
        "{}, {}",
        format::counted(edit.cost.steps, "step"),
        format::duration(edit.cost.duration)
    )
}

fn title(edit: &TypicalEdit, previewed: bool, read_only: bool) -> String {
    let what = match edit.other_image() {
        Some(image) => format!("{image} instead of {}", edit.short_subject()),
        None => format!("An empty line at the end of {}", edit.subject),
    };
    match (previewed, read_only) {
        (false, _) => {
            format!(
                "{what}, after a build of what stands here. Click to see which steps would run."
            )
        }
        (true, false) => {
            format!(
                "{what}, after a build of what stands here. Click again to do that, Escape leaves the preview."
            )
        }
        (true, true) => format!("{what}. Click again or press Escape to leave the preview."),
    }
}

/// Which edit is looked at.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct PreviewBarProps {
    /// The edit.
    pub(crate) edit: TypicalEdit,
}

/// The bar over the preview of an edit.
#[component]
pub(crate) fn PreviewBar(props: &PreviewBarProps) -> Html {
    let dispatch = use_dispatch();
    let read_only = use_read_only();
    let send = |action: Action| {
        let dispatch = dispatch.clone();
        move |_: MouseEvent| dispatch.emit(action.clone())
    };
    let edit = &props.edit;
    let what = match edit.other_image() {
        Some(image) => html! { <>{ "if the base image were " }<b>{ image }</b></> },
        None => html! { <>{ "if " }<b>{ &edit.subject }</b>{ " were edited" }</> },
    };
    html! {
        <div class="past-bar preview-bar" role="status">
            <span>
                <b>{ "Preview: " }</b>{ what }{ ", after a build of what stands here. Nothing is changed yet." }
            </span>
            <span class="past-buttons">
                if !read_only {
                    <button class="button small" type="button" onclick={send(Action::EditMade(Box::new(edit.clone())))}>{ "Make this edit" }</button>
                }
                <button class="button small" type="button" onclick={send(Action::BuildSelected(Moment::Now))}>{ "Leave" }<kbd aria-hidden="true">{ "Esc" }</kbd></button>
            </span>
        </div>
    }
}
