//! Runs one workload for a profiler.
use std::time::Instant;
fn main() {
    let index: usize = std::env::args().nth(1).and_then(|a| a.parse().ok()).unwrap_or(5);
    let rounds: usize = std::env::args().nth(2).and_then(|a| a.parse().ok()).unwrap_or(5);
    let mut prepared = (layerlab_bench::WORKLOADS[index].prepare)();
    for v in 0..prepared.variants {
        let t = Instant::now();
        for _ in 0..rounds { std::hint::black_box((prepared.round)(v)); }
        println!("{v} {:?}", t.elapsed() / rounds as u32);
    }
}
