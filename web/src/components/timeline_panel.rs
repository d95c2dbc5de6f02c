//! When each step runs: stages beside each other, waiting dashed, the critical path outlined.

use std::time::Duration;

use layerlab_core::lab::{Analysis, Lab, TimelineBar, TimelineReport};
use yew::prelude::*;

use super::log_view::LogView;
use crate::format;
use crate::shared::Shared;
use crate::state::Moment;

/// No bar is drawn narrower than this, in percent of the chart.
const NARROWEST: f64 = 1.0;

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

/// The chart, and the same as a table for those who cannot see it.
#[component]
pub(crate) fn TimelinePanel(props: &TimelinePanelProps) -> Html {
    let timeline = &props.analysis.timeline;
    if timeline.bars.is_empty() {
        return html! { <p class="empty">{ "Nothing is built, so there is no timeline." }</p> };
    }
    let step = tick_step(timeline.total);
    html! {
        <div class="timeline">
            <p class="timeline-total"><b>{ format::about(timeline.total) }</b>{ " in all" }</p>
            <div class="chart" aria-hidden="true">
                { axis(timeline.total, step) }
                { for timeline.bars.chunk_by(|a, b| a.stage == b.stage).map(|bars| stage(bars, timeline.total, step)) }
            </div>
            <ul class="timeline-legend" aria-hidden="true">
                <li class="key-hit">{ "cached" }</li>
                <li class="key-run">{ "runs" }</li>
                <li class="key-wait">{ "waits for another stage" }</li>
                <li class="key-critical">{ "sets the pace" }</li>
            </ul>
            { table(timeline) }
            <LogView lab={props.lab.clone()} moment={props.moment} />
        </div>
    }
}

fn axis(total: Duration, step: f64) -> Html {
    let ticks = ticks(total, step);
    html! {
        <div class="chart-row chart-axis">
            <span></span>
            <svg class="lane" width="100%" height="16">
                { for ticks.into_iter().map(|(share, seconds)| html! {
                    <text x={format!("{share:.2}%")} y="12" text-anchor={if share > 90.0 { "end" } else if share > 0.0 { "middle" } else { "start" }}>
                        { tick_label(seconds) }
                    </text>
                }) }
            </svg>
        </div>
    }
}

fn stage(bars: &[TimelineBar], total: Duration, step: f64) -> Html {
    let name = bars.first().map_or("", |bar| bar.stage.as_str());
    let mut free_from = None;
    html! {
        <div class="chart-stage">
            <div class="chart-stage-name">{ name }</div>
            { for bars.iter().map(|bar| {
                let waits_from = free_from.filter(|free| *free < bar.start);
                free_from = Some(bar.start + bar.duration);
                html! {
                    <div class="chart-row">
                        <span class="chart-label" title={bar.label.clone()}>{ &bar.label }</span>
                        <svg class="lane" width="100%" height="20">
                            { for ticks(total, step).into_iter().map(|(share, _)| html! {
                                <rect class="grid" x={format!("{share:.2}%")} y="0" width="1" height="20" />
                            }) }
                            { waits_from.map(|from| wait_view(from, bar.start, total)).unwrap_or_default() }
                            { bar_view(bar, total) }
                        </svg>
                    </div>
                }
            }) }
        </div>
    }
}

fn wait_view(from: Duration, until: Duration, total: Duration) -> Html {
    let place = place(from, until.saturating_sub(from), total);
    if place.width < 2.0 * NARROWEST {
        return Html::default();
    }
    html! { <rect class="bar bar-wait" x={place.left()} y="4" width={place.width()} height="12" rx="3" /> }
}

fn bar_view(bar: &TimelineBar, total: Duration) -> Html {
    let place = place(bar.start, bar.duration, total);
    let class = if bar.runs { "bar-run" } else { "bar-hit" };
    let critical = bar.critical && bar.runs;
    html! {
        <>
            if critical {
                <rect class="bar-outline" x={place.left()} y="4" width={place.width()} height="12" rx="3" />
            }
            <rect
                class={classes!("bar", class, critical.then_some("bar-critical"))}
                x={place.left()} y="4" width={place.width()} height="12" rx="3"
            />
            { time_view(bar, place) }
        </>
    }
}

/// The time in the bar where it fits, else beside it.
fn time_view(bar: &TimelineBar, place: Place) -> Html {
    if !bar.runs {
        return Html::default();
    }
    let text = format::duration(bar.duration);
    let (class, at, anchor) = if place.width > 22.0 {
        ("bar-time-inside", place.left + place.width / 2.0, "middle")
    } else if place.left + place.width < 80.0 {
        ("bar-time", place.left + place.width + 2.5, "start")
    } else {
        ("bar-time", place.left - 2.5, "end")
    };
    html! { <text {class} x={format!("{at:.2}%")} y="14" text-anchor={anchor}>{ text }</text> }
}

fn table(timeline: &TimelineReport) -> Html {
    html! {
        <div class="visually-hidden"><table>
            <caption>{ "Timeline" }</caption>
            <thead><tr><th>{ "Stage" }</th><th>{ "Step" }</th><th>{ "Outcome" }</th><th>{ "Starts at" }</th><th>{ "Takes" }</th><th>{ "Sets the pace" }</th></tr></thead>
            <tbody>
                { for timeline.bars.iter().map(|bar| html! {
                    <tr>
                        <td>{ &bar.stage }</td>
                        <td>{ &bar.label }</td>
                        <td>{ if bar.runs { "runs" } else { "cached" } }</td>
                        <td>{ format::duration(bar.start) }</td>
                        <td>{ format::duration(bar.duration) }</td>
                        <td>{ if bar.critical { "yes" } else { "no" } }</td>
                    </tr>
                }) }
            </tbody>
        </table></div>
    }
}

/// Where a bar is, in percent of the chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Place {
    left: f64,
    width: f64,
}

impl Place {
    /// As an SVG length.
    pub(crate) fn left(self) -> String {
        format!("{:.3}%", self.left)
    }

    /// As an SVG length.
    pub(crate) fn width(self) -> String {
        format!("{:.3}%", self.width)
    }
}

/// The place of a span of time in a chart of that length. It can always be seen, and lies in the chart.
pub(crate) fn place(start: Duration, length: Duration, total: Duration) -> Place {
    let total = total.as_secs_f64();
    let share = |time: Duration| {
        if total > 0.0 {
            time.as_secs_f64() / total * 100.0
        } else {
            0.0
        }
    };
    let width = share(length).clamp(NARROWEST, 100.0);
    Place {
        left: share(start).clamp(0.0, 100.0 - width),
        width,
    }
}

/// Seconds between the marks of the axis: the first of these that leaves few marks.
fn tick_step(total: Duration) -> f64 {
    const STEPS: [f64; 15] = [
        0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0,
    ];
    let rough = total.as_secs_f64() / 5.0;
    STEPS
        .into_iter()
        .find(|step| *step >= rough)
        .unwrap_or_else(|| (rough / 3600.0).ceil() * 3600.0)
}

/// What a mark says: `30 s`, `2 min`.
fn tick_label(seconds: f64) -> String {
    let minutes = seconds / 60.0;
    if minutes >= 1.0 && minutes.fract() == 0.0 {
        format!("{minutes} min")
    } else {
        format::duration(Duration::from_secs_f64(seconds))
    }
}

/// The marks of the axis: percent of the chart, and seconds.
fn ticks(total: Duration, step: f64) -> Vec<(f64, f64)> {
    let total = total.as_secs_f64();
    if total <= 0.0 {
        return vec![(0.0, 0.0)];
    }
    (0..=6)
        .map(|count| f64::from(count) * step)
        .take_while(|seconds| *seconds <= total)
        .map(|seconds| (seconds / total * 100.0, seconds))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bar_can_be_seen_and_lies_in_the_chart() {
        let total = Duration::from_secs(100);
        for (start, length) in [(0, 0), (100, 0), (40, 20), (99, 1), (0, 100), (100, 100)] {
            let place = place(
                Duration::from_secs(start),
                Duration::from_secs(length),
                total,
            );
            assert!(place.width >= NARROWEST && place.left >= 0.0);
            assert!(place.left + place.width <= 100.0 + 1e-9);
        }
        assert_eq!(
            place(Duration::ZERO, Duration::ZERO, Duration::ZERO),
            Place {
                left: 0.0,
                width: NARROWEST
            }
        );
    }

    #[test]
    fn the_axis_has_few_round_marks() {
        let step = |milliseconds| tick_step(Duration::from_millis(milliseconds));
        assert_eq!(step(41_000), 10.0);
        assert_eq!(step(128_000), 30.0);
        assert_eq!(step(167_000), 60.0);
        assert_eq!(tick_label(120.0), "2 min");
        assert_eq!(tick_label(90.0), "1 min 30 s");
        assert_eq!(step(5_000), 1.0);
        assert!(step(0) > 0.0);
        for seconds in [1, 7, 41, 128, 999, 86_400] {
            let total = Duration::from_secs(seconds);
            let count = ticks(total, tick_step(total)).len();
            assert!((2..=7).contains(&count), "{seconds} s: {count}");
        }
    }
}
