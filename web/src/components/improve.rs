//! Improve: the way to the best build that combinations of fixes lead to, step by step. The search is made when it is asked
//! for, in slices, so that the page stays usable meanwhile.

use std::rc::Rc;

use layerlab_core::lab::{Analysis, Choice, ImproveStep, Improvement, Improving, Lab};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::app::{use_dispatch, use_read_only};
use super::notes::gains;
use crate::browser::{Slice, pause};
use crate::format;
use crate::shared::Shared;
use crate::state::Action;

/// Of which project.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ImproveProps {
    /// The project, its history and the cache.
    pub(crate) lab: Shared<Lab>,
    /// The build that would run now.
    pub(crate) now: Shared<Analysis>,
}

/// How far the search is.
#[derive(Clone)]
enum Search {
    /// It was not asked for.
    No,
    /// Of which build it is made.
    Running(Shared<Analysis>),
    /// What was found, and for which build.
    Done(Shared<Analysis>, Rc<Improvement>),
}

/// The button, and the way once it is found.
#[component]
pub(crate) fn Improve(props: &ImproveProps) -> Html {
    let search = use_state(|| Search::No);
    let newest = use_mut_ref(|| props.now.clone());
    *newest.borrow_mut() = props.now.clone();
    let start = {
        let (search, newest) = (search.setter(), Rc::clone(&newest));
        let (lab, now) = (props.lab.clone(), props.now.clone());
        move |_: MouseEvent| {
            search.set(Search::Running(now.clone()));
            let (search, newest) = (search.clone(), Rc::clone(&newest));
            let (lab, now) = (lab.clone(), now.clone());
            spawn_local(async move {
                pause().await;
                let mut way = Improving::new(&lab);
                loop {
                    let slice = Slice::begin();
                    let mut more = true;
                    while more && !slice.is_over() {
                        more = way.advance();
                    }
                    if !more {
                        break;
                    }
                    pause().await;
                    // Another text makes the search pointless.
                    if *newest.borrow() != now {
                        return;
                    }
                }
                search.set(Search::Done(now, Rc::new(way.finish())));
            });
        }
    };
    // What was found for another text is forgotten.
    let found = match &*search {
        Search::Done(of, way) if *of == props.now => Some(Rc::clone(way)),
        _ => None,
    };
    let running = matches!(&*search, Search::Running(of) if *of == props.now);
    html! {
        <section class="improve" aria-labelledby="improve-head">
            <h2 id="improve-head">{ "Improve" }</h2>
            if let Some(way) = &found {
                if way.steps.is_empty() {
                    <p role="status">{ "No fix, and no combination of fixes, makes this build better." }</p>
                } else {
                    <Way lab={props.lab.clone()} way={Rc::clone(way)} />
                }
            } else {
                <p>{ "Layerlab tries fixes together, each in a simulated build, and shows the way to the best outcome." }</p>
                <button type="button" class="button" onclick={start} disabled={running}>
                    { if running { "Searching…" } else { "Find the best combination" } }
                </button>
                <span class="visually-hidden" role="status">{ if running { "Searching" } else { "" } }</span>
            }
        </section>
    }
}

#[derive(Debug, Clone, Properties)]
struct WayProps {
    lab: Shared<Lab>,
    way: Rc<Improvement>,
}

impl PartialEq for WayProps {
    fn eq(&self, other: &Self) -> bool {
        self.lab == other.lab && Rc::ptr_eq(&self.way, &other.way)
    }
}

/// The steps to choose from, and what comes of those that are chosen.
#[component]
fn Way(props: &WayProps) -> Html {
    let dispatch = use_dispatch();
    let read_only = use_read_only();
    let wanted = use_state(|| vec![true; props.way.steps.len()]);
    let choice = {
        let (lab, way) = (props.lab.clone(), Rc::clone(&props.way));
        use_memo((*wanted).clone(), move |wanted: &Vec<bool>| {
            if wanted.iter().all(|wanted| *wanted) {
                way.all.clone()
            } else {
                lab.choose(&way, wanted)
            }
        })
    };
    let toggle = |place: usize| {
        let wanted = wanted.clone();
        move |_: Event| {
            let mut changed = (*wanted).clone();
            if let Some(step) = changed.get_mut(place) {
                *step = !*step;
            }
            wanted.set(changed);
        }
    };
    let steps = props.way.steps.iter().enumerate();
    let apply = {
        let action = Action::FixApplied {
            dockerfile: Rc::clone(&props.lab.project.dockerfile),
            edits: choice.edits.clone(),
        };
        move |_: MouseEvent| dispatch.emit(action.clone())
    };
    html! {
        <>
            <ol class="improve-steps">
                { for steps.map(|(place, step)| {
                    let wanted = wanted.get(place) == Some(&true);
                    let made = choice.made.get(place) == Some(&true);
                    step_view(place, step, wanted, made, toggle(place))
                }) }
            </ol>
            <Outcome choice={(*choice).clone()} />
            if !read_only {
                <button type="button" class="button primary fix-apply" onclick={apply} disabled={choice.edits.is_empty()}>
                    { format!("Apply {}", format::counted(count(&choice), "step")) }
                </button>
            }
        </>
    }
}

fn count(choice: &Choice) -> usize {
    choice.made.iter().filter(|made| **made).count()
}

fn step_view(
    place: usize,
    step: &ImproveStep,
    wanted: bool,
    made: bool,
    toggle: impl Fn(Event) + 'static,
) -> Html {
    let about = format!("improve-{place}");
    html! {
        <li key={place} class={classes!("improve-step", (!made).then_some("left-out"))}>
            <label>
                <input type="checkbox" checked={wanted} onchange={toggle} aria-describedby={about.clone()} />
                <span class="fix-title">{ &step.title }</span>
            </label>
            <div id={about}>
                if wanted && !made {
                    <p class="check-why">{ "It builds on a step that is left out, so it is left out too." }</p>
                } else {
                    { gains(&step.changes) }
                    <p class="check-why">{ step.risk }</p>
                }
            </div>
        </li>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct OutcomeProps {
    choice: Choice,
}

/// What the chosen steps gain together.
#[component]
fn Outcome(props: &OutcomeProps) -> Html {
    let choice = &props.choice;
    html! {
        <div class="improve-sum" role="status">
            <p class="fix-title">{ match count(choice) {
                0 => "No step is chosen".to_owned(),
                1 => "With this step".to_owned(),
                count => format!("With these {count} steps"),
            } }</p>
            { gains(&choice.changes) }
        </div>
    }
}
