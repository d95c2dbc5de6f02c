//! What is printed: the Dockerfile with the outcome of each line, and the figures. It is in the page only while something is
//! printed, since an editor shows no more lines than are in view.

use gloo_events::EventListener;
use layerlab_core::lab::{Analysis, LedgerRow};
use yew::prelude::*;

use crate::format;
use crate::shared::Shared;

/// Which build.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct PrintSheetProps {
    /// What the menu calls the project.
    pub(crate) name: AttrValue,
    /// The text of the Dockerfile.
    pub(crate) dockerfile: AttrValue,
    /// The build.
    pub(crate) analysis: Shared<Analysis>,
    /// Number of the build if it ran.
    pub(crate) build: Option<usize>,
}

/// The sheet while something is printed, nothing otherwise.
#[component]
pub(crate) fn PrintSheet(props: &PrintSheetProps) -> Html {
    let printing = use_state_eq(|| false);
    {
        let printing = printing.setter();
        use_effect_with((), move |()| {
            let listeners = web_sys::window().map(|window| {
                [("beforeprint", true), ("afterprint", false)].map(|(name, now)| {
                    let printing = printing.clone();
                    EventListener::new(&window, name, move |_| printing.set(now))
                })
            });
            move || drop(listeners)
        });
    }
    html! {
        if *printing { <Sheet ..props.clone() /> }
    }
}

#[component]
fn Sheet(props: &PrintSheetProps) -> Html {
    let analysis = &props.analysis;
    let lines: Vec<&str> = props.dockerfile.lines().collect();
    html! {
        <section class="print-sheet" aria-label="For print">
            <h1>{ &props.name }{ props.build.map(|number| format!(", build {number}")).unwrap_or_default() }</h1>
            { figures(analysis) }
            <table>
                <thead><tr><th></th><th>{ "Dockerfile" }</th><th>{ "Outcome" }</th><th>{ "Time" }</th><th>{ "Size" }</th></tr></thead>
                <tbody>
                    { for lines.iter().enumerate().map(|(place, text)| {
                        let row = analysis.rows.iter().find(|row| row.first_line == place + 1);
                        line(place + 1, text, row)
                    }) }
                </tbody>
            </table>
            <p>{ "Simulated by Layerlab. Times and the sizes of commands are estimates." }</p>
        </section>
    }
}

fn figures(analysis: &Analysis) -> Html {
    let (summary, image, context) = (&analysis.summary, &analysis.image, &analysis.context);
    html! {
        <dl>
            <div><dt>{ "Steps that run" }</dt><dd>{ format!("{} of {}", summary.steps_run, summary.steps) }</dd></div>
            <div><dt>{ "Time" }</dt><dd>{ format!("{}, cold {}", format::about(summary.duration), format::about(summary.cold_duration)) }</dd></div>
            <div><dt>{ "Image" }</dt><dd>{ format!("{} {}", format::size(image.size), format::uncertainty(image.size).unwrap_or_default()) }</dd></div>
            <div><dt>{ "To pull" }</dt><dd>{ format::size(image.pull) }</dd></div>
            <div><dt>{ "Build context" }</dt><dd>{ format!("{} in {}", format::bytes(context.sent_bytes), format::counted(context.sent_files, "file")) }</dd></div>
        </dl>
    }
}

fn line(number: usize, text: &str, row: Option<&LedgerRow>) -> Html {
    let word = row.map_or("", |row| row.state.word());
    let brief = row.map_or("", |row| row.brief.as_str());
    let outcome = if word.is_empty() || brief.is_empty() {
        format!("{word}{brief}")
    } else {
        format!("{word}: {brief}")
    };
    html! {
        <tr>
            <td>{ number }</td>
            <td><code>{ text.to_owned() }</code></td>
            <td>{ outcome }</td>
            <td>{ row.and_then(|row| row.duration).map(format::duration).unwrap_or_default() }</td>
            <td>{ row.and_then(|row| row.size).map(format::added).unwrap_or_default() }</td>
        </tr>
    }
}
