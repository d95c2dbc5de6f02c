//! `layerlab verify-sizes FILE`: do estimates and measured steps agree? Sizes, and how evenly times do.

use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;

use layerlab_core::Packages;
use layerlab_core::effects::{self, FileSystem, Ground};
use layerlab_core::graph::Exec;
use layerlab_core::image::{base_result, compressed};
use layerlab_core::schedule::Machine;
use serde::Deserialize;

/// One measured step.
#[derive(Deserialize)]
struct Measured {
    base: String,
    run: String,
    kind: String,
    added_bytes: u64,
    compressed_bytes: Option<u64>,
    exit_status: Option<i64>,
    /// How long it took, on whatever machine.
    seconds: Option<f64>,
    #[serde(default)]
    env: Environment,
}

/// Variables that were set, in one of the forms in which they are written down.
#[derive(Deserialize, Default)]
#[serde(untagged)]
enum Environment {
    #[default]
    None,
    Map(BTreeMap<String, String>),
    List(Vec<String>),
    Line(String),
}

impl Environment {
    fn pairs(&self) -> Vec<(String, String)> {
        let pair = |text: &str| {
            let (name, value) = text.split_once('=').unwrap_or((text, ""));
            (name.to_owned(), value.to_owned())
        };
        match self {
            Self::None => Vec::new(),
            Self::Map(map) => map
                .iter()
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
            Self::List(list) => list.iter().map(|text| pair(text)).collect(),
            Self::Line(line) => line.split_whitespace().map(pair).collect(),
        }
    }
}

/// Errors of one kind of steps, in hundredths.
#[derive(Default)]
struct Errors {
    unpacked: Vec<f64>,
    compressed: Vec<f64>,
    /// Measured time in terms of the estimated one. Another machine makes all of them larger or smaller.
    times: Vec<f64>,
    unknown: usize,
    steps: usize,
}

/// What is said of a measured step.
struct Estimated {
    size_bytes: u64,
    compressed_bytes: u64,
    seconds: f64,
    /// All its packages are known.
    known: bool,
}

/// Estimates every step on its base, prints those that are far off, and for each kind how far.
///
/// # Errors
/// A sentence if the file cannot be read.
pub fn verify(path: &Path) -> Result<bool, String> {
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let rows: Vec<Measured> = serde_json::from_str(&text)
        .map_err(|error| format!("{} holds no measured steps: {error}", path.display()))?;
    let mut kinds: BTreeMap<String, Errors> = BTreeMap::new();
    let mut all = Errors::default();
    let packages = Packages::compiled_in();
    for row in rows.iter().filter(|row| row.exit_status.unwrap_or(0) == 0) {
        let estimated = estimate(row, &packages);
        let size = estimated.size_bytes;
        let kind = kinds.entry(row.kind.clone()).or_default();
        for errors in [kind, &mut all] {
            errors.steps += 1;
            if !estimated.known {
                errors.unknown += 1;
                continue;
            }
            errors.unpacked.extend(error(size, row.added_bytes));
            errors.compressed.extend(
                row.compressed_bytes
                    .and_then(|measured| error(estimated.compressed_bytes, measured)),
            );
            errors
                .times
                .extend(row.seconds.map(|measured| measured / estimated.seconds));
        }
        if estimated.known && error(size, row.added_bytes).is_some_and(|error| error.abs() > 15.0) {
            say!(
                "{}: {}: we say {size}, measured {}",
                row.base,
                row.run,
                row.added_bytes
            );
        }
    }
    for (kind, errors) in &kinds {
        say!(
            "sizes {kind}: {} steps, {}; unknown {}",
            errors.steps,
            spread(&errors.unpacked),
            errors.unknown
        );
        say!("compressed {kind}: {}", spread(&errors.compressed));
    }
    say!("times: {}", evenness(&all.times));
    say!("compressed: {}", spread(&all.compressed));
    say!(
        "sizes: {} steps, {}; unknown {}",
        all.steps,
        spread(&all.unpacked),
        all.unknown
    );
    Ok(true)
}

fn estimate(row: &Measured, packages: &Packages) -> Estimated {
    // `python:3.13-slim-like (…)` stands for python:3.13-slim.
    let name = row
        .base
        .split([' ', '('])
        .next()
        .unwrap_or("")
        .trim_end_matches("-like");
    let base = base_result(name, packages);
    let mut files: FileSystem = (*base.files).clone();
    let ground: Rc<Ground> = base.ground;
    files.begin_layer();
    let mut env: Vec<(String, String)> = ground
        .image
        .as_ref()
        .map(|image| image.env.clone())
        .unwrap_or_default();
    env.extend(row.env.pairs());
    let exec = Exec {
        args: vec!["/bin/sh".to_owned(), "-c".to_owned(), row.run.clone()],
        shell_length: 2,
        env,
        ..Exec::default()
    };
    let report = effects::run(&exec, &ground, packages, &mut files);
    Estimated {
        size_bytes: files.layer_size().bytes,
        compressed_bytes: compressed(&files).bytes,
        seconds: Machine::default().duration(report.work).as_secs_f64(),
        known: report.assumed.is_empty() && report.unknown.is_empty(),
    }
}

/// How far an estimate is off, in percent; `None` where next to nothing was measured.
fn error(estimate: u64, measured: u64) -> Option<f64> {
    const TOO_SMALL_BYTES: u64 = 1_000;
    (measured > TOO_SMALL_BYTES).then(|| (estimate as f64 / measured as f64 - 1.0) * 100.0)
}

fn spread(errors: &[f64]) -> String {
    let sizes = sorted(errors.iter().map(|error| error.abs()));
    format!(
        "median error {:.1} %, 90th percentile {:.1} %, worst {:.1} %",
        at(&sizes, 0.5),
        at(&sizes, 0.9),
        at(&sizes, 1.0)
    )
}

/// How far times spread around what is usual for the machine on which they were taken.
fn evenness(times: &[f64]) -> String {
    let times = sorted(times.iter().copied().filter(|time| time.is_finite()));
    let usual = at(&times, 0.5);
    format!(
        "{} steps, {usual:.1} times the estimate is usual there; four of five take between {:.2} and {:.2} of what is usual",
        times.len(),
        at(&times, 0.1) / usual,
        at(&times, 0.9) / usual
    )
}

fn sorted(figures: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut figures: Vec<f64> = figures.collect();
    figures.sort_by(f64::total_cmp);
    figures
}

/// The figure with this share of them before it.
fn at(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1) as f64;
    sorted
        .get((last * share).round() as usize)
        .copied()
        .unwrap_or(0.0)
}
