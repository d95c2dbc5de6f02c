//! Two builds beside each other: figures, steps, texts, files.

use layerlab_core::lab::{BuildComparison, FileChange, StepOutcome, StepPair, compare_builds};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::app::{use_dispatch, use_read_only};
use super::chip::Chip;
use super::chosen::use_chosen;
use super::dialog::Dialog;
use super::figure_table::FigureTable;
use super::text_diff::TextDiff;
use crate::format;
use crate::state::{Action, Compare, Moment, State};

/// More files are not listed by name.
const MOST_FILES: usize = 40;

/// Which builds.
#[derive(Debug, Clone, Properties)]
pub(crate) struct BuildComparisonProps {
    /// The page.
    pub(crate) state: State,
    /// The first one.
    pub(crate) before: Moment,
    /// The second one.
    pub(crate) after: Moment,
}

impl PartialEq for BuildComparisonProps {
    fn eq(&self, other: &Self) -> bool {
        self.state.now == other.state.now
            && self.state.lab.history.len() == other.state.lab.history.len()
            && self.before == other.before
            && self.after == other.after
    }
}

/// The window.
#[component]
pub(crate) fn BuildComparisonDialog(props: &BuildComparisonProps) -> Html {
    let dispatch = use_dispatch();
    let read_only = use_read_only();
    let (state, before, after) = (&props.state, props.before, props.after);
    let compared = {
        let state = state.clone();
        use_memo(props.clone(), move |_| {
            Some(compare_builds(state.at(before)?, state.at(after)?))
        })
    };
    let menus = (use_chosen(&value_of(before)), use_chosen(&value_of(after)));
    let on_close = {
        let dispatch = dispatch.clone();
        Callback::from(move |()| dispatch.emit(Action::CompareClosed))
    };
    let choose = |as_compare: fn(Moment, Moment, Moment) -> Compare| {
        let dispatch = dispatch.clone();
        Callback::from(move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                let chosen = moment_of(&select.value());
                dispatch.emit(Action::CompareOpened(as_compare(before, after, chosen)));
            }
        })
    };
    let swap = {
        let dispatch = dispatch.clone();
        move |_: MouseEvent| dispatch.emit(Action::CompareOpened(Compare::Builds(after, before)))
    };
    let restore = |moment: Moment| match moment {
        Moment::Build(number) if !read_only => {
            let dispatch = dispatch.clone();
            let go = move |_: MouseEvent| {
                dispatch.emit(Action::BuildRestored(number));
                dispatch.emit(Action::CompareClosed);
            };
            html! { <button type="button" class="button small" onclick={go}>{ format!("Go back to build {number}") }</button> }
        }
        Moment::Build(_) | Moment::Now | Moment::Preview => Html::default(),
    };
    html! {
        <Dialog title="Compare builds" class="dialog-wide" {on_close}>
            <div class="compare-choice">
                { select(state, "From", menus.0, before, choose(|_, after, chosen| Compare::Builds(chosen, after))) }
                { select(state, "to", menus.1, after, choose(|before, _, chosen| Compare::Builds(before, chosen))) }
                <button type="button" class="button small" onclick={swap}>{ "Swap" }</button>
                <span class="header-space"></span>
                { restore(before) }
                { restore(after) }
            </div>
            { match &*compared {
                Some(compared) => content(compared, name(before), name(after)),
                None => html! { <p class="empty">{ "There is no such build." }</p> },
            } }
        </Dialog>
    }
}

fn name(moment: Moment) -> String {
    match moment {
        Moment::Now => "Now".to_owned(),
        Moment::Build(number) => format!("Build {number}"),
        Moment::Preview => "Preview".to_owned(),
    }
}

/// The value of a build in a menu: its number, or zero for the one that would run now.
fn value_of(moment: Moment) -> String {
    match moment {
        Moment::Build(number) => number.to_string(),
        Moment::Now | Moment::Preview => "0".to_owned(),
    }
}

fn moment_of(value: &str) -> Moment {
    match value.parse() {
        Ok(number @ 1..) => Moment::Build(number),
        _ => Moment::Now,
    }
}

fn select(
    state: &State,
    label: &'static str,
    menu: NodeRef,
    chosen: Moment,
    onchange: Callback<Event>,
) -> Html {
    let option = |moment: Moment, text: String| {
        html! {
            <option value={value_of(moment)} selected={moment == chosen}>{ text }</option>
        }
    };
    html! {
        <span class="compare-side">
            <span aria-hidden="true">{ label }</span>
            <select ref={menu} class="field" aria-label={if label == "to" { "To" } else { label }} {onchange}>
                { for state.lab.history.iter().map(|build| {
                    option(Moment::Build(build.number), format!("Build {}, {}", build.number, build.label))
                }) }
                { option(Moment::Now, "Now, not built yet".to_owned()) }
            </select>
        </span>
    }
}

fn content(compared: &BuildComparison, before: String, after: String) -> Html {
    html! {
        <>
            <FigureTable figures={compared.figures.clone()} before={before.clone()} after={after.clone()} />
            <h3>{ "What differs" }</h3>
            if compared.texts.is_empty() && compared.files.is_empty() && compared.commands.is_none() {
                <p class="empty">{ "Texts, files and options are the same." }</p>
            }
            { for compared.texts.iter().map(|text| html! { <TextDiff compared={text.clone()} /> }) }
            { files(&compared.files) }
            if let Some((old, new)) = &compared.commands {
                <h4>{ "Command" }</h4>
                <p class="compare-command"><span class="visually-hidden">{ "before: " }</span><code>{ old }</code></p>
                <p class="compare-command"><span class="visually-hidden">{ "after: " }</span><code>{ new }</code></p>
            }
            <h3>{ "Steps" }</h3>
            { steps(&compared.steps, &before, &after) }
        </>
    }
}

fn files(files: &[FileChange]) -> Html {
    if files.is_empty() {
        return Html::default();
    }
    let more = files.len().saturating_sub(MOST_FILES);
    html! {
        <>
            <h4>{ format::capital(&format::counted(files.len(), "file")) }</h4>
            <ul class="compare-files">
                { for files.iter().take(MOST_FILES).map(|file| html! {
                    <li><code>{ &file.path }</code><span>{ file_change(file) }</span></li>
                }) }
                if more > 0 { <li>{ format!("and {} more", format::count(more)) }</li> }
            </ul>
        </>
    }
}

fn file_change(file: &FileChange) -> String {
    match (file.before_bytes, file.after_bytes) {
        (Some(before), Some(after)) if before == after => {
            format!("another content, {}", format::bytes(after))
        }
        (Some(before), Some(after)) => {
            format!("{} became {}", format::bytes(before), format::bytes(after))
        }
        (None, Some(after)) => format!("added, {}", format::bytes(after)),
        (Some(before), None) => format!("removed, {}", format::bytes(before)),
        (None, None) => String::new(),
    }
}

fn steps(pairs: &[StepPair], before: &str, after: &str) -> Html {
    html! {
        <table class="compare-steps">
            <thead><tr>
                <th scope="col">{ "Step" }</th><th scope="col">{ before.to_owned() }</th><th scope="col">{ after.to_owned() }</th>
            </tr></thead>
            <tbody>{ for pairs.iter().map(step) }</tbody>
        </table>
    }
}

fn step(pair: &StepPair) -> Html {
    let text = |step: &Option<StepOutcome>| step.as_ref().map(|step| step.text.clone());
    let (old, new) = (text(&pair.before), text(&pair.after));
    let edited = old.is_some() && new.is_some() && old != new;
    let shown = new.or_else(|| old.clone()).unwrap_or_default();
    html! {
        <tr class={classes!((!pair.differs()).then_some("compare-same"))}>
            <th scope="row">
                <code>{ shown }</code>
                if edited { <small>{ "was " }<code>{ old.unwrap_or_default() }</code></small> }
            </th>
            <td>{ outcome(pair.before.as_ref()) }</td>
            <td>{ outcome(pair.after.as_ref()) }</td>
        </tr>
    }
}

fn outcome(step: Option<&StepOutcome>) -> Html {
    let Some(step) = step else {
        return html! { <span class="compare-none">{ "not there" }</span> };
    };
    let time = step.duration.filter(|time| !time.is_zero());
    let figures = [
        time.map(format::duration),
        step.size.map(format::size).filter(|size| size != "0"),
    ];
    let figures: Vec<String> = figures.into_iter().flatten().collect();
    html! {
        <span class="compare-outcome">
            <Chip state={step.state} />
            <span>{ format!("line {}", step.line) }if !figures.is_empty() { { format!(", {}", figures.join(", ")) } }</span>
        </span>
    }
}
