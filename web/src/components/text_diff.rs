//! The lines of a text that changed, one below the other.

use layerlab_core::lab::{DiffLine, LineChange, TextComparison};
use yew::prelude::*;

use crate::format;

/// Which text.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct TextDiffProps {
    /// The comparison.
    pub(crate) compared: TextComparison,
}

/// The lines, each with its numbers and a sign.
#[component]
pub(crate) fn TextDiff(props: &TextDiffProps) -> Html {
    let compared = &props.compared;
    html! {
        <section class="diff" aria-label={compared.path.clone()}>
            <h4 class="diff-head">
                <code>{ &compared.path }</code>
                <span>{ format!(
                    "{} added, {} removed",
                    format::counted(compared.added, "line"),
                    format::count(compared.removed)
                ) }</span>
            </h4>
            if compared.hunks.is_empty() {
                <p class="empty">{ "The texts differ, but not in lines that could be shown here." }</p>
            } else {
                <div class="diff-lines" role="table" aria-label={format!("Lines of {} that changed", compared.path)}>
                    { for compared.hunks.iter().enumerate().map(|(place, hunk)| html! {
                        <div role="rowgroup" class={classes!("diff-hunk", (place > 0).then_some("diff-later"))}>
                            { for hunk.iter().map(line) }
                        </div>
                    }) }
                </div>
            }
        </section>
    }
}

fn line(line: &DiffLine) -> Html {
    let (class, sign, word) = match line.change {
        LineChange::Same => ("", " ", ""),
        LineChange::Removed => ("diff-removed", "\u{2212}", "removed"),
        LineChange::Added => ("diff-added", "+", "added"),
    };
    let number =
        |number: Option<usize>| number.map(|number| number.to_string()).unwrap_or_default();
    html! {
        <div role="row" class={classes!("diff-line", class)}>
            <span role="cell" class="diff-number">{ number(line.before) }</span>
            <span role="cell" class="diff-number">{ number(line.after) }</span>
            <span role="cell" class="diff-sign"><span aria-hidden="true">{ sign }</span><span class="visually-hidden">{ word }</span></span>
            <code role="cell" class="diff-text">{ &*line.text }</code>
        </div>
    }
}
