//! What the page that holds an embed is told: that it can be used, builds, goals that are met.

use std::rc::Rc;

use layerlab_core::lab::BuildRecord;
use layerlab_core::lessons::Grade;
use layerlab_core::share::{Fragment, Listener};
use wasm_bindgen::JsValue;
use yew::prelude::*;

use crate::browser::tell;
use crate::state::State;

/// Tells it. Whether anything is passed on is decided by the address, in `web/editor/src/embed/frame.ts`.
#[hook]
pub(super) fn use_events(
    state: &UseReducerHandle<State>,
    grades: &Rc<Vec<Grade>>,
    address: &Rc<Fragment>,
) {
    {
        let address = Rc::clone(address);
        use_effect_with((), move |()| {
            let listener = match &address.events {
                Listener::Nobody => "",
                Listener::Anyone => "*",
                Listener::Origin(origin) => origin,
            };
            let secret = address.secret.as_deref().unwrap_or_default();
            tell(
                "ready",
                &[("listener", listener.into()), ("secret", secret.into())],
            );
        });
    }
    // Builds that the project came with are not the reader's.
    let told = use_mut_ref(|| state.lab.history.len());
    let builds = state.lab.history.clone();
    use_effect_with(
        (builds.len(), Rc::clone(&state.example)),
        move |(count, _)| {
            let before = told.replace(*count);
            if let (Some(last), true) = (builds.last(), *count == before + 1) {
                tell_build(last);
            }
        },
    );
    let met = grades.iter().filter(|grade| grade.met).count();
    let goals = grades.len();
    let lesson: Option<Rc<str>> = state.lesson_id().map(Rc::from);
    // What is met at the beginning is not reached.
    let reached = use_mut_ref(|| None::<(Option<Rc<str>>, usize)>);
    use_effect_with((met, goals, lesson), move |(met, goals, lesson)| {
        if *goals == 0 {
            return;
        }
        let mut reached = reached.borrow_mut();
        let same = reached.as_ref().filter(|(before, _)| before == lesson);
        let before = same.map(|(_, met)| *met);
        *reached = Some((lesson.clone(), before.unwrap_or(0).max(*met)));
        if let (Some(lesson), true) = (lesson, before.is_some_and(|before| *met > before)) {
            tell(
                "goal",
                &[
                    ("lesson", JsValue::from_str(lesson)),
                    ("met", number(*met)),
                    ("goals", number(*goals)),
                    ("done", (met == goals).into()),
                ],
            );
        }
    });
}

fn tell_build(build: &BuildRecord) {
    let summary = &build.analysis.summary;
    let bytes = match summary.fails {
        true => 0,
        false => build.analysis.image.size.bytes,
    };
    tell(
        "built",
        &[
            ("build", number(build.number)),
            ("stepsRun", number(summary.steps_run)),
            (
                "stepsCached",
                number(summary.steps.saturating_sub(summary.steps_run)),
            ),
            ("bytes", (bytes as f64).into()),
            ("seconds", summary.duration.as_secs_f64().into()),
            ("failed", summary.fails.into()),
        ],
    );
}

/// A count of things, which no project has so many of that it would not be exact.
fn number(count: usize) -> JsValue {
    (count as f64).into()
}
