//! Compares word expansion with BuildKit's shell lexer, see `data/README.md`.

use std::collections::BTreeMap;

use layerlab_syntax::expand::{ExpandOptions, expand_word, expand_words};
use serde::Deserialize;

#[derive(Deserialize)]
struct Vector {
    #[serde(rename = "in")]
    input: Input,
    out: Output,
}

#[derive(Deserialize)]
struct Input {
    word: String,
    env: Vec<String>,
    escape: char,
}

#[derive(Deserialize)]
struct Output {
    word: Option<String>,
    word_error: Option<String>,
    words: Option<Vec<String>>,
    words_error: Option<String>,
    unmatched: Option<Vec<String>>,
}

#[test]
fn words_are_expanded_as_buildkit_does() {
    let text = include_str!("data/words.jsonl");
    let mut differences = Vec::new();
    let mut count = 0;
    for line in text.lines() {
        let Vector { input, out } = serde_json::from_str(line).unwrap();
        count += 1;
        let environment: BTreeMap<&str, &str> = input
            .env
            .iter()
            .map(|entry| entry.split_once('=').unwrap_or((entry, "")))
            .collect();
        let lookup = |name: &str| environment.get(name).map(|value| (*value).to_owned());
        let options = ExpandOptions::new(input.escape);

        let word = expand_word(&input.word, options, &lookup);
        let words = expand_words(&input.word, options, &lookup);
        let unmatched = match &word {
            Ok(expanded) => expanded.unmatched.clone(),
            Err(error) => error.unmatched.clone(),
        };
        let word = word
            .map(|expanded| expanded.text)
            .map_err(|error| error.message);
        let words = words
            .map(|expanded| expanded.words)
            .map_err(|error| error.message);
        let expected_word = out
            .word_error
            .map_or_else(|| Ok(out.word.unwrap_or_default()), Err);
        let expected_words = out
            .words_error
            .map_or_else(|| Ok(out.words.unwrap_or_default()), Err);
        if (&word, &words, &unmatched)
            != (
                &expected_word,
                &expected_words,
                &out.unmatched.unwrap_or_default(),
            )
        {
            differences.push(format!(
                "{:?} with {:?}\n  expected {expected_word:?} {expected_words:?}\n  got      {word:?} {words:?} {unmatched:?}",
                input.word, input.env
            ));
        }
    }
    assert!(count > 1_000, "the vectors are missing");
    assert!(
        differences.is_empty(),
        "{} of {count} differ:\n{}",
        differences.len(),
        differences.join("\n")
    );
}
