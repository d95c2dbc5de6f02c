//! The lexer proper: one pass over the word, nested for what stands inside `${…}`.

use std::collections::BTreeSet;

use super::pattern;
use super::splitter::Splitter;
use super::{ExpandError, ExpandOptions, PlacedWord};
use crate::go_text;

/// How deep `${A:-${B:-…}}` may nest. BuildKit has no limit; this one keeps the stack bounded.
const MAX_DEPTH: usize = 100;

/// How many bytes values may add in all. BuildKit has no limit; this one keeps repeated doubling bounded.
const MAX_ADDED_BYTES: usize = 16 << 20;

/// What Go prints for "end of text" where a character is expected.
const END_OF_TEXT: char = '\u{fffd}';

pub(super) struct Lexer<'a> {
    text: &'a str,
    position: usize,
    options: ExpandOptions,
    lookup: &'a dyn Fn(&str) -> Option<String>,
    raw_escapes: bool,
    unmatched: BTreeSet<String>,
    words: Splitter,
    added_bytes: usize,
}

pub(super) struct Outcome {
    pub(super) text: String,
    pub(super) words: Vec<PlacedWord>,
    pub(super) unmatched: Vec<String>,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(
        text: &'a str,
        options: ExpandOptions,
        lookup: &'a dyn Fn(&str) -> Option<String>,
    ) -> Self {
        // Go's scanner drops a byte order mark at the beginning.
        let position = if text.starts_with('\u{feff}') {
            '\u{feff}'.len_utf8()
        } else {
            0
        };
        Self {
            text,
            position,
            options,
            lookup,
            raw_escapes: options.raw_escapes,
            unmatched: BTreeSet::new(),
            words: Splitter::default(),
            added_bytes: 0,
        }
    }

    pub(super) fn run(mut self) -> Result<Outcome, ExpandError> {
        let result = self.read_until(None, self.options.raw_escapes, 0);
        let unmatched = self.unmatched.into_iter().collect();
        match result {
            Ok(text) => Ok(Outcome {
                text,
                words: self.words.finish(),
                unmatched,
            }),
            Err(reason) => {
                let message = format!("failed to process {}: {reason}", go_text::quote(self.text));
                Err(ExpandError { message, unmatched })
            }
        }
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.position..)?.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.position += next.len_utf8();
        Some(next)
    }

    /// Reads up to `stop`, which is consumed, or to the end of the text. BuildKit: `processStopOn`.
    fn read_until(
        &mut self,
        stop: Option<char>,
        raw_escapes: bool,
        depth: usize,
    ) -> Result<String, String> {
        if depth > MAX_DEPTH {
            return Err("substitutions are nested too deeply".to_owned());
        }
        let outer_raw_escapes = std::mem::replace(&mut self.raw_escapes, raw_escapes);
        let result = self.read_text(stop, depth);
        self.raw_escapes = outer_raw_escapes;
        result
    }

    fn read_text(&mut self, stop: Option<char>, depth: usize) -> Result<String, String> {
        // Only the outermost text is split into words. BuildKit shares one buffer between all levels, so what stands
        // inside braces drops the part of a word that was read before it.
        let splits = stop.is_none();
        if !splits {
            self.words.drop_current();
        }
        let mut result = String::new();
        while let Some(character) = self.peek() {
            if Some(character) == stop {
                self.next();
                return Ok(result);
            }
            let start = self.position;
            match character {
                '$' => {
                    let value = self.read_dollar(depth)?;
                    if splits {
                        self.words.add_text(&value, start, self.position);
                    }
                    result.push_str(&value);
                }
                '\'' | '"' if !self.options.ignore_quotes => {
                    let value = if character == '"' {
                        self.read_double_quoted(depth)?
                    } else {
                        self.read_single_quoted()?
                    };
                    if splits {
                        self.words.add_raw_text(&value, start, self.position);
                    }
                    result.push_str(&value);
                }
                _ => {
                    self.next();
                    if character == self.options.escape {
                        if self.raw_escapes {
                            if splits {
                                self.words
                                    .add_raw_character(character, start, self.position);
                            }
                            result.push(character);
                        }
                        let Some(escaped) = self.next() else { break };
                        if splits {
                            self.words.add_raw_character(escaped, start, self.position);
                        }
                        result.push(escaped);
                    } else {
                        if splits {
                            self.words.add_character(character, start, self.position);
                        }
                        result.push(character);
                    }
                }
            }
        }
        match stop {
            Some(stop) => Err(format!(
                "unexpected end of statement while looking for matching {stop}"
            )),
            None => Ok(result),
        }
    }

    fn read_single_quoted(&mut self) -> Result<String, String> {
        let start = self.position;
        self.next();
        let inner = self.position;
        let length = self.text.get(inner..).and_then(|rest| rest.find('\''));
        let Some(length) = length else {
            self.position = self.text.len();
            return Err(
                "unexpected end of statement while looking for matching single-quote".to_owned(),
            );
        };
        self.position = inner + length + 1;
        let range = if self.options.raw_quotes {
            start..self.position
        } else {
            inner..inner + length
        };
        Ok(self.text.get(range).unwrap_or_default().to_owned())
    }

    fn read_double_quoted(&mut self, depth: usize) -> Result<String, String> {
        let mut result = String::new();
        self.next();
        if self.options.raw_quotes {
            result.push('"');
        }
        loop {
            match self.peek() {
                None => {
                    return Err(
                        "unexpected end of statement while looking for matching double-quote"
                            .to_owned(),
                    );
                }
                Some('"') => {
                    self.next();
                    if self.options.raw_quotes {
                        result.push('"');
                    }
                    return Ok(result);
                }
                Some('$') => result.push_str(&self.read_dollar(depth)?),
                Some(character) => {
                    self.next();
                    if character != self.options.escape {
                        result.push(character);
                        continue;
                    }
                    if self.raw_escapes {
                        result.push(character);
                    }
                    match self.peek() {
                        // An escape character at the very end is ignored.
                        None => {}
                        Some(escaped)
                            if escaped == '"'
                                || escaped == '$'
                                || escaped == self.options.escape =>
                        {
                            self.next();
                            result.push(escaped);
                        }
                        Some(_) => result.push(character),
                    }
                }
            }
        }
    }

    /// Reads what begins with `$`. BuildKit: `processDollar`.
    fn read_dollar(&mut self, depth: usize) -> Result<String, String> {
        let value = self.read_substitution(depth)?;
        self.added_bytes = self.added_bytes.saturating_add(value.len());
        if self.added_bytes > MAX_ADDED_BYTES {
            return Err("the expanded text is too long".to_owned());
        }
        Ok(value)
    }

    fn read_substitution(&mut self, depth: usize) -> Result<String, String> {
        self.next();
        if self.peek() != Some('{') {
            let name = self.read_name();
            if name.is_empty() {
                return Ok("$".to_owned());
            }
            return Ok(match self.value(&name) {
                Some(value) => value,
                None if self.options.skip_unset => format!("${name}"),
                None => String::new(),
            });
        }
        self.next();
        match self.peek() {
            None => return Err("syntax error: missing '}'".to_owned()),
            Some('{' | '}' | ':') => return Err("syntax error: bad substitution".to_owned()),
            Some(_) => {}
        }
        let name = self.read_name();
        let modifier = self.next().unwrap_or(END_OF_TEXT);
        match modifier {
            '}' => Ok(match self.value(&name) {
                Some(value) => value,
                None if self.options.skip_unset => format!("${{{name}}}"),
                None => String::new(),
            }),
            ':' => {
                let second = self.next().unwrap_or(END_OF_TEXT);
                self.read_modified(&name, second, true, depth)
            }
            '+' | '-' | '?' | '#' | '%' => self.read_modified(&name, modifier, false, depth),
            '/' => self.read_replacement(&name, depth),
            _ => Err(format!("unsupported modifier ({modifier}) in substitution")),
        }
    }

    /// The part of `${NAME…}` after the modifier, and what it makes of the value. `colon`: an empty value counts as unset.
    fn read_modified(
        &mut self,
        name: &str,
        modifier: char,
        colon: bool,
        depth: usize,
    ) -> Result<String, String> {
        let raw_escapes = matches!(modifier, '#' | '%');
        if raw_escapes && colon {
            return Err(format!(
                "unsupported modifier (:{modifier}) in substitution"
            ));
        }
        let word = match self.read_until(Some('}'), raw_escapes, depth + 1) {
            Ok(word) => word,
            Err(_) if self.peek().is_none() => return Err("syntax error: missing '}'".to_owned()),
            Err(reason) => return Err(reason),
        };
        let colon_text = if colon { ":" } else { "" };
        let value = self.value(name);
        if self.options.skip_unset && value.is_none() {
            return Ok(format!("${{{name}{colon_text}{modifier}{word}}}"));
        }
        let counts_as_set = value
            .as_deref()
            .is_some_and(|value| !(colon && value.is_empty()));
        match modifier {
            '-' => Ok(if counts_as_set {
                value.unwrap_or_default()
            } else {
                word
            }),
            '+' => Ok(if counts_as_set { word } else { String::new() }),
            '?' if counts_as_set => Ok(value.unwrap_or_default()),
            '?' => {
                let state = if value.is_none() { "unset" } else { "empty" };
                Err(if word.is_empty() {
                    format!("{name}: is not allowed to be {state}")
                } else {
                    format!("{name}: {word}")
                })
            }
            '#' | '%' => {
                let value = value.unwrap_or_default();
                let (greedy, pattern) = match word.strip_prefix(modifier) {
                    Some(rest) => (true, rest),
                    None => (false, word.as_str()),
                };
                if modifier == '%' {
                    pattern::trim_suffix(pattern, &value, greedy)
                } else {
                    pattern::trim_prefix(pattern, &value, greedy)
                }
            }
            _ => Err(format!(
                "unsupported modifier ({colon_text}{modifier}) in substitution"
            )),
        }
    }

    /// `${NAME/pattern/replacement}` and `${NAME//pattern/replacement}` after the first slash.
    fn read_replacement(&mut self, name: &str, depth: usize) -> Result<String, String> {
        let all = self.peek() == Some('/');
        if all {
            self.next();
        }
        let pattern = match self.read_until(Some('/'), true, depth + 1) {
            Ok(pattern) => pattern,
            Err(_) if self.peek().is_none() => {
                return Err("syntax error: missing '/' in ${}".to_owned());
            }
            Err(reason) => return Err(reason),
        };
        let replacement = match self.read_until(Some('}'), true, depth + 1) {
            Ok(replacement) => replacement,
            Err(_) if self.peek().is_none() => return Err("syntax error: missing '}'".to_owned()),
            Err(reason) => return Err(reason),
        };
        match self.value(name) {
            None if self.options.skip_unset => Ok(format!("${{{name}/{pattern}/{replacement}}}")),
            value => pattern::replace(&pattern, &replacement, &value.unwrap_or_default(), all),
        }
    }

    fn read_name(&mut self) -> String {
        let start = self.position;
        match self.peek() {
            Some(first) if is_digit(first) => {
                while self.peek().is_some_and(is_digit) {
                    self.next();
                }
            }
            Some('@' | '*' | '#' | '?' | '-' | '$' | '!') => {
                self.next();
            }
            _ => {
                while self
                    .peek()
                    .is_some_and(|next| next == '_' || next.is_alphabetic() || is_digit(next))
                {
                    self.next();
                }
            }
        }
        self.text
            .get(start..self.position)
            .unwrap_or_default()
            .to_owned()
    }

    fn value(&mut self, name: &str) -> Option<String> {
        let value = (self.lookup)(name);
        if value.is_none() {
            self.unmatched.insert(name.to_owned());
        }
        value
    }
}

/// Go's `unicode.IsDigit` (decimal digits), as far as the standard library knows: numeric, but no fraction, letter
/// number or the like.
pub(super) fn is_digit(character: char) -> bool {
    character.is_ascii_digit()
        || (!character.is_ascii() && character.is_numeric() && !is_other_number(character))
}

fn is_other_number(character: char) -> bool {
    matches!(character,
        '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{bc}'..='\u{be}' | '\u{2070}'..='\u{218f}' | '\u{2460}'..='\u{249b}'
        | '\u{24ea}'..='\u{24ff}' | '\u{2776}'..='\u{2793}' | '\u{3000}'..='\u{33ff}' | '\u{4e00}'..='\u{9fff}')
}
