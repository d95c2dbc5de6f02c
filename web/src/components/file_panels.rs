//! What stands under each tab: an editor for each open text, or the tree of files.
//!
//! The panels of texts that are open but not shown stay in the page, hidden, so that their undo history and the place
//! scrolled to are still there when they are shown again.

use std::rc::Rc;

use layerlab_core::lab::{Analysis, Project};
use yew::prelude::*;

use super::app::use_dispatch;
use super::context_panel::ContextPanel;
use super::document::Document;
use super::file_tabs::tab_id;
use super::step_list::StepList;
use crate::editor::{Answers, Fixing};
use crate::shared::Shared;
use crate::state::{Action, FileTab, State};

/// The state of the page.
#[derive(Debug, Clone, Properties)]
pub(crate) struct FilePanelsProps {
    /// Which files, which build, which line.
    pub(crate) state: State,
    /// Nothing can be edited.
    #[prop_or_default]
    pub(crate) read_only: bool,
    /// There is nothing but the Dockerfile.
    #[prop_or_default]
    pub(crate) lone: bool,
    /// The first and the last line of the Dockerfile that are shown at first, from 1.
    #[prop_or_default]
    pub(crate) lines: Option<(usize, usize)>,
}

impl PartialEq for FilePanelsProps {
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (&self.state, &other.state);
        a.now == b.now
            && a.example == b.example
            && a.session == b.session
            && a.tab == b.tab
            && a.open_files == b.open_files
            && a.line == b.line
            && a.reveal == b.reveal
            && a.moment == b.moment
            && a.preview() == b.preview()
    }
}

/// All panels; one of them is shown.
#[component]
pub(crate) fn FilePanels(props: &FilePanelsProps) -> Html {
    let state = &props.state;
    let dispatch = use_dispatch();
    let fixing = Fixing {
        lab: Shared::new(state.lab.clone()),
        apply: dispatch.reform(|(dockerfile, edits)| Action::FixApplied { dockerfile, edits }),
    };
    let tabs = [FileTab::Dockerfile, FileTab::Dockerignore, FileTab::Context]
        .into_iter()
        .chain(state.open_files.iter().cloned().map(FileTab::File))
        .filter(|tab| !props.lone || *tab == FileTab::Dockerfile);
    let still = state.still();
    html! {
        <>
            { for tabs.map(|tab| {
                let key = format!("{}/{}/{}", state.example, state.session, tab_id(&tab));
                let shown = still.is_none() && tab == state.tab;
                panel(
                    props,
                    key,
                    &tab,
                    &state.lab.project,
                    &state.now,
                    (!props.read_only).then(|| fixing.clone()),
                    shown,
                )
            }) }
            if let Some(still) = still {
                { panel(
                    props,
                    format!("{}/{}/{}", state.example, still.id, tab_id(&state.tab)),
                    &state.tab,
                    still.project,
                    &still.analysis,
                    None,
                    true,
                ) }
            }
        </>
    }
}

fn panel(
    props: &FilePanelsProps,
    key: String,
    tab: &FileTab,
    project: &Project,
    analysis: &Shared<Analysis>,
    // `None` for what can only be read, such as the text of a build that ran.
    fixing: Option<Fixing>,
    shown: bool,
) -> Html {
    let state = &props.state;
    let read_only = fixing.is_none();
    let id = tab_id(tab);
    let text: Option<Rc<str>> = match tab {
        FileTab::Dockerfile => Some(Rc::clone(&project.dockerfile)),
        FileTab::Dockerignore => Some(project.dockerignore.clone().unwrap_or_else(|| "".into())),
        FileTab::Context => None,
        FileTab::File(path) => state.text_of(project, path).cloned(),
    };
    let ignore_file = tab.path() == Some(&*analysis.context.ignore_file);
    let content = match text {
        Some(text) => html! {
            <Document
                document={key.clone()}
                file={tab.clone()}
                edition={match tab {
                    FileTab::Dockerfile => state.dockerfile_edition,
                    // Both only grow.
                    _ if ignore_file => state.ignore_edition.wrapping_add(state.files_edition),
                    _ => state.files_edition,
                }}
                {text}
                analysis={analysis.clone()}
                answers={(*tab == FileTab::Dockerfile)
                    .then(|| Answers::new(project.clone(), analysis.clone(), fixing))}
                {read_only}
                {shown}
                lines={props.lines.filter(|_| *tab == FileTab::Dockerfile)}
                line={state.line}
                reveal={state.reveal}
            />
        },
        // A hidden tree has nothing to keep but which folders are open, which is not worth making it at each edit.
        None if shown => html! {
            <div class="sheet sheet-still">
                <div class="sheet-code">
                    <ContextPanel
                        files={Rc::clone(&project.files)}
                        dockerfile={Rc::<str>::from(project.options.dockerfile_path())}
                        lab={Shared::new(state.lab.clone())}
                        analysis={analysis.clone()}
                        {read_only}
                    />
                </div>
                <div class="sheet-steps"><StepList analysis={analysis.clone()} /></div>
            </div>
        },
        None => Html::default(),
    };
    html! {
        <div
            {key}
            class="file-panel"
            role="tabpanel"
            id={shown.then(|| format!("panel-{id}"))}
            aria-labelledby={format!("tab-{id}")}
            hidden={!shown}
        >
            { content }
        </div>
    }
}
