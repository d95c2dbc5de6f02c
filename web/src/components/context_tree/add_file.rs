//! Adding a file to the project.

use std::rc::Rc;

use layerlab_core::context::FileTree;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::app::use_dispatch;
use crate::state::{Action, checked_path};

/// The files that are there.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct AddFileProps {
    pub(super) files: Rc<FileTree>,
}

/// A field for the path. The new file opens in an editor.
#[component]
pub(super) fn AddFile(props: &AddFileProps) -> Html {
    let dispatch = use_dispatch();
    let field = use_node_ref();
    let problem = use_state(|| None::<&'static str>);
    let submit = {
        let field = field.clone();
        let problem = problem.clone();
        let files = Rc::clone(&props.files);
        move |event: SubmitEvent| {
            event.prevent_default();
            let Some(field) = field.cast::<HtmlInputElement>() else {
                return;
            };
            match checked_path(&files, &field.value()) {
                Ok(path) => {
                    field.set_value("");
                    problem.set(None);
                    dispatch.emit(Action::FileAdded(path));
                }
                Err(found) => problem.set(Some(found.message())),
            }
        }
    };
    let clear = {
        let problem = problem.setter();
        move |_: InputEvent| problem.set(None)
    };
    html! {
        <form class="tree-form" onsubmit={submit}>
            <input ref={field} class="field" aria-label="Path of the new file" placeholder="new file, such as shop/urls.py" spellcheck="false" autocapitalize="off" oninput={clear} />
            <button type="submit" class="button small">{ "Add file" }</button>
            if let Some(problem) = *problem {
                <span class="field-problem" role="alert">{ problem }</span>
            }
        </form>
    }
}
