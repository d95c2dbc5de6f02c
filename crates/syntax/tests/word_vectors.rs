//! Compares word expansion with BuildKit's shell lexer, see `data/README.md`.

#![allow(clippy::expect_used, reason = "a test may fail")]

use layerlab_syntax as syntax;

#[path = "support/word_vector.rs"]
mod word_vector;

#[test]
fn words_are_expanded_as_buildkit_does() {
    let text = include_str!("data/words.jsonl");
    let mut differences = Vec::new();
    let mut count = 0;
    for line in text.lines() {
        count += 1;
        differences.extend(word_vector::compare(line).expect("the data is well formed"));
    }
    assert_eq!(count, 1133, "vectors are missing");
    assert!(
        differences.is_empty(),
        "{} of {count} differ:\n{}",
        differences.len(),
        differences.join("\n")
    );
}
