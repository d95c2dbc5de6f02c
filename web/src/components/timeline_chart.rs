//! The Gantt chart: stages beside each other, waiting dashed, the critical path outlined; as a whole or at a moment.

use std::time::Duration;

use layerlab_core::lab::{Progress, TimelineBar, TimelineReport};
use yew::prelude::*;

use crate::format;

/// No bar is drawn narrower than this, in percent of the chart that is not zoomed.
const NARROWEST: f64 = 1.0;

/// What is drawn.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct TimelineChartProps {
    /// The timeline.
    pub(crate) timeline: TimelineReport,
    /// How many times as wide as its place the chart is.
    pub(crate) zoom: u32,
    /// The moment; `None` for the build as a whole.
    pub(crate) elapsed: Option<Duration>,
}

/// The chart.
#[component]
pub(crate) fn TimelineChart(props: &TimelineChartProps) -> Html {
    let timeline = &props.timeline;
    let scale = Scale {
        total: timeline.total,
        zoom: f64::from(props.zoom.max(1)),
        elapsed: props.elapsed,
    };
    html! {
        <div class={classes!("chart", format!("chart-zoom-{}", props.zoom))} aria-hidden="true">
            { axis(scale) }
            { for timeline.bars.chunk_by(|a, b| a.stage == b.stage).map(|bars| stage(bars, scale)) }
        </div>
    }
}

/// What places in the chart depend on.
#[derive(Debug, Clone, Copy)]
struct Scale {
    total: Duration,
    zoom: f64,
    elapsed: Option<Duration>,
}

impl Scale {
    fn place(self, start: Duration, length: Duration) -> Place {
        place_of(start, length, self.total, NARROWEST / self.zoom)
    }

    /// The marks of the axis.
    fn ticks(self) -> Vec<(f64, f64)> {
        ticks(self.total, tick_step(self.total.div_f64(self.zoom)))
    }
}

fn axis(scale: Scale) -> Html {
    html! {
        <div class="chart-row chart-axis">
            <span class="chart-label"></span>
            <svg class="lane" width="100%" height="16">
                { for scale.ticks().into_iter().map(|(share, seconds)| html! {
                    <text x={format!("{share:.2}%")} y="12" text-anchor={if share > 90.0 { "end" } else if share > 0.0 { "middle" } else { "start" }}>
                        { tick_label(seconds) }
                    </text>
                }) }
            </svg>
        </div>
    }
}

fn stage(bars: &[TimelineBar], scale: Scale) -> Html {
    let name = bars.first().map_or("", |bar| bar.stage.as_str());
    let mut free_from = None;
    html! {
        <div class="chart-stage">
            <div class="chart-stage-name">{ name }</div>
            { for bars.iter().map(|bar| {
                let waits_from = free_from.filter(|free| *free < bar.start);
                free_from = Some(bar.end());
                html! {
                    <div class="chart-row">
                        <span class="chart-label" title={bar.label.clone()}>{ &bar.label }</span>
                        <svg class="lane" width="100%" height="24">
                            { for scale.ticks().into_iter().map(|(share, _)| html! {
                                <rect class="grid" x={format!("{share:.2}%")} y="2" width="1" height="20" />
                            }) }
                            { waits_from.map(|from| wait_view(from, bar.start, scale)).unwrap_or_default() }
                            { bar_view(bar, scale) }
                            { playhead(scale) }
                        </svg>
                    </div>
                }
            }) }
        </div>
    }
}

/// A line through all lanes at the moment.
fn playhead(scale: Scale) -> Html {
    let Some(elapsed) = scale.elapsed else {
        return Html::default();
    };
    let at = place_of(elapsed, Duration::ZERO, scale.total, 0.0);
    html! { <rect class="playhead" x={at.left()} y="0" width="1.5" height="24" /> }
}

fn wait_view(from: Duration, until: Duration, scale: Scale) -> Html {
    let place = scale.place(from, until.saturating_sub(from));
    if place.width * scale.zoom < 2.0 * NARROWEST {
        return Html::default();
    }
    html! { <rect class="bar bar-wait" x={place.left()} y="6" width={place.width()} height="12" rx="3" /> }
}

fn bar_view(bar: &TimelineBar, scale: Scale) -> Html {
    let place = scale.place(bar.start, bar.duration);
    let rect = |classes: Classes, width: f64| {
        let part = Place { width, ..place };
        html! { <rect class={classes} x={part.left()} y="6" width={part.width()} height="12" rx="3" /> }
    };
    let done = match scale.elapsed.map(|elapsed| bar.at(elapsed)) {
        None | Some(Progress::Done) => 1.0,
        Some(Progress::Running(part)) => part,
        Some(Progress::Waiting) => 0.0,
    };
    if done < 1.0 {
        return html! {
            <>
                { rect(classes!("bar", "bar-todo"), place.width) }
                if done > 0.0 {
                    { rect(classes!("bar", "bar-run"), place.width * done) }
                }
            </>
        };
    }
    let class = if bar.runs { "bar-run" } else { "bar-hit" };
    let critical = bar.critical && bar.runs;
    html! {
        <>
            if critical {
                { rect(classes!("bar-outline"), place.width) }
            }
            { rect(classes!("bar", class, critical.then_some("bar-critical")), place.width) }
            { time_view(bar, place, scale.zoom) }
        </>
    }
}

/// The time in the bar where it fits, else beside it.
fn time_view(bar: &TimelineBar, place: Place, zoom: f64) -> Html {
    if !bar.runs {
        return Html::default();
    }
    let text = format::duration(bar.duration);
    let gap = 2.5 / zoom;
    let (class, at, anchor) = if place.width * zoom > 22.0 {
        ("bar-time-inside", place.left + place.width / 2.0, "middle")
    } else if (100.0 - place.left - place.width) * zoom > 20.0 {
        ("bar-time", place.left + place.width + gap, "start")
    } else {
        ("bar-time", place.left - gap, "end")
    };
    html! { <text {class} x={format!("{at:.2}%")} y="16" text-anchor={anchor}>{ text }</text> }
}

/// The build as a table.
pub(crate) fn table(timeline: &TimelineReport) -> Html {
    html! {
        <table class="timeline-table">
            <caption>{ "Timeline" }</caption>
            <thead><tr><th scope="col">{ "Stage" }</th><th scope="col">{ "Step" }</th><th scope="col">{ "Outcome" }</th><th scope="col">{ "Starts at" }</th><th scope="col">{ "Takes" }</th><th scope="col">{ "Sets the pace" }</th></tr></thead>
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
        </table>
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
    place_of(start, length, total, NARROWEST)
}

/// The same with the least width, in percent.
fn place_of(start: Duration, length: Duration, total: Duration, narrowest: f64) -> Place {
    let total = total.as_secs_f64();
    let share = |time: Duration| {
        if total > 0.0 {
            time.as_secs_f64() / total * 100.0
        } else {
            0.0
        }
    };
    let width = share(length).clamp(narrowest, 100.0);
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

/// More marks are not drawn, however far the chart is zoomed.
const MOST_TICKS: u32 = 200;

/// The marks of the axis: percent of the chart, and seconds.
fn ticks(total: Duration, step: f64) -> Vec<(f64, f64)> {
    let total = total.as_secs_f64();
    if total <= 0.0 {
        return vec![(0.0, 0.0)];
    }
    (0..=MOST_TICKS)
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
