//! The four figures that matter most.

use layerlab_core::lab::{Analysis, Summary};
use yew::prelude::*;

use crate::format;
use crate::shared::Shared;

/// Which build's figures.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct StatStripProps {
    /// The build.
    pub(crate) analysis: Shared<Analysis>,
    /// Its number, if it ran; `None` for the build that would run now.
    pub(crate) past: Option<usize>,
}

/// The strip.
#[component]
pub(crate) fn StatStrip(props: &StatStripProps) -> Html {
    let analysis = &props.analysis;
    html! {
        <section aria-label="Figures">
            <dl class="stats">
                { steps(&analysis.summary, props.past) }
                { image(analysis) }
                { change(&analysis.summary) }
                { context(analysis) }
            </dl>
        </section>
    }
}

fn stat(name: String, class: &'static str, value: String, detail: String) -> Html {
    html! {
        <div class="stat">
            <dt>{ name }</dt>
            <dd class={class}><span class="stat-value">{ value }</span>{ " " }<small>{ detail }</small></dd>
        </div>
    }
}

fn steps(summary: &Summary, past: Option<usize>) -> Html {
    let name = match past {
        Some(number) => format!("Build {number}"),
        None => "If you built now".to_owned(),
    };
    if summary.fails {
        let detail = match summary.steps_run {
            0 => String::new(),
            run => format!("after {}", format::counted(run, "step")),
        };
        return stat(name, "worse", "The build fails".to_owned(), detail);
    }
    let run = if past.is_some() { "ran" } else { "run" };
    stat(
        name,
        "",
        format!(
            "{} of {} {run}",
            summary.steps_run,
            format::counted(summary.steps, "step")
        ),
        format!(
            "{}, cold build {}",
            format::about(summary.duration),
            format::duration(summary.cold_duration)
        ),
    )
}

fn image(analysis: &Analysis) -> Html {
    let image = &analysis.image;
    let name = "Final image".to_owned();
    if analysis.summary.fails || image.parts.is_empty() {
        return stat(name, "none", "none".to_owned(), String::new());
    }
    let pull = format!("pull {}", format::size(image.pull));
    let detail = match format::uncertainty(image.size) {
        Some(uncertainty) => format!("{uncertainty} · {pull}"),
        None => pull,
    };
    stat(name, "", format::size(image.size), detail)
}

fn change(summary: &Summary) -> Html {
    let Some(number) = summary.compared_with else {
        return stat(
            "Against the last build".to_owned(),
            "none",
            "no build yet".to_owned(),
            String::new(),
        );
    };
    let name = format!("Against build {number}");
    let Some(difference) = summary.size_change_bytes else {
        return stat(name, "none", "none".to_owned(), String::new());
    };
    let class = match difference {
        0 => "",
        1.. => "worse",
        _ => "better",
    };
    let percent = format::change_percent(difference, summary.compared_bytes).unwrap_or_default();
    stat(name, class, format::change(difference), percent)
}

fn context(analysis: &Analysis) -> Html {
    let context = &analysis.context;
    let ignored = match context.ignored_files {
        0 => "none ignored".to_owned(),
        files => format!("{} ignored", format::count(files)),
    };
    stat(
        "Build context".to_owned(),
        "",
        format::bytes(context.sent_bytes),
        format!(
            "{} sent, {ignored}",
            format::counted(context.sent_files, "file")
        ),
    )
}
