//! What holds for every ignore file and every path.

#![allow(clippy::expect_used, reason = "a test may fail")]

use layerlab_dockerignore::{Decision, IgnoreFile, Walk, filter};
use proptest::prelude::*;

/// Texts that are dense in what has a meaning.
fn pattern_text() -> impl Strategy<Value = String> {
    "([!#]?[ab./*?\\[\\]^{}|,\\\\-]{0,8}\n){0,6}"
}

fn path() -> impl Strategy<Value = String> {
    "[ab.]{1,3}(/[ab.]{1,3}){0,3}"
}

proptest! {
    #[test]
    fn never_panics(text in any::<String>(), path in any::<String>()) {
        let ignore = IgnoreFile::parse(&text);
        let _ = ignore.decide(&path);
        let _ = filter(&ignore, [path.as_str()]);
    }

    #[test]
    fn decisions_point_to_a_pattern_of_their_kind(text in pattern_text(), path in path()) {
        let ignore = IgnoreFile::parse(&text);
        match ignore.decide(&path) {
            Decision::Included => {}
            Decision::Excluded { pattern } => prop_assert!(!ignore.patterns.get(pattern).expect("it exists").exception),
            Decision::Readmitted { pattern } => prop_assert!(ignore.patterns.get(pattern).expect("it exists").exception),
        }
    }

    #[test]
    fn the_way_through_the_tree_does_not_matter(text in pattern_text(), paths in prop::collection::vec(path(), 0..12)) {
        let ignore = IgnoreFile::parse(&text);
        let mut walk = Walk::new(&ignore);
        for path in &paths {
            prop_assert_eq!(walk.visit(path), ignore.decide(path));
        }
    }

    #[test]
    fn an_empty_file_sends_everything(path in path()) {
        prop_assert_eq!(IgnoreFile::parse("").decide(&path), Decision::Included);
    }

    #[test]
    fn lines_are_lines_of_the_text(text in any::<String>()) {
        let ignore = IgnoreFile::parse(&text);
        let last = text.split('\n').count();
        for line in ignore.patterns.iter().map(|pattern| pattern.line).chain(ignore.errors.iter().map(|error| error.line)) {
            prop_assert!((1..=last).contains(&line));
        }
    }
}
