//! Logical lines: continuations joined, with the way back to the text.

use std::ops::Range;

use crate::{Span, Spanned};

/// A logical line and where each piece of it stands in the text.
#[derive(Debug, Default)]
pub(crate) struct LogicalLine {
    pub(crate) text: String,
    /// Most lines are of one piece, which therefore costs no allocation.
    first: Piece,
    /// The pieces behind the first.
    others: Vec<Piece>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Piece {
    logical: usize,
    source: usize,
}

impl LogicalLine {
    /// A line that begins with `text`, which stands at `source`.
    pub(crate) fn new(text: &str, source: usize) -> Self {
        Self {
            text: text.to_owned(),
            first: Piece { logical: 0, source },
            others: Vec::new(),
        }
    }

    /// Appends `text`, which stands at `source`.
    pub(crate) fn push(&mut self, text: &str, source: usize) {
        self.others.push(Piece {
            logical: self.text.len(),
            source,
        });
        self.text.push_str(text);
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
            .and_then(|index| self.others.get(index))
            .unwrap_or(&self.first);
        piece.source + logical.saturating_sub(piece.logical)
    }

    /// The span of a range of the logical line, continuations between included.
    pub(crate) fn span(&self, range: &Range<usize>) -> Span {
        if range.start >= range.end {
            let offset = self.end_offset(range.start);
            return Span::new(offset, offset);
        }
        Span::new(self.start_offset(range.start), self.end_offset(range.end))
    }

    /// The text of a range.
    pub(crate) fn slice(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// The text of a range with its span.
    pub(crate) fn spanned(&self, range: &Range<usize>) -> Spanned<String> {
        Spanned {
            span: self.span(range),
            value: self.slice(range).to_owned(),
        }
    }
}
