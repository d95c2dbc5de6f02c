//! The timeline in small: one lane for each stage.

use layerlab_core::lab::{Analysis, TimelineBar};
use yew::prelude::*;

use super::timeline_chart::{Place, place};
use crate::format;
use crate::shared::Shared;

/// Which build.
#[derive(Debug, Clone, Properties)]
pub(crate) struct MiniTimelineProps {
    /// The build.
    pub(crate) analysis: Shared<Analysis>,
}

impl PartialEq for MiniTimelineProps {
    fn eq(&self, other: &Self) -> bool {
        let (own, other) = (&self.analysis.timeline, &other.analysis.timeline);
        let drawn = |bar: &TimelineBar| (bar.start, bar.duration, bar.runs);
        let same = |(own, other): (&TimelineBar, &TimelineBar)| {
            drawn(own) == drawn(other) && own.stage == other.stage
        };
        own.total == other.total
            && own.bars.len() == other.bars.len()
            && own.bars.iter().zip(&other.bars).all(same)
    }
}

/// The lanes.
#[component]
pub(crate) fn MiniTimeline(props: &MiniTimelineProps) -> Html {
    let timeline = &props.analysis.timeline;
    let lanes = timeline.bars.chunk_by(|a, b| a.stage == b.stage);
    html! {
        <div class="mini-timeline">
            { for lanes.map(|bars| {
                let stage = bars.first().map_or("", |bar| bar.stage.as_str());
                let busy = bars.iter().map(|bar| bar.duration).sum();
                html! {
                    <div class="mini-lane">
                        <span class="mini-name" title={stage.to_owned()}>{ stage }</span>
                        <svg class="lane" width="100%" height="14" aria-hidden="true">
                            { for bars.iter().map(|bar| bar_view(bar, place(bar.start, bar.duration, timeline.total))) }
                        </svg>
                        <span class="mini-time">{ format::duration(busy) }</span>
                    </div>
                }
            }) }
        </div>
    }
}

/// A bar: hollow if cached, solid if it runs.
fn bar_view(bar: &TimelineBar, place: Place) -> Html {
    html! {
        <rect
            class={classes!("bar", if bar.runs { "bar-run" } else { "bar-hit" })}
            x={place.left()}
            y="2"
            width={place.width()}
            height="10"
            rx="2"
        />
    }
}
