//! A row of tabs, by mouse and by keyboard: arrows, Home and End move, Delete closes a tab that can be closed.

use std::ops::Range;

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};
use yew::prelude::*;

use super::icons;

/// How much of the tab beside the open one is shown, in CSS pixels, so that it can be pressed and shows that there is more.
const NEIGHBOUR: i32 = 40;

/// One tab.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TabItem {
    /// Stable, and the end of the ids of the tab (`tab-…`) and of its panel (`panel-…`).
    pub(crate) id: AttrValue,
    /// What it says.
    pub(crate) label: AttrValue,
    /// A count after it.
    pub(crate) count: Option<TabCount>,
    /// It can be closed.
    pub(crate) closable: bool,
}

/// A count behind the name of a tab.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TabCount {
    /// The figures.
    pub(crate) figures: AttrValue,
    /// What they count, for whoever points at the tab.
    pub(crate) meaning: AttrValue,
}

/// The tabs and whom to tell.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct TabListProps {
    /// The accessible name of the row.
    pub(crate) label: AttrValue,
    /// The tabs in order.
    pub(crate) tabs: Vec<TabItem>,
    /// Id of the open one.
    pub(crate) selected: AttrValue,
    /// Another one is wanted: its place.
    pub(crate) on_select: Callback<usize>,
    /// One is to be closed: its place.
    #[prop_or_default]
    pub(crate) on_close: Callback<usize>,
}

/// The row.
#[component]
pub(crate) fn TabList(props: &TabListProps) -> Html {
    let list = use_node_ref();
    let open = props.tabs.iter().position(|tab| tab.id == props.selected);
    let on_key = {
        let list = list.clone();
        let on_select = props.on_select.clone();
        let on_close = props.on_close.clone();
        let closable = open
            .and_then(|open| props.tabs.get(open))
            .is_some_and(|tab| tab.closable);
        let count = props.tabs.len();
        move |event: KeyboardEvent| {
            let Some(open) = open else { return };
            if event.key() == "Delete" && closable {
                event.prevent_default();
                on_close.emit(open);
                return;
            }
            let Some(next) = next_place(&event.key(), open, count) else {
                return;
            };
            event.prevent_default();
            on_select.emit(next);
            if let Some(tab) = list.cast().and_then(|list| tab_at(&list, next)) {
                // A tab that cannot take the focus is still selected.
                let _ = tab.focus();
            }
        }
    };
    {
        let list = list.clone();
        let is_new = use_mut_ref(|| true);
        use_effect_with((open, props.tabs.len()), move |(open, _)| {
            // A new row stands at its first tab. To measure it while the page comes would cost a layout.
            let is_there = is_new.replace(false) && *open == Some(0);
            if let (false, Some(list), Some(open)) = (is_there, list.cast::<HtmlElement>(), *open) {
                bring_into_view(&list, open);
            }
        });
    }
    html! {
        <div ref={list} class="tabs" role="tablist" aria-label={props.label.clone()} onkeydown={on_key}>
            { for props.tabs.iter().enumerate().map(|(place, tab)| {
                tab_view(props, place, tab, Some(place) == open)
            }) }
        </div>
    }
}

fn tab_view(props: &TabListProps, place: usize, tab: &TabItem, selected: bool) -> Html {
    let select = props.on_select.reform(move |_: MouseEvent| place);
    let close = {
        let on_close = props.on_close.clone();
        move |event: MouseEvent| {
            event.stop_propagation();
            on_close.emit(place);
        }
    };
    html! {
        <button
            key={tab.id.to_string()}
            type="button"
            role="tab"
            id={format!("tab-{}", tab.id)}
            class={classes!("tab", selected.then_some("on"))}
            aria-selected={if selected { "true" } else { "false" }}
            aria-controls={selected.then(|| format!("panel-{}", tab.id))}
            aria-keyshortcuts={tab.closable.then_some("Delete")}
            title={tab.count.as_ref().map(|count| count.meaning.clone())}
            tabindex={if selected { "0" } else { "-1" }}
            onclick={select}
        >
            { &tab.label }
            if let Some(count) = &tab.count {
                { " " }<span class="tab-count">{ &count.figures }</span>
            }
            if tab.closable {
                <span class="tab-close" title="Close (Delete)" aria-hidden="true" onclick={close}>{ icons::cross() }</span>
            }
        </button>
    }
}

fn tab_at(list: &HtmlElement, place: usize) -> Option<HtmlElement> {
    let tab = list.children().item(place as u32)?;
    tab.dyn_into().ok()
}

/// Scrolls a row that is too narrow for its tabs, and nothing around it, until this one is seen and what is beside it begins.
fn bring_into_view(list: &HtmlElement, place: usize) {
    if let Some(tab) = tab_at(list, place) {
        let left = tab.offset_left() - list.offset_left();
        let tab = left..left + tab.offset_width();
        list.set_scroll_left(scrolled(list.scroll_left(), list.client_width(), &tab));
    }
}

/// How far a row of this width is to be scrolled, if a tab stands there in it. The browser keeps within the ends.
fn scrolled(now: i32, width: i32, tab: &Range<i32>) -> i32 {
    let first = tab.end + NEIGHBOUR - width;
    now.max(first).min(tab.start - NEIGHBOUR).max(0)
}

/// Where a key leads from the open tab, round the ends.
fn next_place(key: &str, open: usize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    match key {
        "ArrowRight" => Some(if open >= last { 0 } else { open + 1 }),
        "ArrowLeft" => Some(open.checked_sub(1).unwrap_or(last)),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{next_place, scrolled};

    #[test]
    fn a_row_is_scrolled_no_further_than_it_has_to_be() {
        assert_eq!(scrolled(0, 300, &(10..70)), 0);
        assert_eq!(scrolled(0, 300, &(200..260)), 0);
        assert_eq!(scrolled(0, 300, &(270..320)), 60);
        assert_eq!(scrolled(90, 300, &(200..260)), 90);
        assert_eq!(scrolled(90, 300, &(70..130)), 30);
        // Where not both fit, the beginning of the tab is seen.
        assert_eq!(scrolled(0, 100, &(200..290)), 160);
    }

    #[test]
    fn arrows_go_round() {
        assert_eq!(next_place("ArrowRight", 0, 3), Some(1));
        assert_eq!(next_place("ArrowRight", 2, 3), Some(0));
        assert_eq!(next_place("ArrowLeft", 0, 3), Some(2));
        assert_eq!(next_place("End", 0, 3), Some(2));
        assert_eq!(next_place("Home", 2, 3), Some(0));
        assert_eq!(next_place("a", 0, 3), None);
        assert_eq!(next_place("End", 0, 0), None);
    }
}
