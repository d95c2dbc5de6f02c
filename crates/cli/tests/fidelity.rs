//! `docs/fidelity.md` shows commands with what they print. They print that, and the README says the same.
//!
//! With `LAYERLAB_WRITE=1` the document is written anew.

#![allow(clippy::expect_used, reason = "a test may fail")]

use std::path::PathBuf;
use std::process::Command;

const PROMPT: &str = "    $ layerlab ";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The last lines, as many as `most`, of what a command prints.
fn printed(arguments: &str, most: usize) -> Vec<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_layerlab"))
        .args(arguments.split_whitespace())
        .current_dir(root())
        .output()
        .expect("layerlab starts");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "layerlab {arguments}: {text}");
    let lines: Vec<&str> = text.lines().collect();
    let last = lines.len().saturating_sub(most);
    lines
        .iter()
        .skip(last)
        .map(|line| (*line).to_owned())
        .collect()
}

/// The document with what the commands in it print now below each of them, and all of that.
fn anew(document: &str) -> (String, Vec<String>) {
    let mut text = String::new();
    let mut all = Vec::new();
    let mut lines = document.lines().peekable();
    while let Some(line) = lines.next() {
        text.push_str(line);
        text.push('\n');
        let Some(arguments) = line.strip_prefix(PROMPT) else {
            continue;
        };
        // As many lines are shown as before.
        let mut shown = 0;
        while lines
            .next_if(|line| line.starts_with("    ") && !line.starts_with(PROMPT))
            .is_some()
        {
            shown += 1;
        }
        for line in printed(arguments, shown) {
            text.push_str("    ");
            text.push_str(&line);
            text.push('\n');
            all.push(line);
        }
    }
    (text, all)
}

#[test]
fn the_document_shows_what_the_commands_print() {
    let path = root().join("docs/fidelity.md");
    let written = std::fs::read_to_string(&path).expect("docs/fidelity.md");
    let (now, printed) = anew(&written);
    assert!(printed.len() >= 10, "there are commands in it: {printed:?}");
    if std::env::var_os("LAYERLAB_WRITE").is_some() {
        std::fs::write(&path, &now).expect("docs/fidelity.md can be written");
    } else {
        assert_eq!(written, now, "write it anew with LAYERLAB_WRITE=1");
    }
    let readme = std::fs::read_to_string(root().join("README.md")).expect("README.md");
    for line in printed.iter().filter(|line| line.ends_with("agree")) {
        for figure in agreements(line) {
            assert!(readme.contains(&figure), "the README does not say {figure}");
        }
    }
}

/// `2335 of 2335` as `2,335 of 2,335`.
fn agreements(line: &str) -> Vec<String> {
    let words: Vec<&str> = line
        .split([' ', ','])
        .filter(|word| !word.is_empty())
        .collect();
    let of = words.windows(3).filter(|words| words[1] == "of");
    of.map(|words| format!("{} of {}", thousands(words[0]), thousands(words[2])))
        .collect()
}

fn thousands(digits: &str) -> String {
    match digits.len().checked_sub(3) {
        Some(0) | None => digits.to_owned(),
        Some(place) => format!("{},{}", thousands(&digits[..place]), &digits[place..]),
    }
}

#[test]
fn figures_of_agreement_are_found() {
    let line = "verify: builds 623 of 623, steps 2335 of 2336 agree";
    assert_eq!(agreements(line), ["623 of 623", "2,335 of 2,336"]);
}
