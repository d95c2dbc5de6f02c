//! Ways in which instructions split their arguments. All work on ranges of the logical line.
//! BuildKit: `frontend/dockerfile/parser/line_parsers.go` and `split_command.go`.

use std::borrow::Cow;
use std::ops::Range;

/// `--name=value` at the beginning of an instruction's arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RawFlag<'a> {
    /// Where it stands, quotes included.
    pub(crate) range: Range<usize>,
    /// Without quotes and escapes.
    pub(crate) text: Cow<'a, str>,
    /// The first `=`: its place in `text` and in the line.
    pub(crate) equals: Option<(usize, usize)>,
}

impl RawFlag<'_> {
    /// What is before the first `=`, with the dashes.
    pub(crate) fn dashed_name(&self) -> &str {
        self.equals
            .and_then(|(at, _)| self.text.get(..at))
            .unwrap_or(&self.text)
    }

    /// What is before the first `=`, without the dashes.
    pub(crate) fn name(&self) -> &str {
        self.dashed_name().get(2..).unwrap_or_default()
    }

    /// What is after the first `=`.
    pub(crate) fn value(&self) -> Option<&str> {
        self.equals.and_then(|(at, _)| self.text.get(at + 1..))
    }
}

/// The white space that separates words: not every space of Unicode.
pub(crate) fn is_separator(character: char) -> bool {
    matches!(character, '\t' | '\u{b}' | '\u{c}' | '\r' | ' ')
}

/// The range without Unicode white space at both ends.
pub(crate) fn trim(text: &str, range: &Range<usize>) -> Range<usize> {
    let slice = text.get(range.clone()).unwrap_or_default();
    let start = range.end - slice.trim_start().len();
    let length = slice.trim().len();
    start..start + length
}

/// Splits at the first run of separators: what is before, and what is behind if there was one.
pub(crate) fn split_first(
    text: &str,
    range: &Range<usize>,
) -> (Range<usize>, Option<Range<usize>>) {
    let slice = text.get(range.clone()).unwrap_or_default();
    let Some(length) = slice.find(is_separator) else {
        return (range.clone(), None);
    };
    let behind = slice
        .get(length..)
        .unwrap_or_default()
        .trim_start_matches(is_separator)
        .len();
    (
        range.start..range.start + length,
        Some(range.end - behind..range.end),
    )
}

/// Splits at every run of separators.
pub(crate) fn split_all(text: &str, range: &Range<usize>) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut rest = Some(range.clone());
    while let Some(remaining) = rest {
        let (word, behind) = split_first(text, &remaining);
        words.push(word);
        rest = behind;
    }
    words
}

/// Splits into words in which quotes and escapes keep spaces; both stay in the words.
pub(crate) fn split_quoted(text: &str, range: &Range<usize>, escape: char) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let slice = text.get(range.clone()).unwrap_or_default();
    let mut characters = slice.char_indices().peekable();
    // Where the current word begins, and the quote in which it is.
    let mut word: Option<usize> = None;
    let mut quote: Option<char> = None;
    let mut end = range.end;
    while let Some((offset, character)) = characters.next() {
        let at = range.start + offset;
        if quote.is_none() && character.is_whitespace() {
            words.extend(word.take().map(|start| start..at));
            continue;
        }
        word.get_or_insert(at);
        if character == escape && quote != Some('\'') {
            // An escape character at the very end is dropped.
            if characters.next().is_none() {
                end = at;
            }
            continue;
        }
        match quote {
            Some(open) if open == character => quote = None,
            None if matches!(character, '\'' | '"') => quote = Some(character),
            _ => {}
        }
    }
    words.extend(word.filter(|start| *start < end).map(|start| start..end));
    words
}

/// Takes the flags off the beginning of the arguments and gives the range of the rest.
///
/// BuildKit goes byte by byte here, so characters beyond ASCII in flags come out as their UTF-8 bytes read as Latin-1.
/// That shows in its messages and values, and is kept.
pub(crate) fn take_flags<'a>(
    text: &'a str,
    range: &Range<usize>,
    escape: char,
) -> (Vec<RawFlag<'a>>, Range<usize>) {
    let bytes = text.as_bytes();
    let mut flags = Vec::new();
    let mut at = range.start;
    let byte_at = |at: usize| {
        if at < range.end {
            bytes.get(at).copied()
        } else {
            None
        }
    };
    loop {
        while byte_at(at).is_some_and(is_space_byte) {
            at += 1;
        }
        if byte_at(at) != Some(b'-') || byte_at(at + 1) != Some(b'-') {
            return (flags, at_boundary(text, at)..range.end);
        }
        let start = at;
        if let Some(flag) = plain_flag(text, start, range.end, escape) {
            at = flag.range.end;
            if flag.text == "--" {
                // The end of the flags.
                return (flags, at..range.end);
            }
            flags.push(flag);
            continue;
        }
        let mut unquoted = String::new();
        let mut equals = None;
        let mut quote: Option<u8> = None;
        while let Some(byte) = byte_at(at) {
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
                match byte_at(at) {
                    Some(escaped) => plain = escaped,
                    None => break,
                }
            }
            if plain == b'=' && equals.is_none() {
                equals = Some((unquoted.len(), at));
            }
            unquoted.push(char::from(plain));
            at += 1;
        }
        let end = at_boundary(text, at.min(range.end));
        if unquoted == "--" {
            return (flags, end..range.end);
        }
        flags.push(RawFlag {
            range: start..end,
            text: Cow::Owned(unquoted),
            equals,
        });
    }
}

/// The flag at `start` if it is ASCII without quotes and escapes, as nearly all are: it reads as it is written.
fn plain_flag(text: &str, start: usize, end: usize, escape: char) -> Option<RawFlag<'_>> {
    let rest = text.get(start..end)?;
    let mut equals = None;
    let mut length = rest.len();
    for (offset, byte) in rest.bytes().enumerate() {
        if byte.is_ascii() && is_space_byte(byte) {
            length = offset;
            break;
        }
        if !byte.is_ascii() || matches!(byte, b'\'' | b'"') || char::from(byte) == escape {
            return None;
        }
        if byte == b'=' && equals.is_none() {
            equals = Some((offset, start + offset));
        }
    }
    Some(RawFlag {
        range: start..start + length,
        text: Cow::Borrowed(rest.get(..length)?),
        equals,
    })
}

/// Go's `unicode.IsSpace` of a single byte taken for a character.
fn is_space_byte(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | 0xb | 0xc | b'\r' | b' ' | 0x85 | 0xa0)
}

/// The next character boundary from `at` on.
fn at_boundary(text: &str, mut at: usize) -> usize {
    while at < text.len() && !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slices<'a>(text: &'a str, ranges: &[Range<usize>]) -> Vec<&'a str> {
        ranges.iter().map(|range| &text[range.clone()]).collect()
    }

    #[test]
    fn quoted_words() {
        let text = r#"a=b "c d"=e f="g \" h" i='j\' k\ l ""  m\"#;
        let words = split_quoted(text, &(0..text.len()), '\\');
        assert_eq!(
            slices(text, &words),
            [
                "a=b",
                r#""c d"=e"#,
                r#"f="g \" h""#,
                r"i='j\'",
                r"k\ l",
                "\"\"",
                "m"
            ]
        );
    }

    #[test]
    fn flags_come_first() {
        let text = r#"--a=b --c="d e"f --g h --i"#;
        let (flags, rest) = take_flags(text, &(0..text.len()), '\\');
        let texts: Vec<&str> = flags.iter().map(|flag| flag.text.as_ref()).collect();
        assert_eq!(texts, ["--a=b", "--c=d ef", "--g"]);
        assert_eq!(&text[rest], "h --i");
        assert_eq!(
            flags.iter().map(RawFlag::name).collect::<Vec<_>>(),
            ["a", "c", "g"]
        );
        assert_eq!(
            flags.iter().map(RawFlag::value).collect::<Vec<_>>(),
            [Some("b"), Some("d ef"), None]
        );
    }
}
