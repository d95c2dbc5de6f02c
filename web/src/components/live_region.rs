//! Tells a screen reader the outcome once typing has stopped.

use gloo_timers::callback::Timeout;
use layerlab_core::lab::{Analysis, Severity};
use yew::prelude::*;

use crate::format;
use crate::shared::Shared;

/// So long nothing must change before the outcome is said.
const QUIET_MILLISECONDS: u32 = 900;

/// Which build's outcome.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct LiveRegionProps {
    /// The build.
    pub(crate) analysis: Shared<Analysis>,
}

/// A polite live region.
#[component]
pub(crate) fn LiveRegion(props: &LiveRegionProps) -> Html {
    let said = use_state(String::new);
    {
        let said = said.setter();
        use_effect_with(outcome(&props.analysis), move |outcome| {
            let outcome = outcome.clone();
            let timeout = Timeout::new(QUIET_MILLISECONDS, move || said.set(outcome));
            move || drop(timeout)
        });
    }
    html! { <div class="visually-hidden" role="status" aria-live="polite" data-testid="outcome">{ &*said }</div> }
}

/// The outcome in one sentence: `3 steps run, 6 cached`.
fn outcome(analysis: &Analysis) -> String {
    let summary = &analysis.summary;
    if summary.fails {
        let error = analysis
            .problems
            .iter()
            .find(|problem| problem.severity == Severity::Error);
        return match error {
            Some(problem) => format!(
                "The build fails, line {}: {}",
                problem.line, problem.message
            ),
            None => "The build fails".to_owned(),
        };
    }
    let run = format::counted(summary.steps_run, "step");
    let verb = format::runs(summary.steps_run);
    let cached = summary.steps.saturating_sub(summary.steps_run);
    format!("{run} {verb}, {} cached", format::count(cached))
}
