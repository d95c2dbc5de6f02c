//! `layerlab build`: the simulated build as BuildKit's plain progress prints it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use layerlab_core::graph::BuildOptions;
use layerlab_core::lab::{BuildKitWord, Lab, LogLine};

use crate::folder;

/// Prints a build. False if it fails.
///
/// # Errors
/// A sentence if a folder cannot be read.
pub fn build(
    folder: &Path,
    after: &[PathBuf],
    options: &BuildOptions,
    why: bool,
) -> Result<bool, String> {
    let mut lab = Lab::default();
    for earlier in after {
        lab = lab.with_project(folder::read(earlier, options)?).build();
    }
    lab = lab.with_project(folder::read(folder, options)?);
    let log = lab.log();
    for (number, line) in (1..).zip(&log.lines) {
        print_step(number, line, why);
    }
    let analysis = lab.analyze();
    match &log.error {
        Some(error) => {
            println!("error: failed to solve: {error}");
            Ok(false)
        }
        None => {
            let summary = &analysis.summary;
            println!(
                "\n{} of {} steps run, about {} (cold build {}); image about {}",
                summary.steps_run,
                summary.steps,
                seconds(summary.duration),
                seconds(summary.cold_duration),
                megabytes(analysis.image.size.bytes)
            );
            Ok(true)
        }
    }
}

fn print_step(number: usize, line: &LogLine, why: bool) {
    println!("#{number} {}", line.name);
    match line.word {
        BuildKitWord::Done => println!("#{number} DONE {}", seconds(line.duration)),
        word => println!("#{number} {}", word.as_str()),
    }
    if why && !line.why.is_empty() {
        println!("#{number} why: {}", line.why);
    }
    println!();
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
