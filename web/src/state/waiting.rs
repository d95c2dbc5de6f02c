//! What a user types need not be worked out before the letter is on the screen.

use super::Action;

/// Actions of an editor that wait for a moment, and their order.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    actions: Vec<Action>,
    /// How many line breaks the Dockerfile had when it was last typed in.
    line_breaks: Option<usize>,
    /// The lines of the Dockerfile have moved.
    moved: bool,
}

/// How long what waits may wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Haste {
    /// Until the next frame: what stands beside the lines has to follow them, or the cursor.
    Frame,
    /// Until the typing pauses.
    Pause,
}

impl Waiting {
    /// Takes what comes next. Gives all that has to be done now, in order: nothing if the action can wait; else all that
    /// waited, which what comes after it builds upon, and the action itself.
    pub(crate) fn next(&mut self, action: Action) -> Vec<Action> {
        if is_apart(&action) {
            return vec![action];
        }
        let waits = follows_typing(&action);
        if waits {
            // Only the last text of a file counts, and the last place of the cursor.
            self.actions
                .retain(|earlier| !same_subject(earlier, &action));
        }
        if let Action::DockerfileEdited(text) = &action {
            let line_breaks = Some(text.matches('\n').count());
            self.moved |= self.line_breaks != line_breaks;
            self.line_breaks = line_breaks;
        }
        self.actions.push(action);
        if waits { Vec::new() } else { self.take() }
    }

    /// Nothing waits.
    pub(crate) fn is_empty(&self) -> bool {
        self.actions.is_empty()
    }

    /// How long what waits now may wait.
    pub(crate) fn haste(&self) -> Haste {
        if !self.moved && self.has_text() {
            Haste::Pause
        } else {
            Haste::Frame
        }
    }

    /// Something was typed, so that the build has to be worked out anew; not only the cursor moved.
    pub(crate) fn has_text(&self) -> bool {
        let is_text = |action: &Action| !matches!(action, Action::LineChosen(_));
        self.actions.iter().any(is_text)
    }

    /// All that waited. It waits no longer.
    pub(crate) fn take(&mut self) -> Vec<Action> {
        self.moved = false;
        std::mem::take(&mut self.actions)
    }
}

/// What an editor tells while somebody types. None of these depends on another one.
fn follows_typing(action: &Action) -> bool {
    matches!(
        action,
        Action::DockerfileEdited(_)
            | Action::IgnoreEdited(_)
            | Action::FileEdited { .. }
            | Action::LineChosen(_)
    )
}

/// What the page found out by itself, whatever is in the texts: nothing that was typed has to come before it.
fn is_apart(action: &Action) -> bool {
    matches!(
        action,
        Action::KeptFound(_)
            | Action::LessonsDone(_)
            | Action::CourseRead(_)
            | Action::TableWanted(_)
            | Action::TableArrived { .. }
    )
}

fn same_subject(left: &Action, right: &Action) -> bool {
    match (left, right) {
        (Action::FileEdited { path: left, .. }, Action::FileEdited { path: right, .. }) => {
            left == right
        }
        _ => std::mem::discriminant(left) == std::mem::discriminant(right),
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;

    fn typed(text: &str) -> Action {
        Action::DockerfileEdited(text.into())
    }

    fn written(path: &str, text: &str) -> Action {
        Action::FileEdited {
            path: path.into(),
            text: text.into(),
        }
    }

    #[test]
    fn typing_waits_and_only_the_last_text_of_each_file_counts() {
        let mut waiting = Waiting::default();
        let actions = [
            typed("F"),
            Action::LineChosen(1),
            written("a", "1"),
            written("b", "2"),
            typed("FR"),
            Action::LineChosen(2),
            written("a", "3"),
        ];
        for action in actions {
            assert_eq!(waiting.next(action), []);
        }
        let expected = [
            written("b", "2"),
            typed("FR"),
            Action::LineChosen(2),
            written("a", "3"),
        ];
        assert_eq!(waiting.take(), expected);
        assert_eq!(waiting.take(), []);
    }

    #[test]
    fn what_the_page_found_out_by_itself_leaves_what_waits_where_it_is() {
        let mut waiting = Waiting::default();
        assert_eq!(waiting.next(typed("FROM a\n")), []);
        let found = Action::LessonsDone(Vec::new());
        assert_eq!(waiting.next(found.clone()), [found]);
        assert!(!waiting.is_empty());
        assert_eq!(
            waiting.next(Action::Built),
            [typed("FROM a\n"), Action::Built]
        );
        assert!(waiting.is_empty());
    }

    #[test]
    fn letters_may_wait_for_a_pause_and_moved_lines_may_not() {
        let mut waiting = Waiting::default();
        let mut haste = |action| {
            waiting.next(action);
            let haste = waiting.haste();
            waiting.take();
            haste
        };
        // How many lines there were before is not known yet.
        assert_eq!(haste(typed("FROM a\n")), Haste::Frame);
        assert_eq!(haste(typed("FROM ab\n")), Haste::Pause);
        assert_eq!(haste(typed("FROM ab\n\n")), Haste::Frame);
        assert_eq!(haste(typed("FROM ab\nR\n")), Haste::Pause);
        assert_eq!(haste(Action::LineChosen(2)), Haste::Frame);
        assert_eq!(haste(written("a", "1")), Haste::Pause);
        // What comes behind moved lines does not hold them up.
        waiting.next(typed("FROM ab\n"));
        waiting.next(typed("FROM abc\n"));
        assert_eq!(waiting.haste(), Haste::Frame);
    }

    #[test]
    fn anything_else_comes_after_what_was_typed_before_it() {
        let mut waiting = Waiting::default();
        waiting.next(typed("FROM a"));
        assert_eq!(
            waiting.next(Action::Built),
            [typed("FROM a"), Action::Built]
        );
        assert_eq!(waiting.next(Action::Built), [Action::Built]);
    }

    #[test]
    fn the_state_is_the_same_as_without_waiting() {
        use crate::state::{State, Theme};
        use yew::Reducible;
        let first = Rc::new(State::first(Theme::System));
        let actions = [
            typed("FROM alpine\nRUN a\n"),
            Action::IgnoreEdited("b".into()),
            Action::LineChosen(2),
            typed("FROM alpine\nRUN ab\n"),
            Action::Built,
            typed("FROM alpine\nRUN abc\n"),
        ];
        let at_once = actions
            .iter()
            .cloned()
            .fold(Rc::clone(&first), |state, action| state.reduce(action));
        let mut waiting = Waiting::default();
        let mut later: Vec<Action> = actions
            .into_iter()
            .flat_map(|action| waiting.next(action))
            .collect();
        later.extend(waiting.take());
        let later = later
            .into_iter()
            .fold(first, |state, action| state.reduce(action));
        assert_eq!(at_once.lab, later.lab);
        assert_eq!(*at_once.now, *later.now);
        assert_eq!(at_once.line, later.line);
    }
}
