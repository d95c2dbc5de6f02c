//! The tabs over the editor, and the headings of the ledger's columns.

use std::rc::Rc;

use yew::prelude::*;

use super::app::use_dispatch;
use super::tab_list::{TabCount, TabItem, TabList};
use crate::format;
use crate::state::{Action, FileTab};

/// Which files have a tab.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct FileTabsProps {
    /// The open tab.
    pub(crate) tab: FileTab,
    /// The project's files that have one, in order.
    pub(crate) open_files: Vec<Rc<str>>,
    /// How many files are sent to the builder.
    pub(crate) sent_files: usize,
}

/// The end of the ids of a tab and of its panel.
pub(crate) fn tab_id(tab: &FileTab) -> AttrValue {
    match tab {
        FileTab::Dockerfile => "dockerfile".into(),
        FileTab::Dockerignore => "dockerignore".into(),
        FileTab::Context => "context".into(),
        // Ids cannot hold spaces; every other character of a path can stand in one.
        FileTab::File(path) => format!("file-{}", path.replace(char::is_whitespace, "_")).into(),
    }
}

/// The row of tabs.
#[component]
pub(crate) fn FileTabs(props: &FileTabsProps) -> Html {
    let dispatch = use_dispatch();
    let tabs: Vec<FileTab> = [FileTab::Dockerfile, FileTab::Dockerignore, FileTab::Context]
        .into_iter()
        .chain(props.open_files.iter().cloned().map(FileTab::File))
        .collect();
    let items = tabs
        .iter()
        .map(|tab| item(tab, props.sent_files))
        .collect::<Vec<_>>();
    let on_select = {
        let tabs = tabs.clone();
        let dispatch = dispatch.clone();
        Callback::from(move |place: usize| {
            if let Some(tab) = tabs.get(place) {
                dispatch.emit(Action::TabChosen(tab.clone()));
            }
        })
    };
    let on_close = Callback::from(move |place: usize| {
        if let Some(FileTab::File(path)) = tabs.get(place) {
            dispatch.emit(Action::FileClosed(Rc::clone(path)));
        }
    });
    html! {
        <div class="files-bar">
            <TabList label="Files" tabs={items} selected={tab_id(&props.tab)} {on_select} {on_close} />
            <div class="ledger-head" aria-hidden="true">
                <span class="ledger-title">{ "Steps" }</span>
                <span class="ledger-time">{ "time" }</span>
                <span class="ledger-size">{ "size" }</span>
            </div>
        </div>
    }
}

fn item(tab: &FileTab, sent_files: usize) -> TabItem {
    let (label, count) = match tab {
        FileTab::Dockerfile => (AttrValue::from("Dockerfile"), None),
        FileTab::Dockerignore => (".dockerignore".into(), None),
        FileTab::Context => {
            let count = TabCount {
                figures: format::count(sent_files).into(),
                meaning: format!(
                    "{} sent to the builder",
                    format::counted(sent_files, "file")
                )
                .into(),
            };
            ("Context".into(), Some(count))
        }
        FileTab::File(path) => {
            let name = path.rsplit('/').next().unwrap_or(path);
            (format::visible(name).into_owned().into(), None)
        }
    };
    TabItem {
        id: tab_id(tab),
        label,
        count,
        closable: matches!(tab, FileTab::File(_)),
    }
}
