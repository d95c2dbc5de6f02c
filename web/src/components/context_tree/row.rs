//! One line of the tree: a folder or a file.

use std::rc::Rc;

use layerlab_core::context::FileTree;
use layerlab_core::lab::{ContextFile, FileDecision};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::app::use_dispatch;
use crate::components::icons;
use crate::format;
use crate::state::{Action, FileTab, checked_path};

/// A folder.
#[derive(Debug, Clone, Properties)]
pub(super) struct FolderRowProps {
    pub(super) name: String,
    pub(super) path: String,
    pub(super) size_bytes: u64,
    pub(super) decision: Option<FileDecision>,
    pub(super) open: bool,
    /// All files, to check a new path.
    pub(super) files: Rc<FileTree>,
    pub(super) read_only: bool,
    pub(super) on_toggle: Callback<()>,
}

impl PartialEq for FolderRowProps {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path
            && self.size_bytes == other.size_bytes
            && self.decision == other.decision
            && self.open == other.open
            && self.read_only == other.read_only
            && self.on_toggle == other.on_toggle
            && Rc::ptr_eq(&self.files, &other.files)
    }
}

/// The line of a folder.
#[component]
pub(super) fn FolderRow(props: &FolderRowProps) -> Html {
    let renaming = use_state(|| false);
    if *renaming {
        return html! { <Rename path={props.path.clone()} files={Rc::clone(&props.files)} on_end={end(&renaming)} /> };
    }
    let toggle = props.on_toggle.reform(|_: MouseEvent| ());
    html! {
        <div class={classes!("tree-row", ignored(props.decision.as_ref()))}>
            <button type="button" class="tree-name" aria-expanded={if props.open { "true" } else { "false" }} onclick={toggle}>
                { icons::triangle() }<span class="tree-text">{ format!("{}/", props.name) }</span>
            </button>
            if !props.read_only {
                <Tools path={props.path.clone()} on_rename={begin(&renaming)} />
            }
            <span class="tree-size">{ format::bytes(props.size_bytes) }</span>
            <span class="tree-decision">{ props.decision.as_ref().map(decision_view).unwrap_or_default() }</span>
        </div>
    }
}

/// A file.
#[derive(Debug, Clone, Properties)]
pub(super) struct FileRowProps {
    pub(super) file: ContextFile,
    /// All files, to check a new path.
    pub(super) files: Rc<FileTree>,
    pub(super) read_only: bool,
}

impl PartialEq for FileRowProps {
    fn eq(&self, other: &Self) -> bool {
        self.file == other.file
            && self.read_only == other.read_only
            && Rc::ptr_eq(&self.files, &other.files)
    }
}

/// The line of a file. A text file opens in an editor.
#[component]
pub(super) fn FileRow(props: &FileRowProps) -> Html {
    let dispatch = use_dispatch();
    let renaming = use_state(|| false);
    let file = &props.file;
    if *renaming {
        return html! { <Rename path={file.path.clone()} files={Rc::clone(&props.files)} on_end={end(&renaming)} /> };
    }
    let name = file
        .path
        .rsplit('/')
        .next()
        .unwrap_or(&file.path)
        .to_owned();
    let tab = match file.path.as_str() {
        "Dockerfile" => Some(FileTab::Dockerfile),
        ".dockerignore" => Some(FileTab::Dockerignore),
        path => file.text.then(|| FileTab::File(path.into())),
    };
    let own_tab = matches!(tab, Some(FileTab::Dockerfile | FileTab::Dockerignore));
    let name = match tab {
        Some(tab) => {
            let open = move |_: MouseEvent| dispatch.emit(Action::TabChosen(tab.clone()));
            html! {
                <button type="button" class="tree-name" onclick={open}><span class="tree-text">{ name }</span></button>
            }
        }
        None => html! {
            <span class="tree-name" title="Only its size is known, it cannot be edited"><span class="tree-text">{ name }</span></span>
        },
    };
    html! {
        <div class={classes!("tree-row", "tree-file", ignored(Some(&file.decision)), file.edited.then_some("edited"))}>
            { name }
            if !props.read_only && !own_tab {
                <Tools path={file.path.clone()} on_rename={begin(&renaming)} />
            }
            <span class="tree-size">{ format::bytes(file.size_bytes) }</span>
            <span class="tree-decision">
                if file.edited {
                    <span class="tree-edited">{ "edited" }</span>
                }
                { decision_view(&file.decision) }
            </span>
        </div>
    }
}

fn ignored(decision: Option<&FileDecision>) -> Option<&'static str> {
    matches!(decision, Some(FileDecision::Ignored { .. })).then_some("ignored")
}

fn decision_view(decision: &FileDecision) -> Html {
    let (words, line, pattern) = match decision {
        FileDecision::Sent => return Html::default(),
        FileDecision::Ignored { line, pattern } => ("ignored", line, pattern),
        FileDecision::Readmitted { line, pattern } => ("sent", line, pattern),
    };
    html! {
        <span title={format!("{words} by line {line} of .dockerignore: {pattern}")}>
            <span class="visually-hidden">{ words }{ " by " }</span>{ format!("line {line} ") }<code>{ pattern }</code>
        </span>
    }
}

fn begin(renaming: &UseStateHandle<bool>) -> Callback<()> {
    let renaming = renaming.clone();
    Callback::from(move |()| renaming.set(true))
}

fn end(renaming: &UseStateHandle<bool>) -> Callback<()> {
    let renaming = renaming.clone();
    Callback::from(move |()| renaming.set(false))
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct ToolsProps {
    path: String,
    on_rename: Callback<()>,
}

/// Rename and delete.
#[component]
fn Tools(props: &ToolsProps) -> Html {
    let dispatch = use_dispatch();
    let path = props.path.clone();
    let delete = move |_: MouseEvent| dispatch.emit(Action::FileRemoved(path.clone()));
    let rename = props.on_rename.reform(|_: MouseEvent| ());
    html! {
        <span class="tree-tools">
            <button type="button" class="tool" aria-label={format!("Rename {}", props.path)} title="Rename" onclick={rename}>{ icons::pencil() }</button>
            <button type="button" class="tool" aria-label={format!("Delete {}", props.path)} title="Delete" onclick={delete}>{ icons::bin() }</button>
        </span>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct RenameProps {
    path: String,
    files: Rc<FileTree>,
    on_end: Callback<()>,
}

/// The path as a field: Enter renames, Escape leaves it as it is.
#[component]
fn Rename(props: &RenameProps) -> Html {
    let dispatch = use_dispatch();
    let field = use_node_ref();
    let problem = use_state(|| None::<&'static str>);
    {
        let field = field.clone();
        // The path is set once and not as an attribute, so that showing a problem does not undo what was typed.
        use_effect_with(props.path.clone(), move |path| {
            if let Some(field) = field.cast::<HtmlInputElement>() {
                field.set_value(path);
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
            let to = field.value();
            if to == props.path {
                props.on_end.emit(());
                return;
            }
            match checked_path(&props.files, &to) {
                Ok(_) => {
                    dispatch.emit(Action::FileRenamed {
                        from: props.path.clone(),
                        to,
                    });
                    props.on_end.emit(());
                }
                Err(found) => problem.set(Some(found.message())),
            }
        }
    };
    let on_key = {
        let on_end = props.on_end.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                on_end.emit(());
            }
        }
    };
    html! {
        <form class="tree-form" onsubmit={submit} onkeydown={on_key}>
            <input ref={field} class="field" aria-label={format!("New path of {}", props.path)} spellcheck="false" autocapitalize="off" />
            <button type="submit" class="button small">{ "Rename" }</button>
            <button type="button" class="button small" onclick={props.on_end.reform(|_: MouseEvent| ())}>{ "Cancel" }</button>
            if let Some(problem) = *problem {
                <span class="field-problem" role="alert">{ problem }</span>
            }
        </form>
    }
}
