//! Undoing what was not typed into an editor. What was typed is undone by the editor, which knows better.

use std::rc::Rc;

use layerlab_core::lab::Project;

use super::edits::rewritten;
use super::{Action, FileTab, State, opening};

/// More steps are not kept.
const MOST_STEPS: usize = 50;

/// What was done and can be undone, and what was undone and can be done again.
#[derive(Debug, Clone, Default)]
pub(crate) struct Undo {
    done: Vec<Step>,
    undone: Vec<Step>,
    /// What the page says of the last step.
    pub(crate) said: Option<Said>,
}

/// What the page says of a step until something else happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Said {
    /// It was done, in a few words, and can be undone.
    Done(Rc<str>),
    /// It was undone and can be done again.
    Undone(Rc<str>),
    /// It was edited since, so it stays.
    Kept(Rc<str>),
}

#[derive(Debug, Clone)]
struct Step {
    /// What was done, in a few words: "app.py deleted".
    label: Rc<str>,
    /// The page says so. It does not of what is plainly seen where it was done.
    is_said: bool,
    kind: Kind,
}

#[derive(Debug, Clone)]
enum Kind {
    /// The project was edited.
    Edited {
        before: Box<Project>,
        after: Box<Project>,
    },
    /// Another project was opened.
    Opened { from: Rc<str>, to: Rc<str> },
}

/// What an action does, in a few words, and whether that is said; `None` if it is not undone here.
fn described(action: &Action) -> Option<(String, bool)> {
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    let said = |label: String| Some((label, true));
    let quiet = |label: &str| Some((label.to_owned(), false));
    match action {
        Action::FileAdded(path) => said(format!("{} added", name(path))),
        Action::FileRemoved(path) => said(format!("{} deleted", name(path))),
        Action::FileRenamed { from, to } => said(format!("{from} renamed to {to}")),
        Action::FileSized { path, .. } => said(format!("Size of {} set", name(path))),
        Action::LineIgnored(line) => said(format!("{line} added to the ignore file")),
        Action::FixApplied { .. } => said("Fix applied".to_owned()),
        Action::BuildRestored(number) => said(format!("Went back to build {number}")),
        Action::EditMade(edit) => said(match edit.other_image() {
            Some(image) => format!("Base image changed to {image}"),
            None => format!("{} changed: an empty line at its end", edit.short_subject()),
        }),
        Action::SecondTaken => said("Dockerfile taken from the comparison".to_owned()),
        Action::FiguresRead(_) => said("Real figures read".to_owned()),
        Action::FiguresForgotten => said("Real figures forgotten".to_owned()),
        Action::SizeSet(..) | Action::TimeSet(..) => quiet("Figure set"),
        Action::TargetChosen(_) => quiet("Target chosen"),
        Action::OptionsChosen(_) => quiet("Options changed"),
        Action::MachineChosen(_) => quiet("Machine chosen"),
        Action::ProjectOpened(_)
        | Action::ExampleRead { opened: true, .. }
        | Action::ProjectLoaded { .. }
        | Action::LinkOpened(_) => quiet("Project opened"),
        _ => None,
    }
}

/// Whether the action is one of typing, after which the page says no more of the step before.
fn is_typing(action: &Action) -> bool {
    matches!(
        action,
        Action::DockerfileEdited(_)
            | Action::IgnoreEdited(_)
            | Action::FileEdited { .. }
            | Action::Built
            | Action::BuildSelected(_)
            | Action::EditPreviewed(_)
            | Action::TabChosen(_)
    )
}

/// What has to be remembered of an action before it is done.
pub(super) struct Recorder {
    described: Option<(String, bool)>,
    quiets: bool,
}

impl Recorder {
    pub(super) fn new(action: &Action) -> Self {
        Self {
            described: described(action),
            quiets: is_typing(action),
        }
    }

    /// The state after the action, with what can be undone now.
    pub(super) fn record(self, before: &State, mut next: State) -> State {
        if self.quiets && next.undo.said.is_some() {
            Rc::make_mut(&mut next.undo).said = None;
        }
        let Some((label, is_said)) = self.described else {
            return next;
        };
        let kind = if before.example != next.example {
            Kind::Opened {
                from: Rc::clone(&before.example),
                to: Rc::clone(&next.example),
            }
        } else if before.lab.project != next.lab.project {
            Kind::Edited {
                before: Box::new(before.lab.project.clone()),
                after: Box::new(next.lab.project.clone()),
            }
        } else {
            return next;
        };
        Rc::make_mut(&mut next.undo).push(Step {
            label: label.into(),
            is_said,
            kind,
        });
        next
    }
}

impl Undo {
    fn push(&mut self, step: Step) {
        self.undone.clear();
        self.said = step.is_said.then(|| Said::Done(Rc::clone(&step.label)));
        // Letters typed into the field of an option are one step.
        if let (Some(last), Kind::Edited { before, after }) = (self.done.last_mut(), &step.kind)
            && let Kind::Edited { after: until, .. } = &mut last.kind
            && !step.is_said
            && last.label == step.label
            && *until == *before
        {
            until.clone_from(after);
            return;
        }
        self.done.push(step);
        if self.done.len() > MOST_STEPS {
            self.done.remove(0);
        }
    }
}

/// The state before the last step that was not typed. What was edited since stays.
pub(super) fn undone(state: &State) -> Option<State> {
    let mut undo = (*state.undo).clone();
    let step = undo.done.pop()?;
    let mut next = taken(state, undo, &step, true);
    Rc::make_mut(&mut next.undo).undone.push(step);
    Some(next)
}

/// The last step that was undone is done again.
pub(super) fn redone(state: &State) -> Option<State> {
    let mut undo = (*state.undo).clone();
    let step = undo.undone.pop()?;
    let mut next = taken(state, undo, &step, false);
    Rc::make_mut(&mut next.undo).done.push(step);
    Some(next)
}

/// The state after a step back or on, without that step in what can be undone or done again.
fn taken(state: &State, undo: Undo, step: &Step, is_back: bool) -> State {
    let state = state.with(|next| next.undo = Rc::new(undo));
    let label = Rc::clone(&step.label);
    let next = match &step.kind {
        Kind::Edited { before, after } if is_back => edited_back(&state, after, before),
        Kind::Edited { before, after } => edited_back(&state, before, after),
        Kind::Opened { from, to } => opening::switch(&state, if is_back { from } else { to }),
    };
    let said = match (&next, is_back) {
        (None, _) => Said::Kept(label),
        (Some(_), true) => Said::Undone(label),
        (Some(_), false) => Said::Done(label),
    };
    let mut next = next.unwrap_or(state);
    Rc::make_mut(&mut next.undo).said = Some(said);
    next
}

/// What differs between two projects goes from the one to the other, as far as it still is as in the first. `None` if
/// nothing is.
fn edited_back(state: &State, from: &Project, to: &Project) -> Option<State> {
    let now = &state.lab.project;
    let mut next = now.clone();
    if now.dockerfile == from.dockerfile {
        next.dockerfile = Rc::clone(&to.dockerfile);
    }
    if now.dockerignore == from.dockerignore {
        next.dockerignore.clone_from(&to.dockerignore);
    }
    if now.options == from.options {
        next.options = to.options.clone();
    }
    if now.machine == from.machine {
        next.machine = to.machine;
    }
    if now.known == from.known {
        next.known = Rc::clone(&to.known);
    }
    if from.files != to.files {
        let files = Rc::make_mut(&mut next.files);
        for (path, before, after) in from.files.entries.differences(&to.files.entries) {
            if now.files.get(path) != before {
                continue;
            }
            match after {
                Some(node) => files.entries.insert(Rc::clone(path), node.clone()),
                None => drop(files.entries.remove(path)),
            }
        }
    }
    if next == *now {
        return None;
    }
    let mut next = rewritten(state, next);
    let files = Rc::clone(&next.lab.project.files);
    next.open_files.retain(|path| files.get(path).is_some());
    if let FileTab::File(path) = &next.tab
        && files.get(path).is_none()
    {
        next.tab = FileTab::Context;
    }
    Some(next)
}

/// The page says no more of the last step.
pub(super) fn heard(state: &State) -> Option<State> {
    state.undo.said.as_ref()?;
    let mut next = state.clone();
    Rc::make_mut(&mut next.undo).said = None;
    Some(next)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{after, first, path};
    use super::*;

    fn said(state: &State) -> Option<&Said> {
        state.undo.said.as_ref()
    }

    #[test]
    fn a_deleted_file_comes_back_and_goes_again() {
        let state = first();
        let file = path(&state, "requirements.txt");
        let deleted = after(&state, [Action::FileRemoved(file.to_string())]);
        assert_eq!(
            said(&deleted),
            Some(&Said::Done("requirements.txt deleted".into()))
        );
        let back = after(&deleted, [Action::Undone]);
        assert_eq!(back.lab.project, state.lab.project);
        assert_ne!(back.files_edition, deleted.files_edition);
        let again = after(&back, [Action::Redone]);
        assert_eq!(again.lab.project, deleted.lab.project);
        let none = again.lab.project.files.get(&file);
        assert_eq!(none, None);
    }

    #[test]
    fn steps_are_undone_from_the_last_to_the_first_and_no_further() {
        let state = first();
        let options = |name: &str| {
            let mut options = state.lab.project.options.clone();
            options.build_args.insert("A".to_owned(), name.to_owned());
            Action::OptionsChosen(Box::new(options))
        };
        let edited = after(
            &state,
            [
                Action::FileAdded("notes.md".to_owned()),
                options("1"),
                options("12"),
                Action::TargetChosen(Some("builder".to_owned())),
            ],
        );
        let target_back = after(&edited, [Action::Undone]);
        assert_eq!(target_back.lab.project.options.target, None);
        assert!(!target_back.lab.project.options.build_args.is_empty());
        // Letters typed into one field are one step.
        let options_back = after(&target_back, [Action::Undone]);
        assert!(options_back.lab.project.options.build_args.is_empty());
        let all_back = after(&options_back, [Action::Undone]);
        assert_eq!(all_back.lab.project, state.lab.project);
        assert_eq!(all_back.tab, FileTab::Context);
        assert!(all_back.open_files.is_empty());
        assert!(Rc::ptr_eq(
            &all_back,
            &yew::Reducible::reduce(Rc::clone(&all_back), Action::Undone)
        ));
    }

    #[test]
    fn what_was_typed_since_stays() {
        let state = first();
        let file = path(&state, "requirements.txt");
        let typed: Rc<str> = "FROM alpine\n".into();
        let edited = after(
            &state,
            [
                Action::FileRemoved(file.to_string()),
                Action::DockerfileEdited(Rc::clone(&typed)),
            ],
        );
        assert_eq!(said(&edited), None);
        let back = after(&edited, [Action::Undone]);
        assert_eq!(back.lab.project.dockerfile, typed);
        assert!(back.lab.project.files.get(&file).is_some());
    }

    #[test]
    fn a_step_that_was_edited_over_is_said_to_stay() {
        let state = first();
        let restored = after(
            &state,
            [
                Action::DockerfileEdited("FROM alpine\n".into()),
                Action::BuildRestored(1),
                Action::DockerfileEdited("FROM debian\n".into()),
                Action::Undone,
            ],
        );
        assert_eq!(&*restored.lab.project.dockerfile, "FROM debian\n");
        assert!(matches!(said(&restored), Some(Said::Kept(_))));
    }

    #[test]
    fn opening_another_project_is_undone() {
        let state = first();
        let manifest = "order: 1\ngroup: A\nname: B\nsummary: C.\n";
        let parts = [
            ("project.txt", manifest),
            ("files/Dockerfile", "FROM alpine\n"),
        ];
        let packed = parts.map(|(path, text)| format!("{path} {}\n{text}\n", text.len()));
        let loaded = Action::ExampleRead {
            id: "other".into(),
            packed: packed.concat().into(),
            opened: true,
        };
        let opened = after(&state, [loaded]);
        assert_eq!(&*opened.example, "other");
        let back = after(&opened, [Action::Undone]);
        assert_eq!(back.example, state.example);
        let again = after(&back, [Action::Redone]);
        assert_eq!(&*again.example, "other");
    }
}
