//! The list of keys.

use yew::prelude::*;

use super::app::use_dispatch;
use super::dialog::Dialog;
use crate::state::Action;

/// Keys, and what they do, by where they work.
const KEYS: [(&str, &[(&str, &str)]); 4] = [
    (
        "Everywhere",
        &[
            ("Ctrl Enter", "Build"),
            ("?", "Show this list (not while typing)"),
            (
                "Ctrl Z",
                "Undo what was not typed: a deleted file, a fix, an option, another project",
            ),
            ("Ctrl Shift Z", "Do it again"),
            ("Esc", "Close a window or menu, leave a preview"),
            ("Tab, Shift Tab", "Go on, go back"),
        ],
    ),
    (
        "In an editor",
        &[
            ("Esc, Tab", "Leave the editor"),
            ("Ctrl Space", "Propose what fits here"),
            ("F12", "Go to where a stage or variable is defined"),
            ("F2", "Rename a stage or variable"),
            ("Ctrl .", "Fixes for the line, with what they save"),
            ("Ctrl Z, Ctrl Shift Z", "Undo and redo what was typed"),
            ("Ctrl /", "Make lines comments, or no more"),
            ("Alt Up, Alt Down", "Move lines"),
        ],
    ),
    (
        "On tabs and in the tree of files",
        &[
            ("Arrows, Home, End", "Move"),
            ("Delete", "Close the tab of a file"),
            ("Enter", "Open a file or folder"),
        ],
    ),
    (
        "On the timeline",
        &[
            ("+, \u{2212}, 0", "Closer, farther, all of it"),
            ("Left, Right", "Scroll"),
            ("Space", "Play and pause"),
        ],
    ),
];

/// The window.
#[component]
pub(crate) fn ShortcutsDialog() -> Html {
    let dispatch = use_dispatch();
    let on_close = Callback::from(move |()| dispatch.emit(Action::ShortcutsShown(false)));
    html! {
        <Dialog title="Keyboard" {on_close}>
            <p class="shortcuts-note">{ "On a Mac, Cmd takes the place of Ctrl." }</p>
            { for KEYS.iter().map(|(place, keys)| html! {
                <section>
                    <h3>{ *place }</h3>
                    <dl class="shortcuts">
                        { for keys.iter().map(|(key, meaning)| html! {
                            <div class="shortcut">
                                <dt>{ for key.split(", ").enumerate().map(|(place, key)| html! {
                                    <>
                                        if place > 0 { { ", " } }
                                        { for key.split(' ').map(|part| html! { <><kbd>{ part }</kbd>{ " " }</> }) }
                                    </>
                                }) }</dt>
                                <dd>{ *meaning }</dd>
                            </div>
                        }) }
                    </dl>
                </section>
            }) }
        </Dialog>
    }
}
