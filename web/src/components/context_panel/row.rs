//! One row of the tree: a folder or a file.

use std::time::Duration;

use layerlab_core::lab::{Concern, ContextEntry, ContextKind, EditCost, FileDecision, ignore_line};
use yew::prelude::*;

use super::row_form::Change;
use super::visible::Line;
use crate::components::app::Dispatch;
use crate::components::icons;
use crate::format;
use crate::state::{Action, FileTab};

/// What a row shows.
pub(super) struct Row<'a> {
    pub(super) entry: &'a ContextEntry,
    pub(super) line: Line,
    pub(super) open: bool,
    /// It is the one that keys are for.
    pub(super) active: bool,
    pub(super) read_only: bool,
    /// It should rarely be sent.
    pub(super) concern: Option<(Concern, &'static str)>,
    /// What an edit of it would cost.
    pub(super) cost: Option<&'a EditCost>,
    /// Time of a build from nothing, against which the cost is shown.
    pub(super) cold: Duration,
    /// Path of the Dockerfile.
    pub(super) dockerfile: &'a str,
    /// Path of the ignore file.
    pub(super) ignore_file: &'a str,
    /// The form that stands in the row's place.
    pub(super) form: Option<Html>,
    pub(super) on_press: Callback<MouseEvent>,
    pub(super) on_change: Callback<Change>,
    pub(super) dispatch: &'a Dispatch,
}

/// The id of the row of an entry.
pub(super) fn row_id(entry: u32) -> String {
    format!("context-{entry}")
}

/// The tab that an entry opens.
pub(super) fn tab(entry: &ContextEntry, dockerfile: &str) -> Option<FileTab> {
    match &*entry.path {
        path if path == dockerfile => Some(FileTab::Dockerfile),
        ".dockerignore" => Some(FileTab::Dockerignore),
        _ if entry.kind == ContextKind::Text => Some(FileTab::File(entry.path.clone())),
        _ => None,
    }
}

/// Whether the entry is a text of the project that is not one of its files.
pub(super) fn is_own_text(entry: &ContextEntry, dockerfile: &str) -> bool {
    *entry.path == *dockerfile || &*entry.path == ".dockerignore"
}

/// How much of a build from nothing an edit costs, from 1 to 5.
fn heat(cost: Duration, cold: Duration) -> u32 {
    let parts = cost.as_millis().saturating_mul(5) / cold.as_millis().max(1);
    u32::try_from(parts).unwrap_or(4).min(4) + 1
}

impl Row<'_> {
    /// The row as an item of the tree.
    pub(super) fn view(&self) -> Html {
        let entry = self.entry;
        let folder = entry.kind == ContextKind::Folder;
        // Of a folder in which nothing is, what is decided about itself.
        let ignored = match entry.files {
            0 => entry
                .decision
                .as_ref()
                .is_some_and(FileDecision::is_ignored),
            _ => entry.sent_files == 0,
        };
        let classes = classes!(
            "tree-row",
            (!folder).then_some("tree-file"),
            ignored.then_some("ignored"),
            self.active.then_some("active"),
            self.form.is_some().then_some("changing"),
        );
        let why = self.why();
        html! {
            <div
                key={self.line.entry}
                id={row_id(self.line.entry)}
                role="treeitem"
                class={classes}
                data-path={entry.path.to_string()}
                data-level={self.line.level.min(12).to_string()}
                aria-level={self.line.level.to_string()}
                aria-posinset={self.line.place.to_string()}
                aria-setsize={self.line.of.to_string()}
                aria-expanded={folder.then_some(if self.open { "true" } else { "false" })}
                aria-selected={if self.active { "true" } else { "false" }}
                onclick={&self.on_press}
            >
                if let Some(form) = &self.form {
                    { form.clone() }
                } else {
                    <span class="tree-name">
                        if folder { { icons::triangle() } }
                        <span class="tree-text">{ self.name() }</span>
                    </span>
                    <span class="tree-size">{ format::bytes(entry.size_bytes) }</span>
                    <span class="tree-decision">{ self.decision() }</span>
                    { self.tools() }
                    if !why.is_empty() {
                        <span class="tree-tip" aria-hidden="true">{ why }</span>
                    }
                }
            </div>
        }
    }

    fn name(&self) -> String {
        let slash = match self.entry.kind {
            ContextKind::Folder => "/",
            _ => "",
        };
        format!("{}{slash}", format::visible(self.entry.name()))
    }

    /// Why it is sent or not, in a sentence; empty if there is nothing to say.
    fn why(&self) -> String {
        if let Some((_, reason)) = self.concern {
            return format!("Sent. {reason}");
        }
        let line = |words: &str, decision: &FileDecision| {
            decision.decider().map_or_else(String::new, |decider| {
                format!(
                    "{words} by line {} of {}: {}",
                    decider.line,
                    self.ignore_file,
                    format::visible(&decider.pattern)
                )
            })
        };
        match &self.entry.decision {
            Some(decision @ FileDecision::Ignored(_)) => line("Ignored", decision),
            Some(decision @ FileDecision::Readmitted(_)) => line("Sent again", decision),
            Some(FileDecision::Sent) => String::new(),
            None if self.entry.files == 0 => String::new(),
            None if self.entry.sent_files == 0 => "Ignored by several lines".to_owned(),
            None if self.entry.sent_files < self.entry.files => format!(
                "{} of {} sent",
                format::count(self.entry.sent_files),
                format::counted(self.entry.files, "file")
            ),
            None => String::new(),
        }
    }

    fn decision(&self) -> Html {
        let edited = self
            .entry
            .edited
            .then(|| html! { <span class="tree-edited">{ "edited" }</span> });
        let rest = match (&self.entry.decision, self.concern) {
            (_, Some((concern, reason))) => {
                let class = (concern == Concern::Secret).then_some("tree-secret");
                html! {
                    <>
                        <span class={classes!(class)}>{ format!("{}, and sent", concern.word()) }</span>
                        <span class="visually-hidden">{ ". " }{ reason }</span>
                    </>
                }
            }
            (
                Some(
                    decision @ (FileDecision::Ignored(decider) | FileDecision::Readmitted(decider)),
                ),
                None,
            ) => {
                let words = if decision.is_ignored() {
                    "Ignored by "
                } else {
                    "Sent again by "
                };
                html! {
                    <>
                        <span class="visually-hidden">{ words }</span>
                        { format!("line {} ", decider.line) }<code>{ &*format::visible(&decider.pattern) }</code>
                    </>
                }
            }
            (None, None) if self.entry.sent_files < self.entry.files => html! {
                { self.why() }
            },
            (Some(FileDecision::Sent), None) => self.cost(),
            _ => Html::default(),
        };
        html! { <>{ edited }{ rest }</> }
    }

    /// What an edit of the file would run, as a bar and in words.
    fn cost(&self) -> Html {
        let Some(cost) = self.cost else {
            return Html::default();
        };
        if cost.steps == 0 {
            return html! { <span class="tree-free">{ "no step takes it" }</span> };
        }
        let words = format!(
            "{}, {}",
            format::counted(cost.steps, "step"),
            format::duration(cost.duration)
        );
        let heat = heat(cost.duration, self.cold);
        html! {
            <>
                <span class="visually-hidden">{ "an edit runs " }</span>
                <span class="heat" data-heat={heat.to_string()} aria-hidden="true"></span>
                { words }
            </>
        }
    }

    /// Buttons. Those of the active row are reached by Tab, all by the mouse.
    fn tools(&self) -> Html {
        let entry = self.entry;
        if self.read_only || is_own_text(entry, self.dockerfile) {
            return Html::default();
        }
        let path = &entry.path;
        let tabindex = if self.active { "0" } else { "-1" };
        let act = |action: Action| {
            let dispatch = self.dispatch.clone();
            Callback::from(move |event: MouseEvent| {
                event.stop_propagation();
                dispatch.emit(action.clone());
            })
        };
        let change = |change: Change| {
            self.on_change.reform(move |event: MouseEvent| {
                event.stop_propagation();
                change
            })
        };
        let line = ignore_line(path);
        html! {
            <span class="tree-tools">
                if entry.sent_files > 0 && **path != *self.ignore_file {
                    <button type="button" class="tool" {tabindex} aria-label={format!("Ignore {path}")} title={format!("Ignore: adds the line {line} to {}", self.ignore_file)} onclick={act(Action::LineIgnored(line))}>{ icons::barred() }</button>
                }
                if entry.kind == ContextKind::Sized {
                    <button type="button" class="tool" {tabindex} aria-label={format!("Set the size of {path}")} title="Set the size" onclick={change(Change::Size)}>{ icons::scales() }</button>
                }
                <button type="button" class="tool" {tabindex} aria-label={format!("Rename {path}")} title="Rename (F2)" onclick={change(Change::Path)}>{ icons::pencil() }</button>
                <button type="button" class="tool" {tabindex} aria-label={format!("Delete {path}")} title="Delete (Delete)" onclick={act(Action::FileRemoved(path.to_string()))}>{ icons::bin() }</button>
            </span>
        }
    }
}
