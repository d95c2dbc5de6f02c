//! What the final image is made of, and on what each figure rests.

use layerlab_core::lab::{Analysis, ImagePart, Lab};
use yew::prelude::*;

use super::app::use_dispatch;
use super::layer_bar::{LayerBar, part_class};
use super::prose::prose;
use super::real_figures::RealFigures;
use crate::format;
use crate::shared::Shared;
use crate::state::Action;

/// Which image.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ImagePanelProps {
    /// The build that makes it.
    pub(crate) analysis: Shared<Analysis>,
    /// The project as it is now.
    pub(crate) lab: Shared<Lab>,
}

/// Sizes, the bar, the list of layers.
#[component]
pub(crate) fn ImagePanel(props: &ImagePanelProps) -> Html {
    let dispatch = use_dispatch();
    let image = &props.analysis.image;
    if image.parts.is_empty() {
        return html! { <p class="empty">{ "Nothing is built, so there is no image." }</p> };
    }
    html! {
        <div class="image">
            <div class="image-sizes">
                <span class="image-size">
                    { format::size(image.size) }{ " " }
                    <small>{ format::uncertainty(image.size).unwrap_or_default() }</small>
                </span>
                <span class="image-pull">
                    { format!("pull {}, {}", format::size(image.pull), format::about(image.pull_duration)) }
                    <br />
                    { format!("push after this build {}, {}", format::size(image.push), format::about(image.push_duration)) }
                </span>
            </div>
            <LayerBar analysis={props.analysis.clone()} />
            <ul class="layers">
                { for image.parts.iter().enumerate().map(|(place, part)| {
                    let dispatch = dispatch.clone();
                    let go = Callback::from(move |line| dispatch.emit(Action::LineRevealed(line)));
                    layer(part, part_class(image, place), &go)
                }) }
                if image.wasted_bytes > 0 {
                    <li class="layer">
                        <span class="swatch swatch-waste"></span>
                        <span class="layer-text">
                            <b>{ format!("of it {} wasted", format::bytes(image.wasted_bytes)) }</b>
                            <small>{ "replaced or removed by a later layer, still in the layer below" }</small>
                        </span>
                        <span></span>
                    </li>
                }
            </ul>
            <RealFigures lab={props.lab.clone()} />
        </div>
    }
}

fn layer(part: &ImagePart, class: String, go: &Callback<usize>) -> Html {
    let label = match part.line {
        Some(line) => html! {
            <button type="button" class="step-link" title={format!("Go to line {line}")} onclick={go.reform(move |_: MouseEvent| line)}>
                { &part.label }
            </button>
        },
        None => html! { <b>{ &part.label }</b> },
    };
    html! {
        <li class="layer">
            <span class={classes!("swatch", class)}></span>
            <span class="layer-text">
                { label }
                <small><span class="basis">{ part.basis }</span>{ ". " }{ prose(&part.reason) }</small>
            </span>
            <span class="layer-size">
                { format::size(part.size) }
                <small>{ format::uncertainty(part.size).unwrap_or_default() }</small>
            </span>
        </li>
    }
}
