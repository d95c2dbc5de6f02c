//! Compares the parser with BuildKit's, see `data/README.md`.

#![allow(clippy::expect_used, reason = "a test may fail")]

use layerlab_syntax as syntax;

#[path = "support/syntax_vector.rs"]
mod syntax_vector;

#[test]
fn files_are_read_as_buildkit_does() {
    let text = include_str!("data/syntax.jsonl");
    let mut differences = Vec::new();
    let mut count = 0;
    for line in text.lines() {
        count += 1;
        differences.extend(syntax_vector::compare(line).expect("the data is well formed"));
    }
    assert_eq!(count, 548, "vectors are missing");
    assert!(
        differences.is_empty(),
        "{} of {count} differ:\n{}",
        differences.len(),
        differences.join("\n")
    );
}
