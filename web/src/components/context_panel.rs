//! The build context: what is sent to the builder, what is not, and which line of the ignore file decided.

mod add_file;
mod advice;
mod largest;
mod row;
mod row_form;
mod tree;
mod visible;

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use layerlab_core::context::FileTree;
use layerlab_core::lab::{Analysis, ContextReport, EditCosts, Lab};
use yew::prelude::*;

use self::add_file::AddFile;
use self::advice::AdviceList;
use self::largest::LargestList;
use self::tree::Tree;
use super::open_folder::OpenButtons;
use crate::format;
use crate::shared::Shared;

/// Which files.
#[derive(Debug, Clone, Properties)]
pub(crate) struct ContextPanelProps {
    /// The files of the project.
    pub(crate) files: Rc<FileTree>,
    /// Path of the Dockerfile.
    pub(crate) dockerfile: Rc<str>,
    /// The project, its history and the cache, which say what an edit would cost.
    pub(crate) lab: Shared<Lab>,
    /// The build, which says what is sent.
    pub(crate) analysis: Shared<Analysis>,
    /// They belong to a build that ran.
    pub(crate) read_only: bool,
}

impl PartialEq for ContextPanelProps {
    fn eq(&self, other: &Self) -> bool {
        self.analysis == other.analysis && self.read_only == other.read_only
    }
}

/// What is pointed out, the tree and its totals. It scrolls by itself, since only the rows in view are in the page.
#[component]
pub(crate) fn ContextPanel(props: &ContextPanelProps) -> Html {
    let scroller = use_node_ref();
    let context = &props.analysis.context;
    let costs = use_costs(props);
    html! {
        <div class="context">
            <div class="context-scroll" ref={&scroller}>
                if !props.read_only {
                    <OpenButtons />
                    <AddFile files={Rc::clone(&props.files)} />
                }
                { unused_ignore_file(context) }
                <AdviceList analysis={props.analysis.clone()} read_only={props.read_only} />
                <LargestList
                    analysis={props.analysis.clone()}
                    read_only={props.read_only}
                    dockerfile={Rc::clone(&props.dockerfile)}
                />
                if context.entries.len() <= 1 {
                    <p class="empty">{ "The project has no files yet." }</p>
                }
                <Tree
                    files={Rc::clone(&props.files)}
                    dockerfile={Rc::clone(&props.dockerfile)}
                    analysis={props.analysis.clone()}
                    {costs}
                    read_only={props.read_only}
                    {scroller}
                />
            </div>
            <p class="context-totals">
                <span>{ "Sent " }<b>{ format::bytes(context.sent_bytes) }</b>{ format!(" in {}", format::counted(context.sent_files, "file")) }</span>
                <span>{ "Ignored " }<b>{ format::bytes(context.ignored_bytes) }</b>{ format!(" in {}", format::counted(context.ignored_files, "file")) }</span>
            </p>
        </div>
    }
}

/// With more files than these, what their edits cost is worked out after the tree is shown.
const MOST_FILES_AT_ONCE: usize = 2_000;

/// What an edit of each file would cost; nothing for a build that ran, since there it is no question, and nothing as long as
/// it is not worked out.
#[hook]
fn use_costs(props: &ContextPanelProps) -> Shared<Option<EditCosts>> {
    let large = props.analysis.context.entries.len() > MOST_FILES_AT_ONCE;
    let at_once = {
        let lab = props.lab.clone();
        let asked = (props.analysis.clone(), !props.read_only && !large);
        use_memo(asked, move |(_, asked)| asked.then(|| lab.edit_costs()))
    };
    let later = use_state(|| None::<(Shared<Analysis>, Shared<Option<EditCosts>>)>);
    {
        let (lab, later) = (props.lab.clone(), later.setter());
        let asked = (props.analysis.clone(), !props.read_only && large);
        use_effect_with(asked, move |(analysis, asked)| {
            let analysis = analysis.clone();
            let work = move || later.set(Some((analysis, Shared::new(Some(lab.edit_costs())))));
            let timer = asked.then(|| Timeout::new(0, work));
            move || drop(timer)
        });
    }
    match &*later {
        Some((analysis, costs)) if *analysis == props.analysis && !props.read_only => costs.clone(),
        _ => Shared(at_once),
    }
}

fn unused_ignore_file(context: &ContextReport) -> Html {
    if !context.dockerignore_unused {
        return Html::default();
    }
    html! {
        <p class="context-note">
            { "Docker reads " }<code>{ &*context.ignore_file }</code>{ " and not " }<code>{ ".dockerignore" }</code>
            { ", because it is named after the Dockerfile and stands beside it." }
        </p>
    }
}
