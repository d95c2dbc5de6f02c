//! Ways in which instructions split their arguments. All work on ranges of the logical line.
//! BuildKit: `frontend/dockerfile/parser/line_parsers.go` and `split_command.go`.

use std::borrow::Cow;
use std::ops::Range;

use crate::logical::LogicalLine;
use crate::{Flag, Word, scan};

/// The white space that separates words: not every space of Unicode.
#[inline(always)]
fn is_separator(byte: u8) -> bool {
    matches!(byte, b'\t' | 0xb | 0xc | b'\r' | b' ')
}

/// Where the first word of a range ends, and where the next one begins: at the same place if there are no separators
/// between, so that nothing follows.
#[inline(always)]
pub(crate) fn first_word(text: &str, range: &Range<usize>) -> (usize, usize) {
    let bytes = text.as_bytes().get(..range.end).unwrap_or_default();
    let mut end = range.start;
    while bytes.get(end).is_some_and(|byte| !is_separator(*byte)) {
        end += 1;
    }
    let mut behind = end;
    while bytes.get(behind).is_some_and(|byte| is_separator(*byte)) {
        behind += 1;
    }
    (end, behind)
}

/// Splits off the last word: what is before it, if anything, and the word. The range has no separators at its ends.
pub(crate) fn split_last(text: &str, range: &Range<usize>) -> (Range<usize>, Range<usize>) {
    let bytes = text.as_bytes().get(range.clone()).unwrap_or_default();
    let length = bytes.iter().rev().position(|byte| is_separator(*byte));
    let start = range.end - length.unwrap_or(bytes.len());
    let before = bytes.get(..start - range.start).unwrap_or_default();
    let spaces = before.iter().rev().take_while(|byte| is_separator(**byte));
    (range.start..start - spaces.count(), start..range.end)
}

/// The words between runs of separators. The range has none at its ends.
#[derive(Debug, Clone)]
pub(crate) struct Words<'s> {
    text: &'s str,
    rest: Range<usize>,
}

impl<'s> Words<'s> {
    pub(crate) fn new(text: &'s str, range: &Range<usize>) -> Self {
        Self {
            text,
            rest: range.clone(),
        }
    }
}

impl Iterator for Words<'_> {
    type Item = Range<usize>;

    #[inline(always)]
    fn next(&mut self) -> Option<Range<usize>> {
        if self.rest.is_empty() {
            return None;
        }
        let start = self.rest.start;
        let (end, behind) = first_word(self.text, &self.rest);
        self.rest.start = behind;
        Some(start..end)
    }
}

/// Words in which quotes and escapes keep spaces; both stay in the words.
#[derive(Debug, Clone)]
pub(crate) struct QuotedWords<'s> {
    text: &'s str,
    rest: Range<usize>,
    escape: char,
}

/// One of [`QuotedWords`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QuotedWord {
    pub(crate) range: Range<usize>,
    /// Where the first `=` stands, be it quoted or not.
    pub(crate) equals: Option<usize>,
}

impl QuotedWord {
    /// What is before the first `=`: all if there is none.
    pub(crate) fn key(&self) -> Range<usize> {
        self.range.start..self.equals.unwrap_or(self.range.end)
    }

    /// What is behind the first `=`.
    pub(crate) fn value(&self) -> Range<usize> {
        self.equals.map_or(self.range.end, |equals| equals + 1)..self.range.end
    }
}

impl<'s> QuotedWords<'s> {
    pub(crate) fn new(text: &'s str, range: &Range<usize>, escape: char) -> Self {
        Self {
            text,
            rest: range.clone(),
            escape,
        }
    }

    fn character(&self, at: usize) -> Option<char> {
        self.text.get(at..self.rest.end)?.chars().next()
    }
}

impl Iterator for QuotedWords<'_> {
    type Item = QuotedWord;

    #[inline(always)]
    fn next(&mut self) -> Option<QuotedWord> {
        let start = scan::trim_start_of(self.text, &self.rest);
        let end = self.rest.end;
        let bytes = self.text.as_bytes().get(..end).unwrap_or_default();
        let mut at = start;
        let mut quote: Option<u8> = None;
        let mut equals = None;
        while let Some(&byte) = bytes.get(at) {
            if PLAIN.get(usize::from(byte)) == Some(&true) {
                at += 1;
                continue;
            }
            if byte == b'=' {
                equals = equals.or(Some(at));
            } else if char::from(byte) == self.escape && quote != Some(b'\'') {
                let Some(escaped) = self.character(at + 1) else {
                    // An escape character at the very end is dropped.
                    break;
                };
                if escaped == '=' {
                    equals = equals.or(Some(at + 1));
                }
                at += escaped.len_utf8();
            } else if !byte.is_ascii() {
                let character = self.character(at).unwrap_or_default();
                if quote.is_none() && character.is_whitespace() {
                    break;
                }
                at += character.len_utf8() - 1;
            } else if scan::is_ascii_space(byte) {
                if quote.is_none() {
                    break;
                }
            } else if quote == Some(byte) {
                quote = None;
            } else if quote.is_none() && matches!(byte, b'\'' | b'"') {
                quote = Some(byte);
            }
            at += 1;
        }
        let at_escape = bytes
            .get(at)
            .is_some_and(|byte| char::from(*byte) == self.escape);
        self.rest.start = if at_escape { end } else { at };
        (start < at).then_some(QuotedWord {
            range: start..at,
            equals,
        })
    }
}

/// The bytes that mean nothing in [`QuotedWords`].
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        plain[byte as usize] = !matches!(
            byte as u8,
            b'\t'..=b'\r' | b' ' | b'\'' | b'"' | b'=' | b'\\' | b'`'
        );
        byte += 1;
    }
    plain
};

/// Takes the flags off the beginning of the arguments and gives the range of the rest.
///
/// BuildKit goes byte by byte here, so characters beyond ASCII in flags come out as their UTF-8 bytes read as Latin-1.
/// That shows in its messages and values, and is kept.
pub(crate) fn take_flags<'t>(
    line: &LogicalLine<'t, '_>,
    range: &Range<usize>,
    escape: char,
    flags: &mut Vec<Flag<'t>>,
) -> Range<usize> {
    let text = line.text;
    let bytes = text.as_bytes().get(..range.end).unwrap_or_default();
    let mut at = range.start;
    loop {
        while bytes.get(at).is_some_and(|byte| is_space_byte(*byte)) {
            at += 1;
        }
        if bytes.get(at) != Some(&b'-') || bytes.get(at + 1) != Some(&b'-') {
            return at_boundary(text, at)..range.end;
        }
        let start = at;
        if flags.capacity() == 0 {
            // Seldom more.
            flags.reserve_exact(2);
        }
        if let Some((end, equals)) = plain_flag(bytes, start, escape) {
            if end == start + 2 {
                // The end of the flags.
                return end..range.end;
            }
            at = end;
            flags.push(Flag {
                span: line.span(&(start..end)),
                name: line.word(&(start + 2..equals.unwrap_or(end))),
                value: equals.map(|equals| line.word(&(equals + 1..end))),
            });
            continue;
        }
        let (flag, end) = quoted_flag(line, bytes, start, escape);
        at = end;
        if flag.name.value.is_empty() && flag.value.is_none() {
            return at_boundary(text, at)..range.end;
        }
        flags.push(flag);
    }
}

/// Where the flag at `start` ends, and where its first `=` is, if it is ASCII without quotes and escapes, as nearly all
/// are: it reads as it is written.
#[inline(always)]
fn plain_flag(bytes: &[u8], start: usize, escape: char) -> Option<(usize, Option<usize>)> {
    let mut equals = None;
    let mut end = start;
    while let Some(&byte) = bytes.get(end) {
        if PLAIN.get(usize::from(byte)) != Some(&true) {
            if byte == b'=' {
                equals = equals.or(Some(end));
            } else if scan::is_ascii_space(byte) {
                break;
            } else if !byte.is_ascii()
                || byte == b'\''
                || byte == b'"'
                || char::from(byte) == escape
            {
                return None;
            }
        }
        end += 1;
    }
    Some((end, equals))
}

/// The flag at `start` without its quotes and escapes, and where it ends, which can be inside a character.
fn quoted_flag<'t>(
    line: &LogicalLine<'t, '_>,
    bytes: &[u8],
    start: usize,
    escape: char,
) -> (Flag<'t>, usize) {
    let mut unquoted = String::new();
    // The first `=`: its place without quotes and in the line.
    let mut equals = None;
    let mut quote: Option<u8> = None;
    let mut at = start;
    while let Some(&byte) = bytes.get(at) {
        let mut plain = byte;
        if quote.is_none() && is_space_byte(byte) {
            break;
        }
        if quote == Some(byte) {
            quote = None;
            at += 1;
            continue;
        }
        if quote.is_none() && matches!(byte, b'\'' | b'"') {
            quote = Some(byte);
            at += 1;
            continue;
        }
        if char::from(byte) == escape {
            at += 1;
            match bytes.get(at) {
                Some(escaped) => plain = *escaped,
                None => break,
            }
        }
        if plain == b'=' && equals.is_none() {
            equals = Some((unquoted.len(), at));
        }
        unquoted.push(char::from(plain));
        at += 1;
    }
    let end = at_boundary(line.text, at.min(bytes.len()));
    let name_end = equals.map_or(end, |(_, at)| at);
    let owned =
        |from: usize, to: usize| Cow::Owned(unquoted.get(from..to).unwrap_or_default().to_owned());
    let flag = Flag {
        span: line.span(&(start..end)),
        name: Word {
            span: line.span(&((start + 2).min(name_end)..name_end)),
            value: owned(2, equals.map_or(unquoted.len(), |(at, _)| at)),
        },
        value: equals.map(|(at, _)| Word {
            span: line.span(&((name_end + 1).min(end)..end)),
            value: owned(at + 1, unquoted.len()),
        }),
    };
    (flag, at.min(bytes.len()))
}

/// Go's `unicode.IsSpace` of a single byte taken for a character.
pub(crate) fn is_space_byte(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | 0xb | 0xc | b'\r' | b' ' | 0x85 | 0xa0)
}

/// The next character boundary from `at` on.
pub(crate) fn at_boundary(text: &str, mut at: usize) -> usize {
    while at < text.len() && !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_words() {
        let text = r#"a=b "c d"=e f="g \" h" i='j\' k\ l ""  m\"#;
        let words = QuotedWords::new(text, &(0..text.len()), '\\');
        let words: Vec<_> = words
            .map(|word| (&text[word.range.clone()], word.equals))
            .collect();
        assert_eq!(
            words,
            [
                ("a=b", Some(1)),
                (r#""c d"=e"#, Some(9)),
                (r#"f="g \" h""#, Some(13)),
                (r"i='j\'", Some(24)),
                (r"k\ l", None),
                ("\"\"", None),
                ("m", None)
            ]
        );
    }

    #[test]
    fn an_escape_alone_is_no_word() {
        let words = |text: &str| QuotedWords::new(text, &(0..text.len()), '\\').count();
        assert_eq!(
            ["\\", "a \\", "a\\ \\", "\\a", "'\\"].map(words),
            [0, 1, 1, 1, 1]
        );
    }

    #[test]
    fn flags_come_first() {
        let text = r#"--a=b --c="d e"f --g h --i"#;
        let line = LogicalLine::of_one_piece(text, text, 0);
        let mut flags = Vec::new();
        let rest = take_flags(&line, &(0..text.len()), '\\', &mut flags);
        let read: Vec<_> = flags
            .iter()
            .map(|flag| {
                (
                    flag.name.value.as_ref(),
                    flag.value.as_ref().map(|value| value.value.as_ref()),
                )
            })
            .collect();
        assert_eq!(read, [("a", Some("b")), ("c", Some("d ef")), ("g", None)]);
        assert_eq!(&text[rest], "h --i");
    }
}
