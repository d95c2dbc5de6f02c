//! A text of several tables, whose lines are found where they lie.
//!
//! Each table begins with its name and the number of its lines, then come the names of the columns and the lines, in order
//! of their first cell, with tabs between the cells:
//!
//! ```text
//! # any number of comments
//! packages 2
//! package  download_kb
//! curl     300
//! git      7000
//! ```
//!
//! Reading such a text notes where lines begin, and nothing else.

use std::cmp::Ordering;
use std::ops::Range;

use crate::table::Row;

/// The lines of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Section {
    /// Where lines begin and end, in bytes from the beginning of the text.
    lines: Vec<Range<u32>>,
}

impl Section {
    /// How many lines there are.
    pub(crate) fn len(&self) -> usize {
        self.lines.len()
    }

    /// The line at a place.
    pub(crate) fn row<'a>(&self, text: &'a str, place: usize) -> Option<Row<'a>> {
        let line = self.lines.get(place)?;
        text.get(line.start as usize..line.end as usize).map(Row)
    }

    /// The place of the line whose first cell is this.
    pub(crate) fn find(&self, text: &str, name: &str) -> Option<usize> {
        let found = self.lines.binary_search_by(|line| {
            let line = text.as_bytes().get(line.start as usize..line.end as usize);
            first_cell_against(line.unwrap_or_default(), name.as_bytes())
        });
        found.ok()
    }

    /// All lines.
    pub(crate) fn rows<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Row<'a>> {
        (0..self.len()).filter_map(|place| self.row(text, place))
    }
}

/// Compares the first cell of a line with a name.
fn first_cell_against(line: &[u8], name: &[u8]) -> Ordering {
    for (own, wanted) in line.iter().zip(name) {
        // The cell ends here, and what is looked for goes on.
        if *own == b'\t' {
            return Ordering::Less;
        }
        if own != wanted {
            return own.cmp(wanted);
        }
    }
    match line.get(name.len()) {
        None if line.len() < name.len() => Ordering::Less,
        None | Some(b'\t') => Ordering::Equal,
        Some(_) => Ordering::Greater,
    }
}

/// Reads tables one after the other.
pub(crate) struct Reader<'a> {
    text: &'a str,
    /// Bytes read so far.
    at: usize,
}

impl<'a> Reader<'a> {
    /// Begins behind the comments.
    pub(crate) fn new(text: &'a str) -> Self {
        let mut reader = Self { text, at: 0 };
        while reader.rest().starts_with('#') {
            reader.line();
        }
        reader
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// The next line, without what ends it. The last one has to end too, so that a text that was cut off is noticed.
    fn line(&mut self) -> Option<Range<u32>> {
        let length = self.rest().find('\n')?;
        let start = self.at;
        self.at += length + 1;
        Some(u32::try_from(start).ok()?..u32::try_from(start + length).ok()?)
    }

    /// The next table; a sentence about what is wrong with it otherwise.
    pub(crate) fn section(&mut self, name: &str) -> Result<Section, String> {
        let heading = self.line().unwrap_or_default();
        let heading = self.text.get(heading.start as usize..heading.end as usize);
        let count = heading
            .and_then(|heading| heading.strip_prefix(name))
            .and_then(|rest| rest.trim_start().parse::<usize>().ok())
            .ok_or_else(|| format!("the table of {name} does not begin"))?;
        // The names of the columns.
        self.line();
        // No more is set aside than the text can hold, whatever it says.
        let mut lines = Vec::with_capacity(count.min(self.rest().len()));
        for _ in 0..count {
            lines.push(
                self.line()
                    .ok_or_else(|| format!("the table of {name} is cut off"))?,
            );
        }
        let section = Section { lines };
        let mut names = section.rows(self.text).map(|row| row.text(0));
        let mut last = names.next().unwrap_or("");
        for name_of_line in names {
            if last >= name_of_line {
                return Err(format!(
                    "the table of {name} is not in order at {name_of_line}"
                ));
            }
            last = name_of_line;
        }
        Ok(section)
    }

    /// Nothing may be left.
    pub(crate) fn end(self) -> Result<(), String> {
        match self.rest() {
            "" => Ok(()),
            _ => Err("something follows the last table".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# about\nthings 4\nname\tbytes\na\t1\na-b\t2\nab\t3\nb\nothers 0\nname\n";

    #[test]
    fn finds_each_line_and_no_other() {
        let mut reader = Reader::new(TEXT);
        let section = reader
            .section("things")
            .unwrap_or_else(|error| unreachable!("{error}"));
        let found = |name| {
            section
                .find(TEXT, name)
                .and_then(|place| section.row(TEXT, place))
        };
        for name in ["a", "a-b", "ab", "b"] {
            assert_eq!(found(name).map(|row| row.text(0)), Some(name));
        }
        for name in ["", "a-", "a-bc", "aa", "abc", "c", "a\t1", "\t"] {
            assert!(found(name).is_none(), "{name:?}");
        }
        assert_eq!(found("ab").and_then(|row| row.number(1)), Some(3));
        assert_eq!(reader.section("others").map(|section| section.len()), Ok(0));
        assert_eq!(reader.end(), Ok(()));
    }

    #[test]
    fn says_what_is_wrong() {
        let wrong = |text: &str| {
            Reader::new(text)
                .section("things")
                .err()
                .unwrap_or_default()
        };
        assert!(wrong("").contains("does not begin"));
        assert!(wrong("<!doctype html>\n").contains("does not begin"));
        assert!(wrong("things 99999999999999999999\nname\n").contains("does not begin"));
        assert!(wrong("things 9999999999\nname\na\n").contains("cut off"));
        assert!(wrong("things 2\nname\na\nb").contains("cut off"));
        assert!(wrong("things 2\nname\nb\na\n").contains("not in order"));
        assert!(wrong("things 2\nname\na\na\n").contains("not in order"));
    }
}
