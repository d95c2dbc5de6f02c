//! Physical lines.

use crate::scan;

/// Byte offsets to line numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    /// Reads where the lines of `text` begin.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let breaks = text
            .bytes()
            .enumerate()
            .filter(|(_, byte)| *byte == b'\n')
            .map(|(offset, _)| offset + 1);
        Self {
            starts: std::iter::once(0).chain(breaks).collect(),
        }
    }

    /// The 1-based line in which `offset` lies. An offset behind the text lies in the last line.
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).max(1)
    }

    /// The offset at which a 1-based line begins.
    #[must_use]
    pub fn start(&self, line: usize) -> Option<usize> {
        self.starts.get(line.checked_sub(1)?).copied()
    }

    /// The number of lines; a line break at the end begins one more.
    #[must_use]
    pub fn count(&self) -> usize {
        self.starts.len()
    }
}

/// A line of the text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PhysicalLine<'a> {
    /// Where it begins.
    pub(crate) start: usize,
    /// Without line break; BuildKit drops any number of carriage returns too.
    pub(crate) content: &'a str,
    /// Where the next line begins.
    pub(crate) end: usize,
}

impl<'a> PhysicalLine<'a> {
    /// Where the content ends.
    pub(crate) fn content_end(&self) -> usize {
        self.start + self.content.len()
    }

    /// The content without indentation, and where it begins.
    pub(crate) fn trimmed(&self) -> (&'a str, usize) {
        let trimmed = scan::trim_start(self.content);
        (trimmed, self.content_end() - trimmed.len())
    }
}

/// The length in bytes of the longest line that BuildKit reads, with its line break.
pub(crate) const MAX_LINE_BYTES: usize = 65_536;

/// Takes the lines off a text one by one.
#[derive(Debug, Clone)]
pub(crate) struct LineReader<'a> {
    text: &'a str,
    /// Where the next line begins.
    pub(crate) position: usize,
    /// The number of lines taken, which is the 1-based number of the last one.
    pub(crate) taken: usize,
    /// The first line taken that BuildKit cannot read, and how many were taken before it.
    pub(crate) too_long: Option<(PhysicalLine<'a>, usize)>,
}

impl<'a> LineReader<'a> {
    /// From the beginning of `text`.
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            text,
            position: 0,
            taken: 0,
            too_long: None,
        }
    }

    /// The next line, if there is one. A line break at the end of the text begins none.
    #[inline(always)]
    pub(crate) fn next_line(&mut self) -> Option<PhysicalLine<'a>> {
        let start = self.position;
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        if rest.is_empty() {
            return None;
        }
        let line_break = scan::line_break(rest);
        let length = line_break.map_or(rest.len(), |at| at + 1);
        let mut content_length = line_break.unwrap_or(rest.len());
        while content_length > 0 && rest.get(content_length - 1) == Some(&b'\r') {
            content_length -= 1;
        }
        let line = PhysicalLine {
            start,
            content: self
                .text
                .get(start..start + content_length)
                .unwrap_or_default(),
            end: start + length,
        };
        let longest = MAX_LINE_BYTES - usize::from(line_break.is_none());
        if length > longest {
            self.too_long.get_or_insert((line, self.taken));
        }
        self.position = line.end;
        self.taken += 1;
        Some(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_and_lines() {
        let index = LineIndex::new("a\nbc\n");
        assert_eq!(
            [0, 1, 2, 4, 5, 99].map(|offset| index.line(offset)),
            [1, 1, 2, 2, 3, 3]
        );
        assert_eq!(
            (
                index.start(2),
                index.start(0),
                index.start(4),
                index.count()
            ),
            (Some(2), None, None, 3)
        );
    }
}
