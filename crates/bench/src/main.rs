//! `layerlab-bench FILE.wasm`: measures all workloads natively and in WebAssembly and prints a table. `cargo xtask bench`
//! builds both and calls it. `layerlab-bench --growth FILE.svg` measures how cost grows, prints tables and draws a picture.

mod growth_table;
mod plot;
mod table;

use std::hint::black_box;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use layerlab_bench::WORKLOADS;

/// Every variant is run at least so often, then until it has taken the time or the greatest number is reached.
const LEAST_ROUNDS: usize = 5;
const MOST_ROUNDS: usize = 101;
const TIME_FOR_A_VARIANT: Duration = Duration::from_millis(400);
/// What takes longer than this is not repeated.
const LONG: Duration = Duration::from_secs(2);

/// For each workload the median time of a round, one for each variant.
type Times = Vec<Vec<Duration>>;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(module) = arguments.next() else {
        eprintln!("layerlab-bench: name the compiled module, or run `cargo xtask bench`");
        return ExitCode::FAILURE;
    };
    if module == "--growth" {
        let picture = growth_table::growth(|round| shortest(round));
        let written = arguments.next().map(|path| std::fs::write(path, picture));
        return match written {
            Some(Err(error)) => {
                eprintln!("layerlab-bench: the picture cannot be written: {error}");
                ExitCode::FAILURE
            }
            _ => ExitCode::SUCCESS,
        };
    }
    match in_wasm(&module) {
        Ok(wasm) => {
            let native = natively();
            print!("{}", table::table(&native, &wasm));
            ExitCode::SUCCESS
        }
        Err(sentence) => {
            eprintln!("layerlab-bench: {sentence}");
            ExitCode::FAILURE
        }
    }
}

fn natively() -> Times {
    let measured = WORKLOADS.iter().map(|workload| {
        let mut prepared = (workload.prepare)();
        (0..prepared.variants)
            .map(|variant| median(|| (prepared.round)(variant)))
            .collect()
    });
    measured.collect()
}

/// The shortest time of a few rounds, or the processor's time for a round if that is less: how cost grows is seen best where
/// nothing else counts.
fn shortest(round: &mut dyn FnMut() -> usize) -> Duration {
    let (mut least, mut spent, mut rounds) = (Duration::MAX, Duration::ZERO, 0);
    let busy = processor_time();
    while rounds < 5 || (rounds < 100 && spent < TIME_FOR_A_VARIANT) {
        let start = Instant::now();
        black_box(round());
        let took = start.elapsed();
        least = least.min(took);
        spent += took;
        rounds += 1;
        if took > LONG {
            break;
        }
    }
    // The system counts in ticks of some milliseconds.
    match processor_time().saturating_sub(busy) {
        busy if busy > 20 * TICK => least.min(busy / rounds),
        _ => least,
    }
}

/// A tick of the system's clock of processes, roughly.
const TICK: Duration = Duration::from_millis(4);

/// How long this process has had a processor; zero where that is not told.
fn processor_time() -> Duration {
    let told = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanoseconds = told.split(' ').next().and_then(|first| first.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or_default())
}

fn median(mut round: impl FnMut() -> usize) -> Duration {
    black_box(round());
    let mut times = Vec::new();
    let mut spent = Duration::ZERO;
    while times.len() < LEAST_ROUNDS || (times.len() < MOST_ROUNDS && spent < TIME_FOR_A_VARIANT) {
        let start = Instant::now();
        black_box(round());
        let took = start.elapsed();
        times.push(took);
        spent += took;
    }
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn in_wasm(module: &str) -> Result<Times, String> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/measure.mjs");
    let output = Command::new("node")
        .args([script, module])
        .arg(LEAST_ROUNDS.to_string())
        .arg(MOST_ROUNDS.to_string())
        .arg(TIME_FOR_A_VARIANT.as_millis().to_string())
        .output()
        .map_err(|error| format!("node could not be started: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(format!("{module} could not be measured: {said}"));
    }
    let mut times: Times = vec![Vec::new(); WORKLOADS.len()];
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let mut fields = line.split('\t').map(str::parse::<u64>);
        let (Some(Ok(workload)), Some(Ok(_)), Some(Ok(nanoseconds))) =
            (fields.next(), fields.next(), fields.next())
        else {
            return Err(format!("{script} printed `{line}`"));
        };
        let workload = usize::try_from(workload).ok();
        if let Some(times) = workload.and_then(|workload| times.get_mut(workload)) {
            times.push(Duration::from_nanos(nanoseconds));
        }
    }
    Ok(times)
}
