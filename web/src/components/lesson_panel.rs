//! The lesson that is open: its text, one step at a time, its goals as they stand, hints one after another, and the solution.

use std::rc::Rc;

use layerlab_core::explain::topic;
use layerlab_core::lessons::{CHAPTERS, Flaw, Goal, Grade, Lesson, Now};
use yew::prelude::*;

use super::app::{use_dispatch, use_read_only};
use super::markdown::Markdown;
use super::prose::prose;
use crate::format;
use crate::state::{Action, Course, OpenLesson, topic_address};

/// Which lesson, and how it stands.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct LessonPanelProps {
    /// The lesson.
    pub(crate) open: Rc<OpenLesson>,
    /// The lessons of the page.
    pub(crate) course: Rc<Course>,
    /// The state of each goal.
    pub(crate) grades: Rc<Vec<Grade>>,
}

/// The panel.
#[component]
pub(crate) fn LessonPanel(props: &LessonPanelProps) -> Html {
    let dispatch = use_dispatch();
    let lesson = &props.open.lesson;
    let met = props.grades.iter().filter(|grade| grade.met).count();
    let all = !props.grades.is_empty() && met == props.grades.len();
    let restart = {
        let dispatch = dispatch.clone();
        move |_: MouseEvent| dispatch.emit(Action::LessonRestarted)
    };
    let next = props.course.after(&lesson.id).map(|next| {
        let id: Rc<str> = next.id.as_str().into();
        let go = move |_: MouseEvent| dispatch.emit(Action::LessonWanted(Rc::clone(&id)));
        let class = classes!("button", all.then_some("primary"));
        html! { <button type="button" {class} onclick={go}>{ format!("Next: {}", next.title) }</button> }
    });
    html! {
        <div class="lesson">
            <p class="lesson-place">{ place(lesson, &props.course) }</p>
            <h2>{ &lesson.title }</h2>
            { flaws(&props.open.flaws) }
            <Markdown text={lesson.text.clone()} />
            <Steps open={Rc::clone(&props.open)} />
            <section aria-labelledby="lesson-goals">
                <h3 id="lesson-goals">{ "Goals" }</h3>
                <ul class="goals">
                    { for lesson.goals.iter().zip(props.grades.iter()).map(|(goal, grade)| goal_view(goal, grade)) }
                </ul>
                <p class="goals-sum" role="status">
                    { if all { "All goals are met.".to_owned() } else { format!("{met} of {} goals met.", props.grades.len()) } }
                </p>
            </section>
            <Help open={Rc::clone(&props.open)} />
            { topics(lesson) }
            <div class="lesson-ways">
                { next }
                <button type="button" class="button" onclick={restart}>{ "Start over" }</button>
            </div>
        </div>
    }
}

/// `Order and cache, 2 of 8`.
fn place(lesson: &Lesson, course: &Course) -> String {
    let chapter = CHAPTERS.iter().find(|chapter| chapter.id == lesson.chapter);
    let title = chapter.map_or(lesson.chapter.as_str(), |chapter| chapter.title);
    let lessons = course.here().iter();
    let own: Vec<_> = lessons
        .filter(|other| other.chapter == lesson.chapter)
        .collect();
    match own.iter().position(|other| other.id == lesson.id) {
        Some(place) => format!("{title}, {} of {}", place + 1, own.len()),
        None => title.to_owned(),
    }
}

/// What is wrong with a lesson that somebody wrote.
fn flaws(flaws: &[Flaw]) -> Html {
    if flaws.is_empty() {
        return Html::default();
    }
    html! {
        <section class="lesson-flaws" aria-labelledby="lesson-flaws">
            <h3 id="lesson-flaws">
                { match flaws.len() {
                    1 => "One thing is wrong with this lesson".to_owned(),
                    count => format!("{} things are wrong with this lesson", format::count(count)),
                } }
            </h3>
            <ul>
                { for flaws.iter().map(|flaw| html! {
                    <li><b>{ format!("Line {}: ", flaw.line) }</b>{ prose(&flaw.reason) }{ "." }</li>
                }) }
            </ul>
        </section>
    }
}

/// Explanations that go further.
fn topics(lesson: &Lesson) -> Html {
    let mut topics = lesson.topics.iter().filter_map(|id| topic(id)).peekable();
    if topics.peek().is_none() {
        return Html::default();
    }
    html! {
        <section class="lesson-topics" aria-labelledby="lesson-topics">
            <h3 id="lesson-topics">{ "Explanations that go further" }</h3>
            <ul>
                { for topics.map(|topic| html! {
                    <li key={topic.id}><a href={topic_address(topic.id)}>{ topic.title }</a></li>
                }) }
            </ul>
        </section>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct OpenProps {
    open: Rc<OpenLesson>,
}

/// The step that is shown, and the way to the others.
#[component]
fn Steps(props: &OpenProps) -> Html {
    let dispatch = use_dispatch();
    let steps = &props.open.lesson.steps;
    let place = props.open.step;
    let Some(step) = steps.get(place) else {
        return Html::default();
    };
    let to = |place: Option<usize>, label: &'static str| {
        let dispatch = dispatch.clone();
        let go = move |_: MouseEvent| {
            if let Some(place) = place {
                dispatch.emit(Action::LessonStepChosen(place));
            }
        };
        html! { <button type="button" class="button small" disabled={place.is_none()} onclick={go}>{ label }</button> }
    };
    let next = (place + 1 < steps.len()).then_some(place + 1);
    html! {
        <section class="lesson-step" aria-labelledby="lesson-step">
            <h3 id="lesson-step">{ format!("Step {} of {}", place + 1, steps.len()) }</h3>
            <div aria-live="polite">
                <p class="lesson-step-title">{ &step.title }</p>
                <Markdown text={step.text.clone()} />
            </div>
            if steps.len() > 1 {
                <div class="lesson-ways">
                    { to(place.checked_sub(1), "Step before") }
                    { to(next, "Next step") }
                </div>
            }
        </section>
    }
}

fn goal_view(goal: &Goal, grade: &Grade) -> Html {
    let (class, word) = if grade.met {
        ("hit", "met")
    } else {
        ("run", "not yet")
    };
    let now = match &grade.now {
        Now::Bytes(bytes) => format::bytes(*bytes),
        Now::Time(time) => format::about(*time),
        Now::Steps(steps) => format::counted(*steps, "step"),
        Now::Layers(layers) => format::counted(*layers, "layer"),
        Now::Words(words) => words.clone(),
    };
    html! {
        <li class="goal">
            <span class={classes!("chip", class)}>{ word }</span>
            <span class="goal-text">
                { prose(&format::capital(&goal.text).replace('"', "`")) }
                if !now.is_empty() {
                    <span class="goal-now">{ " Now: " }{ prose(&now) }</span>
                }
            </span>
        </li>
    }
}

/// Hints and solution, as far as they are wanted.
#[component]
fn Help(props: &OpenProps) -> Html {
    let dispatch = use_dispatch();
    let read_only = use_read_only();
    let open = &props.open;
    let lesson = &open.lesson;
    let send = |action: Action| {
        let dispatch = dispatch.clone();
        move |_: MouseEvent| dispatch.emit(action.clone())
    };
    let left = lesson.hints.len().saturating_sub(open.hints);
    html! {
        <section class="lesson-help" aria-label="Help">
            <div aria-live="polite">
                { for lesson.hints.iter().take(open.hints).enumerate().map(|(place, hint)| html! {
                    <div class="hint" key={place}>
                        <h3>{ format!("Hint {}", place + 1) }</h3>
                        <Markdown text={hint.clone()} />
                    </div>
                }) }
                if open.solution {
                    <div class="hint">
                        <h3>{ "Solution" }</h3>
                        <Markdown text={lesson.solution_text.clone()} />
                        { for lesson.solution.texts.iter().map(|(path, text)| html! {
                            <figure class="solution-file" key={path.clone()}>
                                <figcaption><code>{ path }</code></figcaption>
                                <pre tabindex="0">{ text }</pre>
                            </figure>
                        }) }
                        if !read_only {
                            <button type="button" class="button small" onclick={send(Action::SolutionApplied)}>{ "Put it into the project" }</button>
                        }
                    </div>
                }
            </div>
            <div class="lesson-ways">
                if left > 0 {
                    <button type="button" class="button small" onclick={send(Action::HintWanted)}>
                        { if open.hints == 0 { "Show a hint".to_owned() } else { format!("Another hint ({left} left)") } }
                    </button>
                }
                <button type="button" class="button small" aria-expanded={if open.solution { "true" } else { "false" }} onclick={send(Action::SolutionWanted)}>
                    { if open.solution { "Hide the solution" } else { "Show the solution" } }
                </button>
            </div>
        </section>
    }
}
