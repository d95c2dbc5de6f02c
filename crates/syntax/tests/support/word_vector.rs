//! What BuildKit's shell lexer makes of a word, in the form of the vectors, computed with this crate.
//!
//! Used by the test here and by `layerlab verify-words`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::syntax::expand::{ExpandOptions, expand_word, expand_words};

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

/// Compares one line of a vector file. `None` if we agree, otherwise what differs.
///
/// # Errors
/// A sentence if the line is no vector.
pub fn compare(line: &str) -> Result<Option<String>, String> {
    let Vector { input, out } = serde_json::from_str(line).map_err(|error| error.to_string())?;
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
    let observed = (
        word.map(|expanded| expanded.text)
            .map_err(|error| error.message),
        words
            .map(|expanded| expanded.words)
            .map_err(|error| error.message),
        unmatched,
    );
    let expected = (
        out.word_error
            .map_or_else(|| Ok(out.word.unwrap_or_default()), Err),
        out.words_error
            .map_or_else(|| Ok(out.words.unwrap_or_default()), Err),
        out.unmatched.unwrap_or_default(),
    );
    let differs = || {
        format!(
            "{:?} with {:?}\n  BuildKit {expected:?}\n  we       {observed:?}",
            input.word, input.env
        )
    };
    Ok((expected != observed).then(differs))
}
