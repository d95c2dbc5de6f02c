//! The files of the project: what is sent to the builder, what is not, and which line of `.dockerignore` decided.

mod add_file;
mod folder;
mod row;

use std::collections::BTreeMap;
use std::rc::Rc;

use layerlab_core::context::FileTree;
use layerlab_core::lab::Analysis;
use yew::prelude::*;

use self::add_file::AddFile;
use self::folder::{Folder, is_open_at_first};
use self::row::{FileRow, FolderRow};
use crate::format;
use crate::shared::Shared;

/// Which files.
#[derive(Debug, Clone, Properties)]
pub(crate) struct ContextTreeProps {
    /// The files of the project.
    pub(crate) files: Rc<FileTree>,
    /// The build, which says what is sent.
    pub(crate) analysis: Shared<Analysis>,
    /// They belong to a build that ran.
    pub(crate) read_only: bool,
}

impl PartialEq for ContextTreeProps {
    fn eq(&self, other: &Self) -> bool {
        self.analysis == other.analysis && self.read_only == other.read_only
    }
}

/// Which folders were opened or closed by hand, by path.
type Opened = UseStateHandle<BTreeMap<String, bool>>;

/// The tree and its totals.
#[component]
pub(crate) fn ContextTree(props: &ContextTreeProps) -> Html {
    let opened: Opened = use_state(BTreeMap::new);
    let root = use_memo(props.analysis.clone(), |analysis| {
        Folder::of(&analysis.context.files)
    });
    let context = &props.analysis.context;
    html! {
        <div class="context">
            if !props.read_only {
                <AddFile files={Rc::clone(&props.files)} />
            }
            if context.files.is_empty() {
                <p class="empty">{ "The project has no files yet." }</p>
            }
            { entries(&root, props, &opened) }
            <p class="context-totals">
                <span>{ "Sent " }<b>{ format::bytes(context.sent_bytes) }</b>{ format!(" in {}", format::counted(context.sent_files, "file")) }</span>
                <span>{ "Ignored " }<b>{ format::bytes(context.ignored_bytes) }</b>{ format!(" in {}", format::counted(context.ignored_files, "file")) }</span>
            </p>
        </div>
    }
}

fn entries(folder: &Folder, props: &ContextTreeProps, opened: &Opened) -> Html {
    html! {
        <ul class="tree">
            { for folder.folders.iter().map(|(name, inner)| {
                let open = opened
                    .get(&inner.path)
                    .copied()
                    .unwrap_or_else(|| is_open_at_first(inner));
                let toggle = {
                    let opened = opened.clone();
                    let path = inner.path.clone();
                    Callback::from(move |()| {
                        let mut next = (*opened).clone();
                        next.insert(path.clone(), !open);
                        opened.set(next);
                    })
                };
                html! {
                    <li key={inner.path.clone()}>
                        <FolderRow
                            name={name.clone()}
                            path={inner.path.clone()}
                            size_bytes={inner.size_bytes}
                            decision={inner.decision.clone()}
                            {open}
                            files={Rc::clone(&props.files)}
                            read_only={props.read_only}
                            on_toggle={toggle}
                        />
                        if open {
                            { entries(inner, props, opened) }
                        }
                    </li>
                }
            }) }
            { for folder.files.iter().map(|file| html! {
                <li key={file.path.clone()}>
                    <FileRow file={file.clone()} files={Rc::clone(&props.files)} read_only={props.read_only} />
                </li>
            }) }
        </ul>
    }
}
