//! One pattern, made ready for testing paths: moby's `Pattern.compile` and `Pattern.match`.
//!
//! moby translates a pattern into a regular expression, character by character, and recognises on the
//! way three forms that need none. Both halves matter: what the simple forms compare is the pattern's
//! own text, and what the translation leaves alone has the meaning that it has in a regular expression.

use crate::regex::Regex;

/// How paths are tested against a pattern.
#[derive(Clone, Debug)]
pub(crate) enum Matcher {
    /// The path is the pattern.
    Exact(Vec<u8>),
    /// The path begins with this: the pattern was `…**` without other wildcards.
    Prefix(Vec<u8>),
    /// The path ends with this: the pattern was `**…` without other wildcards. After `**/`, the rest
    /// alone matches as well.
    Suffix(Vec<u8>),
    /// All other patterns.
    Expression {
        /// The expression.
        regex: Box<Regex>,
        /// What has to be there before it is worth running.
        literals: Literals,
    },
    /// The translation is no regular expression, which shows when the first path is tested.
    Broken,
}

impl Matcher {
    pub(crate) fn new(pattern: &str) -> Self {
        let translation = translate(pattern);
        let bytes = pattern.as_bytes();
        match translation.form {
            Form::Exact => Self::Exact(bytes.to_vec()),
            Form::Prefix => Self::Prefix(
                bytes
                    .get(..bytes.len().saturating_sub(2))
                    .unwrap_or_default()
                    .to_vec(),
            ),
            Form::Suffix => Self::Suffix(bytes.get(2..).unwrap_or_default().to_vec()),
            Form::Expression => match Regex::new(&translation.expression) {
                Ok(regex) => Self::Expression {
                    regex: Box::new(regex),
                    literals: Literals::of(pattern),
                },
                Err(_) => Self::Broken,
            },
        }
    }

    pub(crate) fn is_broken(&self) -> bool {
        matches!(self, Self::Broken)
    }

    /// Tests this path alone, not the directories that it is in.
    #[inline]
    pub(crate) fn matches(&self, path: &str) -> bool {
        let path_bytes = path.as_bytes();
        match self {
            Self::Exact(text) => path_bytes.len() == text.len() && ends_with(path_bytes, text),
            Self::Prefix(text) => starts_with(path_bytes, text),
            Self::Suffix(text) => {
                ends_with(path_bytes, text)
                    || text
                        .strip_prefix(b"/")
                        .is_some_and(|name| path_bytes == name)
            }
            Self::Expression { regex, literals } => literals.are_in(path) && regex.is_match(path),
            Self::Broken => false,
        }
    }
}

/// The same as the standard library's, but most paths differ in the one byte that is looked at first, and a call that
/// compares memory costs more than all the rest.
#[inline]
fn starts_with(path: &[u8], text: &[u8]) -> bool {
    match text.first() {
        None => true,
        first => path.first() == first && path.starts_with(text),
    }
}

#[inline]
fn ends_with(path: &[u8], text: &[u8]) -> bool {
    match text.last() {
        None => true,
        last => path.last() == last && path.ends_with(text),
    }
}

/// Texts that every matching path holds: a quick way to see that a path does not match.
#[derive(Clone, Debug, Default)]
pub(crate) struct Literals {
    /// It begins with this.
    prefix: String,
    /// It holds this somewhere; empty where one of the ends says enough.
    inside: String,
    /// It ends with this.
    suffix: String,
}

impl Literals {
    /// Nothing is promised where an alternative or a repetition may stand, nor where the first `]` need not end a class.
    fn of(pattern: &str) -> Self {
        if pattern.contains(['|', '{', '}', '^', '\\', '\u{feff}'])
            || pattern.contains("[:")
            || pattern.contains("[]")
        {
            return Self::default();
        }
        let special = |character: char| matches!(character, '*' | '?' | '[' | ']');
        let mut in_class = false;
        let mut runs: Vec<&str> = Vec::new();
        for run in pattern.split_inclusive(special) {
            let text = run.trim_end_matches(special);
            // What stands in a class is one character of many.
            runs.push(if in_class { "" } else { text });
            in_class = run.ends_with('[') || in_class && !run.ends_with(']');
        }
        if pattern.ends_with(special) {
            runs.push("");
        }
        // `**/` takes its slash with it, or none.
        let without_slash = |run: &str| run.strip_prefix('/').unwrap_or(run).to_owned();
        let (prefix, suffix) = match runs.as_slice() {
            [] | [_] => return Self::default(),
            [first, .., last] => ((*first).to_owned(), without_slash(last)),
        };
        let inside = if prefix.is_empty() && suffix.is_empty() {
            runs.iter()
                .map(|run| without_slash(run))
                .max_by_key(String::len)
                .unwrap_or_default()
        } else {
            String::new()
        };
        Self {
            prefix,
            inside,
            suffix,
        }
    }

    #[inline]
    fn are_in(&self, path: &str) -> bool {
        starts_with(path.as_bytes(), self.prefix.as_bytes())
            && ends_with(path.as_bytes(), self.suffix.as_bytes())
            && (self.inside.is_empty() || path.contains(&self.inside))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Exact,
    Prefix,
    Suffix,
    Expression,
}

struct Translation {
    form: Form,
    /// In Go's syntax of regular expressions, anchored at both ends.
    expression: String,
}

fn translate(pattern: &str) -> Translation {
    // Go reads the pattern with `text/scanner`, which drops a byte order mark at the beginning.
    let mut rest = pattern
        .strip_prefix('\u{feff}')
        .unwrap_or(pattern)
        .chars()
        .peekable();
    let mut form = Form::Exact;
    let mut expression = String::from("^");
    let mut at_start = true;
    while let Some(character) = rest.next() {
        match character {
            '*' if rest.next_if_eq(&'*').is_some() => {
                // `**/` is the same as `**`, which stands for any number of directories.
                rest.next_if_eq(&'/');
                if rest.peek().is_some() {
                    expression.push_str("(.*/)?");
                    form = Form::Expression;
                } else if form == Form::Exact {
                    form = Form::Prefix;
                } else {
                    expression.push_str(".*");
                    form = Form::Expression;
                }
                if at_start {
                    form = Form::Suffix;
                }
            }
            '*' => {
                expression.push_str("[^/]*");
                form = Form::Expression;
            }
            '?' => {
                expression.push_str("[^/]");
                form = Form::Expression;
            }
            // moby means to escape `{`, `|` and `}` too, but its table holds 64 characters and they
            // are beyond it, so in a pattern with wildcards they keep their meaning as operators.
            '.' | '+' | '(' | ')' | '$' => {
                expression.push('\\');
                expression.push(character);
            }
            '\\' => {
                expression.push('\\');
                if let Some(escaped) = rest.next() {
                    expression.push(escaped);
                    form = Form::Expression;
                }
            }
            '[' | ']' => {
                expression.push(character);
                form = Form::Expression;
            }
            _ => expression.push(character),
        }
        at_start = false;
    }
    expression.push('$');
    Translation { form, expression }
}

#[cfg(test)]
mod tests {
    use super::{Literals, Matcher};

    fn literals(pattern: &str) -> (String, String, String) {
        let Literals {
            prefix,
            inside,
            suffix,
        } = Literals::of(pattern);
        (prefix, inside, suffix)
    }

    #[test]
    fn a_named_class_does_not_end_the_class_around_it() {
        // The expression is `^[[:alpha:]/[^/]*$`: letters, slashes, brackets and circumflexes.
        let matcher = Matcher::new("[[:alpha:]/*");
        assert!(matcher.matches("ab/c"));
        assert!(!matcher.matches("a1"));
        assert!(Matcher::new("x*[]a]b").matches("xy]b"));
    }

    #[test]
    fn finds_what_every_match_holds() {
        let expected = |prefix: &str, inside: &str, suffix: &str| {
            (prefix.to_owned(), inside.to_owned(), suffix.to_owned())
        };
        assert_eq!(literals("a*b"), expected("a", "", "b"));
        assert_eq!(literals("**/tmp?"), expected("", "tmp", ""));
        assert_eq!(literals("**/[Tt]humbs.db"), expected("", "", "humbs.db"));
        assert_eq!(literals("**/test/**/*.snap"), expected("", "", ".snap"));
        assert_eq!(literals("[abc]*"), expected("", "", ""));
        assert_eq!(literals("a{2}*"), expected("", "", ""));
        assert_eq!(literals("x[[:alpha:]/*"), expected("", "", ""));
        assert_eq!(literals("x*[]a]b"), expected("", "", ""));
        assert_eq!(literals("x/**/y"), expected("x/", "", "y"));
    }
}
