//! Quotes, escapes and variables in words, as BuildKit's shell lexer reads them
//! (`frontend/dockerfile/shell/lex.go`, August 2026).

mod lexer;
mod pattern;
mod splitter;

use lexer::Lexer;

/// How a word is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExpandOptions {
    /// The escape character: `\` or `` ` ``.
    pub escape: char,
    /// Quotes stay in the result (BuildKit: `RawQuotes`). The display text of RUN is made so.
    pub raw_quotes: bool,
    /// Escape characters stay in the result (BuildKit: `RawEscapes`).
    pub raw_escapes: bool,
    /// Variables that are not set stay as written (BuildKit: `SkipUnsetEnv`).
    pub skip_unset: bool,
    /// Quotes mean nothing, as in the body of a heredoc of COPY (BuildKit: `SkipProcessQuotes`).
    pub ignore_quotes: bool,
}

impl ExpandOptions {
    /// Removes quotes and escapes and replaces all variables.
    #[must_use]
    pub fn new(escape: char) -> Self {
        Self {
            escape,
            raw_quotes: false,
            raw_escapes: false,
            skip_unset: false,
            ignore_quotes: false,
        }
    }
}

/// One word after expansion.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Expanded {
    /// The result.
    pub text: String,
    /// Names that were asked for and are not set, sorted.
    pub unmatched: Vec<String>,
}

/// The words into which a text falls after expansion.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExpandedWords {
    /// The words that are not empty.
    pub words: Vec<String>,
    /// Names that were asked for and are not set, sorted.
    pub unmatched: Vec<String>,
}

/// Why a word cannot be expanded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpandError {
    /// BuildKit's words.
    pub message: String,
    /// Names that were asked for and are not set up to the error, sorted.
    pub unmatched: Vec<String>,
}

impl std::fmt::Display for ExpandError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for ExpandError {}

/// A word and where it stands in the text that was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct PlacedWord {
    pub(crate) text: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// Expands `word` to one word; spaces stay.
///
/// # Errors
/// An unclosed quote or brace, an unknown modifier, `${NAME?message}` without a value, or a result or nesting beyond
/// the limits that keep the work bounded.
pub fn expand_word(
    word: &str,
    options: ExpandOptions,
    lookup: &dyn Fn(&str) -> Option<String>,
) -> Result<Expanded, ExpandError> {
    if is_plain(word, options) {
        return Ok(Expanded {
            text: word.to_owned(),
            unmatched: Vec::new(),
        });
    }
    let outcome = Lexer::new(word, options, lookup).run()?;
    Ok(Expanded {
        text: outcome.text,
        unmatched: outcome.unmatched,
    })
}

/// Nothing in the word means anything to the lexer, as in most words: it stands for itself.
fn is_plain(word: &str, options: ExpandOptions) -> bool {
    let has_meaning = |character: char| match character {
        '$' | '\0' => true,
        '"' | '\'' => !options.ignore_quotes,
        _ => character == options.escape,
    };
    !word.starts_with('\u{feff}') && !word.contains(has_meaning)
}

/// Expands `word` and splits the result at spaces that are not quoted, also at those that come from variables.
///
/// # Errors
/// The same as of [`expand_word`].
pub fn expand_words(
    word: &str,
    options: ExpandOptions,
    lookup: &dyn Fn(&str) -> Option<String>,
) -> Result<ExpandedWords, ExpandError> {
    let outcome = Lexer::new(word, options, lookup).run()?;
    let words = outcome.words.into_iter().map(|word| word.text).collect();
    Ok(ExpandedWords {
        words,
        unmatched: outcome.unmatched,
    })
}

/// Splits `text` into words without any variable being set.
pub(crate) fn split_words(
    text: &str,
    options: ExpandOptions,
) -> Result<Vec<PlacedWord>, ExpandError> {
    Ok(Lexer::new(text, options, &|_| None).run()?.words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expand(word: &str, set: impl Fn(&mut ExpandOptions)) -> Result<String, String> {
        let mut options = ExpandOptions::new('\\');
        set(&mut options);
        let lookup = |name: &str| (name == "A").then(|| "a b".to_owned());
        expand_word(word, options, &lookup)
            .map(|expanded| expanded.text)
            .map_err(|error| error.message)
    }

    #[test]
    fn display_text_of_run_keeps_quotes_and_unset_variables() {
        let display = |word: &str| {
            expand(word, |options| {
                options.raw_quotes = true;
                options.skip_unset = true;
            })
        };
        assert_eq!(
            display(r#"echo "$A" '$A' $B ${B:-${A}} \$A"#),
            Ok(r#"echo "a b" '$A' $B ${B:-a b} $A"#.to_owned())
        );
    }

    #[test]
    fn plain_words_are_what_the_lexer_makes_of_them() {
        let words = [
            "",
            "a",
            " a  b ",
            "é\t\n{}",
            "a\\b",
            "a`b",
            "a$b",
            "'a'",
            "\"a",
            "\u{feff}a",
            "a\u{feff}",
            "a\0b",
        ];
        for (word, escape, ignore_quotes, raw_quotes) in words.into_iter().flat_map(|word| {
            [
                ('\\', false, false),
                ('`', true, false),
                ('\\', false, true),
            ]
            .map(|(escape, ignore, raw)| (word, escape, ignore, raw))
        }) {
            let mut options = ExpandOptions::new(escape);
            options.ignore_quotes = ignore_quotes;
            options.raw_quotes = raw_quotes;
            if is_plain(word, options) {
                let read = Lexer::new(word, options, &|_| None).run();
                let read = read.map(|outcome| (outcome.text, outcome.unmatched));
                assert_eq!(read.ok(), Some((word.to_owned(), Vec::new())), "{word:?}");
            }
        }
        assert!(is_plain(
            "apt-get install -y curl",
            ExpandOptions::new('\\')
        ));
        assert!(!is_plain("a$b", ExpandOptions::new('\\')));
    }

    #[test]
    fn heredoc_bodies_have_no_quotes() {
        let body = |word: &str| expand(word, |options| options.ignore_quotes = true);
        assert_eq!(
            body("it's \"$A\" \\$A\n"),
            Ok("it's \"a b\" $A\n".to_owned())
        );
    }

    #[test]
    fn escapes_stay_on_request() {
        assert_eq!(
            expand(r"\$A\x$A", |options| options.raw_escapes = true),
            Ok(r"\$A\xa b".to_owned())
        );
        assert_eq!(expand(r"\$A\x$A", |_| ()), Ok(r"$Axa b".to_owned()));
    }

    #[test]
    fn nesting_is_limited() {
        let deep = format!("{}x{}", "${B:-".repeat(101), "}".repeat(101));
        assert!(expand(&deep, |_| ()).is_err_and(|message| message.contains("nested too deeply")));
        let allowed = format!("{}x{}", "${B:-".repeat(100), "}".repeat(100));
        assert_eq!(expand(&allowed, |_| ()), Ok("x".to_owned()));
    }
}
