//! The picture of how cost grows: time over size, both by powers of ten, so that what grows with n is a straight line.

use std::fmt::Write;
use std::time::Duration;

use layerlab_bench::growth::{Axis, PHASES};

/// The times of one part of the work.
pub(crate) struct Curve {
    pub(crate) axis: Axis,
    pub(crate) name: &'static str,
    /// Sizes and times, the smallest first.
    pub(crate) points: Vec<(u32, Duration)>,
}

const WIDTH: f64 = 460.0;
const HEIGHT: f64 = 380.0;
const LEFT: f64 = 60.0;
const RIGHT: f64 = 120.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 44.0;
/// Powers of ten of a second at the bottom and at the top.
const LEAST: f64 = -6.0;
const MOST: f64 = 1.0;

/// Colours that are told apart on white and on black, by those too who see fewer of them.
const COLOURS: [&str; 7] = [
    "#3b7dd8", "#c2572b", "#2d9a66", "#a05bbf", "#b08a16", "#c0417a", "#6b7785",
];

const STYLE: &str = "text{font:12px system-ui,sans-serif;fill:#333}.title{font-weight:600;font-size:13px}\
.grid{stroke:#999;stroke-opacity:.25}.guide{stroke:#777;stroke-dasharray:4 4}polyline{fill:none;stroke-width:2}\
@media(prefers-color-scheme:dark){text{fill:#ddd}}";

/// A picture with one panel for each axis.
pub(crate) fn plot(curves: &[Curve]) -> String {
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {HEIGHT}\" role=\"img\" \
         aria-label=\"Time of each part of the work over the number of instructions and of files\">\
         <style>{STYLE}</style>\n",
        WIDTH * 2.0
    );
    for (panel, axis) in [Axis::Instructions, Axis::Files].into_iter().enumerate() {
        let _ = writeln!(
            svg,
            "<g transform=\"translate({} 0)\">",
            panel as f64 * WIDTH
        );
        let curves: Vec<&Curve> = curves.iter().filter(|curve| curve.axis == axis).collect();
        draw(&mut svg, axis, &curves);
        svg.push_str("</g>\n");
    }
    svg.push_str("</svg>\n");
    svg
}

fn draw(svg: &mut String, axis: Axis, curves: &[&Curve]) {
    let sizes = axis.sizes();
    let (first, last) = (f64::from(sizes[0]).log10(), f64::from(sizes[3]).log10());
    let x = |size: f64| LEFT + (size.log10() - first) / (last - first) * (WIDTH - LEFT - RIGHT);
    let y = |seconds: f64| {
        let power = seconds.max(1e-9).log10().clamp(LEAST, MOST);
        TOP + (MOST - power) / (MOST - LEAST) * (HEIGHT - TOP - BOTTOM)
    };
    let _ = writeln!(
        svg,
        "<text class=\"title\" x=\"{LEFT}\" y=\"20\">{} of the project</text>",
        axis.name()
    );
    for (seconds, label) in [
        (1e-6, "1 µs"),
        (1e-5, "10 µs"),
        (1e-4, "0.1 ms"),
        (1e-3, "1 ms"),
        (1e-2, "10 ms"),
        (1e-1, "0.1 s"),
        (1.0, "1 s"),
        (10.0, "10 s"),
    ] {
        let at = y(seconds);
        let _ = writeln!(
            svg,
            "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{:.0}\" y1=\"{at:.1}\" y2=\"{at:.1}\"/>\
             <text text-anchor=\"end\" x=\"{:.0}\" y=\"{:.1}\">{label}</text>",
            WIDTH - RIGHT,
            LEFT - 6.0,
            at + 4.0
        );
    }
    for size in sizes {
        let _ = writeln!(
            svg,
            "<text text-anchor=\"middle\" x=\"{:.1}\" y=\"{:.0}\">{}</text>",
            x(f64::from(size)),
            HEIGHT - BOTTOM + 18.0,
            crate::table::thousands(u64::from(size))
        );
    }
    guide(svg, sizes, &x, &y);
    // From the top, so that labels that would lie on each other stay near their lines.
    let mut curves = curves.to_vec();
    curves.sort_by_key(|curve| std::cmp::Reverse(curve.points.last().map(|(_, time)| *time)));
    let mut taken: Vec<f64> = Vec::new();
    for curve in curves {
        let place = PHASES.iter().position(|phase| phase.name == curve.name);
        let colour = COLOURS[place.unwrap_or_default() % COLOURS.len()];
        let points: Vec<String> = curve
            .points
            .iter()
            .map(|(size, time)| format!("{:.1},{:.1}", x(f64::from(*size)), y(time.as_secs_f64())))
            .collect();
        let end = curve
            .points
            .last()
            .map_or(0.0, |(_, time)| y(time.as_secs_f64()));
        // Labels that would lie on each other move down.
        let mut label = end + 4.0;
        while taken.iter().any(|other| (other - label).abs() < 13.0) {
            label += 1.0;
        }
        taken.push(label);
        let _ = writeln!(
            svg,
            "<polyline stroke=\"{colour}\" points=\"{}\"/><text x=\"{:.0}\" y=\"{label:.1}\" style=\"fill:{colour}\">{}</text>",
            points.join(" "),
            WIDTH - RIGHT + 8.0,
            curve.name
        );
    }
}

/// A dashed line that grows with n log n, through ten microseconds at the smallest size.
fn guide(svg: &mut String, sizes: [u32; 4], x: &impl Fn(f64) -> f64, y: &impl Fn(f64) -> f64) {
    let cost = |size: f64| size * size.ln();
    let first = f64::from(sizes[0]);
    let points: Vec<String> = sizes
        .iter()
        .map(|size| f64::from(*size))
        .map(|size| format!("{:.1},{:.1}", x(size), y(1e-5 * cost(size) / cost(first))))
        .collect();
    let _ = writeln!(
        svg,
        "<polyline class=\"guide\" points=\"{}\"/><text x=\"{:.1}\" y=\"{:.1}\">n log n</text>",
        points.join(" "),
        x(first) + 6.0,
        y(1e-5) - 6.0
    );
}
