//! When each step runs: a chart that can be zoomed and played, the same as a table, and the log.

use std::time::Duration;

use layerlab_core::lab::{Analysis, Lab, TimelineReport};
use web_sys::{HtmlInputElement, KeyboardEvent};
use yew::prelude::*;

use super::icons;
use super::log_view::LogView;
use super::playback::{Playback, use_playback};
use super::timeline_chart::{TimelineChart, table};
use crate::format;
use crate::shared::Shared;
use crate::state::Moment;

/// How much closer one can look.
const CLOSEST: u32 = 16;

/// Which build.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct TimelinePanelProps {
    /// The build.
    pub(crate) analysis: Shared<Analysis>,
    /// The project and its builds.
    pub(crate) lab: Shared<Lab>,
    /// Which of them it is.
    pub(crate) moment: Moment,
}

/// The chart or the table, and the log.
#[component]
pub(crate) fn TimelinePanel(props: &TimelinePanelProps) -> Html {
    let zoom = use_state_eq(|| 1_u32);
    let as_table = use_state_eq(|| false);
    let playback = use_playback(&props.analysis);
    let timeline = &props.analysis.timeline;
    if timeline.bars.is_empty() {
        return html! { <p class="empty">{ "Nothing is built, so there is no timeline." }</p> };
    }
    let set_zoom = {
        let (zoom, now) = (zoom.setter(), *zoom);
        Callback::from(move |step: Zoom| zoom.set(step.from(now)))
    };
    let on_key = {
        let (set_zoom, toggle) = (set_zoom.clone(), playback.toggle.clone());
        move |event: KeyboardEvent| {
            let has_other_use = event.ctrl_key() || event.meta_key() || event.alt_key();
            match event.key().as_str() {
                _ if has_other_use => return,
                "+" | "=" => set_zoom.emit(Zoom::Closer),
                "-" => set_zoom.emit(Zoom::Farther),
                "0" => set_zoom.emit(Zoom::All),
                " " => toggle.emit(()),
                _ => return,
            }
            event.prevent_default();
        }
    };
    let change_form = {
        let as_table = as_table.clone();
        move |_: MouseEvent| as_table.set(!*as_table)
    };
    html! {
        <div class="timeline">
            <div class="timeline-top">
                <p class="timeline-total"><b>{ format::about(timeline.total) }</b>{ " in all" }</p>
                <button type="button" class="button small" aria-pressed={if *as_table { "true" } else { "false" }} onclick={change_form}>{ "As a table" }</button>
            </div>
            if *as_table {
                <div class="timeline-scroll" tabindex="0" role="group" aria-label="Table">{ table(timeline) }</div>
            } else {
                { player(timeline, &playback) }
                { zoom_buttons(*zoom, &set_zoom) }
                <div class="timeline-scroll" tabindex="0" role="group" aria-label="Chart. Plus and minus zoom, zero shows all of it, space plays." onkeydown={on_key}>
                    <TimelineChart timeline={timeline.clone()} zoom={*zoom} elapsed={playback.elapsed} />
                </div>
                <ul class="timeline-legend" aria-hidden="true">
                    <li class="key-hit">{ "cached" }</li>
                    <li class="key-run">{ "runs" }</li>
                    <li class="key-wait">{ "waits for another stage" }</li>
                    <li class="key-critical">{ "sets the pace" }</li>
                </ul>
                <div class="visually-hidden">{ table(timeline) }</div>
            }
            <LogView lab={props.lab.clone()} moment={props.moment} />
        </div>
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Zoom {
    Closer,
    Farther,
    All,
}

impl Zoom {
    fn from(self, now: u32) -> u32 {
        match self {
            Self::Closer => now.saturating_mul(2).min(CLOSEST),
            Self::Farther => (now / 2).max(1),
            Self::All => 1,
        }
    }
}

fn zoom_buttons(zoom: u32, set_zoom: &Callback<Zoom>) -> Html {
    let button = |step: Zoom, name: &'static str, text: Html| {
        let press = set_zoom.reform(move |_: MouseEvent| step);
        let disabled = step.from(zoom) == zoom;
        html! { <button type="button" class="button small" aria-label={name} title={name} {disabled} onclick={press}>{ text }</button> }
    };
    html! {
        <div class="timeline-zoom" role="group" aria-label="Zoom">
            { button(Zoom::Farther, "Farther", html! { "\u{2212}" }) }
            { button(Zoom::Closer, "Closer", html! { "+" }) }
            { button(Zoom::All, "All of it", html! { "All" }) }
            <span class="timeline-zoom-now" role="status">{ if zoom > 1 { format!("{zoom} times") } else { String::new() } }</span>
        </div>
    }
}

/// Play, the steps back and on, and where the build is.
fn player(timeline: &TimelineReport, playback: &Playback) -> Html {
    let at = playback.elapsed.unwrap_or(timeline.total);
    let milliseconds = |time: Duration| time.as_millis().to_string();
    let seek = {
        let seek = playback.seek.clone();
        move |event: InputEvent| {
            let field = event.target_dyn_into::<HtmlInputElement>();
            if let Some(Ok(at)) = field.map(|field| field.value().parse::<f64>())
                && at.is_finite()
            {
                seek.emit(Duration::from_millis(at.max(0.0) as u64));
            }
        }
    };
    let to = |at: Duration| playback.seek.reform(move |_: MouseEvent| at);
    let now = what_runs(timeline, at);
    html! {
        <div class="player" role="group" aria-label="Play the build">
            <button type="button" class="button small player-play" onclick={playback.toggle.reform(|_: MouseEvent| ())}>
                if playback.playing { { icons::pause() }{ "Pause" } } else { { icons::triangle() }{ "Play" } }
            </button>
            <button type="button" class="button small" aria-label="Back to the step before" title="Back to the step before" onclick={to(timeline.previous_event(at))}>{ "‹" }</button>
            <button type="button" class="button small" aria-label="On to the next step" title="On to the next step" onclick={to(timeline.next_event(at))}>{ "›" }</button>
            <input
                type="range" class="player-range" min="0" max={milliseconds(timeline.total)} step="any"
                value={milliseconds(at)} aria-label="Moment of the build"
                aria-valuetext={format!("{} of {}: {now}", format::duration(at), format::duration(timeline.total))}
                oninput={seek}
            />
            <p class="player-now"><b>{ format::duration(at) }</b>{ " " }{ now }</p>
        </div>
    }
}

/// What runs at a moment, in a few words.
fn what_runs(timeline: &TimelineReport, at: Duration) -> String {
    let running: Vec<&str> = timeline
        .running_at(at)
        .map(|bar| bar.label.as_str())
        .collect();
    match running.as_slice() {
        [] if at >= timeline.total => "the build is done".to_owned(),
        [] => "nothing runs".to_owned(),
        [one] => (*one).to_owned(),
        [first, others @ ..] => format!("{first}, and {} more", others.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::Zoom;

    #[test]
    fn zoom_has_limits() {
        assert_eq!(Zoom::Closer.from(1), 2);
        assert_eq!(Zoom::Closer.from(16), 16);
        assert_eq!(Zoom::Farther.from(1), 1);
        assert_eq!(Zoom::Farther.from(8), 4);
        assert_eq!(Zoom::All.from(8), 1);
    }
}
