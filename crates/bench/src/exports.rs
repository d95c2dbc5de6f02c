//! What the script in `measure.mjs` calls. Natively these functions are there too, and not used.
//!
//! The names begin with `bench_`, because short ones such as `round` are taken by the compiler's mathematical functions.

#![allow(
    unsafe_code,
    reason = "the compiler counts a function with a fixed name as unsafe, since another may have the same name"
)]

use std::cell::RefCell;

use crate::{Prepared, WORKLOADS};

thread_local! {
    static PREPARED: RefCell<Option<Prepared>> = const { RefCell::new(None) };
}

/// How many workloads there are.
#[unsafe(no_mangle)]
pub extern "C" fn bench_workloads() -> usize {
    WORKLOADS.len()
}

/// Makes the input of a workload, in place of the one before. Gives the number of its variants.
#[unsafe(no_mangle)]
pub extern "C" fn bench_prepare(workload: usize) -> usize {
    let prepared = WORKLOADS.get(workload).map(|workload| (workload.prepare)());
    let variants = prepared.as_ref().map_or(0, |prepared| prepared.variants);
    PREPARED.with_borrow_mut(|place| *place = prepared);
    variants
}

/// Runs one round of the workload that was prepared.
#[unsafe(no_mangle)]
pub extern "C" fn bench_round(variant: usize) -> usize {
    PREPARED.with_borrow_mut(|place| {
        place
            .as_mut()
            .map_or(0, |prepared| (prepared.round)(variant))
    })
}
