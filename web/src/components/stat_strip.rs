//! The four figures that matter most.

use std::rc::Rc;

use layerlab_core::lab::{Analysis, BuildRecord, Summary, against};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::app::use_dispatch;
use super::chosen::use_chosen;
use crate::format;
use crate::shared::Shared;
use crate::state::{Action, Moment, State};

/// Which build's figures.
#[derive(Debug, Clone, Properties)]
pub(crate) struct StatStripProps {
    /// The build.
    pub(crate) analysis: Shared<Analysis>,
    /// Which one it is.
    pub(crate) moment: Moment,
    /// The builds that it can be compared with.
    pub(crate) builds: Vec<Rc<BuildRecord>>,
    /// The one that it is compared with.
    pub(crate) against: Option<Rc<BuildRecord>>,
}

impl StatStripProps {
    /// The figures of what is looked at.
    pub(super) fn of(state: &State) -> Self {
        Self {
            analysis: state.shown(),
            moment: state.moment,
            builds: state.lab.history.clone(),
            against: state.compared_with().cloned(),
        }
    }
}

impl PartialEq for StatStripProps {
    fn eq(&self, other: &Self) -> bool {
        let number = |props: &Self| props.against.as_ref().map(|build| build.number);
        self.analysis == other.analysis
            && self.moment == other.moment
            && self.builds.len() == other.builds.len()
            && number(self) == number(other)
    }
}

/// The strip.
#[component]
pub(crate) fn StatStrip(props: &StatStripProps) -> Html {
    let analysis = &props.analysis;
    let dispatch = use_dispatch();
    let choose = Callback::from(move |event: Event| {
        if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
            dispatch.emit(Action::AgainstChosen(select.value().parse().ok()));
        }
    });
    let against = props.against.as_ref();
    let menu = use_chosen(&against.map_or_else(String::new, |build| build.number.to_string()));
    html! {
        <section aria-label="Figures">
            <dl class="stats">
                { steps(&analysis.summary, props.moment) }
                { image(analysis) }
                { change(props, menu, choose) }
                { context(analysis) }
            </dl>
        </section>
    }
}

fn stat(name: impl Into<Html>, class: &'static str, value: String, detail: String) -> Html {
    html! {
        <div class="stat">
            <dt>{ name.into() }</dt>
            <dd class={class}><span class="stat-value">{ value }</span>{ " " }<small>{ detail }</small></dd>
        </div>
    }
}

fn steps(summary: &Summary, moment: Moment) -> Html {
    let name = match moment {
        Moment::Build(number) => format!("Build {number}"),
        Moment::Now => "If you built now".to_owned(),
        Moment::Preview => "If you made this edit".to_owned(),
    };
    let is_past = matches!(moment, Moment::Build(_));
    if summary.fails {
        let detail = match summary.steps_run {
            0 => String::new(),
            run => format!("after {}", format::counted(run, "step")),
        };
        return stat(name, "worse", "The build fails".to_owned(), detail);
    }
    let run = if is_past {
        "ran"
    } else {
        format::runs(summary.steps_run)
    };
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
    let name = match image.platform.as_str() {
        "" => "Final image".to_owned(),
        platform => format!("Final image for {platform}"),
    };
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

/// Why there is no build that the one looked at is compared with.
fn nothing_to_compare_with(builds: &[Rc<BuildRecord>], moment: Moment) -> &'static str {
    let first = builds.first().map(|build| Moment::Build(build.number));
    match (first, moment) {
        (None, _) => "no build yet",
        (Some(first), _) if first == moment => "the first build",
        (Some(_), Moment::Build(_)) => "none before it succeeded",
        (Some(_), Moment::Now | Moment::Preview) => "none succeeded yet",
    }
}

/// The size against that of another build, which can be chosen.
fn change(props: &StatStripProps, menu: NodeRef, choose: Callback<Event>) -> Html {
    let Some(build) = &props.against else {
        return stat(
            "Against the last build".to_owned(),
            "none",
            nothing_to_compare_with(&props.builds, props.moment).to_owned(),
            String::new(),
        );
    };
    let others = props
        .builds
        .iter()
        .filter(|other| props.moment != Moment::Build(other.number));
    let others: Vec<&Rc<BuildRecord>> = others.collect();
    let name = if others.len() < 2 {
        html! { format!("Against build {}", build.number) }
    } else {
        html! {
            <label class="menu stat-menu">
                <span>{ "Against" }</span>
                <select ref={menu} class="menu-select" onchange={choose}>
                    { for others.iter().map(|other| html! {
                        <option
                            key={other.number}
                            value={other.number.to_string()}
                            selected={other.number == build.number}
                            title={other.label.clone()}
                        >{ format!("build {}", other.number) }</option>
                    }) }
                </select>
            </label>
        }
    };
    let found = against(&props.analysis, build);
    let Some(difference) = found.change_bytes else {
        return stat(name, "none", "none".to_owned(), String::new());
    };
    let class = match difference {
        0 => "",
        1.. => "worse",
        _ => "better",
    };
    let percent = format::change_percent(difference, found.before_bytes).unwrap_or_default();
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
