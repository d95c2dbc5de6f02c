//! Finds quotes, variables, operators and flags in the arguments of instructions.

use super::{Tag, Token};
use crate::Span;

/// Walks over the text once, piece by piece; quotes stay open from one piece to the next.
pub(super) struct Scanner<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    escape: char,
    shell: bool,
    quote: Option<char>,
    open_braces: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            tokens: Vec::new(),
            escape: '\\',
            shell: false,
            quote: None,
            open_braces: 0,
        }
    }

    /// Forgets what the instruction before left open.
    pub(super) fn start_instruction(&mut self, shell: bool, escape: char) {
        self.shell = shell;
        self.escape = escape;
        self.quote = None;
        self.open_braces = 0;
    }

    /// Appends a token unless it is empty or lies behind another.
    pub(super) fn push(&mut self, token: Token) {
        let position = self.tokens.last().map_or(0, |last| last.span.end);
        if token.span.start >= position
            && token.span.start < token.span.end
            && token.span.end <= self.text.len()
        {
            self.tokens.push(token);
        }
    }

    pub(super) fn finish(self) -> Vec<Token> {
        self.tokens
    }

    fn push_range(&mut self, start: usize, end: usize, tag: Option<Tag>) {
        if let Some(tag) = tag {
            self.push(Token {
                span: Span::new(start, end),
                tag,
            });
        }
    }

    /// Scans `span`. With a `base` only variables are looked for, and everything else gets that tag.
    pub(super) fn scan(&mut self, span: Span, base: Option<Tag>) {
        let Some(piece) = self.text.get(span.start..span.end) else {
            return;
        };
        // Where the text that has no token yet begins.
        let mut pending = 0;
        let mut position = 0;
        let mut at_word_start = true;
        while let Some(rest) = piece.get(position..)
            && let Some(character) = rest.chars().next()
        {
            let plain = match (base, self.quote) {
                (Some(base), _) => Some(base),
                (None, Some(_)) => Some(Tag::String),
                (None, None) => None,
            };
            let length = match self.special(rest, character, base.is_some(), at_word_start) {
                Special::Plain(length) => length,
                Special::Quote => {
                    // The quotes belong to the string on either side.
                    let opens = self.quote.is_none();
                    if opens {
                        self.push_range(span.start + pending, span.start + position, plain);
                        pending = position;
                        self.quote = Some(character);
                    } else {
                        self.push_range(
                            span.start + pending,
                            span.start + position + 1,
                            Some(Tag::String),
                        );
                        pending = position + 1;
                        self.quote = None;
                    }
                    1
                }
                Special::Token(length, tag) => {
                    self.push_range(span.start + pending, span.start + position, plain);
                    self.push_range(
                        span.start + position,
                        span.start + position + length,
                        Some(tag),
                    );
                    pending = position + length;
                    length
                }
            };
            at_word_start = character.is_whitespace();
            position += length;
        }
        let plain = base.or(self.quote.map(|_| Tag::String));
        self.push_range(span.start + pending, span.end, plain);
    }

    /// What begins at `rest`.
    fn special(
        &mut self,
        rest: &str,
        character: char,
        only_variables: bool,
        at_word_start: bool,
    ) -> Special {
        let after = rest.get(character.len_utf8()..).unwrap_or_default();
        let single_quoted = self.quote == Some('\'') && !only_variables;
        if character == self.escape && !single_quoted {
            let line_end = after.trim_start_matches([' ', '\t', '\r']);
            if !only_variables && line_end.starts_with('\n') {
                return Special::Token(character.len_utf8(), Tag::Operator);
            }
            let escaped = after.chars().next().map_or(0, char::len_utf8);
            return Special::Plain(character.len_utf8() + escaped);
        }
        match character {
            '$' if !single_quoted => match variable_length(rest) {
                0 => Special::Plain(1),
                length => {
                    self.open_braces += usize::from(
                        after.starts_with('{')
                            && !rest.get(..length).is_some_and(|it| it.ends_with('}')),
                    );
                    Special::Token(length, Tag::Variable)
                }
            },
            '}' if self.open_braces > 0 && !single_quoted => {
                self.open_braces -= 1;
                Special::Token(1, Tag::Variable)
            }
            _ if only_variables => Special::Plain(character.len_utf8()),
            '\'' | '"' if self.quote.is_none() || self.quote == Some(character) => Special::Quote,
            _ if self.quote.is_some() || self.open_braces > 0 || !self.shell => {
                Special::Plain(character.len_utf8())
            }
            '&' | '|' | ';' | '<' | '>' => {
                let length = rest
                    .bytes()
                    .take_while(|byte| char::from(*byte) == character)
                    .take(2)
                    .count();
                Special::Token(length, Tag::Operator)
            }
            '-' if at_word_start
                && after.starts_with(|next: char| next == '-' || next.is_alphanumeric()) =>
            {
                let end =
                    rest.find(|next: char| !(next.is_alphanumeric() || matches!(next, '-' | '_')));
                Special::Token(end.unwrap_or(rest.len()), Tag::Flag)
            }
            _ => Special::Plain(character.len_utf8()),
        }
    }
}

enum Special {
    /// This many bytes of nothing special.
    Plain(usize),
    /// A quote that opens or closes.
    Quote,
    /// A token of this many bytes.
    Token(usize, Tag),
}

/// The length of `$NAME`, `${NAME}`, or `${NAME` with the modifier; 0 if it is none of these.
fn variable_length(text: &str) -> usize {
    let Some(after) = text.strip_prefix('$') else {
        return 0;
    };
    let braced = after.strip_prefix('{');
    let name = braced.unwrap_or(after);
    let is_name = |next: char| next == '_' || next.is_alphanumeric();
    let mut length = name.find(|next: char| !is_name(next)).unwrap_or(name.len());
    if length == 0 && name.starts_with(['@', '*', '#', '?', '-', '$', '!']) {
        length = 1;
    }
    if length == 0 {
        return 0;
    }
    let before = text.len() - name.len();
    if braced.is_none() {
        return before + length;
    }
    let modifier = match name.get(length..).unwrap_or_default().as_bytes() {
        [b':', b'-' | b'+' | b'?', ..] | [b'#', b'#', ..] | [b'%', b'%', ..] | [b'/', b'/', ..] => {
            2
        }
        [b'}' | b'-' | b'+' | b'?' | b'#' | b'%' | b'/', ..] => 1,
        _ => 0,
    };
    before + length + modifier
}
