//! Lessons: which there are, which are done, and the one that is open.

use std::collections::BTreeSet;
use std::rc::Rc;

use layerlab_core::lab::Lab;
use layerlab_core::lessons::{Grade, Lesson, grade, read_course};

use super::{Panel, State, opening};

/// What the ids of projects of lessons begin with.
const PREFIX: &str = "lesson/";

/// All lessons in order, or the reason why they could not be had.
pub(crate) type LoadedLessons = Result<Rc<Vec<Rc<Lesson>>>, Rc<str>>;

/// The lessons of the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Course {
    /// The lessons in order, the reason why they could not be had, or nothing as long as nobody asked for them.
    pub(crate) lessons: Option<LoadedLessons>,
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
        self.here().iter().find(|lesson| lesson.id == id)
    }

    /// The lesson after that of an id.
    pub(crate) fn after(&self, id: &str) -> Option<&Rc<Lesson>> {
        let mut lessons = self.here().iter().skip_while(|lesson| lesson.id != id);
        lessons.nth(1)
    }
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
}

impl OpenLesson {
    /// The lesson as it begins.
    fn new(lesson: Rc<Lesson>) -> Self {
        Self {
            lesson,
            step: 0,
            hints: 0,
            solution: false,
        }
    }
}

/// The id of a lesson's project.
pub(crate) fn project_of(lesson: &str) -> String {
    format!("{PREFIX}{lesson}")
}

impl State {
    /// The id of the lesson that the open project belongs to, though the lesson itself may not be here yet.
    pub(crate) fn lesson_id(&self) -> Option<&str> {
        self.example.strip_prefix(PREFIX)
    }

    /// The state of each goal of the open lesson.
    pub(crate) fn grades(&self) -> Vec<Grade> {
        let goals = self.lesson.as_ref().map(|open| &open.lesson.goals);
        goals.map_or_else(Vec::new, |goals| grade(goals, &self.lab, &self.now))
    }
}

fn with_course(state: &State, course: Course) -> State {
    State {
        course: Rc::new(course),
        ..state.clone()
    }
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
    let open = Rc::new(OpenLesson::new(Rc::clone(lesson)));
    let next = if *state.example == *project {
        state.clone()
    } else {
        opening::switch(state, &project)
            .unwrap_or_else(|| opening::beside(state, project.into(), lab(state, lesson)))
    };
    Some(State {
        lesson: next.lesson.clone().or(Some(open)),
        panel: Panel::Lesson,
        ..next
    })
}

/// The open lesson as it was at first.
pub(super) fn restarted(state: &State) -> Option<State> {
    let open = state.lesson.as_ref()?;
    let lab = lab(state, &open.lesson);
    let next = opening::in_place(state, Rc::clone(&state.example), lab);
    Some(State {
        lesson: Some(Rc::new(OpenLesson::new(Rc::clone(&open.lesson)))),
        panel: Panel::Lesson,
        session: state.session.wrapping_add(1),
        ..next
    })
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
    (state.lesson.as_ref() != Some(&open)).then(|| State {
        lesson: Some(open),
        ..state.clone()
    })
}

/// The open project is the solution of its lesson now.
pub(super) fn solved(state: &State) -> Option<State> {
    let open = state.lesson.as_ref()?;
    let example = open.lesson.example.as_deref();
    let example = example.and_then(|id| state.examples.get(id));
    let solved = state.lab.with_project(open.lesson.solved(example));
    let next = opening::in_place(state, Rc::clone(&state.example), solved);
    Some(State {
        lesson: state.lesson.clone(),
        panel: Panel::Lesson,
        session: state.session.wrapping_add(1),
        ..next
    })
}
