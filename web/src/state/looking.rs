//! What is looked at: the project as it stands, an earlier build, or what an edit would do.

use std::rc::Rc;

use layerlab_core::lab::{Analysis, BuildRecord, Findings, Lab, Project, TypicalEdit};

use super::edits::rewritten;
use super::{FileTab, Moment, State};
use crate::shared::Shared;

/// An edit that is not made, and the build after it. Before it the project is built as it stands.
#[derive(Debug, Clone)]
pub(crate) struct Preview {
    /// The edit.
    pub(crate) edit: TypicalEdit,
    /// The project with the edit, and the cache after the build before it.
    pub(crate) lab: Lab,
    /// What the build after the edit would do.
    pub(crate) now: Shared<Analysis>,
}

/// Something that is looked at and cannot be edited.
pub(crate) struct Still<'a> {
    /// What tells it from others of the same project.
    pub(crate) id: String,
    /// What was or would be built.
    pub(crate) project: &'a Project,
    /// What happened or would happen.
    pub(crate) analysis: Shared<Analysis>,
}

impl State {
    /// The earlier build that is looked at, if it is one.
    pub(crate) fn past(&self) -> Option<&Rc<BuildRecord>> {
        match self.moment {
            Moment::Build(number) => self.lab.history.iter().find(|build| build.number == number),
            Moment::Now | Moment::Preview => None,
        }
    }

    /// The edit that is looked at, if it is one.
    pub(crate) fn preview(&self) -> Option<&Shared<Preview>> {
        let preview = self.preview.as_ref();
        preview.filter(|_| self.moment == Moment::Preview)
    }

    /// What is looked at, if it cannot be edited.
    pub(crate) fn still(&self) -> Option<Still<'_>> {
        if let Some(preview) = self.preview() {
            return Some(Still {
                id: format!("preview-{}", preview.edit.subject),
                project: &preview.lab.project,
                analysis: preview.now.clone(),
            });
        }
        self.past().map(|build| Still {
            id: build.number.to_string(),
            project: &build.project,
            analysis: Shared(Rc::clone(&build.analysis)),
        })
    }

    /// The analysis that the page shows: that of the build looked at.
    pub(crate) fn shown(&self) -> Shared<Analysis> {
        self.still()
            .map_or_else(|| self.now.clone(), |still| still.analysis)
    }

    /// The project that the page shows.
    pub(crate) fn shown_project(&self) -> &Project {
        match self.still() {
            Some(still) => still.project,
            None => &self.lab.project,
        }
    }

    /// What the checks find in what is shown.
    pub(crate) fn findings(&self) -> Findings {
        match self.still() {
            None => self.lab.findings(&self.now),
            Some(still) => Lab::open_with(still.project.clone(), self.tables.here.clone())
                .findings(&still.analysis),
        }
    }

    /// The workbench that is asked about what is shown, and the build that would run now in it.
    pub(crate) fn shown_lab(&self) -> (&Lab, &Shared<Analysis>) {
        match self.preview() {
            Some(preview) => (&preview.lab, &preview.now),
            None => (&self.lab, &self.now),
        }
    }

    /// What was or would be built at a moment, and what happened or would; `None` if there is no such build.
    pub(crate) fn at(&self, moment: Moment) -> Option<(&Project, &Analysis)> {
        match moment {
            Moment::Now => Some((&self.lab.project, &self.now)),
            Moment::Build(number) => {
                let build = self
                    .lab
                    .history
                    .iter()
                    .find(|build| build.number == number)?;
                Some((&build.project, &build.analysis))
            }
            Moment::Preview => {
                let preview = self.preview()?;
                Some((&preview.lab.project, &preview.now))
            }
        }
    }

    /// The build that the shown one is compared with: the one chosen, else the last one before it that succeeded.
    pub(crate) fn compared_with(&self) -> Option<&Rc<BuildRecord>> {
        let find = |number: usize| self.lab.history.iter().find(|build| build.number == number);
        let own = self.past().map(|build| build.number);
        let chosen = self.against.filter(|number| Some(*number) != own);
        // The build before a preview was not made.
        let last = match self.preview() {
            Some(_) => self.now.summary.compared_with,
            None => self.shown().summary.compared_with,
        };
        chosen.and_then(find).or_else(|| last.and_then(find))
    }
}

/// Another build, or the project as it stands.
pub(super) fn build_selected(state: &State, moment: Moment) -> Option<State> {
    let known = match moment {
        Moment::Now => true,
        Moment::Build(number) => state.lab.history.iter().any(|build| build.number == number),
        // A preview is of an edit; see `Action::EditPreviewed`.
        Moment::Preview => false,
    };
    if !known || state.moment == moment {
        return None;
    }
    Some(looking_at(state.with(|next| {
        next.moment = moment;
        next.preview = None;
    })))
}

/// What an edit would do, if it were the only one after a build of the project as it stands.
pub(super) fn previewed(state: &State, edit: TypicalEdit) -> Option<State> {
    let made = edit.made_in(&state.lab.project)?;
    let lab = state.lab.build().with_project(made);
    let now = Shared::new(lab.analyze());
    Some(looking_at(state.with(|next| {
        next.moment = Moment::Preview;
        next.preview = Some(Shared::new(Preview { edit, lab, now }));
    })))
}

/// The edit is made as it was previewed: what stands here is built before it, unless that is what was built last.
pub(super) fn made(state: &State, edit: &TypicalEdit) -> Option<State> {
    let made = edit.made_in(&state.lab.project)?;
    let is_built = (state.lab.history.last()).is_some_and(|last| last.project == state.lab.project);
    let mut next = if is_built {
        rewritten(state, made)
    } else {
        let built = state.with(|next| next.analyse(state.lab.build()));
        rewritten(&built, made)
    };
    next.preview = None;
    Some(next)
}

/// The texts, files and options of an earlier build are those of the project again. Machine and figures stay.
pub(super) fn restored(state: &State, number: usize) -> Option<State> {
    let build = state
        .lab
        .history
        .iter()
        .find(|build| build.number == number)?;
    let then = build.project.clone();
    let project = Project {
        name: Rc::clone(&state.lab.project.name),
        machine: state.lab.project.machine,
        known: Rc::clone(&state.lab.project.known),
        ..then
    };
    if project == state.lab.project {
        return build_selected(state, Moment::Now);
    }
    Some(rewritten(state, project))
}

/// A file that what is looked at does not have cannot be shown.
fn looking_at(mut state: State) -> State {
    if let FileTab::File(path) = &state.tab
        && state.shown_project().files.get(path).is_none()
    {
        state.tab = FileTab::Context;
    }
    state
}

#[cfg(test)]
mod tests {
    use layerlab_core::lab::{EditKind, RowState, against};

    use super::super::Action;
    use super::super::tests::{after, first};
    use super::*;

    fn edit(state: &State, kind: EditKind) -> Box<TypicalEdit> {
        let edits = state.lab.typical_edits(&state.now);
        let edit = edits.into_iter().find(|edit| edit.kind == kind);
        Box::new(edit.expect("the first project has one"))
    }

    #[test]
    fn a_preview_shows_what_the_edit_costs_and_changes_nothing() {
        let state = first();
        for kind in [EditKind::Code, EditKind::Dependencies, EditKind::BaseImage] {
            let edit = edit(&state, kind);
            let previewed = after(&state, [Action::EditPreviewed(edit.clone())]);
            assert_eq!(previewed.lab, state.lab);
            let run: Vec<usize> = (previewed.shown().rows.iter())
                .filter(|row| row.state == RowState::Runs)
                .map(|row| row.instruction)
                .collect();
            assert_eq!(run, edit.cost.instructions.sorted());
            let left = after(&previewed, [Action::BuildSelected(Moment::Now)]);
            assert!(left.preview().is_none());
            assert_eq!(left.shown(), state.now);
        }
    }

    #[test]
    fn an_edit_that_is_made_leaves_the_preview_and_can_be_undone() {
        let state = first();
        let edit = edit(&state, EditKind::Dependencies);
        let made = after(
            &state,
            [
                Action::EditPreviewed(edit.clone()),
                Action::EditMade(edit.clone()),
            ],
        );
        assert_eq!(made.moment, Moment::Now);
        assert_ne!(made.lab.project, state.lab.project);
        // What is seen then is what was previewed.
        assert_eq!(made.lab.history.len(), state.lab.history.len() + 1);
        assert_eq!(made.now.summary.steps_run, edit.cost.steps);
        assert_eq!(made.now.summary.duration, edit.cost.duration);
        let again = after(&made, [Action::Built, Action::EditMade(edit.clone())]);
        assert_eq!(again.lab.history.len(), made.lab.history.len() + 1);
        let back = after(&made, [Action::Undone]);
        assert_eq!(back.lab.project, state.lab.project);
    }

    #[test]
    fn typing_leaves_the_preview() {
        let state = first();
        let edit = edit(&state, EditKind::Code);
        let typed = after(
            &state,
            [
                Action::EditPreviewed(edit),
                Action::DockerfileEdited("FROM alpine\n".into()),
            ],
        );
        assert_eq!(typed.moment, Moment::Now);
        assert_eq!(typed.shown(), typed.now);
    }

    #[test]
    fn going_back_to_a_build_brings_its_texts_and_can_be_undone() {
        let state = first();
        let built = state.lab.history.first().expect("it was built");
        let back = after(&state, [Action::BuildRestored(1)]);
        assert_eq!(back.lab.project.dockerfile, built.project.dockerfile);
        assert_eq!(back.lab.project.files, built.project.files);
        assert_eq!(back.now.summary.steps_run, 0);
        let undone = after(&back, [Action::Undone]);
        assert_eq!(undone.lab.project, state.lab.project);
        let none = after(&state, [Action::BuildRestored(99)]);
        assert!(Rc::ptr_eq(&none, &state));
    }

    #[test]
    fn images_are_compared_with_the_build_that_was_chosen() {
        let state = after(
            &first(),
            [
                Action::DockerfileEdited("FROM alpine:3.20\n".into()),
                Action::Built,
            ],
        );
        let number = |state: &State| state.compared_with().map(|build| build.number);
        assert_eq!(number(&state), Some(2));
        let chosen = after(&state, [Action::AgainstChosen(Some(1))]);
        assert_eq!(number(&chosen), Some(1));
        let build = chosen.compared_with().expect("a build");
        assert!(against(&chosen.now, build).change_bytes < Some(0));
        // A build is not compared with itself.
        let looked = after(&chosen, [Action::BuildSelected(Moment::Build(1))]);
        assert_eq!(number(&looked), None);
    }
}
