//! What a visitor can open: example projects, and the lessons built on them.

mod amount;
mod course;
mod example;
mod goal;
mod grade;
mod lesson;
mod manifest;
mod own;
mod packed;
mod read;

pub use course::{CHAPTERS, Chapter, check_lesson, course, read_course};
pub use example::{
    Edit, ExampleEntry, ExampleProject, examples, first_project, project, projects, read_example,
};
pub use goal::{Ask, Comparison, Edited, Goal, Outcome, Sized, read as read_goal};
pub use grade::{Grade, Now, grade};
pub use lesson::{Changes, Lesson, OptionChange, Step};
pub use own::read_own_lesson;
pub use read::{Flaw, read_lesson};

#[cfg(test)]
mod lesson_tests;
#[cfg(test)]
mod tests;
