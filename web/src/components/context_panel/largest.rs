//! The largest things that are sent.

use std::rc::Rc;

use layerlab_core::lab::{Analysis, ignore_line};
use yew::prelude::*;

use crate::components::app::use_dispatch;
use crate::components::icons;
use crate::format;
use crate::shared::Shared;
use crate::state::Action;

/// Which build.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct LargestListProps {
    pub(super) analysis: Shared<Analysis>,
    pub(super) read_only: bool,
    /// Path of the Dockerfile.
    pub(super) dockerfile: Rc<str>,
}

/// The list, folded away at first.
#[component]
pub(super) fn LargestList(props: &LargestListProps) -> Html {
    let dispatch = use_dispatch();
    let largest = &props.analysis.context.largest;
    if largest.is_empty() {
        return Html::default();
    }
    html! {
        <details class="largest">
            <summary class="context-heading">{ icons::triangle() }{ "Largest things sent" }</summary>
            <ol>
                { for largest.iter().map(|thing| {
                    let name = if thing.folder { format!("{}/", thing.path) } else { thing.path.to_string() };
                    let own = thing.path == props.dockerfile || thing.path == props.analysis.context.ignore_file;
                    let line = ignore_line(&thing.path);
                    let title = format!("Adds the line {line} to {}", props.analysis.context.ignore_file);
                    let ignore = {
                        let dispatch = dispatch.clone();
                        move |_: MouseEvent| dispatch.emit(Action::LineIgnored(line.clone()))
                    };
                    html! {
                        <li key={name.clone()} class="largest-item">
                            <code class="largest-name">{ &name }</code>
                            if thing.folder {
                                <span class="largest-files">{ format::counted(thing.sent_files, "file") }</span>
                            }
                            <span class="largest-size">{ format::bytes(thing.sent_bytes) }</span>
                            if !props.read_only && !own {
                                <button type="button" class="tool" aria-label={format!("Ignore {name}, which is large")} {title} onclick={ignore}>{ icons::barred() }</button>
                            }
                        </li>
                    }
                }) }
            </ol>
        </details>
    }
}
