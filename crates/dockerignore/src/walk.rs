//! Deciding path after path, as the sender does on its way through the tree.
//!
//! The way matters: a pattern is not compared with a directory while it could change nothing there, and what it would
//! have said of the directory is then not known below it (`patternmatcher.go:MatchesUsingParentResults`).

use std::cell::Cell;

use crate::ignore_file::{Decision, IgnoreFile};

/// A walk through a tree. Paths may come in any order; it is quickest when what lies in a directory comes together.
#[derive(Debug)]
pub struct Walk<'a> {
    ignore: &'a IgnoreFile,
    directories: Vec<Directory>,
    /// Exceptions name fixed paths only, so that directories without one inside need not be entered.
    can_skip: bool,
    /// Some pattern cannot be compared with anything.
    has_broken: bool,
    met_broken: Cell<bool>,
}

#[derive(Debug)]
struct Directory {
    path: String,
    decision: Decision,
    /// Which patterns matched it or a directory above it.
    matched: Vec<bool>,
    /// The sender does not look inside.
    skipped: bool,
}

impl<'a> Walk<'a> {
    /// Begins at the root.
    #[must_use]
    pub fn new(ignore: &'a IgnoreFile) -> Self {
        let mut exceptions = ignore.patterns.iter().filter(|pattern| pattern.exception);
        let can_skip = !exceptions.any(|pattern| {
            without_trailing_glob(&pattern.text).contains(['*', '[', ']', '?', '^', '\\'])
        });
        Self {
            ignore,
            directories: Vec::new(),
            can_skip,
            has_broken: ignore
                .patterns
                .iter()
                .any(|pattern| pattern.matcher.is_broken()),
            met_broken: Cell::new(false),
        }
    }

    /// Whether a path was compared with a pattern that cannot be compared with anything, at which the sender stops. It
    /// depends on the paths: a pattern that could change nothing is not compared.
    #[must_use]
    pub fn has_met_broken(&self) -> bool {
        self.met_broken.get()
    }

    /// What is decided about a path: relative, with `/`, without a slash at its end.
    pub fn visit(&mut self, path: &str) -> Decision {
        // Stay in the directories that this path is in too.
        while let Some(last) = self.directories.last() {
            if is_below(path, &last.path) {
                break;
            }
            self.directories.pop();
        }
        let entered = self
            .directories
            .last()
            .map_or(0, |last| last.path.len() + 1);
        for (slash, _) in path.match_indices('/').skip_while(|(at, _)| *at <= entered) {
            if let Some(above) = path.get(..slash) {
                self.enter(above);
            }
        }
        match self.directories.last() {
            Some(last) if last.skipped => last.decision,
            _ => self.decide(path, |_| {}),
        }
    }

    fn enter(&mut self, path: &str) {
        let directory = match self.directories.last() {
            Some(above) if above.skipped => Directory {
                path: path.to_owned(),
                decision: above.decision,
                matched: Vec::new(),
                skipped: true,
            },
            _ => {
                let mut matched = Vec::with_capacity(self.ignore.patterns.len());
                let decision = self.decide(path, |matches| matched.push(matches));
                let skipped =
                    decision.is_excluded() && self.can_skip && !self.has_exception_inside(path);
                Directory {
                    path: path.to_owned(),
                    decision,
                    matched,
                    skipped,
                }
            }
        };
        self.directories.push(directory);
    }

    /// moby's `MatchesUsingParentResults`, with the pattern that decided. `record` is told of each pattern, in order,
    /// whether it matches.
    fn decide(&self, path: &str, mut record: impl FnMut(bool)) -> Decision {
        let above = self
            .directories
            .last()
            .map(|directory| directory.matched.as_slice())
            .unwrap_or_default();
        let mut decision = Decision::Included;
        for (index, pattern) in self.ignore.patterns.iter().enumerate() {
            let mut matches = above.get(index).copied().unwrap_or(false);
            // A pattern that could change nothing is not compared.
            if !matches && pattern.exception == decision.is_excluded() {
                matches = pattern.matcher.matches(path);
                if self.has_broken && pattern.matcher.is_broken() {
                    self.met_broken.set(true);
                }
            }
            record(matches);
            if matches {
                decision = match (pattern.exception, decision) {
                    (false, _) => Decision::Excluded { pattern: index },
                    (true, Decision::Excluded { .. } | Decision::Readmitted { .. }) => {
                        Decision::Readmitted { pattern: index }
                    }
                    (true, Decision::Included) => Decision::Included,
                };
            }
        }
        decision
    }

    fn has_exception_inside(&self, directory: &str) -> bool {
        self.ignore
            .patterns
            .iter()
            .filter(|pattern| pattern.exception)
            .any(|pattern| {
                let kept = without_trailing_glob(&pattern.text);
                kept == directory || is_below(kept, directory)
            })
    }
}

fn is_below(path: &str, directory: &str) -> bool {
    path.strip_prefix(directory)
        .is_some_and(|rest| rest.starts_with('/'))
}

/// fsutil's `patternWithoutTrailingGlob`.
fn without_trailing_glob(pattern: &str) -> &str {
    let pattern = pattern.strip_suffix("/**").unwrap_or(pattern);
    pattern.strip_suffix("/*").unwrap_or(pattern)
}

#[cfg(test)]
mod tests {
    use super::Walk;
    use crate::ignore_file::{Decision, IgnoreFile};

    #[test]
    fn a_walk_says_what_single_questions_say() {
        let ignore = IgnoreFile::parse("a/**\n!a\nb\n!b/*/c\n**/*.log\n!keep.log\n");
        let paths = [
            "a", "a/b", "b", "b/x", "b/x/c", "b/x/c/d", "b/x.log", "c/y.log", "keep.log", "a/z/w",
        ];
        let mut walk = Walk::new(&ignore);
        for path in paths.iter().chain(paths.iter().rev()) {
            assert_eq!(walk.visit(path), ignore.decide(path), "{path}");
        }
    }

    #[test]
    fn an_exception_that_was_not_compared_with_a_directory_does_not_count_below_it() {
        let ignore = IgnoreFile::parse("a/**\n!a\n");
        assert_eq!(ignore.decide("a"), Decision::Included);
        assert_eq!(ignore.decide("a/b"), Decision::Excluded { pattern: 0 });
    }
}
