//! The overview of the course: chapters, lessons, and which are done.

use std::rc::Rc;

use layerlab_core::lessons::{CHAPTERS, Lesson};
use yew::prelude::*;

use super::app::use_dispatch;
use super::icons;
use super::open_file::{OpenFile, picked_file};
use super::shown::use_shown;
use crate::state::{Action, Course, LoadedProject, is_own, lesson_of};

/// Of which course.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct LessonsMenuProps {
    /// The lessons, as far as they are here.
    pub(crate) course: Rc<Course>,
    /// Id of the lesson that is open.
    pub(crate) open: Option<Rc<str>>,
    /// The projects of the user, those of lessons that somebody wrote among them.
    pub(crate) loaded: Rc<Vec<LoadedProject>>,
}

/// A button and the panel that it opens.
#[component]
pub(crate) fn LessonsMenu(props: &LessonsMenuProps) -> Html {
    let dispatch = use_dispatch();
    let shown = use_shown();
    {
        let dispatch = dispatch.clone();
        use_effect_with(shown.now, move |is_shown| {
            if *is_shown {
                dispatch.emit(Action::CourseWanted);
            }
        });
    }
    let again = move |_: MouseEvent| dispatch.emit(Action::CourseWanted);
    html! {
        <>
            <button type="button" class="button options-button lessons-button" popovertarget="lessons" aria-label="Lessons" onclick={shown.on_click}>
                <span class="options-icon">{ icons::book() }</span>
                <span class="options-name">{ "Lessons" }</span>
            </button>
            <div id="lessons" class="options lessons" popover="auto" role="dialog" aria-label="Lessons" ontoggle={shown.on_toggle}>
                if shown.now {
                    { match &props.course.lessons {
                        None => html! { <p role="status">{ "Loading the lessons." }</p> },
                        Some(Err(reason)) => html! {
                            <div role="status">
                                <p>{ format!("The lessons could not be loaded: {reason}.") }</p>
                                <button type="button" class="button small" onclick={again}>{ "Try again" }</button>
                            </div>
                        },
                        Some(Ok(lessons)) => overview(props, lessons),
                    } }
                    <OwnLessons ..props.clone() />
                }
            </div>
        </>
    }
}

fn overview(props: &LessonsMenuProps, lessons: &[Rc<Lesson>]) -> Html {
    let done = |lesson: &Lesson| props.course.done.contains(lesson.id.as_str());
    let count = lessons.iter().filter(|lesson| done(lesson)).count();
    html! {
        <>
            <p class="lessons-sum">{ format!("{count} of {} done. What you did is kept in this browser only.", lessons.len()) }</p>
            { for CHAPTERS.iter().enumerate().map(|(place, chapter)| {
                let own: Vec<&Rc<Lesson>> = lessons.iter().filter(|lesson| lesson.chapter == chapter.id).collect();
                let count = own.iter().filter(|lesson| done(lesson)).count();
                html! {
                    <section key={chapter.id} aria-labelledby={format!("chapter-{}", chapter.id)}>
                        <h2 id={format!("chapter-{}", chapter.id)}>
                            { format!("{}. {} ", place + 1, chapter.title) }
                            <span class="lessons-count">{ format!("{count} of {}", own.len()) }</span>
                        </h2>
                        <ul>
                            { for own.into_iter().map(|lesson| html! {
                                <li key={lesson.id.clone()}>
                                    <Entry
                                        id={Rc::from(lesson.id.as_str())}
                                        title={Rc::from(lesson.title.as_str())}
                                        done={done(lesson)}
                                        open={props.open.as_deref() == Some(lesson.id.as_str())}
                                    />
                                </li>
                            }) }
                        </ul>
                    </section>
                }
            }) }
        </>
    }
}

/// Lessons that somebody wrote: those that were opened, and the way to open one.
#[component]
fn OwnLessons(props: &LessonsMenuProps) -> Html {
    let open = use_context::<OpenFile>();
    let pick = move |event: Event| {
        if let (Some(open), Some(file)) = (&open, picked_file(&event)) {
            open.emit(file);
        }
    };
    // Each lesson once, though it may have several projects.
    let mut own: Vec<(Rc<str>, Rc<str>)> = Vec::new();
    for project in props.loaded.iter() {
        if let Some(lesson) = lesson_of(&project.id).filter(|lesson| is_own(lesson))
            && !own.iter().any(|(id, _)| **id == *lesson)
        {
            own.push((lesson.into(), Rc::clone(&project.name)));
        }
    }
    html! {
        <section aria-labelledby="own-lessons">
            <h2 id="own-lessons">{ "Lessons of others, and yours" }</h2>
            <ul>
                { for own.into_iter().map(|(id, name)| {
                    let done = props.course.done.contains(&id);
                    let open = props.open.as_ref() == Some(&id);
                    let title = props.course.lesson(&id).map_or(name, |lesson| lesson.title.as_str().into());
                    html! { <li key={id.to_string()}><Entry {id} {title} {done} {open} /></li> }
                }) }
            </ul>
            <label class="button small">
                { "Open a lesson (.md)" }
                <input class="visually-hidden" type="file" accept=".md,text/markdown" onchange={pick} />
            </label>
            <span class="open-folder-note">{ " It is read in this page and not uploaded." }</span>
        </section>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct EntryProps {
    id: Rc<str>,
    title: Rc<str>,
    done: bool,
    open: bool,
}

/// A lesson. To choose it closes the overview.
#[component]
fn Entry(props: &EntryProps) -> Html {
    let dispatch = use_dispatch();
    let id = Rc::clone(&props.id);
    let choose = move |_: MouseEvent| dispatch.emit(Action::LessonWanted(Rc::clone(&id)));
    html! {
        <button
            type="button"
            class={classes!("lesson-entry", props.done.then_some("done"))}
            popovertarget="lessons"
            popovertargetaction="hide"
            aria-current={props.open.then_some("page")}
            onclick={choose}
        >
            <span class="lesson-mark">if props.done { { icons::check() } }</span>
            <span>{ &*props.title }</span>
            if props.done {
                <span class="lesson-state">{ "done" }</span>
            } else if props.open {
                <span class="lesson-state">{ "open" }</span>
            }
        </button>
    }
}
