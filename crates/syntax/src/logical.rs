//! Logical lines: continuations joined, with the way back to the text.

use std::borrow::Cow;
use std::ops::Range;

use crate::lines::{LineReader, PhysicalLine};
use crate::{Span, Word};

/// A logical line and where each piece of it stands in the text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LogicalLine<'t, 's> {
    /// The whole text.
    source: &'t str,
    /// What the line says: a part of the text itself if the line is of one piece.
    pub(crate) text: &'s str,
    /// Where the first piece stands.
    start: usize,
    /// Where the first piece ends in the line.
    first_end: usize,
    /// The pieces behind the first.
    others: &'s [Piece],
}

/// Where a line that goes on is put together; used again for the next one.
#[derive(Debug, Default)]
pub(crate) struct Joined {
    pub(crate) text: String,
    /// The pieces behind the first, as long as they have room here.
    few: [Piece; FEW],
    count: usize,
    /// All of them, once they have not.
    many: Vec<Piece>,
}

/// Room for most lines that go on.
const USUAL_BYTES: usize = 200;

/// The number of lines on which most instructions go on.
const FEW: usize = 6;

#[derive(Debug, Clone, Copy, Default)]
struct Piece {
    logical: usize,
    source: usize,
}

/// A line inside a continuation that adds nothing to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Between {
    /// From its `#` to its end.
    Comment(Span),
    /// With its line break.
    Empty(Span),
}

impl Joined {
    /// Reads the lines on which an instruction goes on that begins with `kept`, and gives where the last of them ends.
    pub(crate) fn read(
        &mut self,
        kept: &str,
        lines: &mut LineReader<'_>,
        escape: char,
        mut between: impl FnMut(Between),
    ) -> Option<usize> {
        self.text.clear();
        self.many.clear();
        self.count = 0;
        self.text.reserve(USUAL_BYTES);
        self.text.push_str(kept);
        let mut end = None;
        while let Some(line) = lines.next_line() {
            end = Some(line.content_end());
            let (trimmed, start) = line.trimmed();
            match trimmed.as_bytes().first() {
                Some(b'#') => between(Between::Comment(Span::new(start, line.content_end()))),
                None => between(Between::Empty(Span::new(line.start, line.end))),
                Some(_) => {
                    let (kept, goes_on) = split_continuation(line.content, escape);
                    self.push(kept, line);
                    if !goes_on {
                        break;
                    }
                }
            }
        }
        end
    }

    fn push(&mut self, kept: &str, line: PhysicalLine<'_>) {
        let piece = Piece {
            logical: self.text.len(),
            source: line.start,
        };
        match self.few.get_mut(self.count) {
            Some(place) => *place = piece,
            None => {
                if self.many.is_empty() {
                    self.many.extend_from_slice(&self.few);
                }
                self.many.push(piece);
            }
        }
        self.count += 1;
        self.text.push_str(kept);
    }

    /// The pieces behind the first.
    fn pieces(&self) -> &[Piece] {
        self.few.get(..self.count).unwrap_or(&self.many)
    }
}

/// Takes off the escape character with which a line goes on, and says if there was one. An escape character before it
/// takes its meaning away.
pub(crate) fn split_continuation(line: &str, escape: char) -> (&str, bool) {
    let bytes = line.as_bytes();
    let spaces = bytes
        .iter()
        .rev()
        .take_while(|byte| matches!(byte, b' ' | b'\t'))
        .count();
    let length = bytes.len() - spaces;
    let is_escape = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at))
            .is_some_and(|byte| char::from(*byte) == escape)
    };
    if is_escape(length.checked_sub(1)) && !is_escape(length.checked_sub(2)) {
        (line.get(..length - 1).unwrap_or_default(), true)
    } else {
        (line, false)
    }
}

impl<'t, 's> LogicalLine<'t, 's>
where
    't: 's,
{
    /// A line of one piece, which stands at `start`.
    pub(crate) fn of_one_piece(source: &'t str, text: &'t str, start: usize) -> Self {
        Self {
            source,
            text,
            start,
            first_end: text.len(),
            others: &[],
        }
    }

    /// A line that was put together and begins at `start`.
    pub(crate) fn of_pieces(source: &'t str, joined: &'s Joined, start: usize) -> Self {
        Self {
            source,
            text: &joined.text,
            start,
            first_end: joined
                .pieces()
                .first()
                .map_or(joined.text.len(), |piece| piece.logical),
            others: joined.pieces(),
        }
    }

    /// Where the character at `logical` stands.
    fn start_offset(&self, logical: usize) -> usize {
        let following = self
            .others
            .partition_point(|piece| piece.logical <= logical);
        self.offset_before(following, logical)
    }

    /// Where the character before `logical` ends.
    fn end_offset(&self, logical: usize) -> usize {
        let following = self.others.partition_point(|piece| piece.logical < logical);
        self.offset_before(following, logical)
    }

    /// The place of `logical` in the piece before the one at `following` among the others.
    fn offset_before(&self, following: usize, logical: usize) -> usize {
        let piece = following
            .checked_sub(1)
            .and_then(|index| self.others.get(index));
        match piece {
            Some(piece) => piece.source + logical.saturating_sub(piece.logical),
            None => self.start + logical,
        }
    }

    /// The span of a range of the logical line, continuations between included.
    #[inline]
    pub(crate) fn span(&self, range: &Range<usize>) -> Span {
        if range.end <= self.first_end {
            return Span::new(self.start + range.start, self.start + range.end);
        }
        self.span_over_pieces(range)
    }

    #[inline(never)]
    fn span_over_pieces(&self, range: &Range<usize>) -> Span {
        if range.start >= range.end {
            let offset = self.end_offset(range.start);
            return Span::new(offset, offset);
        }
        Span::new(self.start_offset(range.start), self.end_offset(range.end))
    }

    /// The text of a range.
    pub(crate) fn slice(&self, range: &Range<usize>) -> &'s str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// The text of a range, borrowed from the source if it stands there in one piece.
    #[inline(always)]
    pub(crate) fn text_of(&self, range: &Range<usize>) -> Cow<'t, str> {
        self.word(range).value
    }

    /// The text of a range with its span.
    // What it calls gives values that fit into registers, so that a word is written once, to where it stays.
    #[inline(always)]
    pub(crate) fn word(&self, range: &Range<usize>) -> Word<'t> {
        let span = self.span(range);
        // Where pieces meet, the source has at least an escape character more.
        let is_whole = range.end <= self.first_end || span.end - span.start == range.len();
        let value = if is_whole {
            Cow::Borrowed(self.source.get(span.start..span.end).unwrap_or_default())
        } else {
            Cow::Owned(self.copy(range).into_string())
        };
        Word { span, value }
    }

    #[inline(never)]
    fn copy(&self, range: &Range<usize>) -> Box<str> {
        self.slice(range).into()
    }
}

/// The logical line that `text` is, without indentation and with the lines on which it goes on.
pub(crate) fn join(text: &str, escape: char) -> String {
    let mut joined = Joined::default();
    let mut lines = LineReader::new(text);
    if let Some(first) = lines.next_line() {
        let (trimmed, _) = first.trimmed();
        let (kept, goes_on) = split_continuation(trimmed, escape);
        if !goes_on {
            return kept.to_owned();
        }
        joined.read(kept, &mut lines, escape, |_| ());
    }
    joined.text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn continuations() {
        assert_eq!(split_continuation("a \\ \t", '\\'), ("a ", true));
        assert_eq!(split_continuation("a \\\\", '\\'), ("a \\\\", false));
        assert_eq!(split_continuation("a `", '\\'), ("a `", false));
        assert_eq!(split_continuation("`", '`'), ("", true));
        assert_eq!(split_continuation(" ", '`'), (" ", false));
    }

    #[test]
    fn lines_are_joined() {
        assert_eq!(
            join("  RUN a \\\r\n# c\n\n  b\\\n\tc", '\\'),
            "RUN a   b\tc"
        );
        assert_eq!(join("RUN a \\", '\\'), "RUN a ");
        assert_eq!(join("", '\\'), "");
    }
}
