//! Whether a lesson can be taught as it stands, and the lessons of our own.

use super::lesson::Lesson;
use super::read::{Flaw, read_lesson};
use super::{ExampleProject, Grade, grade, packed};
use crate::lab::Lab;

/// A chapter of our course.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chapter {
    /// What lessons call it.
    pub id: &'static str,
    /// Its name.
    pub title: &'static str,
}

/// The chapters of our course, in order.
pub const CHAPTERS: &[Chapter] = &[
    Chapter {
        id: "first-image",
        title: "First image",
    },
    Chapter {
        id: "order-and-cache",
        title: "Order and cache",
    },
    Chapter {
        id: "context-and-ignore",
        title: "Context and ignore file",
    },
    Chapter {
        id: "size-and-stages",
        title: "Size and stages",
    },
    Chapter {
        id: "safe-and-ready",
        title: "Safe and ready for production",
    },
];

include!(concat!(env!("OUT_DIR"), "/course.rs"));

/// The lessons of our own, in order. A program that calls this has them compiled in; the page does not, and loads them.
#[must_use]
pub fn course() -> Vec<Lesson> {
    read_course(COURSE).unwrap_or_default()
}

/// Reads the lessons that the build script, or that of the page, has packed.
///
/// # Errors
///
/// Part of a sentence about what is damaged.
pub fn read_course(packed: &str) -> Result<Vec<Lesson>, String> {
    let texts = packed::unpack(packed)?;
    let mut lessons: Vec<Lesson> = texts.iter().map(|(_, text)| read_lesson(text).0).collect();
    let chapter = |lesson: &Lesson| {
        let place = CHAPTERS
            .iter()
            .position(|chapter| chapter.id == lesson.chapter);
        place.unwrap_or(CHAPTERS.len())
    };
    lessons.sort_by(|a, b| (chapter(a), a.order, &a.id).cmp(&(chapter(b), b.order, &b.id)));
    Ok(lessons)
}

/// What is wrong with a lesson besides its text: the start must not meet all goals, and the solution must meet each. `empty`
/// is a workbench that has nothing.
#[must_use]
pub fn check_lesson(lesson: &Lesson, example: Option<&ExampleProject>, empty: &Lab) -> Vec<Flaw> {
    let at = |line: usize, reason: String| Flaw {
        line: line.max(1),
        reason,
    };
    if let (Some(id), None) = (&lesson.example, example) {
        return vec![at(1, format!("there is no example `{id}`"))];
    }
    if lesson.goals.is_empty() {
        return Vec::new();
    }
    let mut flaws = Vec::new();
    let lab = lesson.open(example, empty.clone());
    let start = lab.analyze();
    if start.summary.fails && lesson.solution.is_empty() {
        flaws.push(at(
            lesson.goals_line,
            "the starting project does not build".to_owned(),
        ));
    }
    if grade(&lesson.goals, &lab, &start)
        .iter()
        .all(|grade| grade.met)
    {
        let reason = "the starting project meets all goals already".to_owned();
        flaws.push(at(lesson.goals_line, reason));
    }
    let solved = lab.with_project(lesson.solved(example));
    let analysis = solved.analyze();
    if let Some(problem) = analysis.problems.iter().find(|_| analysis.summary.fails) {
        let reason = format!("the solution does not build: {}", problem.message);
        flaws.push(at(lesson.solution_line, reason));
    }
    let grades = grade(&lesson.goals, &solved, &analysis);
    for (goal, Grade { now, .. }) in lesson
        .goals
        .iter()
        .zip(grades)
        .filter(|(_, grade)| !grade.met)
    {
        let now = now.to_string();
        let now = if now.is_empty() {
            now
        } else {
            format!(" ({now})")
        };
        flaws.push(at(
            goal.line,
            format!("the solution does not meet this goal{now}"),
        ));
    }
    flaws
}
