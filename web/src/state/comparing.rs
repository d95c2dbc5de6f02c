//! A second Dockerfile for the same files, beside that of the project.

use std::rc::Rc;

use layerlab_core::lab::{Analysis, Lab, Project};
use layerlab_core::{Packages, syntax};

use super::edits::rewritten;
use super::{Compare, State};
use crate::shared::Shared;

/// Where a second Dockerfile comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SecondSource {
    /// It is a copy of the first.
    Copy,
    /// A file of the project, by its path.
    File(Rc<str>),
    /// That of an earlier build, by its number.
    Build(usize),
    /// It was kept.
    Kept(Rc<str>),
}

/// The second Dockerfile and what a build of it would do.
#[derive(Debug, Clone)]
pub(crate) struct Second {
    /// A project of its own, of which nothing was built.
    pub(crate) lab: Lab,
    /// What a build of it would do.
    pub(crate) now: Shared<Analysis>,
    /// How often another text was put in the place of the one that was there: its editor starts anew then.
    pub(crate) opening: u32,
    /// Where it came from.
    pub(crate) source: SecondSource,
}

impl Second {
    /// The same, worked out anew if one of these tables is what it lacked.
    pub(super) fn knowing(&self, here: &Packages) -> Self {
        if !self.now.lacking.iter().any(|table| here.holds(*table)) {
            return self.clone();
        }
        let lab = self.lab.with_packages(here.clone());
        let now = Shared::new(lab.analyze());
        Self {
            lab,
            now,
            ..self.clone()
        }
    }
}

impl State {
    /// The files of the project that are Dockerfiles by their names, in order.
    pub(crate) fn other_dockerfiles(&self) -> Vec<Rc<str>> {
        let files = self.lab.project.files.entries.iter();
        files
            .filter(|(path, node)| is_dockerfile(path) && node.as_text().is_some())
            .map(|(path, _)| Rc::clone(path))
            .collect()
    }
}

/// `Dockerfile.alpine`, `docker/Dockerfile`, `web.Dockerfile`.
fn is_dockerfile(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_ignore_file = name.ends_with(".dockerignore");
    let named = name == "Dockerfile" || name.starts_with("Dockerfile.");
    !is_ignore_file && (named || name.ends_with(".Dockerfile") || name.ends_with(".dockerfile"))
}

/// The project with another Dockerfile. A target that it does not have is none.
fn with_dockerfile(project: &Project, text: Rc<str>, path: Option<&str>) -> Project {
    let mut other = project.clone();
    if let Some(target) = &other.options.target {
        let read = syntax::parse(&text);
        let name = target.to_lowercase();
        let mut stages = read.stages.iter();
        if !stages.any(|stage| stage.name.as_deref() == Some(name.as_str())) {
            other.options.target = None;
        }
    }
    if let Some(path) = path {
        other.options.dockerfile_name = Some(path.to_owned());
    }
    other.dockerfile = text;
    other
}

/// Something is compared. What is compared with another Dockerfile is so with the files as they are now.
pub(super) fn opened(state: &State, compare: Compare) -> Option<State> {
    let state = state.with(|next| next.compare = Some(compare));
    if compare != Compare::Dockerfiles {
        return Some(state);
    }
    match &state.second {
        None => second_opened(&state, SecondSource::Copy),
        Some(second) => {
            let text = Rc::clone(&second.lab.project.dockerfile);
            let mut next = second_opened(&state, second.source.clone())?;
            if let Some(opened) = &mut next.second
                && opened.lab.project.dockerfile != text
            {
                let project = with_dockerfile(&opened.lab.project, text, None);
                opened.lab = opened.lab.with_project(project);
                opened.now = Shared::new(opened.lab.analyze());
            }
            Some(next)
        }
    }
}

/// The second Dockerfile is another one. `None` if its source is not there.
pub(super) fn second_opened(state: &State, source: SecondSource) -> Option<State> {
    let project = &state.lab.project;
    let other = match &source {
        SecondSource::Copy => project.clone(),
        SecondSource::Kept(text) => with_dockerfile(project, Rc::clone(text), None),
        SecondSource::Build(number) => {
            let mut builds = state.lab.history.iter();
            let build = builds.find(|build| build.number == *number)?;
            with_dockerfile(project, Rc::clone(&build.project.dockerfile), None)
        }
        SecondSource::File(path) => {
            let text = project.files.get(path)?.as_text()?;
            with_dockerfile(project, Rc::clone(text), Some(path))
        }
    };
    let lab = Lab::open_with(other, state.tables.here.clone());
    let now = Shared::new(lab.analyze());
    let opening = state.second.as_ref().map_or(0, |second| second.opening);
    let second = Second {
        lab,
        now,
        opening: opening.wrapping_add(1),
        source,
    };
    Some(state.with(|next| next.second = Some(second)))
}

/// The second Dockerfile was edited.
pub(super) fn second_edited(state: &State, text: Rc<str>) -> Option<State> {
    let second = state.second.as_ref()?;
    if second.lab.project.dockerfile == text {
        return None;
    }
    let mut project = with_dockerfile(&second.lab.project, text, None);
    // The stage may be there again.
    project
        .options
        .target
        .clone_from(&state.lab.project.options.target);
    let text = Rc::clone(&project.dockerfile);
    let project = with_dockerfile(&project, text, None);
    let lab = second.lab.with_project(project);
    let now = Shared::new(lab.analyze());
    let second = Second {
        lab,
        now,
        ..second.clone()
    };
    Some(state.with(|next| next.second = Some(second)))
}

/// The second Dockerfile takes the place of the first.
pub(super) fn second_taken(state: &State) -> Option<State> {
    let second = state.second.as_ref()?;
    let text = Rc::clone(&second.lab.project.dockerfile);
    let mut project = state.lab.project.clone();
    project
        .options
        .target
        .clone_from(&second.lab.project.options.target);
    project.dockerfile = text;
    if project == state.lab.project {
        return None;
    }
    let mut next = rewritten(state, project);
    next.compare = None;
    Some(next)
}

#[cfg(test)]
mod tests {
    use super::super::Action;
    use super::super::tests::{after, first};
    use super::*;

    fn second(state: &State) -> &Second {
        state.second.as_ref().expect("it was opened")
    }

    #[test]
    fn it_begins_as_a_copy_and_is_edited_by_itself() {
        let state = first();
        let opened = after(&state, [Action::CompareOpened(Compare::Dockerfiles)]);
        assert_eq!(second(&opened).lab.project, state.lab.project);
        assert!(second(&opened).lab.history.is_empty());
        let edited = after(&opened, [Action::SecondEdited("FROM alpine:3.22\n".into())]);
        assert_eq!(edited.lab.project, state.lab.project);
        assert_eq!(second(&edited).now.summary.steps, 1);
        // It is still there when it is looked at again, with the files as they are then.
        let again = after(
            &edited,
            [
                Action::CompareClosed,
                Action::FileAdded("new.txt".to_owned()),
                Action::CompareOpened(Compare::Dockerfiles),
            ],
        );
        assert_eq!(
            &*second(&again).lab.project.dockerfile,
            "FROM alpine:3.22\n"
        );
        assert!(second(&again).lab.project.files.get("new.txt").is_some());
    }

    #[test]
    fn it_begins_from_a_build_or_from_a_file() {
        let state = first();
        let build = after(
            &state,
            [
                Action::DockerfileEdited("FROM alpine\n".into()),
                Action::CompareOpened(Compare::Dockerfiles),
                Action::SecondOpened(SecondSource::Build(1)),
            ],
        );
        let first_build = build.lab.history.first().expect("it was built");
        assert_eq!(
            second(&build).lab.project.dockerfile,
            first_build.project.dockerfile
        );
        let path: Rc<str> = "Dockerfile.small".into();
        let file = after(
            &state,
            [
                Action::FileAdded(path.to_string()),
                Action::FileEdited {
                    path: Rc::clone(&path),
                    text: "FROM alpine\n".into(),
                },
                Action::CompareOpened(Compare::Dockerfiles),
                Action::SecondOpened(SecondSource::File(Rc::clone(&path))),
            ],
        );
        assert_eq!(file.other_dockerfiles(), [Rc::clone(&path)]);
        let project = &second(&file).lab.project;
        assert_eq!(&*project.dockerfile, "FROM alpine\n");
        assert_eq!(project.options.dockerfile_path(), &*path);
        let none = after(
            &state,
            [Action::SecondOpened(SecondSource::File("nowhere".into()))],
        );
        assert!(none.second.is_none());
    }

    #[test]
    fn a_target_that_the_second_has_not_is_none_of_it() {
        let state = after(
            &first(),
            [
                Action::TargetChosen(Some("builder".to_owned())),
                Action::CompareOpened(Compare::Dockerfiles),
            ],
        );
        let target = |state: &State| second(state).lab.project.options.target.clone();
        assert_eq!(target(&state).as_deref(), Some("builder"));
        let without = after(&state, [Action::SecondEdited("FROM alpine\n".into())]);
        assert_eq!(target(&without), None);
        let again = Action::SecondEdited("FROM alpine AS builder\n".into());
        assert_eq!(
            target(&after(&without, [again])).as_deref(),
            Some("builder")
        );
    }

    #[test]
    fn it_takes_the_place_of_the_first_and_that_can_be_undone() {
        let state = first();
        let taken = after(
            &state,
            [
                Action::CompareOpened(Compare::Dockerfiles),
                Action::SecondEdited("FROM alpine\n".into()),
                Action::SecondTaken,
            ],
        );
        assert_eq!(&*taken.lab.project.dockerfile, "FROM alpine\n");
        assert_eq!(taken.compare, None);
        assert_ne!(taken.dockerfile_edition, state.dockerfile_edition);
        let undone = after(&taken, [Action::Undone]);
        assert_eq!(undone.lab.project, state.lab.project);
    }

    #[test]
    fn dockerfiles_are_known_by_their_names() {
        for path in [
            "Dockerfile.alpine",
            "docker/Dockerfile",
            "web.Dockerfile",
            "a/b.dockerfile",
        ] {
            assert!(is_dockerfile(path), "{path}");
        }
        for path in [
            "Dockerfile.alpine.dockerignore",
            "Dockerfiles.md",
            "docker/compose.yaml",
        ] {
            assert!(!is_dockerfile(path), "{path}");
        }
    }
}
