//! The tree. Only the rows in view are in the page, so that a hundred thousand files scroll as ten do.
//!
//! By keyboard: arrows move, open and close; Home and End; a letter goes to the next row that begins with it; Enter opens;
//! F2 renames; Delete deletes. The focus stays on the tree, which says which row is the active one.

use std::collections::BTreeMap;
use std::rc::Rc;

use gloo_events::EventListener;
use layerlab_core::context::FileTree;
use layerlab_core::lab::{Analysis, Concern, ContextEntries, ContextKind, EditCosts};
use web_sys::HtmlElement;
use yew::prelude::*;

use super::row::{Row, is_own_text, row_id, tab};
use super::row_form::{Change, RowForm};
use super::visible::{Line, Opened, in_view, is_open, lines};
use crate::browser::in_pixels;
use crate::components::app::use_dispatch;
use crate::shared::Shared;
use crate::state::Action;

/// Height of a row in CSS pixels; `context_panel.css` has the same.
const ROW_HEIGHT: f64 = 26.0;

/// Which files.
#[derive(Debug, Clone, Properties)]
pub(super) struct TreeProps {
    /// The files, to check a new path.
    pub(super) files: Rc<FileTree>,
    /// Path of the Dockerfile.
    pub(super) dockerfile: Rc<str>,
    pub(super) analysis: Shared<Analysis>,
    /// What an edit of each file would cost; nothing for a build that ran.
    pub(super) costs: Shared<Option<EditCosts>>,
    pub(super) read_only: bool,
    /// What scrolls the tree.
    pub(super) scroller: NodeRef,
}

impl PartialEq for TreeProps {
    fn eq(&self, other: &Self) -> bool {
        self.analysis == other.analysis
            && self.costs == other.costs
            && self.read_only == other.read_only
    }
}

/// The tree.
#[component]
pub(super) fn Tree(props: &TreeProps) -> Html {
    let dispatch = use_dispatch();
    let opened = use_state(Opened::new);
    let active = use_state(|| Rc::<str>::from(""));
    let changing = use_state(|| None::<(Rc<str>, Change)>);
    let tree = use_node_ref();
    let entries = &props.analysis.context.entries;
    let lines = use_memo(
        (props.analysis.clone(), (*opened).clone()),
        |(analysis, opened)| lines(&analysis.context.entries, opened),
    );
    let concerns = use_memo(props.analysis.clone(), |analysis| concerns(analysis));
    let view = use_view(props, &tree);
    let made = in_view(view.0, view.1, ROW_HEIGHT, lines.len());
    let active_row = lines
        .iter()
        .position(|line| path_of(entries, *line).is_some_and(|path| **path == **active))
        .or((!lines.is_empty()).then_some(0));
    let height = in_pixels("height", lines.len() as f64 * ROW_HEIGHT);
    let top = in_pixels("top", made.start as f64 * ROW_HEIGHT);
    let toggle = {
        let opened = opened.clone();
        Callback::from(move |(path, open): (Rc<str>, bool)| {
            let mut next = (*opened).clone();
            next.insert(path, open);
            opened.set(next);
        })
    };
    let press = {
        let (dispatch, toggle, opened) = (dispatch.clone(), toggle.clone(), opened.clone());
        let (analysis, dockerfile) = (props.analysis.clone(), Rc::clone(&props.dockerfile));
        Callback::from(move |index: u32| {
            let entries = &analysis.context.entries;
            let Some(entry) = entries.get(index as usize) else {
                return;
            };
            if entry.kind == ContextKind::Folder {
                toggle.emit((Rc::clone(&entry.path), !is_open(entries, entry, &opened)));
            } else if let Some(tab) = tab(entry, &dockerfile) {
                dispatch.emit(Action::TabChosen(tab));
            } else {
                dispatch.emit(Action::TextWanted(Rc::clone(&entry.path)));
            }
        })
    };
    let go = {
        let (lines, active) = (Rc::clone(&lines), active.setter());
        let (analysis, scroller, tree) =
            (props.analysis.clone(), props.scroller.clone(), tree.clone());
        Callback::from(move |row: usize| {
            let line = lines.get(row).copied();
            if let Some(path) = line.and_then(|line| path_of(&analysis.context.entries, line)) {
                active.set(Rc::clone(path));
                show(&scroller, &tree, row);
            }
        })
    };
    let on_key = {
        let (lines, opened, changing) = (Rc::clone(&lines), opened.clone(), changing.clone());
        let (press, toggle, go) = (press.clone(), toggle, go);
        let (dispatch, props, tree_itself) = (dispatch.clone(), props.clone(), tree.clone());
        move |event: KeyboardEvent| {
            // In a button or a field of a row, keys mean something else.
            let on_tree =
                event.target_dyn_into::<HtmlElement>() == tree_itself.cast::<HtmlElement>();
            let (Some(row), true) = (active_row, on_tree) else {
                return;
            };
            let entries = &props.analysis.context.entries;
            let Some((line, entry)) = lines
                .get(row)
                .and_then(|line| Some((*line, entries.get(line.entry as usize)?)))
            else {
                return;
            };
            let editable = !props.read_only && !is_own_text(entry, &props.dockerfile);
            let open = entry.kind == ContextKind::Folder && is_open(entries, entry, &opened);
            let last = lines.len().saturating_sub(1);
            match event.key().as_str() {
                _ if event.ctrl_key() || event.meta_key() || event.alt_key() => return,
                "ArrowDown" => go.emit((row + 1).min(last)),
                "ArrowUp" => go.emit(row.saturating_sub(1)),
                "PageDown" => go.emit((row + 15).min(last)),
                "PageUp" => go.emit(row.saturating_sub(15)),
                "Home" => go.emit(0),
                "End" => go.emit(last),
                "ArrowRight" if open => go.emit((row + 1).min(last)),
                "ArrowRight" if entry.kind == ContextKind::Folder => {
                    toggle.emit((Rc::clone(&entry.path), true));
                }
                "ArrowLeft" if open => toggle.emit((Rc::clone(&entry.path), false)),
                "ArrowLeft" => {
                    if let Some(parent) = line.parent {
                        go.emit(parent);
                    }
                }
                "Enter" | " " => press.emit(line.entry),
                "F2" if editable => changing.set(Some((Rc::clone(&entry.path), Change::Path))),
                "Delete" if editable => {
                    dispatch.emit(Action::FileRemoved(entry.path.to_string()));
                    // The row below takes its place, and the one above if there is none.
                    go.emit(if row == last {
                        row.saturating_sub(1)
                    } else {
                        row + 1
                    });
                }
                key => {
                    let Some(row) = beginning_with(entries, &lines, row, key) else {
                        return;
                    };
                    go.emit(row);
                }
            }
            event.prevent_default();
        }
    };
    let row = |line: Line| {
        let Some(entry) = entries.get(line.entry as usize) else {
            return Html::default();
        };
        let path = &entry.path;
        let form = changing
            .as_ref()
            .filter(|(changed, _)| changed == path)
            .map(|(_, change)| {
                let end = {
                    let (changing, tree) = (changing.setter(), tree.clone());
                    Callback::from(move |()| {
                        changing.set(None);
                        focus(&tree);
                    })
                };
                html! {
                    <RowForm
                        path={Rc::clone(path)}
                        size_bytes={entry.size_bytes}
                        change={*change}
                        files={Rc::clone(&props.files)}
                        on_end={end}
                    />
                }
            });
        let on_press = {
            let (press, active, path) = (press.clone(), active.setter(), Rc::clone(path));
            Callback::from(move |_: MouseEvent| {
                active.set(Rc::clone(&path));
                press.emit(line.entry);
            })
        };
        let on_change = {
            let (changing, active, path) = (changing.setter(), active.setter(), Rc::clone(path));
            Callback::from(move |change| {
                active.set(Rc::clone(&path));
                changing.set(Some((Rc::clone(&path), change)));
            })
        };
        Row {
            entry,
            line,
            open: entry.kind == ContextKind::Folder && is_open(entries, entry, &opened),
            active: active_row.and_then(|row| lines.get(row)) == Some(&line),
            read_only: props.read_only,
            concern: concerns.get(path).copied(),
            cost: props.costs.as_ref().map(|costs| costs.file(path)),
            cold: props.analysis.summary.cold_duration,
            dockerfile: &props.dockerfile,
            ignore_file: &props.analysis.context.ignore_file,
            form,
            on_press,
            on_change,
            dispatch: &dispatch,
        }
        .view()
    };
    // The active row is in the page even when it is not in view, because the tree names it.
    let rows = lines.get(made.clone()).unwrap_or_default();
    let active_line = active_row.and_then(|row| lines.get(row)).copied();
    let apart = active_line.filter(|line| !rows.contains(line));
    html! {
        <div
            ref={&tree}
            ~style={height}
            class="tree"
            role="tree"
            aria-label="Files of the project"
            tabindex="0"
            aria-activedescendant={active_line.map(|line| row_id(line.entry))}
            onkeydown={on_key}
        >
            <div class="tree-window" role="none" ~style={top}>
                { for rows.iter().map(|line| row(*line)) }
            </div>
            if let Some(line) = apart {
                <div class="visually-hidden" role="none">{ row(line) }</div>
            }
        </div>
    }
}

fn path_of(entries: &ContextEntries, line: Line) -> Option<&Rc<str>> {
    entries.get(line.entry as usize).map(|entry| &entry.path)
}

/// What is pointed out, by path.
fn concerns(analysis: &Analysis) -> BTreeMap<Rc<str>, (Concern, &'static str)> {
    let advice = analysis.context.advice.iter();
    advice
        .flat_map(|advice| {
            let paths = advice.paths.iter();
            paths.map(|path| (Rc::clone(path), (advice.concern, advice.reason)))
        })
        .collect()
}

/// The next row, round the end, whose name begins with what was typed.
fn beginning_with(
    entries: &ContextEntries,
    lines: &[Line],
    row: usize,
    key: &str,
) -> Option<usize> {
    let mut characters = key.chars();
    let (Some(character), None) = (characters.next(), characters.next()) else {
        return None;
    };
    let begins = |row: &usize| {
        let entry = lines
            .get(*row)
            .and_then(|line| entries.get(line.entry as usize));
        let first = entry.and_then(|entry| entry.name().chars().next());
        first.is_some_and(|first| first.to_lowercase().eq(character.to_lowercase()))
    };
    (row + 1..lines.len()).chain(0..row).find(begins)
}

/// Where the view begins in the tree and how high it is, in pixels.
#[hook]
fn use_view(props: &TreeProps, tree: &NodeRef) -> (f64, f64) {
    let view = use_state_eq(|| (0.0, 900.0));
    let look = {
        let (scroller, tree, view) = (props.scroller.clone(), tree.clone(), view.setter());
        move || {
            let scroller = scroller.cast::<HtmlElement>();
            let tree = tree.cast::<HtmlElement>();
            if let (Some(scroller), Some(tree)) = (scroller, tree) {
                let above = scroller.scroll_top() - tree.offset_top();
                // In steps, so that scrolling a little makes no row anew.
                let above = above.div_euclid(100) * 100;
                view.set((f64::from(above), f64::from(scroller.client_height() + 100)));
            }
        }
    };
    {
        let look = look.clone();
        // What stands above the tree may have become higher or lower.
        use_effect_with(props.analysis.clone(), move |_| look());
    }
    use_effect_with(props.scroller.clone(), move |scroller| {
        let listener = scroller
            .cast::<HtmlElement>()
            .map(|scroller| EventListener::new(&scroller, "scroll", move |_| look()));
        move || drop(listener)
    });
    *view
}

/// Scrolls as little as needed to have a row in view.
fn show(scroller: &NodeRef, tree: &NodeRef, row: usize) {
    let (Some(scroller), Some(tree)) = (scroller.cast::<HtmlElement>(), tree.cast::<HtmlElement>())
    else {
        return;
    };
    let top = tree.offset_top() + (row as f64 * ROW_HEIGHT) as i32;
    let bottom = top + ROW_HEIGHT as i32;
    if top < scroller.scroll_top() {
        scroller.set_scroll_top(top);
    } else if bottom > scroller.scroll_top() + scroller.client_height() {
        scroller.set_scroll_top(bottom - scroller.client_height());
    }
}

fn focus(tree: &NodeRef) {
    if let Some(tree) = tree.cast::<HtmlElement>() {
        // What cannot take the focus can still be clicked.
        let _ = tree.focus();
    }
}
