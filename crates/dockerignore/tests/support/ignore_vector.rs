//! What the sender transmits of a tree, in the form of the vectors, computed with this crate.
//!
//! Used by the test here and by `layerlab verify-ignore`.

use serde::Deserialize;

use crate::dockerignore::{IgnoreFile, filter};

#[derive(Deserialize)]
struct Case {
    #[serde(rename = "in")]
    input: Input,
    out: Output,
}

#[derive(Deserialize)]
struct Input {
    text: String,
    paths: Vec<String>,
}

#[derive(Deserialize)]
struct Output {
    patterns: Option<Vec<String>>,
    sent: Option<Vec<String>>,
    error: Option<String>,
}

/// Compares one line of a vector file. `None` if we agree, otherwise what differs.
///
/// # Errors
/// A sentence if the line is no vector.
pub fn compare(line: &str) -> Result<Option<String>, String> {
    let case: Case = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let ignore = IgnoreFile::parse(&case.input.text);
    let found =
        filter(&ignore, case.input.paths.iter().map(String::as_str)).map(|filtered| filtered.sent);
    let expected = match (case.out.error, case.out.sent) {
        (Some(error), _) => Err(error),
        (None, sent) => Ok(sent.unwrap_or_default()),
    };
    let same_patterns = case
        .out
        .patterns
        .is_none_or(|patterns| patterns == ignore.given);
    let differs = || {
        format!(
            "{:?}\n  BuildKit {expected:?}\n  we       {found:?}",
            case.input.text
        )
    };
    Ok((!same_patterns || found != expected).then(differs))
}
