//! A whole ignore file: its patterns, its errors, and what it says of a path.

use crate::go_match::is_well_formed;
use crate::go_path::clean;
use crate::matcher::Matcher;
use crate::reading::read;
use crate::walk::Walk;

/// An ignore file, read.
///
/// Bad lines become [`PatternError`]s and are left out, so that the rest still decides while a line is half typed.
/// The builder refuses the whole file at the first of them: see [`IgnoreFile::refusal`].
#[derive(Clone, Debug, Default)]
pub struct IgnoreFile {
    /// The patterns in order.
    pub patterns: Vec<Pattern>,
    /// The lines that are none, in order.
    pub errors: Vec<PatternError>,
    /// Every pattern as the builder is given it, bad ones included: moby names them all when it refuses one.
    pub given: Vec<String>,
}

/// One line that is a pattern.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// Its line, counted from 1.
    pub line: usize,
    /// The line as written, without the white space around it.
    pub source: String,
    /// The pattern as it is matched: cleaned, relative, without `!`.
    pub text: String,
    /// It begins with `!`: what it matches is taken back in.
    pub exception: bool,
    pub(crate) matcher: Matcher,
}

/// A line that the builder refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// Its line, counted from 1.
    pub line: usize,
    /// moby's words, such as `syntax error in pattern`.
    pub message: String,
    /// When the builder notices.
    pub refusal: Refusal,
}

/// When the builder notices that a line is bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// When the file is read.
    Reading,
    /// When the patterns are taken in.
    Pattern,
    /// When a path is compared with it, which may never happen.
    Matching,
}

/// What an ignore file says of a path. The number is an index into [`IgnoreFile::patterns`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// No pattern matches.
    Included,
    /// This pattern, the last one that matches, leaves it out.
    Excluded {
        /// Index of the pattern.
        pattern: usize,
    },
    /// This pattern takes back in what an earlier one left out.
    Readmitted {
        /// Index of the pattern.
        pattern: usize,
    },
}

impl Decision {
    /// The path does not reach the builder.
    #[must_use]
    pub fn is_excluded(self) -> bool {
        matches!(self, Self::Excluded { .. })
    }
}

impl IgnoreFile {
    /// Reads the text of an ignore file (moby's `ignorefile.ReadAll`, then `patternmatcher.New`). Total.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let reading = read(text);
        let mut file = Self::default();
        for entry in reading.entries {
            file.add(entry.line, entry.source, entry.cleaned);
        }
        if let Some(line) = reading.too_long {
            let message = "bufio.Scanner: token too long".to_owned();
            file.errors.push(PatternError {
                line,
                message,
                refusal: Refusal::Reading,
            });
        }
        file
    }

    /// Takes patterns as they are, without comments and without making paths relative: what BuildKit does with
    /// `COPY --exclude` and with wildcards in a source. Their "line" is their place in the list, from 1.
    #[must_use]
    pub fn from_patterns<'a>(patterns: impl IntoIterator<Item = &'a str>) -> Self {
        let mut file = Self::default();
        for (index, pattern) in patterns.into_iter().enumerate() {
            file.add(index + 1, pattern.to_owned(), pattern.to_owned());
        }
        file
    }

    /// moby's `patternmatcher.New`, for one pattern.
    fn add(&mut self, line: usize, source: String, given: String) {
        let trimmed = given.trim();
        let cleaned = clean(trimmed);
        let blank = trimmed.is_empty();
        self.given.push(given);
        if blank {
            return;
        }
        let refuse = |message: &str, refusal| PatternError {
            line,
            message: message.to_owned(),
            refusal,
        };
        let (exception, text) = match cleaned.strip_prefix('!') {
            Some(rest) => (true, rest.to_owned()),
            None => (false, cleaned),
        };
        if exception && text.is_empty() {
            self.errors
                .push(refuse("illegal exclusion pattern: \"!\"", Refusal::Pattern));
            return;
        }
        if !is_well_formed(&text) {
            self.errors
                .push(refuse("syntax error in pattern", Refusal::Pattern));
            return;
        }
        let matcher = Matcher::new(&text);
        if let Matcher::Broken = matcher {
            self.errors
                .push(refuse("syntax error in pattern", Refusal::Matching));
        }
        self.patterns.push(Pattern {
            line,
            source,
            text,
            exception,
            matcher,
        });
    }

    /// What the file says of one path (relative, with `/`). For many paths, one [`Walk`] is quicker.
    #[must_use]
    pub fn decide(&self, path: &str) -> Decision {
        Walk::new(self).visit(path)
    }

    /// Whether one path, or a directory that it lies in, is left out by the patterns themselves, whatever the sender does
    /// on its way through a tree (moby's `MatchesOrParentMatches`). A pattern that cannot be compared ends the search, and
    /// the answer is no.
    #[must_use]
    pub fn names(&self, path: &str) -> bool {
        let mut matched = false;
        for pattern in &self.patterns {
            if pattern.exception != matched {
                continue;
            }
            if pattern.matcher.is_broken() {
                return false;
            }
            let above = || {
                path.match_indices('/')
                    .filter_map(|(slash, _)| path.get(..slash))
            };
            if pattern.matcher.matches(path) || above().any(|above| pattern.matcher.matches(above))
            {
                matched = !pattern.exception;
            }
        }
        matched
    }

    /// No line is a pattern.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// The first line for which the builder refuses the patterns before it looks at a file, if there is one.
    #[must_use]
    pub fn error_before_matching(&self) -> Option<&PatternError> {
        let mut errors = self.errors.iter();
        errors.find(|error| error.refusal != Refusal::Matching)
    }

    /// The message with which the builder refuses the patterns before it looks at a file, if it does.
    #[must_use]
    pub fn refusal(&self) -> Option<String> {
        let error = self.error_before_matching()?;
        Some(match error.refusal {
            Refusal::Reading => format!("failed reading .dockerignore: {}", error.message),
            _ => format!(
                "invalid excludepatterns: [{}]: {}",
                self.given.join(" "),
                error.message
            ),
        })
    }
}

/// Two files are the same if the builder is given the same.
impl PartialEq for IgnoreFile {
    fn eq(&self, other: &Self) -> bool {
        self.patterns == other.patterns && self.errors == other.errors && self.given == other.given
    }
}

impl Eq for IgnoreFile {}

/// The matcher follows from the text.
impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        (self.line, &self.source, &self.text, self.exception)
            == (other.line, &other.source, &other.text, other.exception)
    }
}

impl Eq for Pattern {}

#[cfg(test)]
mod tests {
    use super::{Decision, IgnoreFile};

    fn decide(text: &str, path: &str) -> Decision {
        IgnoreFile::parse(text).decide(path)
    }

    #[test]
    fn the_last_match_wins() {
        assert_eq!(
            decide("*.md\n!README.md\n", "README.md"),
            Decision::Readmitted { pattern: 1 }
        );
        assert_eq!(
            decide("!README.md\n*.md\n", "README.md"),
            Decision::Excluded { pattern: 1 }
        );
        assert_eq!(decide("*.md\n", "docs/a.md"), Decision::Included);
    }

    #[test]
    fn what_lies_in_a_matched_directory_is_matched() {
        assert_eq!(
            decide("node_modules\n", "node_modules/a/index.js"),
            Decision::Excluded { pattern: 0 }
        );
        assert_eq!(
            decide("docs\n!docs/keep.md\n", "docs/keep.md"),
            Decision::Readmitted { pattern: 1 }
        );
    }

    #[test]
    fn a_path_is_named_with_the_directories_above_it() {
        let names = |text: &str, path: &str| IgnoreFile::parse(text).names(path);
        assert!(names("docs", "docs/a/b"));
        assert!(names("docs/*\n!docs/a", "docs/b"));
        assert!(!names("docs/*\n!docs/a", "docs/a/x"));
        assert!(!names("docs", "/docs"));
        assert!(names(".*", "."));
        assert!(!names("*.md", "."));
        // Above a path from the root on is a directory without a name.
        assert!(names("*", "/docs"));
        assert!(names("*", "/"));
        assert!(!names(".*", "/"));
        assert!(!names("[c-a]\n*", "a"));
        assert!(names("*\n[c-a]", "a"));
    }

    #[test]
    fn a_bad_line_leaves_the_others_in_force() {
        let file = IgnoreFile::parse("*.log\n[a\n");
        assert_eq!(file.decide("x.log"), Decision::Excluded { pattern: 0 });
        assert_eq!(file.errors.first().map(|error| error.line), Some(2));
        assert_eq!(
            file.refusal().as_deref(),
            Some("invalid excludepatterns: [*.log [a]: syntax error in pattern")
        );
    }
}
