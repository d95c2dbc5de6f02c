//! Compares the checks with BuildKit's own, see `data/README.md`.

#![allow(clippy::expect_used, reason = "a test may fail")]

use layerlab_core as core;

#[path = "support/check_vector.rs"]
mod check_vector;

#[test]
fn agree_with_buildkit() {
    let text = include_str!("data/checks.jsonl");
    let mut differences = Vec::new();
    let mut count = 0;
    for line in text.lines() {
        count += 1;
        differences.extend(check_vector::compare(line).expect("the data is well formed"));
    }
    assert_eq!(count, 481, "vectors are missing");
    assert!(
        differences.is_empty(),
        "{} of {count} differ:\n{}",
        differences.len(),
        differences.join("\n")
    );
}
