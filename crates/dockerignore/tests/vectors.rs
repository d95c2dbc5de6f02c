//! Compares patterns and the sender's walk with moby's own code, see `data/README.md`.

#![allow(clippy::expect_used, reason = "a test may fail")]

use layerlab_dockerignore as dockerignore;

#[path = "support/ignore_vector.rs"]
mod ignore_vector;

#[test]
fn agrees_with_moby() {
    let text = include_str!("data/dockerignore.jsonl");
    let mut differences = Vec::new();
    let mut count = 0;
    for line in text.lines() {
        count += 1;
        differences.extend(ignore_vector::compare(line).expect("the data is well formed"));
    }
    assert_eq!(count, 733, "vectors are missing");
    assert!(
        differences.is_empty(),
        "{} of {count} differ:\n{}",
        differences.len(),
        differences.join("\n")
    );
}
