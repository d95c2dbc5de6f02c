//! What `docker build --check` says of the Dockerfile: each rule that found something, why it matters, and where. Behind
//! it what our own rules find.

use layerlab_core::checks::{Finding, Report, Rule, Stop};
use layerlab_core::explain::{About, topic_of};
use layerlab_core::lab::{Analysis, Findings, Lab};
use yew::prelude::*;

use super::app::use_dispatch;
use super::findings::use_findings;
use super::improve::Improve;
use super::notes::Notes;
use super::tab_list::TabCount;
use super::topic_text::learn_link;
use crate::format;
use crate::shared::Shared;
use crate::state::Action;

/// Of which build.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ChecksPanelProps {
    /// The build.
    pub(crate) analysis: Shared<Analysis>,
    /// The project, its history and the cache.
    pub(crate) lab: Shared<Lab>,
    /// The build that would run now.
    pub(crate) now: Shared<Analysis>,
}

/// The findings, one section for each rule.
#[component]
pub(crate) fn ChecksPanel(props: &ChecksPanelProps) -> Html {
    let Some(findings) = use_findings(&props.analysis) else {
        return html! { <p class="checks-sum" aria-busy="true">{ "The rules are on their way." }</p> };
    };
    let report = &findings.docker;
    let rules = by_rule(report);
    // A fix is for the project as it stands, not for a build that was made.
    let is_now = props.analysis == props.now;
    let own = is_now && !findings.own.is_empty();
    html! {
        <div class="checks">
            <p class="checks-sum">{ summary(report) }</p>
            if let Some(stop) = &report.error {
                <StopView stop={stop.clone()} />
            }
            { for rules.into_iter().map(|(rule, findings)| rule_view(rule, &findings)) }
            if own {
                <Improve lab={props.lab.clone()} now={props.now.clone()} />
                <Notes lab={props.lab.clone()} now={props.now.clone()} findings={findings.clone()} />
            } else if is_now {
                { nothing_to_add(&props.now) }
            }
            if !report.findings.is_empty() || own {
                <p class="checks-note">
                    { "If something is meant as it is, write " }
                    <code>{ "# check=skip=" }</code>
                    { " and the rule's name into the first line of the file, or directly above the instruction." }
                </p>
            }
        </div>
    }
}

/// What the tab counts: Docker's findings, and behind them our own; nothing if there are none.
pub(crate) fn count(findings: &Findings) -> Option<TabCount> {
    let (docker, own) = (findings.docker_count(), findings.own.len());
    let figures = match (docker, own) {
        (0, 0) => return None,
        (docker, 0) => docker.to_string(),
        (docker, own) => format!("{docker} + {own}"),
    };
    let meaning = format!("{docker} found by Docker’s checks, {own} by Layerlab’s own");
    Some(TabCount {
        figures: figures.into(),
        meaning: meaning.into(),
    })
}

/// What our own rules looked at without finding anything.
fn nothing_to_add(now: &Analysis) -> Html {
    let text = match now.looked_at() {
        Some(looked) => format!(
            "Layerlab’s own {} find nothing to add. They looked at {} in {}, at {} that {} sent to the builder, and at what is known of the base images.",
            format::counted(looked.rules, "rule"),
            format::counted(looked.instructions, "instruction"),
            format::counted(looked.stages, "stage"),
            format::counted(looked.files, "file"),
            if looked.files == 1 { "is" } else { "are" },
        ),
        None => "Layerlab’s own rules wait until Docker can read the file.".to_owned(),
    };
    html! { <p class="own-nothing">{ text }</p> }
}

fn summary(report: &Report) -> Html {
    let command = html! { <code>{ "docker build --check" }</code> };
    match (report.findings.len(), &report.error) {
        (0, None) => html! { <>{ command }{ " finds nothing to warn of." }</> },
        (0, Some(_)) => html! { <>{ command }{ " stops at an error." }</> },
        (found, _) => {
            let warnings = format::counted(found, "warning");
            html! { <>{ command }{ " gives " }<b>{ warnings }</b>{ "." }</> }
        }
    }
}

/// The findings of each rule, the rule that found something first before the others.
fn by_rule(report: &Report) -> Vec<(&'static Rule, Vec<&Finding>)> {
    let mut groups: Vec<(&'static Rule, Vec<&Finding>)> = Vec::new();
    for finding in &report.findings {
        let group = groups
            .iter_mut()
            .find(|(rule, _)| rule.name == finding.rule.name);
        match group {
            Some((_, findings)) => findings.push(finding),
            None => groups.push((finding.rule, vec![finding])),
        }
    }
    groups
}

fn rule_view(rule: &'static Rule, findings: &[&Finding]) -> Html {
    html! {
        <section key={rule.name} class="check" aria-labelledby={format!("check-{}", rule.name)}>
            <h2 id={format!("check-{}", rule.name)}>{ rule.name }</h2>
            <ul class="check-places">
                { for findings.iter().map(|finding| {
                    let line = finding.lines.first().map_or(1, |lines| lines.first);
                    html! { <li><Place {line} message={finding.message.clone()} /></li> }
                }) }
            </ul>
            <p class="check-why">
                { rule.explanation }
                if !rule.url.is_empty() {
                    { " " }<a href={rule.url} target="_blank" rel="noreferrer" aria-label={format!("Docker's page about {}", rule.name)}>{ "Docker's page" }</a>
                }
                { more_about(rule.name) }
            </p>
        </section>
    }
}

/// A link to what explains a rule.
pub(super) fn more_about(rule: &str) -> Html {
    match topic_of(About::Check, rule) {
        Some(topic) => {
            html! { <>{ " " }{ learn_link(topic, &format!("More: {}", topic.title)) }</> }
        }
        None => Html::default(),
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct PlaceProps {
    /// 1-based.
    pub(super) line: usize,
    /// What is said of it.
    pub(super) message: String,
}

/// A line to go to, and what is said of it.
#[component]
pub(super) fn Place(props: &PlaceProps) -> Html {
    let dispatch = use_dispatch();
    let line = props.line.max(1);
    let go = move |_: MouseEvent| dispatch.emit(Action::LineRevealed(line));
    html! {
        <>
            <button type="button" class="step-link" onclick={go}>{ format!("Line {line}") }</button>
            <span class="check-message">{ &props.message }</span>
        </>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct StopViewProps {
    stop: Stop,
}

/// The error at which BuildKit stops.
#[component]
fn StopView(props: &StopViewProps) -> Html {
    let stop = &props.stop;
    html! {
        <section class="check check-stop" aria-label="Error">
            <ul class="check-places">
                <li>
                    { match stop.lines.first() {
                        Some(lines) => html! { <Place line={lines.first} message={stop.message.clone()} /> },
                        None => html! { <span class="check-message">{ &stop.message }</span> },
                    } }
                </li>
            </ul>
            if !stop.lines.is_empty() {
                <p class="check-why">{ "Docker refuses the build here. What comes after this in its reading is not checked." }</p>
            }
        </section>
    }
}
