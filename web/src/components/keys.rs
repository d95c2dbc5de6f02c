//! The keys that work everywhere in the page. Those of the editor are its own.

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use super::app::Dispatch;
use crate::state::{Action, Moment};

/// Listens to the keys of the whole page, unless they are not meant for the workbench now.
#[hook]
pub(super) fn use_keys(dispatch: &Dispatch, moment: Moment, listens: bool) {
    use_effect_with(
        (dispatch.clone(), moment, listens),
        |(dispatch, moment, listens)| {
            let (dispatch, moment) = (dispatch.clone(), *moment);
            let window = web_sys::window().filter(|_| *listens);
            let listener = window.map(|window| {
                EventListener::new_with_options(
                    &window,
                    "keydown",
                    EventListenerOptions::enable_prevent_default(),
                    move |event| {
                        let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
                            return;
                        };
                        if event.default_prevented() {
                            return;
                        }
                        if let Some(action) = action_of(event, moment) {
                            event.prevent_default();
                            dispatch.emit(action);
                        }
                    },
                )
            });
            move || drop(listener)
        },
    );
}

fn action_of(event: &KeyboardEvent, moment: Moment) -> Option<Action> {
    let key = Key {
        key: &event.key(),
        command: event.ctrl_key() || event.meta_key(),
        shift: event.shift_key(),
        alt: event.alt_key(),
        typed: false,
        in_window: false,
    };
    // Most keys mean nothing anywhere, so nobody need look where they were pressed.
    key.action(moment)?;
    let element = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let is_within = |selectors: &str| {
        let element = element.as_ref();
        element.is_some_and(|element| matches!(element.closest(selectors), Ok(Some(_))))
    };
    let key = Key {
        typed: is_within("input, textarea, select, [contenteditable='true']"),
        in_window: is_within("dialog, [popover]"),
        ..key
    };
    key.action(moment)
}

/// A key that was pressed.
#[derive(Debug, Clone, Copy)]
struct Key<'a> {
    key: &'a str,
    /// Control, or Command on a Mac.
    command: bool,
    shift: bool,
    alt: bool,
    /// Where it was pressed one can type.
    typed: bool,
    /// It was pressed in a window of the page, which has keys of its own.
    in_window: bool,
}

impl Key<'_> {
    fn action(self, moment: Moment) -> Option<Action> {
        let letter = self.key.to_lowercase();
        match (letter.as_str(), self.command) {
            ("enter", true) => Some(Action::Built),
            ("escape", false) if moment == Moment::Preview && !self.in_window => {
                Some(Action::BuildSelected(Moment::Now))
            }
            _ if self.typed || self.alt => None,
            ("z", true) if self.shift => Some(Action::Redone),
            ("z", true) => Some(Action::Undone),
            ("y", true) => Some(Action::Redone),
            ("?", false) if !self.in_window => Some(Action::ShortcutsShown(true)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(key: &str) -> Key<'_> {
        Key {
            key,
            command: false,
            shift: false,
            alt: false,
            typed: false,
            in_window: false,
        }
    }

    #[test]
    fn what_is_typed_is_no_shortcut() {
        let typed = |pressed| Key {
            typed: true,
            ..pressed
        };
        let z = Key {
            command: true,
            ..key("z")
        };
        assert_eq!(
            key("?").action(Moment::Now),
            Some(Action::ShortcutsShown(true))
        );
        assert_eq!(typed(key("?")).action(Moment::Now), None);
        assert_eq!(z.action(Moment::Now), Some(Action::Undone));
        assert_eq!(typed(z).action(Moment::Now), None);
        assert_eq!(key("z").action(Moment::Now), None);
    }

    #[test]
    fn building_works_everywhere() {
        let enter = Key {
            command: true,
            typed: true,
            ..key("Enter")
        };
        assert_eq!(enter.action(Moment::Now), Some(Action::Built));
    }

    #[test]
    fn redo_has_two_keys() {
        let command = |pressed| Key {
            command: true,
            ..pressed
        };
        let shifted = Key {
            shift: true,
            ..command(key("Z"))
        };
        assert_eq!(shifted.action(Moment::Now), Some(Action::Redone));
        assert_eq!(command(key("y")).action(Moment::Now), Some(Action::Redone));
    }

    #[test]
    fn escape_leaves_a_preview_and_nothing_else() {
        let now = Some(Action::BuildSelected(Moment::Now));
        assert_eq!(key("Escape").action(Moment::Preview), now);
        assert_eq!(key("Escape").action(Moment::Now), None);
        assert_eq!(key("Escape").action(Moment::Build(1)), None);
        let in_window = Key {
            in_window: true,
            ..key("Escape")
        };
        assert_eq!(in_window.action(Moment::Preview), None);
    }
}
