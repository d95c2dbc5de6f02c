//! What is wrong with the file that is shown, in BuildKit's words.

use layerlab_core::lab::{Analysis, Problem, Severity};
use yew::prelude::*;

use super::app::use_dispatch;
use crate::format;
use crate::state::{Action, FileTab};

/// More than these are counted, not listed.
const LISTED: usize = 20;

/// The problems.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ProblemListProps {
    /// In order.
    pub(crate) problems: Vec<Problem>,
    /// Their lines are lines of the Dockerfile, to which a click leads.
    pub(crate) linked: bool,
}

/// The problems of a file of a build. Notes are quiet: they are shown only in the text.
pub(super) fn shown_problems(file: &FileTab, analysis: &Analysis) -> Vec<Problem> {
    let problems: &[Problem] = match file {
        FileTab::Dockerfile => &analysis.problems,
        tab if tab.path() == Some(&*analysis.context.ignore_file) => &analysis.ignore_problems,
        _ => &[],
    };
    let problems = problems.iter();
    let loud = problems.filter(|problem| problem.severity != Severity::Note);
    loud.cloned().collect()
}

/// The list; nothing if nothing is wrong.
#[component]
pub(crate) fn ProblemList(props: &ProblemListProps) -> Html {
    let dispatch = use_dispatch();
    if props.problems.is_empty() {
        return Html::default();
    }
    let more = props.problems.len().saturating_sub(LISTED);
    html! {
        <ul class="problems" aria-label="Problems">
            { for props.problems.iter().take(LISTED).map(|problem| {
                let line = problem.line;
                let dispatch = dispatch.clone();
                let go = props.linked.then(|| Callback::from(move |_: MouseEvent| dispatch.emit(Action::LineRevealed(line))));
                html! { <li>{ problem_view(problem, go) }</li> }
            }) }
            if more > 0 {
                <li class="problems-more">{ format!("and {} more", format::count(more)) }</li>
            }
        </ul>
    }
}

fn problem_view(problem: &Problem, go: Option<Callback<MouseEvent>>) -> Html {
    let (class, word) = match problem.severity {
        Severity::Error => ("fail", "error"),
        Severity::Warning => ("run", "warning"),
        Severity::Note => ("skip", "note"),
    };
    let text = html! {
        <>
            <span class={classes!("chip", class)}>{ word }</span>
            <span class="problem-text">
                <span class="problem-line">{ format!("line {}: ", problem.line) }</span>
                { &*format::visible(&problem.message) }
                if !problem.hint.is_empty() {
                    { " " }<span class="problem-hint">{ &*format::visible(&problem.hint) }</span>
                }
            </span>
        </>
    };
    match go {
        Some(onclick) => {
            html! { <button class="problem" type="button" {onclick}>{ text }</button> }
        }
        None => html! { <div class="problem">{ text }</div> },
    }
}
