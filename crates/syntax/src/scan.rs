//! The standard library's ways to trim and find, quick for ASCII: the same results with a look at few bytes.

use std::ops::Range;

/// `str::trim_start`.
#[inline]
pub(crate) fn trim_start(text: &str) -> &str {
    match text.as_bytes().first() {
        Some(byte) if is_plain(*byte) => text,
        _ => text
            .get(past_spaces(text, 0, text.len())..)
            .unwrap_or_default(),
    }
}

/// Where a range begins without Unicode white space at its beginning.
#[inline]
pub(crate) fn trim_start_of(text: &str, range: &Range<usize>) -> usize {
    match text.as_bytes().get(range.start) {
        Some(byte) if is_plain(*byte) && range.start < range.end => range.start,
        _ => past_spaces(text, range.start, range.end),
    }
}

/// The range without Unicode white space at both ends.
#[inline]
pub(crate) fn trim(text: &str, range: &Range<usize>) -> Range<usize> {
    let start = trim_start_of(text, range);
    let last = range.end.wrapping_sub(1);
    match text.as_bytes().get(last) {
        Some(byte) if is_plain(*byte) && start < range.end => start..range.end,
        _ => start..before_spaces(text, start, range.end),
    }
}

/// Whether neither white space nor a dash can begin at `at`.
#[inline]
pub(crate) fn is_plain_but_dash(text: &str, at: usize) -> bool {
    let byte = text.as_bytes().get(at);
    byte.is_some_and(|byte| is_plain(*byte) && *byte != b'-')
}

/// ASCII that is no white space.
#[inline]
fn is_plain(byte: u8) -> bool {
    matches!(byte, b'!'..=0x7f)
}

/// Where the first character of `text[start..end]` stands that is no white space.
fn past_spaces(text: &str, mut start: usize, end: usize) -> usize {
    let bytes = text.as_bytes().get(..end).unwrap_or_default();
    while let Some(byte) = bytes.get(start) {
        if !is_ascii_space(*byte) {
            if byte.is_ascii() {
                return start;
            }
            let rest = text.get(start..end).unwrap_or_default();
            return end - rest.trim_start().len();
        }
        start += 1;
    }
    end
}

/// Where the last character of `text[start..end]` ends that is no white space.
fn before_spaces(text: &str, start: usize, mut end: usize) -> usize {
    let bytes = text.as_bytes();
    while start < end {
        let byte = bytes.get(end - 1).copied().unwrap_or_default();
        if !is_ascii_space(byte) {
            if byte.is_ascii() {
                return end;
            }
            let rest = text.get(start..end).unwrap_or_default();
            return start + rest.trim_end().len();
        }
        end -= 1;
    }
    start
}

/// The bytes among ASCII's that `char::is_whitespace` takes for white space.
#[inline]
pub(crate) fn is_ascii_space(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | b' ')
}

/// Where the first line break is. Most lines are too short for a call of `memchr` to pay.
#[inline(always)]
pub(crate) fn line_break(bytes: &[u8]) -> Option<usize> {
    memchr::memchr(b'\n', bytes)
}

/// Whether `<<` is in the text, as it is in every line with a heredoc.
pub(crate) fn has_double_less_than(text: &str) -> bool {
    /// The length of a text for which a call of `memchr` does not pay.
    const SHORT: usize = 16 * WORD;
    let bytes = text.as_bytes();
    if bytes.len() < SHORT {
        let (words, rest) = bytes.as_chunks();
        if words.iter().all(|word| places_of(b'<', *word) == 0) && !rest.contains(&b'<') {
            return false;
        }
    }
    memchr::memchr_iter(b'<', bytes).any(|at| bytes.get(at + 1) == Some(&b'<'))
}

/// The number of bytes that are looked at together.
const WORD: usize = size_of::<u64>();

/// The highest bit of every byte that is `searched`, and perhaps of some behind the first one.
#[inline(always)]
fn places_of(searched: u8, word: [u8; WORD]) -> u64 {
    const ONES: u64 = u64::from_ne_bytes([1; WORD]);
    const HIGHEST: u64 = u64::from_ne_bytes([0x80; WORD]);
    let zero_where_equal = u64::from_le_bytes(word) ^ u64::from_ne_bytes([searched; WORD]);
    zero_where_equal.wrapping_sub(ONES) & !zero_where_equal & HIGHEST
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn trims_like_the_standard_library(text in "[ \t\n\u{b}\u{c}\r\u{1c}\u{85}\u{a0}\u{3000}aé]{0,8}") {
            prop_assert_eq!(trim_start(&text), text.trim_start());
            prop_assert_eq!(&text[trim(&text, &(0..text.len()))], text.trim());
        }

        #[test]
        fn finds_double_less_than(text in "[<a]{0,6}a{0,12}[<a]{0,6}") {
            prop_assert_eq!(has_double_less_than(&text), text.contains("<<"));
        }

        #[test]
        fn finds_line_breaks(text in "[\t\u{b}\u{8a}a]{0,20}(a{100})?[\n\u{b}a]{0,12}") {
            prop_assert_eq!(line_break(text.as_bytes()), text.find('\n'));
        }
    }
}
