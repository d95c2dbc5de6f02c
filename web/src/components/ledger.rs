//! The rows beside the lines of the Dockerfile, each level with its instruction.

use std::ops::Range;

use layerlab_core::lab::{Analysis, LedgerRow};
use web_sys::HtmlElement;
use yew::prelude::*;

use super::app::use_dispatch;
use super::ledger_row::{classes, columns};
use crate::browser::Placed;
use crate::format;
use crate::shared::Shared;
use crate::state::{Action, row_at};

/// Height of a line that is not wrapped, and the space above the first one: where rows stand until the editor has told
/// where its lines are.
const LINE_HEIGHT: f64 = 24.0;
const SPACE_ABOVE: f64 = 6.0;

/// Rows and their places.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct LedgerProps {
    /// The build.
    pub(crate) analysis: Shared<Analysis>,
    /// For each row how far down it is, in CSS pixels, infinitely far if its line is folded, and how high its line is;
    /// shorter while the editor has not measured all of them yet.
    pub(crate) places: Shared<[f64]>,
    /// The part of the ledger that is in view, in CSS pixels. Only rows in it are made.
    pub(crate) in_view: Range<i32>,
    /// The line of the cursor, 1-based.
    pub(crate) line: usize,
}

/// The ledger.
#[component]
pub(crate) fn Ledger(props: &LedgerProps) -> Html {
    let selected = row_at(&props.analysis, props.line).map(|row| row.instruction);
    let rows = props.analysis.rows.iter().enumerate();
    let rows = rows.filter_map(|(place, row)| {
        let (top, height) = measured(&props.places, place, row);
        let visible = f64::from(props.in_view.start) <= top && top < f64::from(props.in_view.end);
        visible.then(|| {
            let selected = selected == Some(row.instruction);
            let key = row.instruction;
            let row = RowOf {
                analysis: props.analysis.clone(),
                place,
            };
            html! {
                <Placed {key} class="ledger-place" {top} {height}><LedgerButton {row} {selected} /></Placed>
            }
        })
    });
    html! { <div class="ledger" role="group" aria-label="Steps">{ for rows }</div> }
}

/// The top and the height of the line of a row.
fn measured(places: &[f64], place: usize, row: &LedgerRow) -> (f64, f64) {
    match places.get(2 * place..).unwrap_or_default() {
        [top, height, ..] => (*top, *height),
        _ => {
            let lines_above = row.first_line.saturating_sub(1) as f64;
            (SPACE_ABOVE + LINE_HEIGHT * lines_above, LINE_HEIGHT)
        }
    }
}

/// A row where it lies. It is the same row as one of another build that says the same.
#[derive(Debug, Clone)]
struct RowOf {
    analysis: Shared<Analysis>,
    place: usize,
}

impl RowOf {
    fn row(&self) -> Option<&LedgerRow> {
        self.analysis.rows.get(self.place)
    }
}

impl PartialEq for RowOf {
    fn eq(&self, other: &Self) -> bool {
        self.row() == other.row()
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct LedgerButtonProps {
    row: RowOf,
    selected: bool,
}

/// A row as a button that leads to its line. A cause that is cut is shown whole while the pointer or the focus is there.
#[component]
fn LedgerButton(props: &LedgerButtonProps) -> Html {
    let dispatch = use_dispatch();
    let why = use_node_ref();
    let cut = use_state_eq(|| false);
    let Some(row) = props.row.row() else {
        return Html::default();
    };
    let line = row.first_line;
    let choose = move |_: MouseEvent| dispatch.emit(Action::LineRevealed(line));
    let look = {
        let why = why.clone();
        let cut = cut.setter();
        Callback::from(move |()| {
            let is_cut = why
                .cast::<HtmlElement>()
                .is_some_and(|why| why.scroll_width() > why.client_width());
            cut.set(is_cut);
        })
    };
    let leave = {
        let cut = cut.setter();
        Callback::from(move |()| cut.set(false))
    };
    let words = format::visible(&row.brief);
    let brief = html! { <span ref={why} class="row-brief">{ &*words }</span> };
    html! {
        <button
            type="button"
            class={classes(row, props.selected)}
            aria-current={props.selected.then_some("true")}
            onclick={choose}
            // Moving, too, not only entering: the columns may become narrower or wider under a resting pointer.
            onmouseenter={look.reform(|_: MouseEvent| ())}
            onmousemove={look.reform(|_: MouseEvent| ())}
            onfocus={look.reform(|_: FocusEvent| ())}
            onmouseleave={leave.reform(|_: MouseEvent| ())}
            onblur={leave.reform(|_: FocusEvent| ())}
        >
            <span class="visually-hidden">{ format!("Line {line}: ") }</span>
            { columns(row, brief) }
            if *cut {
                <span class="row-tip" aria-hidden="true">{ &*words }</span>
            }
        </button>
    }
}
