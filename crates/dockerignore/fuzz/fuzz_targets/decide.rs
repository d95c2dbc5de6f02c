//! Any ignore file decides about any paths, and says which line did.

#![no_main]

use layerlab_dockerignore::{Decision, IgnoreFile, Walk};
use libfuzzer_sys::fuzz_target;

/// The pattern that decided.
fn decider(decision: Decision) -> Option<usize> {
    match decision {
        Decision::Included => None,
        Decision::Excluded { pattern } | Decision::Readmitted { pattern } => Some(pattern),
    }
}

/// What is said of each path, asked in a row and one by one.
fn decide(ignore: &IgnoreFile, paths: &[&str]) -> Vec<Decision> {
    let mut walk = Walk::new(ignore);
    let decisions: Vec<Decision> = paths.iter().map(|path| walk.visit(path)).collect();
    for (path, decision) in paths.iter().zip(&decisions) {
        assert_eq!(ignore.decide(path), *decision, "{path:?}");
    }
    decisions
}

// The text of an ignore file and, after a NUL, paths with NULs between them.
fuzz_target!(|text: &str| {
    let (text, paths) = text.split_once('\0').unwrap_or((text, "a/b\0a.log\0.git/x"));
    let paths: Vec<&str> = paths.split('\0').take(20).collect();
    let ignore = IgnoreFile::parse(text);
    let lines = text.split('\n').count();
    for error in &ignore.errors {
        assert!((1..=lines).contains(&error.line));
    }
    let decisions = decide(&ignore, &paths);
    for pattern in decisions.iter().filter_map(|decision| decider(*decision)) {
        // The line that decided is there, and it is what the pattern was read from.
        let pattern = &ignore.patterns[pattern];
        let line = text.split('\n').nth(pattern.line - 1).unwrap();
        assert!(line.contains(&pattern.source), "{line:?} {pattern:?}");
    }
    // A comment is no pattern. At the beginning it would come before a byte order mark, which counts only there.
    let marked = text.starts_with('\u{feff}');
    let commented = [format!("#\n{text}"), format!("{text}\n# comment")];
    for (commented, first) in commented.iter().zip([true, false]) {
        if marked && first {
            continue;
        }
        let moved = IgnoreFile::parse(commented);
        assert_eq!(decide(&moved, &paths), decisions);
    }
});
