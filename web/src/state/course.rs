//! Lessons: which there are, which are done, and the one that is open.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use layerlab_core::lab::Lab;
use layerlab_core::lessons::{
    Flaw, Grade, Lesson, check_lesson, grade, read_course, read_own_lesson,
};
use layerlab_core::share::SharedLesson;

use super::{Panel, State, opening};

/// What the ids of projects of lessons begin with.
const PREFIX: &str = "lesson/";
/// What the ids of lessons begin with that are not those of the page.
const OWN: &str = "own/";
/// What follows the id of a lesson if the project is not the first of that lesson.
const COPY: char = '~';

/// All lessons in order, or the reason why they could not be had.
pub(crate) type LoadedLessons = Result<Rc<Vec<Rc<Lesson>>>, Rc<str>>;

/// The lessons of the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Course {
    /// The lessons in order, the reason why they could not be had, or nothing as long as nobody asked for them.
    pub(crate) lessons: Option<LoadedLessons>,
    /// Lessons that somebody wrote and the user opened, by their ids.
    pub(crate) own: BTreeMap<Rc<str>, Rc<OwnLesson>>,
    /// The ids of those that are done.
    pub(crate) done: BTreeSet<Rc<str>>,
}

impl Course {
    /// The lessons that are here.
    pub(crate) fn here(&self) -> &[Rc<Lesson>] {
        match &self.lessons {
            Some(Ok(lessons)) => lessons,
            _ => &[],
        }
    }

    /// The lesson of an id.
    pub(crate) fn lesson(&self, id: &str) -> Option<&Rc<Lesson>> {
        let own = self.own.get(id).map(|own| &own.lesson);
        own.or_else(|| self.here().iter().find(|lesson| lesson.id == id))
    }

    /// How a link tells of the lesson of an id.
    pub(crate) fn shared(&self, id: &str) -> SharedLesson {
        match self.own.get(id) {
            Some(own) => SharedLesson::Text(Rc::clone(&own.text)),
            None => SharedLesson::Named(id.to_owned()),
        }
    }

    /// The id of the lesson that a link tells of, if it is known.
    pub(crate) fn id_of(&self, shared: &SharedLesson) -> Option<Rc<str>> {
        match shared {
            SharedLesson::Named(id) => is_name(id).then(|| id.as_str().into()),
            SharedLesson::Text(text) => {
                let mut own = self.own.iter();
                let same = own.find(|(_, own)| own.text == *text);
                same.map(|(id, _)| Rc::clone(id))
            }
        }
    }

    /// The lesson after that of an id.
    pub(crate) fn after(&self, id: &str) -> Option<&Rc<Lesson>> {
        let mut lessons = self.here().iter().skip_while(|lesson| lesson.id != id);
        lessons.nth(1)
    }
}

/// A lesson that somebody wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OwnLesson {
    /// The lesson; its id is the one that it has in this page.
    pub(crate) lesson: Rc<Lesson>,
    /// Its file.
    pub(crate) text: Rc<str>,
    /// What is wrong with the file.
    flaws: Vec<Flaw>,
}

/// The lesson that the open project belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OpenLesson {
    /// The lesson.
    pub(crate) lesson: Rc<Lesson>,
    /// The step that is shown, counted from 0.
    pub(crate) step: usize,
    /// How many hints are shown.
    pub(crate) hints: usize,
    /// The solution is shown.
    pub(crate) solution: bool,
    /// What is wrong with it, in the order of its lines, if somebody wrote it.
    pub(crate) flaws: Rc<[Flaw]>,
}

impl OpenLesson {
    /// The lesson as it begins.
    fn new(lesson: Rc<Lesson>, flaws: Rc<[Flaw]>) -> Self {
        Self {
            lesson,
            step: 0,
            hints: 0,
            solution: false,
            flaws,
        }
    }
}

/// The id of a lesson's project.
pub(crate) fn project_of(lesson: &str) -> String {
    format!("{PREFIX}{lesson}")
}

/// The id of the lesson that a project belongs to.
pub(crate) fn lesson_of(project: &str) -> Option<&str> {
    let id = project.strip_prefix(PREFIX)?;
    Some(id.split(COPY).next().unwrap_or(id))
}

/// The id of a project that belongs to the lesson of another one beside it.
pub(crate) fn copy_of(project: &str, number: usize) -> String {
    match number {
        ..=1 => project.to_owned(),
        _ => format!("{project}{COPY}{number}"),
    }
}

/// Whether the lesson is one that somebody wrote, not one of the page.
pub(crate) fn is_own(lesson: &str) -> bool {
    lesson.starts_with(OWN)
}

/// The ids that a lesson which somebody wrote may have: the first that is not taken by another text.
pub(crate) fn own_ids(lesson: &str) -> impl Iterator<Item = Rc<str>> {
    let lesson = lesson.to_owned();
    (1_usize..).map(move |number| match number {
        1 => format!("{OWN}{lesson}").into(),
        _ => format!("{OWN}{lesson}-{number}").into(),
    })
}

fn is_name(id: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    !id.is_empty() && id.len() <= 100 && id.bytes().all(plain)
}

impl State {
    /// The id of the lesson that the open project belongs to, though the lesson itself may not be here yet.
    pub(crate) fn lesson_id(&self) -> Option<&str> {
        lesson_of(&self.example)
    }

    /// The state of each goal of the open lesson.
    pub(crate) fn grades(&self) -> Vec<Grade> {
        let goals = self.lesson.as_ref().map(|open| &open.lesson.goals);
        goals.map_or_else(Vec::new, |goals| grade(goals, &self.lab, &self.now))
    }
}

fn with_course(state: &State, course: Course) -> State {
    state.with(|next| next.course = Rc::new(course))
}

/// The lessons came, or the reason why they did not.
pub(super) fn read(state: &State, packed: Result<Rc<str>, Rc<str>>) -> State {
    let lessons = packed.and_then(|packed| {
        let lessons = read_course(&packed).map_err(|damage| -> Rc<str> { damage.into() })?;
        Ok(Rc::new(lessons.into_iter().map(Rc::new).collect()))
    });
    with_course(
        state,
        Course {
            lessons: Some(lessons),
            ..(*state.course).clone()
        },
    )
}

/// The text of a lesson that somebody wrote, under the id that it has in this page. It was read before, so it is one.
pub(super) fn own_read(state: &State, id: &Rc<str>, text: &Rc<str>) -> Option<State> {
    let (lesson, flaws) = read_own_lesson(text).ok()?;
    let own = OwnLesson {
        lesson: Rc::new(Lesson {
            id: id.to_string(),
            ..lesson
        }),
        text: Rc::clone(text),
        flaws,
    };
    let mut course = (*state.course).clone();
    course.own.insert(Rc::clone(id), Rc::new(own));
    Some(with_course(state, course))
}

/// What is wrong with a lesson that somebody wrote. For those of the page nobody needs to be told.
fn flaws(state: &State, lesson: &Lesson) -> Rc<[Flaw]> {
    let Some(own) = state.course.own.get(lesson.id.as_str()) else {
        return Rc::default();
    };
    let example = lesson.example.as_deref();
    let example = example.and_then(|id| state.examples.get(id));
    let empty = Lab::default().with_packages(state.tables.here.clone());
    let mut flaws = own.flaws.clone();
    flaws.extend(check_lesson(lesson, example, &empty));
    flaws.sort();
    flaws.into()
}

/// These lessons are done.
pub(super) fn done(state: &State, ids: impl IntoIterator<Item = Rc<str>>) -> Option<State> {
    let mut course = (*state.course).clone();
    let before = course.done.len();
    course.done.extend(ids);
    (course.done.len() > before).then(|| with_course(state, course))
}

/// Opens a lesson that is here, whose example is here too. A project of it that is in the page is gone on with.
pub(super) fn open(state: &State, id: &str) -> Option<State> {
    let lesson = state.course.lesson(id)?;
    let project = project_of(id);
    let mut next = if state.lesson_id() == Some(id) {
        state.clone()
    } else {
        opening::switch(state, &project)
            .unwrap_or_else(|| opening::beside(state, project.into(), lab(state, lesson)))
    };
    if next.lesson.is_none() {
        let open = OpenLesson::new(Rc::clone(lesson), flaws(state, lesson));
        next.lesson = Some(Rc::new(open));
    }
    next.panel = Panel::Lesson;
    Some(next)
}

/// The open lesson as it was at first.
pub(super) fn restarted(state: &State) -> Option<State> {
    let open = state.lesson.as_ref()?;
    let lab = lab(state, &open.lesson);
    let fresh = OpenLesson::new(Rc::clone(&open.lesson), Rc::clone(&open.flaws));
    Some(again(state, lab, Some(Rc::new(fresh))))
}

/// The open lesson with its project as `lab` has it. The editors start anew.
fn again(state: &State, lab: Lab, lesson: Option<Rc<OpenLesson>>) -> State {
    let mut next = opening::in_place(state, Rc::clone(&state.example), lab);
    next.lesson = lesson;
    next.panel = Panel::Lesson;
    next.session = state.session.wrapping_add(1);
    next
}

fn lab(state: &State, lesson: &Lesson) -> Lab {
    let example = lesson.example.as_deref();
    let example = example.and_then(|id| state.examples.get(id));
    let empty = Lab::default().with_packages(state.tables.here.clone());
    lesson.open(example, empty)
}

/// The open lesson, with something of it looked at.
pub(super) fn looked(state: &State, look: impl Fn(&mut OpenLesson)) -> Option<State> {
    let mut open = (**state.lesson.as_ref()?).clone();
    look(&mut open);
    let open = Rc::new(open);
    let differs = state.lesson.as_ref() != Some(&open);
    differs.then(|| state.with(|next| next.lesson = Some(open)))
}

/// The open project is the solution of its lesson now.
pub(super) fn solved(state: &State) -> Option<State> {
    let open = state.lesson.as_ref()?;
    let example = open.lesson.example.as_deref();
    let example = example.and_then(|id| state.examples.get(id));
    let solved = state.lab.with_project(open.lesson.solved(example));
    Some(again(state, solved, state.lesson.clone()))
}
