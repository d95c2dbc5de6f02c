//! What our own rules find, and their fixes with what each would save. The simulations that prove a fix are made only while
//! this is shown, and only when nothing was typed for a moment.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use layerlab_core::checks::own::{OwnFinding, Remedy};
use layerlab_core::lab::{Amount, Analysis, Change, Findings, Lab, Offer};
use yew::prelude::*;

use super::app::{use_dispatch, use_read_only};
use super::checks_panel::{Place, more_about};
use crate::browser::focus_around;
use crate::format;
use crate::shared::Shared;
use crate::state::Action;

/// How long nothing is typed before fixes are proven.
const QUIET_MILLISECONDS: u32 = 250;

/// Of which project.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct NotesProps {
    /// The project, its history and the cache.
    pub(crate) lab: Shared<Lab>,
    /// The build that would run now.
    pub(crate) now: Shared<Analysis>,
    /// What is found in it.
    pub(crate) findings: Shared<Findings>,
}

/// One section for each finding.
#[component]
pub(crate) fn Notes(props: &NotesProps) -> Html {
    // The fixes that were proven, and of which build.
    let proven = use_state(|| None::<(Shared<Analysis>, Rc<Vec<Offer>>)>);
    {
        let proven = proven.setter();
        let lab = props.lab.clone();
        use_effect_with(props.now.clone(), move |now| {
            let now = now.clone();
            let timeout = Timeout::new(QUIET_MILLISECONDS, move || {
                proven.set(Some((now, Rc::new(lab.offers()))));
            });
            // Dropped, it never fires.
            move || drop(timeout)
        });
    }
    let offers = (*proven).as_ref().filter(|(of, _)| *of == props.now);
    let offers = offers.map(|(_, offers)| Rc::clone(offers));
    let findings = props.findings.own.iter().enumerate();
    html! {
        <div class="own-notes" aria-busy={if offers.is_none() { "true" } else { "false" }}>
            <p class="own-head">
                { "Layerlab adds " }
                <b>{ format::counted(props.findings.own.len(), "note") }</b>
                { ", with what a fix would save." }
            </p>
            { for findings.map(|(index, finding)| {
                let offer = offers.as_ref().map(|offers| {
                    offers.iter().find(|offer| offer.finding == index).cloned()
                });
                note(&props.lab, index, finding, offer)
            }) }
        </div>
    }
}

/// `offer` is `None` while it is worked out.
fn note(
    lab: &Shared<Lab>,
    index: usize,
    finding: &OwnFinding,
    offer: Option<Option<Offer>>,
) -> Html {
    let rule = finding.rule;
    let id = format!("note-{index}-{}", rule.name);
    html! {
        <section key={id.clone()} class="check check-own" aria-labelledby={id.clone()}>
            <h2 {id}>{ rule.name }</h2>
            <span class={classes!("note-severity", rule.severity.word())}>{ rule.severity.word() }</span>
            <ul class="check-places">
                <li><Place line={finding.line} message={finding.message.clone()} /></li>
            </ul>
            <p class="check-why">{ rule.explanation }{ more_about(rule.name) }</p>
            { match (&finding.remedy, offer) {
                (Remedy::ByHand(reason), _) => html! { <p class="check-why">{ *reason }</p> },
                (Remedy::Fix { .. }, Some(Some(offer))) => {
                    html! { <Fixing lab={lab.clone()} {offer} /> }
                }
                (Remedy::Fix { .. }, Some(None)) => {
                    html! { <p class="check-why">{ "The fix for it would gain nothing in this build." }</p> }
                }
                (Remedy::Fix { .. }, None) => {
                    html! { <p class="check-why">{ "Simulating the build with a fix…" }</p> }
                }
            } }
        </section>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct FixingProps {
    lab: Shared<Lab>,
    offer: Offer,
}

/// What a fix does and saves, and the button.
#[component]
fn Fixing(props: &FixingProps) -> Html {
    let dispatch = use_dispatch();
    let read_only = use_read_only();
    let offer = &props.offer;
    let apply = {
        let action = Action::FixApplied {
            dockerfile: Rc::clone(&props.lab.project.dockerfile),
            edits: offer.fix.edits.clone(),
        };
        move |pressed: MouseEvent| {
            focus_around(&pressed);
            dispatch.emit(action.clone());
        }
    };
    html! {
        <div class="fix">
            <p class="fix-title">{ &offer.fix.title }</p>
            { gains(&offer.changes) }
            <p class="check-why">{ offer.risk }</p>
            if !read_only {
                <button
                    type="button"
                    class="button fix-apply"
                    onclick={apply}
                    aria-label={format!("Apply this fix: {}", offer.fix.title)}
                >{ "Apply this fix" }</button>
            }
        </div>
    }
}

/// What is another figure.
pub(super) fn gains(changes: &[Change]) -> Html {
    if changes.is_empty() {
        return Html::default();
    }
    html! { <dl class="fix-gains">{ for changes.iter().map(change_view) }</dl> }
}

fn change_view(change: &Change) -> Html {
    let what = change.what();
    let class = if change.is_gain() { "gain" } else { "loss" };
    html! {
        <div>
            <dt>{ what }</dt>
            <dd>{ figures(change.before, change.after, class) }</dd>
        </div>
    }
}

/// Both figures, or only their difference where it is too small to be seen in them.
fn figures(before: Amount, after: Amount, class: &'static str) -> Html {
    let (old, new) = (format::amount(before), format::amount(after));
    if old != new {
        return html! { <>{ old }{ " → " }<b {class}>{ new }</b></> };
    }
    let difference = match (before, after) {
        (Amount::Bytes(before), Amount::Bytes(after)) => {
            let signed = |bytes: u64| i64::try_from(bytes).unwrap_or(i64::MAX);
            format::change(signed(after) - signed(before))
        }
        _ => "less than a second".to_owned(),
    };
    html! { <b {class}>{ difference }</b> }
}
