//! Quotes, escapes and variables in words, as BuildKit's shell lexer reads them
//! (`frontend/dockerfile/shell/lex.go`, August 2026).

mod lexer;
mod pattern;

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
    let outcome = Lexer::new(word, options, lookup).run()?;
    Ok(Expanded {
        text: outcome.text,
        unmatched: outcome.unmatched,
    })
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
