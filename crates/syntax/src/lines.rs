//! Physical lines.

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
    /// With its line break.
    pub(crate) text: &'a str,
}

impl<'a> PhysicalLine<'a> {
    /// Without line break; BuildKit drops any number of carriage returns too.
    pub(crate) fn content(&self) -> &'a str {
        self.text.trim_end_matches(['\r', '\n'])
    }

    /// Where the content ends.
    pub(crate) fn content_end(&self) -> usize {
        self.start + self.content().len()
    }

    /// Where the next line begins.
    pub(crate) fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// About the mean in real files, so that the list of lines seldom has to grow.
const BYTES_OF_A_LINE: usize = 32;

/// Splits a text into its lines.
pub(crate) fn split(text: &str) -> Vec<PhysicalLine<'_>> {
    let mut lines = Vec::with_capacity(text.len() / BYTES_OF_A_LINE);
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        lines.push(PhysicalLine { start, text: line });
        start += line.len();
    }
    lines
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
