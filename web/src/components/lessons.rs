//! Lessons are loaded when they are first asked for, have an address of their own, and are remembered when they are done.

use std::collections::BTreeMap;
use std::rc::Rc;

use layerlab_core::lessons::{ExampleProject, Grade, Lesson, read_course};
use layerlab_core::share::Fragment;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::app::Dispatch;
use crate::browser::{fragment, lessons_done, on_fragment, remember_lessons, set_fragment};
use crate::state::{Action, Course, State, project_of};
use crate::texts;

/// What the address of a lesson begins with, after the `#`.
const ADDRESS: &str = "/lesson/";
/// Name of the text that holds all lessons.
const COURSE: &str = "course";

/// The address of a lesson, without the `#`.
pub(super) fn address_of(lesson: &str) -> String {
    format!("{ADDRESS}{lesson}")
}

/// The id of the lesson that an address names.
fn named(fragment: &str) -> Option<Rc<str>> {
    Fragment::read(fragment).lesson.map(Rc::from)
}

/// Sends actions; what lessons need is loaded on the way. Of several lessons chosen while they are on their way, the last is
/// opened.
#[hook]
pub(super) fn use_lessons(state: &UseReducerHandle<State>, dispatch: &Dispatch) -> Dispatch {
    let dispatch = use_lesson_loading(state, dispatch);
    use_address(state, &dispatch);
    use_progress(state, &dispatch);
    dispatch
}

/// The same without an address of the lesson, and without remembering what is done.
#[hook]
pub(super) fn use_lesson_loading(state: &UseReducerHandle<State>, dispatch: &Dispatch) -> Dispatch {
    let wanted = use_mut_ref(|| None::<Rc<str>>);
    let here = (
        state.course.clone(),
        state.examples.clone(),
        dispatch.clone(),
    );
    use_callback(here, move |action: Action, (course, examples, dispatch)| {
        let loading = Loading {
            course: Rc::clone(course),
            examples: Rc::clone(examples),
            dispatch: dispatch.clone(),
        };
        match action {
            Action::CourseWanted => spawn_local(async move {
                // A reason why there are none is shown in their place.
                let _ = loading.lessons().await;
            }),
            Action::LessonWanted(id) => {
                *wanted.borrow_mut() = Some(Rc::clone(&id));
                let wanted = Rc::clone(&wanted);
                spawn_local(async move {
                    let loaded = loading.lesson(&id).await;
                    if wanted.borrow().as_ref() != Some(&id) {
                        return;
                    }
                    match loaded {
                        Ok(()) => {
                            // What was kept of it comes first.
                            let project = project_of(&id);
                            loading.dispatch.emit(Action::ProjectOpened(project));
                            loading.dispatch.emit(Action::LessonOpened(id));
                        }
                        Err(sentence) => {
                            let notice = Some(sentence.into());
                            loading.dispatch.emit(Action::NoticeShown(notice));
                        }
                    }
                });
            }
            action => dispatch.emit(action),
        }
    })
}

struct Loading {
    course: Rc<Course>,
    examples: Rc<BTreeMap<Rc<str>, ExampleProject>>,
    dispatch: Dispatch,
}

impl Loading {
    /// All lessons; loaded, and told to the page, if they are not here.
    async fn lessons(&self) -> Result<Vec<Rc<Lesson>>, Rc<str>> {
        if !self.course.here().is_empty() {
            return Ok(self.course.here().to_vec());
        }
        let packed = match texts::prepare_markdown().await {
            Ok(()) => texts::load(COURSE).await,
            Err(reason) => Err(reason),
        };
        let packed: Result<Rc<str>, Rc<str>> = packed.map(Rc::from).map_err(Rc::from);
        self.dispatch.emit(Action::CourseRead(packed.clone()));
        let lessons = read_course(&packed?).map_err(|damage| -> Rc<str> { damage.into() })?;
        Ok(lessons.into_iter().map(Rc::new).collect())
    }

    /// Everything that a lesson needs. What goes wrong is told as a sentence.
    async fn lesson(&self, id: &str) -> Result<(), String> {
        let lessons = self.lessons().await;
        let lessons = lessons.map_err(|why| format!("The lessons could not be loaded: {why}."))?;
        let lesson = lessons.iter().find(|lesson| lesson.id == id);
        let lesson = lesson.ok_or_else(|| format!("There is no lesson {id}."))?;
        let example = lesson.example.as_deref();
        let Some(example) = example.filter(|example| !self.examples.contains_key(*example)) else {
            return Ok(());
        };
        let packed = texts::load(example).await;
        let packed = packed.map_err(|why| format!("This lesson could not be loaded: {why}."))?;
        self.dispatch.emit(Action::ExampleRead {
            id: example.into(),
            packed: packed.into(),
            opened: false,
        });
        Ok(())
    }
}

/// The address names the lesson that is open, and opens the lesson that it names.
#[hook]
fn use_address(state: &UseReducerHandle<State>, dispatch: &Dispatch) {
    {
        let dispatch = dispatch.clone();
        use_effect_with((), move |()| {
            let open = move |fragment: String| {
                if let Some(id) = named(&fragment) {
                    dispatch.emit(Action::LessonWanted(id));
                }
            };
            open(fragment());
            let listener = on_fragment(move |_, now| open(now));
            move || drop(listener)
        });
    }
    // A project of a lesson that was kept comes without its lesson.
    let dispatch = dispatch.clone();
    let id: Option<Rc<str>> = state.lesson_id().map(Rc::from);
    let open = state.lesson.is_some();
    use_effect_with((id, open), move |(id, open)| match id {
        Some(id) if *open => set_fragment(&address_of(id)),
        Some(id) => dispatch.emit(Action::LessonWanted(Rc::clone(id))),
        None => {}
    });
    let was_open = use_mut_ref(|| false);
    use_effect_with(open, move |open| {
        if was_open.replace(*open) && !open && named(&fragment()).is_some() {
            set_fragment("");
        }
    });
}

/// What is done is remembered.
#[hook]
fn use_progress(state: &UseReducerHandle<State>, dispatch: &Dispatch) {
    {
        let dispatch = dispatch.clone();
        use_effect_with((), move |()| {
            let done = lessons_done().into_iter().map(Rc::from);
            dispatch.emit(Action::LessonsDone(done.collect()));
        });
    }
    use_effect_with(state.course.done.clone(), |done| {
        if !done.is_empty() {
            remember_lessons(done.iter().map(AsRef::as_ref));
        }
    });
}

/// The state of each goal of the open lesson. When all are met, the lesson is done.
#[hook]
pub(super) fn use_grades(state: &UseReducerHandle<State>, dispatch: &Dispatch) -> Rc<Vec<Grade>> {
    let now = (state.lesson.clone(), state.now.clone());
    let grades = use_memo(now, |_| state.grades());
    let dispatch = dispatch.clone();
    let met = !grades.is_empty() && grades.iter().all(|grade| grade.met);
    let id: Option<Rc<str>> = state.lesson_id().map(Rc::from);
    use_effect_with((met, id), move |(met, _)| {
        if *met {
            dispatch.emit(Action::LessonDone);
        }
    });
    grades
}
