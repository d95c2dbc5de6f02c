//! The first word of a HEALTHCHECK. BuildKit: `frontend/dockerfile/parser/line_parsers.go:parseHealthConfig`.
//!
//! It goes from byte to byte and asks of each whether it is a space, as if it were a letter by itself. So a letter with
//! the byte 0x85 or 0xA0 in it, such as `à`, is cut in two, and the word ends with a part of a letter. No type is
//! written like that, hence BuildKit refuses such an instruction, and what matters is only how it names the word.

use std::borrow::Cow;
use std::ops::Range;

use crate::words::{at_boundary, is_space_byte};

/// The first word and what follows.
pub(crate) struct HealthWord {
    /// The word, with the whole of the letter that it is cut in: see [`as_go_has_it`].
    pub(crate) kind: Range<usize>,
    /// What follows the spaces, without what is left of a letter that was cut.
    pub(crate) arguments: Range<usize>,
    /// What follows begins with the rest of a letter.
    pub(crate) begins_broken: bool,
}

impl HealthWord {
    /// `None` if there is no word.
    pub(crate) fn read(text: &str, rest: &Range<usize>) -> Option<Self> {
        let bytes = text.as_bytes().get(..rest.end)?;
        let until = |from: usize, wanted: bool| {
            let behind = bytes.get(from..).unwrap_or_default();
            let length = behind
                .iter()
                .position(|byte| is_space_byte(*byte) == wanted);
            length.map_or(rest.end, |length| from + length)
        };
        let end = until(rest.start, true);
        let next = until(end, false);
        let arguments = at_boundary(text, next);
        (end > rest.start).then(|| Self {
            kind: rest.start..at_boundary(text, end),
            arguments: arguments..rest.end,
            begins_broken: arguments != next,
        })
    }
}

/// The word as Go shows it and changes its case: each byte that is left of a letter that was cut is the replacement
/// character (`strings.ToUpper` by way of `strings.Map`).
pub(crate) fn as_go_has_it(kind: &str) -> Cow<'_, str> {
    let cut = kind.char_indices().next_back().and_then(|(at, _)| {
        let letter = kind.as_bytes().get(at..)?;
        Some((at, letter.iter().position(|byte| is_space_byte(*byte))?))
    });
    let Some((at, left)) = cut else {
        return Cow::Borrowed(kind);
    };
    let whole = kind.get(..at).unwrap_or_default().chars();
    let replaced = std::iter::repeat_n(char::REPLACEMENT_CHARACTER, left);
    Cow::Owned(whole.chain(replaced).collect())
}

#[cfg(test)]
mod tests {
    use super::{HealthWord, as_go_has_it};

    fn read(text: &str) -> (String, &str, bool) {
        let word = HealthWord::read(text, &(0..text.len())).unwrap();
        let kind = as_go_has_it(&text[word.kind]).into_owned();
        (kind, &text[word.arguments], word.begins_broken)
    }

    #[test]
    fn a_letter_with_the_byte_of_a_space_is_cut() {
        assert_eq!(read("CMD a"), ("CMD".to_owned(), "a", false));
        // C3 A9 and C3 A0.
        assert_eq!(read("CMDé [1]"), ("CMDé".to_owned(), "[1]", false));
        assert_eq!(read("CMDà [1]"), ("CMD\u{fffd}".to_owned(), "[1]", false));
        // E2 85 90 and E1 85 A0.
        assert_eq!(read("⅐x"), ("\u{fffd}".to_owned(), "x", true));
        assert_eq!(read("\u{1160}x"), ("\u{fffd}".to_owned(), "x", false));
        // E2 80 85: a space of Unicode, of which two bytes stay in the word.
        assert_eq!(
            read("NONE\u{2005}"),
            ("NONE\u{fffd}\u{fffd}".to_owned(), "", false)
        );
        // E2 80 83: one that is no space here.
        assert_eq!(read("CMD\u{2003}a"), ("CMD\u{2003}a".to_owned(), "", false));
    }
}
