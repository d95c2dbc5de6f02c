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

    /// moby's rule: the last pattern that matches decides, so what is left without the lines below says the same.
    #[test]
    fn the_deciding_line_is_the_last_that_matches(text in pattern_text(), path in path()) {
        let ignore = IgnoreFile::parse(&text);
        let (Decision::Excluded { pattern } | Decision::Readmitted { pattern }) = ignore.decide(&path) else {
            return Ok(());
        };
        let mut shorter = ignore.clone();
        shorter.patterns.truncate(pattern + 1);
        prop_assert_eq!(shorter.decide(&path), ignore.decide(&path));
        // Without the line itself, another one decides, or none.
        shorter.patterns.truncate(pattern);
        prop_assert_ne!(shorter.decide(&path), ignore.decide(&path));
    }

    #[test]
    fn a_comment_changes_nothing(text in pattern_text(), at in 0_usize..7, comment in "#[ab/*!#]{0,6}", path in path()) {
        let mut lines: Vec<&str> = text.split('\n').collect();
        lines.insert(at.min(lines.len()), &comment);
        prop_assert_eq!(IgnoreFile::parse(&lines.join("\n")).decide(&path), IgnoreFile::parse(&text).decide(&path));
    }

    #[test]
    fn the_order_of_files_does_not_matter(
        text in pattern_text(),
        (paths, shuffled) in prop::collection::vec(path(), 0..12).prop_flat_map(|paths| (Just(paths.clone()), Just(paths).prop_shuffle())),
    ) {
        let ignore = IgnoreFile::parse(&text);
        let decisions = |paths: &[String]| {
            let mut walk = Walk::new(&ignore);
            let mut decisions: Vec<(String, Decision)> = paths.iter().map(|path| (path.clone(), walk.visit(path))).collect();
            decisions.sort_by(|left, right| left.0.cmp(&right.0));
            decisions
        };
        prop_assert_eq!(decisions(&paths), decisions(&shuffled));
    }
}
