//! The line that the cursor is on: why it runs or not, what it does, and where that is written.

use layerlab_core::explain::topic;
use layerlab_core::lab::{Analysis, CauseLink, Lab, LedgerRow, OutputClaim, RowState};
use yew::prelude::*;

use super::app::use_dispatch;
use super::figure_form::FigureForm;
use super::layer_bar::{LayerBar, Legend};
use super::mini_timeline::MiniTimeline;
use super::prose::prose;
use super::topic_text::{TopicText, learn_link};
use super::whole::use_whole;
use super::why_here::WhyHere;
use crate::format;
use crate::shared::Shared;
use crate::state::{Action, row_at};

/// Which line of which build.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ExplainProps {
    /// The build.
    pub(crate) analysis: Shared<Analysis>,
    /// The line, 1-based.
    pub(crate) line: usize,
    /// The project, if the build is the one that would run now.
    pub(crate) lab: Option<Shared<Lab>>,
}

/// The explanation.
#[component]
pub(crate) fn Explain(props: &ExplainProps) -> Html {
    let whole = use_whole();
    let analysis = &props.analysis;
    let row = row_at(analysis, props.line);
    html! {
        <div class="explain">
            { match row {
                Some(row) => {
                    let lab = props.lab.clone().filter(|_| whole);
                    let here = lab.map(|lab| html! {
                        <WhyHere {lab} now={analysis.clone()} row={row.clone()} />
                    });
                    html! { <RowExplanation row={row.clone()} here={here.unwrap_or_default()} /> }
                }
                None => nothing(),
            } }
            if !analysis.timeline.bars.is_empty() {
                <h3>{ "Timeline" }</h3>
                <MiniTimeline analysis={analysis.clone()} />
            }
            if !analysis.image.parts.is_empty() {
                <h3>{ format!("Layers of the final image, {}", format::size(analysis.image.size)) }</h3>
                <LayerBar analysis={analysis.clone()} />
                <Legend analysis={analysis.clone()} />
            }
        </div>
    }
}

fn nothing() -> Html {
    html! {
        <>
            <h2>{ "Nothing to build yet" }</h2>
            <p>{ "A Dockerfile begins with " }<code>{ "FROM" }</code>{ " and the image to start from, such as " }<code>{ "FROM python:3.13-slim" }</code>{ "." }</p>
        </>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct RowExplanationProps {
    row: LedgerRow,
    /// Why the line matters in this build.
    here: Html,
}

#[component]
fn RowExplanation(props: &RowExplanationProps) -> Html {
    let row = &props.row;
    let topic = topic(&row.topic);
    html! {
        <>
            <h2>{ prose(&row.question) }</h2>
            if !row.answer.is_empty() || !row.chain.is_empty() {
                <div class="cause">
                    <p>{ prose(&row.answer) }</p>
                    if !row.chain.is_empty() {
                        <ol>{ for row.chain.iter().map(|link| html! { <Link link={link.clone()} /> }) }</ol>
                    }
                    if let Some(cause) = row.cause_topic {
                        <p class="cause-topic">{ learn_link(cause, &format!("More: {}", cause.title)) }</p>
                    }
                </div>
            }
            if let Some(claim) = row.claim.clone() {
                <Claim {claim} />
            }
            if !row.size_reason.is_empty() {
                <p class="size-reason">
                    if let Some(size) = row.size {
                        <b>{ format::added(size) }</b>
                        { format::uncertainty(size).map(|off| format!(" {off}")).unwrap_or_default() }
                        { ". " }
                    }
                    { real_size(row) }
                    { prose(&row.size_reason) }
                </p>
            }
            if let Some(subject) = row.subject.clone() {
                <FigureForm
                    {subject}
                    size={row.size}
                    duration={row.duration.filter(|_| row.state == RowState::Runs)}
                    real={row.real}
                />
            }
            { props.here.clone() }
            if let Some(topic) = topic {
                <h3>{ topic.title }</h3>
                <TopicText id={topic.id} />
            }
        </>
    }
}

/// That the size is no estimate, and what the estimate was: what follows gives the reason for that.
fn real_size(row: &LedgerRow) -> String {
    let Some(origin) = row.real.size else {
        return String::new();
    };
    let origin = format::capital(origin.words());
    match row.real.estimate {
        Some(estimate) => format!("{origin}. The estimate was {}: ", format::size(estimate)),
        None => format!("{origin}. "),
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct ClaimProps {
    claim: OutputClaim,
}

/// What only the user can know: whether a stage that ran again left the same files.
#[component]
fn Claim(props: &ClaimProps) -> Html {
    let dispatch = use_dispatch();
    let OutputClaim { stage, path, told } = props.claim.clone();
    let question = format!(
        "Stage {stage} runs again. Whether the files at {path} come out the same cannot be told from the Dockerfile."
    );
    let tell = move |_: Event| {
        dispatch.emit(Action::OutputTold {
            stage: stage.clone(),
            path: path.clone(),
            unchanged: !told,
        });
    };
    html! {
        <div class="claim">
            <p>{ question }</p>
            <label>
                <input type="checkbox" checked={told} onchange={tell} />
                { " They come out as before" }
            </label>
        </div>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct LinkProps {
    link: CauseLink,
}

/// A link of the chain of causes; its step leads to its line.
#[component]
fn Link(props: &LinkProps) -> Html {
    let dispatch = use_dispatch();
    let line = props.link.line;
    let go = move |_: MouseEvent| dispatch.emit(Action::LineRevealed(line));
    html! {
        <li>
            <button type="button" class="step-link" title={format!("Go to line {line}")} onclick={go}>{ &*format::visible(&props.link.step) }</button>
            { " runs: " }{ prose(&props.link.text) }
        </li>
    }
}
