//! The project that an address carries.

use super::imagined::imagined;
use super::{Fragment, Start};
use crate::lab::Project;
use crate::share::{LinkError, OpenedLink, SharedBuild, SharedState, open_link};

impl Fragment {
    /// The project, if the address carries one itself: that of its permalink, or a lone Dockerfile. A lone Dockerfile gets
    /// the files that it copies, each of an assumed size.
    ///
    /// # Errors
    ///
    /// The reason why nothing of its permalink can be read; [`LinkError::NotALink`] if it carries no project.
    pub fn open(&self) -> Result<OpenedLink, LinkError> {
        let mut opened = match (&self.code, &self.dockerfile) {
            (Some(code), _) => open_link(code)?,
            (None, Some(dockerfile)) => OpenedLink {
                state: SharedState {
                    now: SharedBuild {
                        project: self.lone(dockerfile),
                        ..SharedBuild::default()
                    },
                    ..SharedState::default()
                },
                cut: false,
                left_out: 0,
            },
            (None, None) => return Err(LinkError::NotALink),
        };
        let state = &mut opened.state;
        if self.start == Start::Build && state.builds.last() != Some(&state.now) {
            state.builds.push(state.now.clone());
        }
        if let (Some((first, _)), 0) = (self.lines, state.view.line) {
            state.view.line = u32::try_from(first).unwrap_or(0);
        }
        Ok(opened)
    }

    fn lone(&self, dockerfile: &str) -> Project {
        let project = Project {
            name: "Dockerfile".into(),
            dockerfile: dockerfile.into(),
            dockerignore: self.dockerignore.as_deref().map(Into::into),
            ..Project::default()
        };
        Project {
            files: imagined(&project).into(),
            ..project
        }
    }
}
