//! What each edit would cost, if it were the only one after a build of the project as it stands.

use layerlab_core::graph::reference::short_name;
use layerlab_core::lab::{Analysis, EditCost, EditCosts, Lab};
use yew::prelude::*;

use super::app::use_dispatch;
use crate::format;
use crate::shared::Shared;
use crate::state::Action;

/// Files with the same cost that are named; of the others only the number is told.
const NAMED_FILES: usize = 6;

/// Of which project.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct WhatIfPanelProps {
    /// The project, its history and the cache.
    pub(crate) lab: Shared<Lab>,
    /// The build that would run now.
    pub(crate) now: Shared<Analysis>,
}

/// Files, lines, build arguments and base images with their cost.
#[component]
pub(crate) fn WhatIfPanel(props: &WhatIfPanelProps) -> Html {
    let costs = {
        let lab = props.lab.clone();
        use_memo(props.now.clone(), move |_| lab.edit_costs())
    };
    let analysis = &props.now;
    if analysis.summary.fails {
        return html! { <p class="empty">{ "The build fails as it stands. Once it succeeds, this says what each edit would cost." }</p> };
    }
    html! {
        <div class="what-if">
            <p>{ "Build the project as it stands, then change one thing. So many steps would run, for so long, and so much of the image would be pushed:" }</p>
            <h2>{ "A file" }</h2>
            { files(analysis, &costs) }
            if !costs.base_images.is_empty() {
                <h2>{ "A base image, published anew under the same name" }</h2>
                <ul class="costs">
                    { for costs.base_images.iter().map(|(name, _, cost)| {
                        entry(cost, html! { <code>{ short_name(name) }</code> })
                    }) }
                </ul>
            }
            if !costs.build_arguments.is_empty() {
                <h2>{ "A build argument" }</h2>
                <ul class="costs">
                    { for costs.build_arguments.iter().map(|(name, cost)| entry(cost, html! { <code>{ name }</code> })) }
                </ul>
            }
            <h2>{ "A line of the Dockerfile, or the value that it sets" }</h2>
            <Lines analysis={props.now.clone()} costs={Shared(costs)} />
        </div>
    }
}

fn files(analysis: &Analysis, costs: &EditCosts) -> Html {
    let sent = analysis.context.files().filter(|file| file.sent_files > 0);
    let groups = costs.by_cost(sent.map(|file| &*file.path));
    html! {
        <ul class="costs">
            { for groups.into_iter().map(|(cost, paths)| {
                let more = paths.len().saturating_sub(NAMED_FILES);
                entry(cost, html! {
                    <>
                        { for paths.iter().take(NAMED_FILES).enumerate().map(|(place, path)| html! {
                            <>
                                if place > 0 { { ", " } }
                                <code>{ *path }</code>
                            </>
                        }) }
                        if more > 0 { { format!(" and {more} more") } }
                    </>
                })
            }) }
        </ul>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct LinesProps {
    analysis: Shared<Analysis>,
    costs: Shared<EditCosts>,
}

/// The lines that cost something, in the order of the file.
#[component]
fn Lines(props: &LinesProps) -> Html {
    let dispatch = use_dispatch();
    let rows = props.analysis.rows.iter().zip(&props.costs.instructions);
    html! {
        <ul class="costs">
            { for rows.filter(|(_, cost)| cost.steps > 0).map(|(row, cost)| {
                let line = row.first_line;
                let dispatch = dispatch.clone();
                let go = move |_: MouseEvent| dispatch.emit(Action::LineRevealed(line));
                entry(cost, html! {
                    <button type="button" class="step-link" onclick={go}>{ format!("Line {line}, {}", row.topic.to_uppercase()) }</button>
                })
            }) }
        </ul>
    }
}

fn entry(cost: &EditCost, what: Html) -> Html {
    let figure = match cost.steps {
        0 => "nothing".to_owned(),
        steps => format::counted(steps, "step"),
    };
    html! {
        <li class={classes!("cost", (cost.steps == 0).then_some("cost-nothing"))}>
            <span class="cost-steps">{ figure }</span>
            <span class="cost-time">{ if cost.steps > 0 { format::duration(cost.duration) } else { String::new() } }</span>
            <span class="cost-push">{ if cost.push_bytes > 0 { format::bytes(cost.push_bytes) } else { String::new() } }</span>
            <span class="cost-what">{ what }</span>
        </li>
    }
}
