//! A lesson as data.

use std::rc::Rc;

use super::ExampleProject;
use super::goal::Goal;
use crate::context::{FileNode, FileTree};
use crate::lab::{Lab, Project};

/// A lesson, as its Markdown file says; see `docs/lessons.md` for the format.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lesson {
    /// Stable name for addresses: lower case letters, digits and hyphens.
    pub id: String,
    /// Name in the overview.
    pub title: String,
    /// The chapter that it belongs to; may be empty.
    pub chapter: String,
    /// Place in its chapter.
    pub order: u32,
    /// Topics (see [`crate::explain::topic`]) that explain more.
    pub topics: Vec<String>,
    /// The example that is the starting project, by its id.
    pub example: Option<String>,
    /// The starting project was built once before the lesson begins.
    pub built: bool,
    /// The text before the first section, in Markdown.
    pub text: String,
    /// What the starting project is, or in what it differs from the example.
    pub start: Changes,
    /// What was changed after the first build.
    pub edit: Changes,
    /// What to do, step by step.
    pub steps: Vec<Step>,
    /// What must be true in the end.
    pub goals: Vec<Goal>,
    /// Line of the heading above the goals, 1-based; 0 if there is none.
    pub goals_line: usize,
    /// Hints in Markdown, each saying more than the one before.
    pub hints: Vec<String>,
    /// Why the solution is one, in Markdown.
    pub solution_text: String,
    /// What the solution changes in the starting project.
    pub solution: Changes,
    /// Line of the heading above the solution, 1-based; 0 if there is none.
    pub solution_line: usize,
}

/// A step of a lesson.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Step {
    /// Its heading.
    pub title: String,
    /// Its text, in Markdown.
    pub text: String,
}

/// Changes to a project.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// Paths and texts.
    pub texts: Vec<(String, String)>,
    /// Paths and sizes in bytes of files whose content does not matter.
    pub sizes: Vec<(String, u64)>,
    /// Paths and permission bits.
    pub modes: Vec<(String, u32)>,
    /// Paths of files that are deleted.
    pub removed: Vec<String>,
    /// Options of the build.
    pub options: Vec<OptionChange>,
}

/// A change to the options of the build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OptionChange {
    /// `--target`; empty for the last stage.
    Target(String),
    /// `--build-arg`.
    Argument(String, String),
    /// `--no-cache`.
    NoCache,
}

impl Changes {
    /// Nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The project with these changes. `identity` tells contents of which only the size is known from those of others.
    #[must_use]
    pub fn apply(&self, project: &Project, identity: &str) -> Project {
        let mut project = (self.texts.iter()).fold(project.clone(), |project, (path, text)| {
            project.with_text(path, text.as_str().into())
        });
        let files = Rc::make_mut(&mut project.files);
        for (path, size_bytes) in &self.sizes {
            let node = FileNode::sized(*size_bytes, &format!("{identity}/{path}/{size_bytes}"));
            files.entries.insert(path.clone(), node);
        }
        for (path, mode) in &self.modes {
            if let Some(node) = files.entries.get_mut(path) {
                node.mode = *mode;
            }
        }
        for path in &self.removed {
            files.entries.remove(path);
            if path == ".dockerignore" {
                project.dockerignore = None;
            }
        }
        for option in &self.options {
            match option {
                OptionChange::Target(name) => {
                    project.options.target = (!name.is_empty()).then(|| name.clone());
                }
                OptionChange::Argument(name, value) => {
                    let arguments = &mut project.options.build_args;
                    arguments.insert(name.clone(), value.clone());
                }
                OptionChange::NoCache => project.options.no_cache = true,
            }
        }
        project
    }
}

impl Lesson {
    /// The starting project as it was built first. `example` is that of [`Self::example`].
    #[must_use]
    pub fn project(&self, example: Option<&ExampleProject>) -> Project {
        let empty = Project {
            files: Rc::new(FileTree::default()),
            ..Project::default()
        };
        let project = example.map_or(empty, ExampleProject::project);
        Project {
            name: self.title.as_str().into(),
            ..self.start.apply(&project, &self.id)
        }
    }

    /// The workbench as the lesson begins, made from one that has nothing.
    #[must_use]
    pub fn open(&self, example: Option<&ExampleProject>, empty: Lab) -> Lab {
        let first = empty.with_project(self.project(example));
        let lab = if self.built { first.build() } else { first };
        let edited = self
            .edit
            .apply(&lab.project, &format!("{}/edited", self.id));
        lab.with_project(edited)
    }

    /// The solution, for a workbench as the lesson began.
    #[must_use]
    pub fn solved(&self, example: Option<&ExampleProject>) -> Project {
        let start = self.project(example);
        let start = self.edit.apply(&start, &format!("{}/edited", self.id));
        self.solution.apply(&start, &format!("{}/solved", self.id))
    }
}
