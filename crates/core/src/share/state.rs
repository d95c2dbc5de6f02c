//! What a link carries, from a lab and back into one.

use std::collections::BTreeSet;
use std::rc::Rc;

use layerlab_catalog::Packages;

use crate::cache::Knowledge;
use crate::lab::{Lab, Project};

/// What a link carries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SharedState {
    /// The builds that were made, oldest first.
    pub builds: Vec<SharedBuild>,
    /// The project as it stands now, and what the user says of the build that would run.
    pub now: SharedBuild,
    /// What is looked at.
    pub view: View,
    /// The lesson that the project belongs to.
    pub lesson: Option<SharedLesson>,
    /// The project is the one with which the lesson begins, so the link need not carry it.
    pub begins: bool,
}

/// A lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SharedLesson {
    /// Somebody's own: the text of its file.
    Text(Rc<str>),
    /// One of those that come with the page, by its id.
    Named(String),
}

/// A project at the time of a build.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SharedBuild {
    /// The project.
    pub project: Project,
    /// Stage and path of outputs of which the user says that they come out as before.
    pub unchanged: BTreeSet<(String, String)>,
}

/// What is looked at. Names that nobody knows any more are left out by whoever opens the link.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct View {
    /// The open tab of the side panel, by its id; empty for the first.
    pub panel: String,
    /// The file that is shown, by its path; empty for the Dockerfile.
    pub file: String,
    /// The line of the Dockerfile, 1-based; 0 if none was chosen.
    pub line: u32,
}

impl SharedState {
    /// What a link to a lab carries.
    #[must_use]
    pub fn of(lab: &Lab, view: View) -> Self {
        let build = |project: &Project, told: &Knowledge| SharedBuild {
            project: project.clone(),
            unchanged: told.unchanged.clone(),
        };
        let builds = lab.history.iter();
        Self {
            builds: builds
                .map(|record| build(&record.project, &record.told))
                .collect(),
            now: build(&lab.project, lab.told()),
            view,
            lesson: None,
            begins: false,
        }
    }

    /// A lesson as it begins, by the text of its file.
    #[must_use]
    pub fn of_lesson(text: &str) -> Self {
        Self {
            lesson: Some(SharedLesson::Text(text.into())),
            begins: true,
            ..Self::default()
        }
    }

    /// The lab: the builds are made again, in their order.
    #[must_use]
    pub fn lab(&self, packages: Packages) -> Lab {
        let first = Lab::open_with(Project::default(), packages);
        let builds = self.builds.iter();
        let built = builds.fold(first, |lab, build| build.on(&lab).build());
        self.now.on(&built)
    }
}

impl SharedBuild {
    fn on(&self, lab: &Lab) -> Lab {
        let told = Knowledge {
            unchanged: self.unchanged.clone(),
            ..Knowledge::default()
        };
        lab.with_project(self.project.clone())
            .with_told(Rc::new(told))
    }
}
