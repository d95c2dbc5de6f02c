//! Every case that was computed with moby's own code.

use layerlab_dockerignore::{IgnoreFile, filter};
use serde::Deserialize;

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

#[test]
fn agrees_with_moby() {
    let mut cases = 0;
    let mut wrong = Vec::new();
    for line in include_str!("data/dockerignore.jsonl").lines() {
        let case: Case = serde_json::from_str(line).expect("the data is well formed");
        cases += 1;
        let ignore = IgnoreFile::parse(&case.input.text);
        let found = filter(&ignore, case.input.paths.iter().map(String::as_str))
            .map(|filtered| filtered.sent);
        let expected = match (case.out.error, case.out.sent) {
            (Some(error), _) => Err(error),
            (None, sent) => Ok(sent.unwrap_or_default()),
        };
        if case
            .out
            .patterns
            .is_some_and(|patterns| patterns != ignore.given)
            || found != expected
        {
            wrong.push(format!(
                "{:?}\n  expected {expected:?}\n  found    {found:?}",
                case.input.text
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {cases} differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert_eq!(cases, 733);
}
