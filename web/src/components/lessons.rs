//! Lessons are loaded when they are first asked for, have an address of their own, and are remembered when they are done.

use std::collections::BTreeMap;
use std::rc::Rc;

use layerlab_core::lessons::{
    ExampleProject, Grade, Lesson, examples, read_course, read_own_lesson,
};
use layerlab_core::share::{
    Fragment, LessonWanted, LinkOptions, OpenedLink, SharedLesson, SharedState, link, open_kept,
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::app::Dispatch;
use super::links::fits_address;
use crate::browser::{
    fragment, kept_link, last_open, lessons_done, on_fragment, remember_lessons, set_fragment,
};
use crate::state::{Action, Course, State, is_own, lesson_of, own_ids, project_of};
use crate::texts;

/// What the address of a lesson begins with, after the `#`.
const ADDRESS: &str = "/lesson/";
/// Name of the text that holds all lessons.
const COURSE: &str = "course";

/// The address of a lesson, without the `#`.
pub(super) fn address_of(lesson: &str) -> String {
    format!("{ADDRESS}{lesson}")
}

/// Opens the lesson that an address asks for, if it does.
pub(super) fn open_wanted(address: &Fragment, dispatch: &Dispatch) {
    match address.lesson_wanted() {
        Some(LessonWanted::Named(id)) => dispatch.emit(Action::LessonWanted(id.into())),
        Some(LessonWanted::Text(text)) => dispatch.emit(Action::OwnLessonWanted {
            source: "This address".into(),
            text: text.into(),
        }),
        Some(LessonWanted::At(source)) => {
            let (source, dispatch) = (Rc::<str>::from(source), dispatch.clone());
            spawn_local(async move {
                dispatch.emit(match texts::load_lesson(&source).await {
                    Ok(text) => Action::OwnLessonWanted {
                        source: "The file at this address".into(),
                        text: text.into(),
                    },
                    Err(reason) => {
                        // An address may be anything.
                        let short = source.len() <= 100;
                        let name = if short { &*source } else { "The lesson" };
                        let sentence = format!("{name} could not be loaded: {reason}.");
                        Action::NoticeShown(Some(sentence.into()))
                    }
                });
            });
        }
        None => {}
    }
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
    let last = use_mut_ref(|| 0_u32);
    let here = (
        state.course.clone(),
        state.examples.clone(),
        state.example.clone(),
        dispatch.clone(),
    );
    let dispatch = use_callback(here, move |action: Action, here| {
        let (course, examples, project, dispatch) = here;
        let loading = Loading {
            course: Rc::clone(course),
            examples: Rc::clone(examples),
            project: Rc::clone(project),
            dispatch: dispatch.clone(),
        };
        match action {
            Action::CourseWanted => spawn_local(async move {
                // A reason why there are none is shown in their place.
                let _ = loading.lessons().await;
            }),
            Action::LessonWanted(_) | Action::OwnLessonWanted { .. } => {
                let number = last.borrow().wrapping_add(1);
                last.replace(number);
                let last = Rc::clone(&last);
                spawn_local(async move {
                    let loaded = match &action {
                        Action::OwnLessonWanted { source, text } => {
                            loading.own(source, text).await.map(Some)
                        }
                        Action::LessonWanted(id) => loading.lesson(id).await,
                        _ => return,
                    };
                    if *last.borrow() != number {
                        return;
                    }
                    match loaded {
                        Ok(Some(id)) => loading.open(id),
                        Ok(None) => {}
                        Err(sentence) => loading.tell(sentence),
                    }
                });
            }
            Action::LinkOpened(link) if link.state.lesson.is_some() => {
                spawn_local(async move { loading.link(link).await });
            }
            action => dispatch.emit(action),
        }
    });
    // A project of a lesson that came by a link, or was kept, comes without its lesson.
    let id: Option<Rc<str>> = state.lesson_id().map(Rc::from);
    let missing = id.filter(|_| state.lesson.is_none());
    let join = dispatch.clone();
    use_effect_with(missing, move |missing| {
        if let Some(id) = missing {
            join.emit(Action::LessonWanted(Rc::clone(id)));
        }
    });
    dispatch
}

struct Loading {
    course: Rc<Course>,
    examples: Rc<BTreeMap<Rc<str>, ExampleProject>>,
    /// The id of the open project.
    project: Rc<str>,
    dispatch: Dispatch,
}

impl Loading {
    fn tell(&self, sentence: String) {
        let notice = Some(sentence.into());
        self.dispatch.emit(Action::NoticeShown(notice));
    }

    /// Opens a lesson that is here, in the project that it was last worked on in.
    fn open(&self, id: Rc<str>) {
        let is_its = |project: &str| lesson_of(project) == Some(&*id);
        if !is_its(&self.project) {
            let project = last_open().filter(|project| is_its(project));
            let project = project.unwrap_or_else(|| project_of(&id));
            // What was kept of it comes first.
            self.dispatch.emit(Action::ProjectOpened(project));
        }
        self.dispatch.emit(Action::LessonOpened(id));
    }

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

    /// Everything that a lesson needs. None if its project, which was kept, is opened first: that asks for it again. What goes
    /// wrong is told as a sentence.
    async fn lesson(&self, id: &Rc<str>) -> Result<Option<Rc<str>>, String> {
        if let Some(own) = self.course.own.get(id) {
            self.needs(&own.lesson).await?;
            return Ok(Some(Rc::clone(id)));
        }
        if is_own(id) {
            // It comes with the project that was kept of it.
            return match kept_link(&project_of(id)) {
                Some(_) if *self.project != *project_of(id) => {
                    self.dispatch.emit(Action::ProjectOpened(project_of(id)));
                    Ok(None)
                }
                _ => Err(
                    "This lesson is not in this browser. Open its file, or a link to it, again."
                        .to_owned(),
                ),
            };
        }
        let lessons = self.lessons().await;
        let lessons = lessons.map_err(|why| format!("The lessons could not be loaded: {why}."))?;
        let lesson = lessons.iter().find(|lesson| *lesson.id == **id);
        let lesson = lesson.ok_or_else(|| format!("There is no lesson {id}."))?;
        self.needs(lesson).await?;
        Ok(Some(Rc::clone(id)))
    }

    /// Loads what shows a lesson, and the example that it is built on.
    async fn needs(&self, lesson: &Lesson) -> Result<(), String> {
        let failed = |why: String| format!("This lesson could not be loaded: {why}.");
        texts::prepare_markdown().await.map_err(failed)?;
        let example = lesson.example.as_deref();
        // Of a lesson that somebody wrote it may be one that does not exist, which is told with the lesson.
        let exists = |id: &&str| examples().iter().any(|example| example.id == *id);
        let missing = example.filter(|example| !self.examples.contains_key(*example));
        let Some(example) = missing.filter(exists) else {
            return Ok(());
        };
        let packed = texts::load(example).await.map_err(failed)?;
        self.dispatch.emit(Action::ExampleRead {
            id: example.into(),
            packed: packed.into(),
            opened: false,
        });
        Ok(())
    }

    /// A lesson that somebody wrote, with everything that it needs.
    async fn own(&self, source: &str, text: &Rc<str>) -> Result<Rc<str>, String> {
        let (lesson, _) = read_own_lesson(text).map_err(|flaw| {
            format!(
                "{source} holds no lesson. Line {}: {}.",
                flaw.line, flaw.reason
            )
        })?;
        self.needs(&lesson).await?;
        let is_free = |id: &Rc<str>| match self.course.own.get(id) {
            Some(own) => own.text == *text,
            None => kept_lesson(id).is_none_or(|kept| kept == *text),
        };
        let id = own_ids(&lesson.id).find(is_free).unwrap_or_default();
        self.dispatch.emit(Action::OwnLessonRead {
            id: Rc::clone(&id),
            text: Rc::clone(text),
        });
        Ok(id)
    }

    /// A link with a lesson. Its project is opened even if the lesson cannot be.
    async fn link(&self, link: Box<OpenedLink>) {
        let source = "This link";
        let read = match &link.state.lesson {
            Some(SharedLesson::Text(text)) => self.own(source, text).await.map(Some),
            Some(SharedLesson::Named(id)) => self.lesson(&id.as_str().into()).await,
            None => return,
        };
        let begins = link.state.begins;
        let notice = link.notice();
        match read {
            Ok(id) if begins => {
                if let Some(id) = id {
                    self.open(id);
                }
                if let Some(notice) = notice {
                    self.tell(notice);
                }
            }
            Ok(_) => self.dispatch.emit(Action::LinkOpened(link)),
            Err(sentence) => {
                if !begins {
                    self.dispatch.emit(Action::LinkOpened(link));
                }
                self.tell(sentence);
            }
        }
    }
}

/// The text of the lesson of a project that was kept.
fn kept_lesson(id: &str) -> Option<Rc<str>> {
    let kept = open_kept(&kept_link(&project_of(id))?).ok()?;
    match kept.state.lesson {
        Some(SharedLesson::Text(text)) => Some(text),
        _ => None,
    }
}

/// What the address of a page is that shows a lesson: that of the lesson, or the lesson itself if somebody wrote it.
pub(super) fn fragment_of(lesson: &str, course: &Course) -> String {
    match course.own.get(lesson) {
        Some(own) => link(&SharedState::of_lesson(&own.text), &LinkOptions::default()),
        None => address_of(lesson),
    }
}

/// The address names the lesson that is open, and opens the lesson that it names.
#[hook]
fn use_address(state: &UseReducerHandle<State>, dispatch: &Dispatch) {
    {
        let dispatch = dispatch.clone();
        use_effect_with((), move |()| {
            let open = move |fragment: String| {
                open_wanted(&Fragment::read(&fragment), &dispatch);
            };
            open(fragment());
            let listener = on_fragment(move |_, now| open(now));
            move || drop(listener)
        });
    }
    // What the page wrote into the address for a lesson.
    let written = use_mut_ref(String::new);
    let open = state.lesson.as_ref();
    let id: Option<Rc<str>> = open.map(|open| open.lesson.id.as_str().into());
    let course = Rc::clone(&state.course);
    use_effect_with(id, move |id| match id {
        Some(id) => {
            let address = fragment_of(id, &course);
            let address = if fits_address(&address) {
                address
            } else {
                address_of(id)
            };
            set_fragment(&address);
            written.replace(address);
        }
        None => {
            let address = written.take();
            if !address.is_empty() && fragment().trim_start_matches('#') == address {
                set_fragment("");
            }
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
