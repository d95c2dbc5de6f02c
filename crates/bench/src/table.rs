//! The table, as Markdown, so that it can be pasted into a document.

use std::fmt::Write;
use std::time::Duration;

use layerlab_bench::{Target, Unit, WORKLOADS, Workload};

/// One line for each workload; a second one for the slowest variant, if there are several.
pub(crate) fn table(native: &[Vec<Duration>], wasm: &[Vec<Duration>]) -> String {
    let mut rows = vec![
        ["workload", "native", "wasm", "ratio", "target"].map(str::to_owned),
        ["---", "---:", "---:", "---:", "---"].map(str::to_owned),
    ];
    for ((workload, native), wasm) in WORKLOADS.iter().zip(native).zip(wasm) {
        let several = native.len() > 1;
        let (native_slowest, wasm_slowest) = (slowest(native), slowest(wasm));
        let verdict = verdict(workload, native_slowest, wasm_slowest);
        if several {
            let name = format!("{}, an edit", workload.name);
            rows.push(row(workload, &name, median(native), median(wasm), ""));
            rows.push(row(
                workload,
                "  the slowest edit",
                native_slowest,
                wasm_slowest,
                &verdict,
            ));
        } else {
            rows.push(row(
                workload,
                workload.name,
                native_slowest,
                wasm_slowest,
                &verdict,
            ));
        }
    }
    let rows: Vec<Vec<String>> = rows.into_iter().map(Vec::from).collect();
    aligned(&rows, 1..4)
}

fn slowest(times: &[Duration]) -> Duration {
    times.iter().max().copied().unwrap_or_default()
}

fn median(times: &[Duration]) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

fn row(
    workload: &Workload,
    name: &str,
    native: Duration,
    wasm: Duration,
    verdict: &str,
) -> [String; 5] {
    let ratio = wasm.as_secs_f64() / native.as_secs_f64().max(f64::MIN_POSITIVE);
    [
        name.to_owned(),
        figure(workload.unit, native),
        figure(workload.unit, wasm),
        format!("{ratio:.1}"),
        verdict.to_owned(),
    ]
}

fn per_second(unit: Unit, time: Duration) -> f64 {
    let Unit::PerSecond(count, _) = unit else {
        return 0.0;
    };
    f64::from(count) / time.as_secs_f64().max(f64::MIN_POSITIVE)
}

fn figure(unit: Unit, time: Duration) -> String {
    match unit {
        Unit::Time => format!("{:.3} ms", time.as_secs_f64() * 1e3),
        Unit::PerSecond(_, what) => {
            let rate = per_second(unit, time);
            if rate >= 1e6 {
                format!("{:.1} million {what}/s", rate / 1e6)
            } else {
                format!("{rate:.0} {what}/s")
            }
        }
    }
}

fn verdict(workload: &Workload, native: Duration, wasm: Duration) -> String {
    let (wanted, reached) = match workload.target {
        None => return String::new(),
        Some(Target::NativePerSecond(least)) => (
            format!("at least {:.0} million/s natively", least / 1e6),
            per_second(workload.unit, native) >= least,
        ),
        Some(Target::WasmMilliseconds(most)) => (
            format!("at most {most:.0} ms in wasm"),
            wasm.as_secs_f64() * 1e3 <= most,
        ),
    };
    format!("{wanted}: {}", if reached { "reached" } else { "missed" })
}

/// Rows as a table of Markdown, the columns of figures aligned to the right.
pub(crate) fn aligned(rows: &[Vec<String>], figures: std::ops::Range<usize>) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut widths = vec![0; columns];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    for row in rows {
        text.push('|');
        for (index, (width, cell)) in widths.iter().zip(row).enumerate() {
            let _ = if figures.contains(&index) {
                write!(text, " {cell:>width$} |")
            } else {
                write!(text, " {cell:<width$} |")
            };
        }
        text.push('\n');
    }
    text
}

/// `10,000`.
pub(crate) fn thousands(number: u64) -> String {
    match number / 1_000 {
        0 => number.to_string(),
        before => format!("{},{:03}", thousands(before), number % 1_000),
    }
}
