//! What a layer holds, as a tree. Folders are closed at first, and of a folder only as many rows as are asked for are in the
//! page, so that a layer of ten thousand files costs no more than one of ten.

use std::collections::BTreeMap;

use layerlab_core::lab::{ContentNode, PartContents};
use yew::prelude::*;

use super::icons;
use crate::format;
use crate::shared::Shared;

/// So many rows of a folder are shown at first, and so many more each time.
const ROWS: usize = 40;

/// Which layer.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ContentTreeProps {
    /// What it holds.
    pub(crate) contents: Shared<PartContents>,
}

/// How many rows of a folder are shown, by its path; 0 if it is closed.
type Shown = BTreeMap<String, usize>;

/// The tree.
#[component]
pub(crate) fn ContentTree(props: &ContentTreeProps) -> Html {
    let shown = use_state(Shown::new);
    let contents = &props.contents;
    let rows = contents.rows.as_slice();
    let show = {
        let shown = shown.clone();
        Callback::from(move |(path, count): (String, usize)| {
            let mut next = (*shown).clone();
            next.insert(path, count);
            shown.set(next);
        })
    };
    html! {
        <>
            if rows.is_empty() && contents.note.is_empty() {
                <p class="content-note">{ "It holds no files worth counting." }</p>
            }
            if !rows.is_empty() {
                { folder(rows, (0, rows.len()), String::new(), &shown, &show) }
            }
            if !contents.note.is_empty() {
                <p class="content-note">{ &contents.note }</p>
            }
        </>
    }
}

/// The rows from `start` up to `end` that lie directly in the folder of that path.
fn folder(
    rows: &[ContentNode],
    (start, end): (usize, usize),
    path: String,
    shown: &Shown,
    show: &Callback<(String, usize)>,
) -> Html {
    let inside = children(rows, start, end);
    let most = shown.get(&path).copied().unwrap_or(ROWS).max(1);
    let left = inside.len().saturating_sub(most);
    let rest: u64 = (inside.iter().skip(most))
        .filter_map(|place| rows.get(*place))
        .map(|row| row.size.bytes)
        .sum();
    let more = {
        let path = path.clone();
        show.reform(move |_: MouseEvent| (path.clone(), most + ROWS))
    };
    html! {
        <ul class="content-rows">
            { for inside.iter().take(most).filter_map(|place| {
                let row = rows.get(*place)?;
                Some(row_view(rows, *place, row, format!("{path}{}", row.label), shown, show))
            }) }
            if left > 0 {
                <li>
                    <button type="button" class="content-more" onclick={more}>
                        { format!("{} more, {}", format::count(left), format::bytes(rest)) }
                    </button>
                </li>
            }
        </ul>
    }
}

/// The places of the rows that lie in no other row of the range.
fn children(rows: &[ContentNode], start: usize, end: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut place = start;
    while let Some(row) = rows.get(place).filter(|_| place < end) {
        found.push(place);
        place = row.end.max(place + 1);
    }
    found
}

fn row_view(
    rows: &[ContentNode],
    place: usize,
    row: &ContentNode,
    path: String,
    shown: &Shown,
    show: &Callback<(String, usize)>,
) -> Html {
    let has_more = row.end > place + 1;
    let open = has_more && shown.get(&path).is_some_and(|count| *count > 0);
    let toggle = {
        let path = path.clone();
        show.reform(move |_: MouseEvent| (path.clone(), if open { 0 } else { ROWS }))
    };
    let label = html! { <span class="content-label">{ &row.label }</span> };
    html! {
        <li key={path.clone()}>
            <div class="content-row">
                if has_more {
                    <button type="button" class="content-toggle" aria-expanded={if open { "true" } else { "false" }} onclick={toggle}>
                        { icons::triangle() }{ label }
                        <small>{ format::count(row.things) }</small>
                    </button>
                } else {
                    { label }
                }
                <span class="content-basis">
                    if row.wasted_bytes > 0 {
                        <b class="content-wasted" title="A later step replaced or removed it; it is still in the image">
                            { if row.wasted_bytes >= row.size.bytes { "wasted".to_owned() } else { format!("{} wasted", format::bytes(row.wasted_bytes)) } }
                        </b>{ " " }
                    }
                    { row.basis }
                </span>
                <span class="content-size">{ format::size(row.size) }</span>
            </div>
            if open {
                { folder(rows, (place + 1, row.end), path, shown, show) }
            }
        </li>
    }
}

#[cfg(test)]
mod tests {
    use layerlab_core::lab::Range;

    use super::*;

    fn row(end: usize) -> ContentNode {
        ContentNode {
            depth: 0,
            label: String::new(),
            size: Range::default(),
            basis: "exact",
            things: 1,
            wasted_bytes: 0,
            end,
        }
    }

    #[test]
    fn children_are_those_in_no_other_row() {
        let rows = [row(3), row(2), row(3), row(4)];
        assert_eq!(children(&rows, 0, 4), [0, 3]);
        assert_eq!(children(&rows, 1, 3), [1, 2]);
        assert!(children(&rows, 4, 4).is_empty());
    }
}
