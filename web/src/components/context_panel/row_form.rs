//! Forms in the place of a row: another path, another size.

use std::rc::Rc;

use layerlab_core::context::FileTree;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::app::use_dispatch;
use crate::state::{Action, checked_path, read_size};

/// What is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// The path.
    Path,
    /// The size of a file of which only that is known.
    Size,
}

/// Which row.
#[derive(Debug, Clone, Properties)]
pub(super) struct RowFormProps {
    pub(super) path: Rc<str>,
    pub(super) size_bytes: u64,
    pub(super) change: Change,
    /// All files, to check a new path.
    pub(super) files: Rc<FileTree>,
    pub(super) on_end: Callback<()>,
}

impl PartialEq for RowFormProps {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path
            && self.change == other.change
            && Rc::ptr_eq(&self.files, &other.files)
    }
}

/// A field: Enter changes, Escape leaves it as it is.
#[component]
pub(super) fn RowForm(props: &RowFormProps) -> Html {
    let dispatch = use_dispatch();
    let field = use_node_ref();
    let problem = use_state(|| None::<&'static str>);
    {
        let field = field.clone();
        let written = match props.change {
            Change::Path => props.path.to_string(),
            Change::Size => format!("{} B", props.size_bytes),
        };
        // Set once and not as an attribute, so that showing a problem does not undo what was typed.
        use_effect_with((), move |()| {
            if let Some(field) = field.cast::<HtmlInputElement>() {
                field.set_value(&written);
                // A field that cannot take the focus can still be clicked.
                let _ = field.focus();
                field.select();
            }
        });
    }
    let submit = {
        let field = field.clone();
        let problem = problem.clone();
        let props = props.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            let Some(field) = field.cast::<HtmlInputElement>() else {
                return;
            };
            match action(&props, &field.value()) {
                Ok(action) => {
                    if let Some(action) = action {
                        dispatch.emit(action);
                    }
                    props.on_end.emit(());
                }
                Err(message) => problem.set(Some(message)),
            }
        }
    };
    let on_key = {
        let on_end = props.on_end.clone();
        move |event: KeyboardEvent| {
            // The keys of the tree mean something else in a field.
            event.stop_propagation();
            if event.key() == "Escape" {
                on_end.emit(());
            }
        }
    };
    let (label, button) = match props.change {
        Change::Path => (format!("New path of {}", props.path), "Rename"),
        Change::Size => (format!("New size of {}", props.path), "Set size"),
    };
    html! {
        <form class="tree-form" onsubmit={submit} onkeydown={on_key} onclick={|event: MouseEvent| event.stop_propagation()}>
            <input ref={field} class="field" aria-label={label} spellcheck="false" autocapitalize="off" />
            <button type="submit" class="button small">{ button }</button>
            <button type="button" class="button small" onclick={props.on_end.reform(|_: MouseEvent| ())}>{ "Cancel" }</button>
            if let Some(problem) = *problem {
                <span class="field-problem" role="alert">{ problem }</span>
            }
        </form>
    }
}

/// What was typed as an action; `None` if it is as it was.
fn action(props: &RowFormProps, typed: &str) -> Result<Option<Action>, &'static str> {
    match props.change {
        Change::Path if typed == &*props.path => Ok(None),
        Change::Path => checked_path(&props.files, typed)
            .map(|_| {
                Some(Action::FileRenamed {
                    from: props.path.to_string(),
                    to: typed.to_owned(),
                })
            })
            .map_err(|problem| problem.message()),
        Change::Size => match read_size(typed) {
            Some(size_bytes) => Ok(Some(Action::FileSized {
                path: props.path.to_string(),
                size_bytes,
            })),
            None => Err("Type a size, such as 120 MB."),
        },
    }
}
