//! What a visitor can open: example projects, and later the lessons built on them.

mod example;

pub use example::{Edit, EditTarget, ExampleProject, first_project, project, projects};

#[cfg(test)]
mod tests;
