//! Measures how cost grows and shows it: a table as Markdown, and a picture.

use std::time::Duration;

use layerlab_bench::growth::{Axis, PHASES, allowed};

use crate::plot::{Curve, plot};
use crate::table::aligned;

/// Up to so many times n log n a row is not said to be worse: what does not fit into the caches of the processor any more costs
/// that much. What grows with the square of n takes a hundred times as long.
const MARGIN: f64 = 2.0;
/// Times shorter than this say nothing about how they grow.
const SHORTEST: Duration = Duration::from_micros(20);

/// Measures all, prints the table, and gives the picture.
pub(crate) fn growth(shortest: impl Fn(&mut dyn FnMut() -> usize) -> Duration) -> String {
    let mut curves = Vec::new();
    for axis in [Axis::Instructions, Axis::Files] {
        let sizes = axis.sizes();
        let mut head = vec![format!("milliseconds for so many {}", axis.name())];
        head.extend(sizes.map(|size| crate::table::thousands(u64::from(size))));
        head.push("the last ten times".to_owned());
        head.push("n log n".to_owned());
        let mut rule = vec!["---".to_owned()];
        rule.extend(std::iter::repeat_n("---:".to_owned(), sizes.len() + 1));
        rule.push("---".to_owned());
        let mut rows = vec![head, rule];
        for phase in PHASES
            .iter()
            .filter(|phase| axis == Axis::Instructions || phase.by_files)
        {
            let times = sizes.map(|size| {
                eprintln!("{}: {size} {}", phase.name, axis.name());
                shortest(&mut *phase.of_size(axis, size))
            });
            rows.push(row(phase.name, sizes, times));
            curves.push(Curve {
                axis,
                name: phase.name,
                points: sizes.into_iter().zip(times).collect(),
            });
        }
        println!("{}", aligned(&rows, 1..sizes.len() + 2));
    }
    plot(&curves)
}

fn row(name: &str, sizes: [u32; 4], times: [Duration; 4]) -> Vec<String> {
    let mut cells = vec![name.to_owned()];
    cells.extend(times.map(|time| format!("{:.3}", time.as_secs_f64() * 1e3)));
    let [_, _, before, last] = times;
    let factor = last.as_secs_f64() / before.as_secs_f64().max(f64::MIN_POSITIVE);
    cells.push(format!("x {factor:.1}"));
    let allowed = allowed(sizes[2]);
    cells.push(if before < SHORTEST || factor <= allowed {
        "not worse".to_owned()
    } else if factor <= allowed * MARGIN {
        format!("x {allowed:.1}, within the margin")
    } else {
        format!("x {allowed:.1}: **worse**")
    });
    cells
}
