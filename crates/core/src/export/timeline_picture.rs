//! The timeline of a build as a picture.

use std::time::Duration;

use super::axis::marks;
use super::svg::{Drawing, Type, colour, cut};
use crate::format;
use crate::lab::{Analysis, TimelineBar};

const WIDTH: f64 = 960.0;
const EDGE: f64 = 24.0;
/// Where the chart begins and ends.
const LEFT: f64 = 330.0;
const RIGHT: f64 = WIDTH - EDGE - 44.0;
const ROW: f64 = 22.0;
const BAR: f64 = 12.0;
/// No bar is narrower.
const NARROWEST: f64 = 3.0;

/// The timeline as SVG; `title` names the project.
#[must_use]
pub fn timeline_picture(analysis: &Analysis, title: &str) -> String {
    let timeline = &analysis.timeline;
    let mut drawing = Drawing::new(WIDTH);
    drawing.text(EDGE, 36.0, Type::TITLE, &cut(title, 80));
    let summary = &analysis.summary;
    let said = format!(
        "{}, {}",
        format::steps_run(summary.steps_run, summary.steps),
        format::about(timeline.total)
    );
    drawing.text(EDGE, 56.0, Type::SMALL, &said);
    let rows = timeline.bars.len() as f64
        + (timeline.bars.chunk_by(|a, b| a.stage == b.stage)).count() as f64;
    let (top, bottom) = (88.0, 88.0 + rows * ROW);
    for (mark, text) in marks(timeline.total) {
        let x = place(mark, timeline.total);
        drawing.rect((x, top), (1.0, bottom - top), colour::RULE, "");
        let style = Type {
            anchor: "middle",
            ..Type::SMALL
        };
        drawing.text(x, top - 8.0, style, &text);
    }
    let mut y = top;
    for stage in timeline.bars.chunk_by(|a, b| a.stage == b.stage) {
        let name = stage.first().map_or("", |bar| bar.stage.as_str());
        let bold = Type {
            bold: true,
            ..Type::PLAIN
        };
        drawing.text(EDGE, y + 15.0, bold, &cut(name, 44));
        y += ROW;
        let mut free_from = None;
        for bar in stage {
            drawing.text(EDGE + 10.0, y + 15.0, Type::CODE, &cut(&bar.label, 40));
            let waits = free_from.filter(|free| *free < bar.start);
            if let Some(from) = waits {
                let (from, until) = (
                    place(from, timeline.total),
                    place(bar.start, timeline.total),
                );
                let dashed = format!(
                    " stroke=\"{}\" stroke-dasharray=\"3 3\" rx=\"3\"",
                    colour::EDGE
                );
                drawing.rect((from, y + 5.0), (until - from, BAR), "none", &dashed);
            }
            free_from = Some(bar.start + bar.duration);
            draw_bar(&mut drawing, bar, timeline.total, y);
            y += ROW;
        }
    }
    legend(&mut drawing, y + 22.0);
    drawing.finish(y + 56.0, title, &said)
}

fn place(time: Duration, total: Duration) -> f64 {
    let total = total.as_secs_f64();
    let share = if total > 0.0 {
        time.as_secs_f64() / total
    } else {
        0.0
    };
    LEFT + share.clamp(0.0, 1.0) * (RIGHT - LEFT)
}

fn draw_bar(drawing: &mut Drawing, bar: &TimelineBar, total: Duration, y: f64) {
    let start = place(bar.start, total);
    let width = (place(bar.start + bar.duration, total) - start).max(NARROWEST);
    if !bar.runs {
        let hollow = format!(" stroke=\"{}\" rx=\"2\"", colour::HIT);
        drawing.rect((start, y + 5.0), (width, BAR), colour::HIT_BG, &hollow);
        return;
    }
    if bar.critical {
        let outline = format!(" stroke=\"{}\" rx=\"4\"", colour::RUN);
        drawing.rect(
            (start - 2.0, y + 3.0),
            (width + 4.0, BAR + 4.0),
            "none",
            &outline,
        );
    }
    drawing.rect((start, y + 5.0), (width, BAR), colour::RUN, " rx=\"2\"");
    let time = format::duration(bar.duration);
    if start + width < RIGHT {
        drawing.text(start + width + 7.0, y + 15.0, Type::SMALL, &time);
    } else {
        drawing.text(start - 7.0, y + 15.0, Type::SMALL.ending(), &time);
    }
}

fn legend(drawing: &mut Drawing, y: f64) {
    let hollow = format!(" stroke=\"{}\" rx=\"2\"", colour::HIT);
    drawing.rect((EDGE, y), (BAR, BAR), colour::HIT_BG, &hollow);
    drawing.text(EDGE + 18.0, y + 10.0, Type::SMALL, "cached");
    drawing.rect((EDGE + 74.0, y), (BAR, BAR), colour::RUN, " rx=\"2\"");
    drawing.text(EDGE + 92.0, y + 10.0, Type::SMALL, "runs");
    let dashed = format!(
        " stroke=\"{}\" stroke-dasharray=\"3 3\" rx=\"3\"",
        colour::EDGE
    );
    drawing.rect((EDGE + 138.0, y), (BAR, BAR), "none", &dashed);
    drawing.text(
        EDGE + 156.0,
        y + 10.0,
        Type::SMALL,
        "waits for another stage",
    );
    let outline = format!(" stroke=\"{}\" rx=\"4\"", colour::RUN);
    drawing.rect(
        (EDGE + 300.0, y - 1.0),
        (BAR + 2.0, BAR + 2.0),
        "none",
        &outline,
    );
    drawing.text(EDGE + 320.0, y + 10.0, Type::SMALL, "sets the pace");
    let style = Type::SMALL.ending();
    drawing.text(WIDTH - EDGE, y + 10.0, style, "simulated by Layerlab");
}
