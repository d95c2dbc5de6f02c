//! JSON arrays of strings as Go's `encoding/json` reads them.

use std::borrow::Cow;
use std::ops::Range;

use crate::logical::LogicalLine;
use crate::{List, Word, scan};

/// What a text is as JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum JsonArray<'a> {
    /// An array of strings.
    Strings(Vec<JsonString<'a>>),
    /// An array with something else than strings in it.
    Mixed,
    /// No array, or not valid.
    No,
}

/// One string: where it stands, quotes included, and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct JsonString<'a> {
    pub(crate) range: Range<usize>,
    pub(crate) value: Cow<'a, str>,
}

impl JsonString<'_> {
    /// The value with the place of the string in the line that it was read from.
    pub(crate) fn word<'t>(&self, line: &LogicalLine<'t, '_>) -> Word<'t> {
        Word {
            span: line.span(&self.range),
            value: match &self.value {
                Cow::Borrowed(_) => line.text_of(&(self.range.start + 1..self.range.end - 1)),
                Cow::Owned(value) => Cow::Owned(value.clone()),
            },
        }
    }
}

/// Go's limit of nesting.
const MAX_DEPTH: usize = 10_000;

/// Reads all of `text[range]` as a JSON array.
pub(crate) fn read_array<'a>(text: &'a str, range: &Range<usize>) -> JsonArray<'a> {
    let slice = text.get(range.clone()).unwrap_or_default();
    let trimmed = scan::trim_start(slice);
    if !trimmed.starts_with('[') {
        return JsonArray::No;
    }
    let start = range.start + slice.len() - trimmed.len();
    let mut reader = Reader {
        bytes: text.as_bytes(),
        text,
        position: start,
        end: range.end,
    };
    match reader.read() {
        Some(array) => array,
        None => JsonArray::No,
    }
}

/// Reads all of the range into `words` if it is an array of strings without escapes, as nearly all arrays are. `None`
/// says nothing, and leaves any words.
pub(crate) fn read_plain_array<'t>(
    line: &LogicalLine<'t, '_>,
    range: &Range<usize>,
    words: &mut List<Word<'t>>,
) -> Option<()> {
    let bytes = line.text.as_bytes().get(..range.end)?;
    let past_spaces = |mut at: usize| {
        while matches!(bytes.get(at), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            at += 1;
        }
        at
    };
    if bytes.get(range.start) != Some(&b'[') {
        return None;
    }
    let mut at = past_spaces(range.start + 1);
    if bytes.get(at) != Some(&b']') {
        loop {
            if bytes.get(at) != Some(&b'"') {
                return None;
            }
            let start = at + 1;
            let rest = bytes.get(start..)?;
            let is_special = |byte: &u8| *byte < b' ' || *byte == b'"' || *byte == b'\\';
            let end = start + rest.iter().position(is_special)?;
            if bytes.get(end) != Some(&b'"') {
                return None;
            }
            words.push_with(|| Word {
                span: line.span(&(at..end + 1)),
                value: line.text_of(&(start..end)),
            });
            at = past_spaces(end + 1);
            match bytes.get(at)? {
                b',' => at = past_spaces(at + 1),
                b']' => break,
                _ => return None,
            }
        }
    }
    (past_spaces(at + 1) == range.end).then_some(())
}

struct Reader<'a> {
    bytes: &'a [u8],
    text: &'a str,
    position: usize,
    end: usize,
}

/// What may come next.
#[derive(Clone, Copy, PartialEq)]
enum Expect {
    Value,
    ValueOrEnd,
    Key,
    KeyOrEnd,
    CommaOrEnd,
}

impl<'a> Reader<'a> {
    /// `None` if the text is not valid JSON. Uses a stack of its own, so that deep nesting costs no call stack.
    fn read(&mut self) -> Option<JsonArray<'a>> {
        let mut strings = Vec::new();
        let mut only_strings = true;
        let mut open: Vec<u8> = Vec::new();
        let mut expect = Expect::Value;
        loop {
            self.skip_spaces();
            let byte = self.peek()?;
            match (expect, byte) {
                (Expect::ValueOrEnd, b']') | (Expect::KeyOrEnd, b'}') => {
                    self.position += 1;
                    open.pop();
                    expect = Expect::CommaOrEnd;
                }
                (Expect::CommaOrEnd, b',') => {
                    self.position += 1;
                    expect = if open.last() == Some(&b'{') {
                        Expect::Key
                    } else {
                        Expect::Value
                    };
                }
                (Expect::CommaOrEnd, b']' | b'}') => {
                    let opening = if byte == b']' { b'[' } else { b'{' };
                    if open.pop() != Some(opening) {
                        return None;
                    }
                    self.position += 1;
                }
                (Expect::Key | Expect::KeyOrEnd, b'"') => {
                    self.read_string()?;
                    self.skip_spaces();
                    if self.peek()? != b':' {
                        return None;
                    }
                    self.position += 1;
                    expect = Expect::Value;
                }
                (Expect::Value | Expect::ValueOrEnd, _) => {
                    let in_outermost = open.len() == 1;
                    expect = Expect::CommaOrEnd;
                    match byte {
                        b'[' | b'{' => {
                            only_strings &= !in_outermost;
                            open.push(byte);
                            if open.len() > MAX_DEPTH {
                                return None;
                            }
                            self.position += 1;
                            expect = if byte == b'[' {
                                Expect::ValueOrEnd
                            } else {
                                Expect::KeyOrEnd
                            };
                        }
                        b'"' => {
                            let string = self.read_string()?;
                            if in_outermost {
                                strings.push(string);
                            }
                        }
                        _ => {
                            only_strings &= !in_outermost;
                            self.read_word_or_number()?;
                        }
                    }
                }
                _ => return None,
            }
            if open.is_empty() {
                break;
            }
        }
        self.skip_spaces();
        if self.position < self.end {
            return None;
        }
        Some(if only_strings {
            JsonArray::Strings(strings)
        } else {
            JsonArray::Mixed
        })
    }

    fn peek(&self) -> Option<u8> {
        if self.position < self.end {
            self.bytes.get(self.position).copied()
        } else {
            None
        }
    }

    fn skip_spaces(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.position += 1;
        }
    }

    fn read_word_or_number(&mut self) -> Option<()> {
        let rest = self.text.get(self.position..self.end)?;
        for word in ["true", "false", "null"] {
            if rest.starts_with(word) {
                self.position += word.len();
                return Some(());
            }
        }
        let start = self.position;
        if self.peek() == Some(b'-') {
            self.position += 1;
        }
        match self.peek()? {
            b'0' => self.position += 1,
            b'1'..=b'9' => self.skip_digits()?,
            _ => return None,
        }
        if self.peek() == Some(b'.') {
            self.position += 1;
            self.skip_digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.position += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.position += 1;
            }
            self.skip_digits()?;
        }
        // A number beyond the range of float64 is an error in Go.
        let number: f64 = self.text.get(start..self.position)?.parse().ok()?;
        number.is_finite().then_some(())
    }

    fn skip_digits(&mut self) -> Option<()> {
        let start = self.position;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.position += 1;
        }
        (self.position > start).then_some(())
    }

    fn read_string(&mut self) -> Option<JsonString<'a>> {
        let start = self.position;
        self.position += 1;
        let mut value = Cow::Borrowed("");
        loop {
            let plain_start = self.position;
            while self
                .peek()
                .is_some_and(|byte| byte >= b' ' && byte != b'"' && byte != b'\\')
            {
                self.position += 1;
            }
            // The first piece is borrowed, and the only one if there is no escape.
            value += self.text.get(plain_start..self.position)?;
            match self.peek()? {
                b'"' => {
                    self.position += 1;
                    return Some(JsonString {
                        range: start..self.position,
                        value,
                    });
                }
                b'\\' => {
                    self.position += 1;
                    let escape = self.peek()?;
                    self.position += 1;
                    value.to_mut().push(match escape {
                        b'"' | b'\\' | b'/' => char::from(escape),
                        b'b' => '\u{8}',
                        b'f' => '\u{c}',
                        b'n' => '\n',
                        b'r' => '\r',
                        b't' => '\t',
                        b'u' => self.read_code_point()?,
                        _ => return None,
                    });
                }
                _ => return None,
            }
        }
    }

    /// The four digits after `\u`, and a second escape if both make a surrogate pair; a lone half is U+FFFD.
    fn read_code_point(&mut self) -> Option<char> {
        let first = self.read_four_digits()?;
        if (0xd800..0xdc00).contains(&first) {
            let after_first = self.position;
            if self
                .text
                .get(self.position..self.end)
                .is_some_and(|rest| rest.starts_with("\\u"))
            {
                self.position += 2;
                let second = self.read_four_digits()?;
                if (0xdc00..0xe000).contains(&second) {
                    return char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00));
                }
                self.position = after_first;
            }
        }
        Some(char::from_u32(first).unwrap_or('\u{fffd}'))
    }

    fn read_four_digits(&mut self) -> Option<u32> {
        if self.position + 4 > self.end {
            return None;
        }
        let digits = self.text.get(self.position..self.position + 4)?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        self.position += 4;
        u32::from_str_radix(digits, 16).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Option<Vec<String>> {
        match read_array(text, &(0..text.len())) {
            JsonArray::Strings(strings) => Some(
                strings
                    .into_iter()
                    .map(|string| string.value.into_owned())
                    .collect(),
            ),
            _ => None,
        }
    }

    #[test]
    fn strings_and_escapes() {
        assert_eq!(
            values(r#"["a", "b\n\u00e9\ud83d\ude00\ud83dx"]"#),
            Some(vec!["a".into(), "b\né😀\u{fffd}x".into()])
        );
        assert_eq!(values("[]"), Some(vec![]));
        assert_eq!(values(r#"["a",]"#), None);
        assert_eq!(values(r#"["a"] b"#), None);
        assert_eq!(values("['a']"), None);
    }

    #[test]
    fn plain_arrays_are_read_alike() {
        let plain = |text: &str| {
            let line = LogicalLine::of_one_piece(text, text, 0);
            let mut words = List::default();
            read_plain_array(&line, &(0..text.len()), &mut words).map(|()| {
                let values = words.into_iter().map(|word| word.value.into_owned());
                values.collect::<Vec<_>>()
            })
        };
        for text in [
            "[]",
            "[ ]",
            r#"["a"]"#,
            r#"[ "a" ,"é", "" ] "#,
            r#"["a",]"#,
            r#"["a"] b"#,
            "[\"a\tb\"]",
            r#"["a" "b"]"#,
            r#"["a""#,
            "[",
            r#"["a"#,
            "[1]",
            "[,]",
            "",
            r#"["a"]]"#,
        ] {
            if values(text).is_some() {
                assert_eq!(plain(text), values(text), "{text}");
            }
            assert!(
                plain(text).is_none() || plain(text) == values(text),
                "{text}"
            );
        }
    }

    #[test]
    fn other_values() {
        for mixed in ["[1]", r#"["a", {"b": [null, true]}]"#, "[[]]", "[-1.5e3]"] {
            assert_eq!(
                read_array(mixed, &(0..mixed.len())),
                JsonArray::Mixed,
                "{mixed}"
            );
        }
        for invalid in [
            "[1e999]", "[01]", "[}", "[\"a\"", "[{]", "[\"\t\"]", "{}", "",
        ] {
            assert_eq!(
                read_array(invalid, &(0..invalid.len())),
                JsonArray::No,
                "{invalid}"
            );
        }
        let deep = "[".repeat(1_000_000);
        assert_eq!(read_array(&deep, &(0..deep.len())), JsonArray::No);
    }
}
