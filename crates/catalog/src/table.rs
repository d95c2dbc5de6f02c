//! The tables in `data`: tab-separated, comments first, then a line with the names of the columns.

/// The rows of a table, without comments and column names.
pub(crate) fn rows(text: &str) -> impl Iterator<Item = Row<'_>> {
    text.lines()
        .skip_while(|line| line.starts_with('#'))
        .skip(1)
        .map(Row)
}

/// One line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a>(pub(crate) &'a str);

impl<'a> Row<'a> {
    /// The cell in a column, empty if the line ends before it.
    pub(crate) fn text(self, column: usize) -> &'a str {
        self.0.split('\t').nth(column).unwrap_or("")
    }

    /// The number in a column, if there is one.
    pub(crate) fn number(self, column: usize) -> Option<u64> {
        self.text(column).parse().ok()
    }

    /// A list separated by a broken bar.
    pub(crate) fn list(self, column: usize) -> Vec<String> {
        let cell = self.text(column);
        if cell.is_empty() {
            Vec::new()
        } else {
            cell.split('\u{a6}')
                .map(|item| item.replace("\\t", "\t"))
                .collect()
        }
    }
}
