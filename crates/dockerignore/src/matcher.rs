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
    Expression(Box<Regex>),
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
                Ok(regex) => Self::Expression(Box::new(regex)),
                Err(_) => Self::Broken,
            },
        }
    }

    /// Tests this path alone, not the directories that it is in.
    #[inline]
    pub(crate) fn matches(&self, path: &str) -> bool {
        match self {
            Self::Exact(text) => path.as_bytes() == text.as_slice(),
            Self::Prefix(text) => path.as_bytes().starts_with(text),
            Self::Suffix(text) => {
                path.as_bytes().ends_with(text)
                    || text
                        .strip_prefix(b"/")
                        .is_some_and(|name| path.as_bytes() == name)
            }
            Self::Expression(regex) => regex.is_match(path),
            Self::Broken => false,
        }
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
