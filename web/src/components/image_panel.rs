//! What the final image is made of, and on what each figure rests.
//!
//! The bar and the list are part of the analysis. What each layer holds, the history and the configuration are worked out
//! only while one of them is open, and only when nothing was typed for a moment.

use std::collections::BTreeSet;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use layerlab_core::lab::{Analysis, ImageDetail, ImagePart, Lab, PartContents, Waste};
use yew::prelude::*;

use super::app::use_dispatch;
use super::content_tree::ContentTree;
use super::image_facts::{config_view, history_view};
use super::layer_bar::{LayerBar, part_class};
use super::prose::prose;
use super::real_figures::RealFigures;
use crate::format;
use crate::shared::Shared;
use crate::state::{Action, Moment};

/// How long nothing is typed before what is open is worked out again.
const QUIET_MILLISECONDS: u32 = 250;

/// Which image.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ImagePanelProps {
    /// The build that makes it.
    pub(crate) analysis: Shared<Analysis>,
    /// Which build that is.
    pub(crate) moment: Moment,
    /// The project as it is now.
    pub(crate) lab: Shared<Lab>,
}

/// What can be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Section {
    /// What the part at a place holds.
    Part(usize),
    History,
    Config,
}

/// A detail and the build that it is of.
#[derive(Debug, Clone)]
struct Known {
    analysis: Shared<Analysis>,
    parts: Vec<Shared<PartContents>>,
    detail: ImageDetail,
}

impl Known {
    fn new(analysis: Shared<Analysis>, mut detail: ImageDetail) -> Self {
        let parts = std::mem::take(&mut detail.parts);
        Self {
            analysis,
            parts: parts.into_iter().map(Shared::new).collect(),
            detail,
        }
    }

    /// What the part holds, if it is still as it was when that was worked out.
    fn part(&self, image: &[ImagePart], place: usize) -> Option<Shared<PartContents>> {
        let same = self.analysis.image.parts.get(place) == image.get(place);
        self.parts.get(place).filter(|_| same).cloned()
    }
}

/// Worked out again when the build is another one, if anything is open.
#[hook]
fn use_detail(props: &ImagePanelProps, wanted: bool) -> Option<Rc<Known>> {
    let known = use_state(|| None::<Rc<Known>>);
    {
        let known = known.clone();
        let (lab, moment) = (props.lab.clone(), props.moment);
        use_effect_with(
            (props.analysis.clone(), wanted),
            move |(analysis, wanted)| {
                let there = (*known).as_ref();
                let needed = *wanted && there.is_none_or(|known| known.analysis != *analysis);
                let wait = if there.is_some() {
                    QUIET_MILLISECONDS
                } else {
                    0
                };
                let analysis = analysis.clone();
                let timeout = needed.then(|| {
                    Timeout::new(wait, move || {
                        let lab = match moment {
                            Moment::Now | Moment::Preview => Some((*lab).clone()),
                            Moment::Build(number) => lab.alone(number),
                        };
                        let detail = lab.map(|lab| lab.image_detail()).unwrap_or_default();
                        known.set(Some(Rc::new(Known::new(analysis, detail))));
                    })
                });
                // Dropped, it never fires.
                move || drop(timeout)
            },
        );
    }
    (*known).clone()
}

/// Sizes, the bar, the list of layers, history and configuration.
#[component]
pub(crate) fn ImagePanel(props: &ImagePanelProps) -> Html {
    let dispatch = use_dispatch();
    let opened = use_state_eq(BTreeSet::<Section>::new);
    let known = use_detail(props, !opened.is_empty());
    let image = &props.analysis.image;
    if image.parts.is_empty() {
        return html! { <p class="empty">{ "Nothing is built, so there is no image." }</p> };
    }
    let go = Callback::from(move |line| dispatch.emit(Action::LineRevealed(line)));
    let part = |place: usize| known.as_ref()?.part(&image.parts, place);
    let fresh = (known.as_ref()).is_some_and(|known| known.analysis == props.analysis);
    let section = |section: Section, summary: Html, inside: Option<Html>| {
        let is_open = opened.contains(&section);
        let on_toggle = {
            let opened = opened.clone();
            move |event: Event| {
                let details = event.target_dyn_into::<web_sys::Element>();
                let open = details.is_some_and(|details| details.has_attribute("open"));
                let mut next = (*opened).clone();
                if open {
                    next.insert(section);
                } else {
                    next.remove(&section);
                }
                opened.set(next);
            }
        };
        html! {
            <details class="image-section" ontoggle={on_toggle}>
                <summary>{ summary }</summary>
                if is_open {
                    <div class="image-inside" aria-busy={if fresh && inside.is_some() { "false" } else { "true" }}>
                        { inside.unwrap_or_else(|| html! { <p class="content-note">{ "Working it out…" }</p> }) }
                    </div>
                }
            </details>
        }
    };
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
            if !image.platform_note.is_empty() {
                <p class="content-note">{ &image.platform_note }</p>
            }
            <LayerBar analysis={props.analysis.clone()} />
            <ul class="layers">
                { for image.parts.iter().enumerate().map(|(place, part_of)| {
                    let inside = part(place).map(|contents| html! { <ContentTree {contents} /> });
                    let inside = section(Section::Part(place), html! { "What is in it" }, inside);
                    html! {
                        <li class="layer" key={place}>
                            { layer(part_of, part_class(image, place), &go) }
                            { inside }
                            { for part_of.wasted.iter().map(|waste| waste_view(waste, &go)) }
                        </li>
                    }
                }) }
            </ul>
            { section(
                Section::History,
                html! { <code>{ "docker history" }</code> },
                known.as_ref().map(|known| history_view(&known.detail.history)),
            ) }
            { section(
                Section::Config,
                html! { <>{ "Configuration, as " }<code>{ "docker image inspect" }</code>{ " shows it" }</> },
                known.as_ref().map(|known| config_view(&known.detail.config)),
            ) }
            <RealFigures lab={props.lab.clone()} />
        </div>
    }
}

fn layer(part: &ImagePart, class: String, go: &Callback<usize>) -> Html {
    let label = match part.line {
        Some(line) => html! {
            <button type="button" class="step-link" title={format!("Go to line {line}: {}", part.label)} onclick={go.reform(move |_: MouseEvent| line)}>
                { &part.label }
            </button>
        },
        None => html! { <b>{ &part.label }</b> },
    };
    html! {
        <>
            <span class={classes!("swatch", class)}></span>
            <span class="layer-text">
                { label }
                <small><span class="basis">{ part.basis }</span>{ ". " }{ prose(&part.reason) }</small>
            </span>
            <span class="layer-size">
                { format::size(part.size) }
                <small>{ format::uncertainty(part.size).unwrap_or_default() }</small>
            </span>
        </>
    }
}

fn waste_view(waste: &Waste, go: &Callback<usize>) -> Html {
    let by = match waste.line {
        Some(line) => html! {
            <button type="button" class="step-link" onclick={go.reform(move |_: MouseEvent| line)}>{ format!("line {line}") }</button>
        },
        None => html! { "a later step" },
    };
    let others = match waste.things {
        0 | 1 => String::new(),
        things => format!(" and {} more", format::count(things - 1)),
    };
    html! {
        <>
            <span class="swatch swatch-waste"></span>
            <span class="layer-text">
                <b>{ format!("of it {} wasted", format::size(waste.size)) }</b>
                <small>
                    { "replaced or removed by " }{ by }{ ", still in the layer above: " }
                    <code>{ &waste.largest }</code>{ others }
                </small>
            </span>
            <span></span>
        </>
    }
}
