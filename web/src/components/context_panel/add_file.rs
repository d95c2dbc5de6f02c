//! Adding a file to the project.

use std::rc::Rc;

use layerlab_core::context::FileTree;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::app::use_dispatch;
use crate::state::{Action, checked_path, read_size};

/// The files that are there.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct AddFileProps {
    pub(super) files: Rc<FileTree>,
}

/// Fields for the path and, for a file that is too large to type, the size. A text opens in an editor.
#[component]
pub(super) fn AddFile(props: &AddFileProps) -> Html {
    let dispatch = use_dispatch();
    let field = use_node_ref();
    let size_field = use_node_ref();
    let problem = use_state(|| None::<&'static str>);
    let submit = {
        let field = field.clone();
        let size_field = size_field.clone();
        let problem = problem.clone();
        let files = Rc::clone(&props.files);
        move |event: SubmitEvent| {
            event.prevent_default();
            let size_field = size_field.cast::<HtmlInputElement>();
            let (Some(field), Some(size_field)) = (field.cast::<HtmlInputElement>(), size_field)
            else {
                return;
            };
            let typed_size = size_field.value();
            let size_bytes = read_size(&typed_size);
            if size_bytes.is_none() && !typed_size.trim().is_empty() {
                problem.set(Some("Type a size, such as 120 MB, or leave it out."));
                return;
            }
            match checked_path(&files, &field.value()) {
                Ok(path) => {
                    field.set_value("");
                    size_field.set_value("");
                    problem.set(None);
                    dispatch.emit(match size_bytes {
                        Some(size_bytes) => Action::FileSized { path, size_bytes },
                        None => Action::FileAdded(path),
                    });
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
            <input ref={size_field} class="field size-field" aria-label="Size of the new file, if it is not a text" placeholder="size" spellcheck="false" autocapitalize="off" />
            <button type="submit" class="button small">{ "Add file" }</button>
            if let Some(problem) = *problem {
                <span class="field-problem" role="alert">{ problem }</span>
            }
        </form>
    }
}
