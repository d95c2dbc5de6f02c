//! Real sizes and times in the place of estimates, from what Docker printed.

use layerlab_core::graph::reference::short_name;
use layerlab_core::known::{KnownFigure, Reading, Subject, read_output};
use layerlab_core::lab::Lab;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::app::use_dispatch;
use crate::format;
use crate::shared::Shared;
use crate::state::Action;

/// Of which project.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct RealFiguresProps {
    /// The project as it is now.
    pub(crate) lab: Shared<Lab>,
}

/// A field to paste into, what came of it, and the figures that are real by now.
#[component]
pub(crate) fn RealFigures(props: &RealFiguresProps) -> Html {
    let dispatch = use_dispatch();
    let field = use_node_ref();
    let outcome = use_state_eq(|| None::<Result<String, String>>);
    let submit = {
        let (field, outcome) = (field.clone(), outcome.setter());
        let (dispatch, lab) = (dispatch.clone(), props.lab.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            let Some(field) = field.cast::<HtmlTextAreaElement>() else {
                return;
            };
            match read_output(&field.value(), &lab.simulate().plan) {
                Ok(reading) => {
                    outcome.set(Some(Ok(report(&reading))));
                    dispatch.emit(Action::FiguresRead(Box::new(reading.figures)));
                    field.set_value("");
                }
                Err(error) => outcome.set(Some(Err(error.message()))),
            }
        }
    };
    let forget = {
        let outcome = outcome.setter();
        move |_: MouseEvent| {
            outcome.set(None);
            dispatch.emit(Action::FiguresForgotten);
        }
    };
    let known = &props.lab.project.known;
    html! {
        <section class="real-figures" aria-labelledby="real-figures-heading">
            <h2 id="real-figures-heading">{ "Have you built it? Use the real figures" }</h2>
            <form onsubmit={submit}>
                <p>
                    { "Paste what one of these prints: " }<code>{ "docker history --no-trunc IMAGE" }</code>
                    { " for sizes, " }<code>{ "docker build --progress=plain" }</code>
                    { " for times, " }<code>{ "docker image inspect IMAGE" }</code>{ " for a base image." }
                </p>
                <textarea ref={field} class="field" rows="3" aria-label="Output of a Docker command" spellcheck="false" autocapitalize="off" />
                <button type="submit" class="button small">{ "Use these figures" }</button>
            </form>
            <div aria-live="polite">
                { match &*outcome {
                    Some(Ok(report)) => html! { <p>{ report }</p> },
                    Some(Err(message)) => html! { <p class="field-problem">{ message }</p> },
                    None => Html::default(),
                } }
            </div>
            if !known.is_empty() {
                <ul>{ for known.iter().map(|(subject, figure)| entry(subject, figure)) }</ul>
                <button type="button" class="button small" onclick={forget}>{ "Back to the estimates" }</button>
            }
        </section>
    }
}

/// What was read, in a sentence.
fn report(reading: &Reading) -> String {
    let found = format::counted(reading.figures.iter().count(), "step or image");
    let found = found.replace("step or images", "steps and images");
    let command = reading.pasted.command();
    match reading.unmatched.as_slice() {
        [] => format!("Read from {command}: figures for {found}."),
        [one] => {
            format!("Read from {command}: figures for {found}. This belongs to no step here: {one}")
        }
        [first, rest @ ..] => format!(
            "Read from {command}: figures for {found}. {} belong to no step here, the first is: {first}",
            format::counted(rest.len() + 1, "other entry").replace("entrys", "entries")
        ),
    }
}

fn entry(subject: &Subject, figure: &KnownFigure) -> Html {
    let name = match subject {
        Subject::Image(reference) => short_name(reference),
        Subject::Step { text, .. } => text,
    };
    let sizes = [(figure.size, ""), (figure.compressed, " compressed")];
    let sizes = sizes.into_iter().filter_map(|(size, what)| {
        let size = size?;
        let bytes = format::bytes(size.value.bytes);
        Some(format!("{bytes}{what}, {}", size.origin.words()))
    });
    let time = figure.duration.map(|time| {
        let length = format::duration(time.value);
        format!("{length}, {}", time.origin.words())
    });
    let figures: Vec<String> = sizes.chain(time).collect();
    html! { <li><code>{ name }</code><small>{ figures.join("; ") }</small></li> }
}
