//! The line that the cursor is on: why it runs or not, what it does, and where that is written.

use layerlab_core::explain::{Source, topic};
use layerlab_core::lab::{Analysis, CauseLink, LedgerRow, OutputClaim, RowState};
use yew::prelude::*;
use yew::virtual_dom::VNode;

use super::app::use_dispatch;
use super::figure_form::FigureForm;
use super::layer_bar::{LayerBar, Legend};
use super::mini_timeline::MiniTimeline;
use super::prose::prose;
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
}

/// The explanation.
#[component]
pub(crate) fn Explain(props: &ExplainProps) -> Html {
    let analysis = &props.analysis;
    let row = row_at(analysis, props.line);
    html! {
        <div class="explain">
            { match row {
                Some(row) => html! { <RowExplanation row={row.clone()} /> },
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
            { row.and_then(|row| topic(&row.topic)).map(|topic| sources(topic.sources)).unwrap_or_default() }
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
}

#[component]
fn RowExplanation(props: &RowExplanationProps) -> Html {
    let row = &props.row;
    let text = topic(&row.topic).map(|topic| VNode::from_html_unchecked(topic.html.into()));
    html! {
        <>
            <h2>{ prose(&row.question) }</h2>
            if !row.answer.is_empty() || !row.chain.is_empty() {
                <div class="cause">
                    <p>{ prose(&row.answer) }</p>
                    if !row.chain.is_empty() {
                        <ol>{ for row.chain.iter().map(|link| html! { <Link link={link.clone()} /> }) }</ol>
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
            if let Some(text) = text {
                <div class="topic">{ text }</div>
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
            <button type="button" class="step-link" title={format!("Go to line {line}")} onclick={go}>{ &props.link.step }</button>
            { " runs: " }{ prose(&props.link.text) }
        </li>
    }
}

fn sources(sources: &'static [Source]) -> Html {
    if sources.is_empty() {
        return Html::default();
    }
    html! {
        <p class="sources">
            { "Explained from: " }
            { for sources.iter().enumerate().map(|(place, source)| html! {
                <>
                    if place > 0 { { " · " } }
                    <a href={source.url} target="_blank" rel="noreferrer" title={format!("{}, read on {}", source.url, source.date)}>{ source_name(source.url) }</a>
                </>
            }) }
        </p>
    }
}

/// Host and last part of an address: `docs.docker.com, invalidation`.
fn source_name(url: &str) -> String {
    let address = url.strip_prefix("https://").unwrap_or(url);
    let host = address.split('/').next().unwrap_or(address);
    let last = address
        .trim_end_matches('/')
        .rsplit(['/', '#'])
        .find(|part| !part.is_empty())
        .unwrap_or(host);
    if last == host {
        host.to_owned()
    } else {
        format!("{host}, {last}")
    }
}

#[cfg(test)]
mod tests {
    use super::source_name;

    #[test]
    fn a_source_is_named_by_host_and_page() {
        assert_eq!(
            source_name("https://docs.docker.com/reference/dockerfile/#run"),
            "docs.docker.com, run"
        );
        assert_eq!(
            source_name("https://docs.docker.com/build/cache/invalidation/"),
            "docs.docker.com, invalidation"
        );
        assert_eq!(source_name("https://docs.docker.com/"), "docs.docker.com");
    }
}
