//! The tables in `data`: tab-separated, comments first, then a line with the names of the columns.

/// The rows of a table, without comments and column names.
pub(crate) fn rows(text: &str) -> impl Iterator<Item = Row<'_>> {
    body(text).lines().map(Row)
}

/// What comes after the comments and the names of the columns.
fn body(text: &str) -> &str {
    let mut rest = text;
    while rest.starts_with('#') {
        rest = after_line(rest);
    }
    after_line(rest)
}

fn after_line(text: &str) -> &str {
    text.split_once('\n').map_or("", |(_, rest)| rest)
}

/// The rows of a table that is sorted by its first column, from the first one whose cell there is not less than `least`. Looks at as
/// few lines as it can: images are looked up several times for each letter that is typed.
pub(crate) fn rows_from<'a>(text: &'a str, least: &str) -> impl Iterator<Item = Row<'a>> {
    let text = body(text);
    let (mut low, mut high) = (0, text.len());
    let is_break = |byte: &u8| *byte == b'\n';
    while low < high {
        let middle = low.midpoint(high);
        let before = text.as_bytes().get(low..middle).unwrap_or_default();
        let begin = before
            .iter()
            .rposition(is_break)
            .map_or(low, |place| low + place + 1);
        let after = text.as_bytes().get(begin..high).unwrap_or_default();
        let end = after
            .iter()
            .position(is_break)
            .map_or(high, |place| begin + place + 1);
        let line = text.get(begin..end).unwrap_or_default();
        if Row(line.trim_end()).text(0) < least {
            low = end;
        } else {
            high = begin;
        }
    }
    text.get(low..).unwrap_or_default().lines().map(Row)
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

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "# What it is.\nname\tsize\nab\t1\na\u{e4}\t2\nb\t3\nbb\t\u{a6}\nc\t5";

    #[test]
    fn the_rows_from_a_name_on_are_found_wherever_it_lies() {
        for least in ["", "a", "ab", "ac", "b", "ba", "bb", "c", "d", "\u{fc}"] {
            let all = rows(TABLE).filter(|row| row.text(0) >= least);
            let expected: Vec<&str> = all.map(|row| row.0).collect();
            let found: Vec<&str> = rows_from(TABLE, least).map(|row| row.0).collect();
            assert_eq!(found, expected, "{least}");
        }
    }

    #[test]
    fn a_table_without_rows_has_none() {
        for text in ["", "# Nothing.\n", "# Nothing.\nname\n"] {
            assert_eq!(rows_from(text, "a").count(), 0);
        }
    }
}
