//! What is measured: workloads that are made and run the same way natively and in WebAssembly.
//!
//! `cargo xtask bench` builds both, measures both and prints one table. Nothing here looks at a clock: the program
//! (`main.rs`) and the script (`measure.mjs`) do, each with the best clock of its surroundings.

mod estimating;
mod exports;
pub mod growth;
mod ignoring;
mod parsing;
mod simulating;
mod workload;

pub use workload::{Prepared, Target, Unit, Workload};

/// All workloads, in the order of the table.
pub const WORKLOADS: [Workload; 13] = [
    ignoring::DECISIONS,
    ignoring::GITIGNORE,
    ignoring::MANY_LINES,
    ignoring::LONG_PATH,
    ignoring::LONGER_PATH,
    simulating::SMALL_OUTCOMES,
    simulating::LARGE_OUTCOMES,
    simulating::LARGE_WHAT_IF,
    simulating::SMALL,
    simulating::TYPING,
    simulating::LARGE,
    parsing::DOCKERFILE,
    estimating::CLOSURES,
];
