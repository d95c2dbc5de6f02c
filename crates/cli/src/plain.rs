//! A simulated build as BuildKit's plain progress prints it.

use std::time::Duration;

use layerlab_core::format;
use layerlab_core::lab::{EditCosts, Lab};

/// Prints the build that would run now. False if it fails.
pub fn print(lab: &Lab, why: bool, what_if: bool) -> bool {
    let log = lab.log();
    let printed = log.plain(why);
    say!("{}", printed.trim_end_matches('\n'));
    if log.error.is_some() {
        return false;
    }
    say!();
    let analysis = lab.analyze();
    let summary = &analysis.summary;
    say!(
        "\n{}, about {} (cold build {}); image about {}, {} to push",
        format::steps_run(summary.steps_run, summary.steps),
        seconds(summary.duration),
        seconds(summary.cold_duration),
        megabytes(analysis.image.size.bytes),
        megabytes(analysis.image.push.bytes)
    );
    if what_if {
        let sent = analysis.context.files().filter(|file| file.sent_files > 0);
        let paths: Vec<&str> = sent.map(|file| &*file.path).collect();
        print_costs(&paths, &lab.edit_costs());
    }
    true
}

/// The files by what an edit of them costs, the dearest first.
fn print_costs(paths: &[&str], costs: &EditCosts) {
    say!("\nAfter this build, an edit of one of these would run:");
    for (cost, paths) in costs.by_cost(paths.iter().copied()) {
        let unit = if cost.steps == 1 { "step" } else { "steps" };
        say!(
            "{:>4} {unit}, about {}: {}",
            cost.steps,
            seconds(cost.duration),
            some_of(&paths)
        );
    }
}

/// `a, b, c and 12 more`.
fn some_of(paths: &[&str]) -> String {
    const SHOWN: usize = 3;
    let shown = paths
        .iter()
        .take(SHOWN)
        .copied()
        .collect::<Vec<_>>()
        .join(", ");
    match paths.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

fn seconds(duration: Duration) -> String {
    format!("{:.1}s", duration.as_secs_f64())
}

fn megabytes(bytes: u64) -> String {
    // Whole numbers above ten megabytes: estimates are not more exact.
    #[expect(clippy::cast_precision_loss, reason = "shown with at most one decimal")]
    let megabytes = bytes as f64 / 1_000_000.0;
    if megabytes >= 10.0 {
        format!("{megabytes:.0} MB")
    } else {
        format!("{megabytes:.1} MB")
    }
}
