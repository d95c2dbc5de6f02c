//! Tables as the catalogue reads them: comments, names of columns, lines; cells are separated by tabs.

/// A table in the making.
pub struct Table {
    text: String,
}

impl Table {
    /// Begins with comments.
    pub fn new(about: &[&str]) -> Self {
        let text = about.iter().map(|line| format!("# {line}\n")).collect();
        Self { text }
    }

    /// The names of the columns and the lines. A tab within a cell is written `\t`, and empty cells at the end are left out.
    ///
    /// # Errors
    /// A sentence if a cell spans several lines.
    pub fn lines(mut self, columns: &[&str], rows: &[Vec<String>]) -> Result<Self, String> {
        self.text.push_str(&columns.join("\t"));
        self.text.push('\n');
        for row in rows {
            let cells: Vec<String> = row.iter().map(|cell| cell.replace('\t', "\\t")).collect();
            let line = cells.join("\t");
            if line.contains('\n') {
                return Err(format!("a cell spans several lines: {line}"));
            }
            self.text.push_str(line.trim_end_matches('\t'));
            self.text.push('\n');
        }
        Ok(self)
    }

    /// One of several tables of a text: its name and number of lines come first, and its lines are in order.
    ///
    /// # Errors
    /// As for [`Table::lines`].
    pub fn section(
        mut self,
        name: &str,
        columns: &[&str],
        mut rows: Vec<Vec<String>>,
    ) -> Result<Self, String> {
        rows.sort();
        self.text.push_str(&format!("{name} {}\n", rows.len()));
        self.lines(columns, &rows)
    }

    /// The whole.
    pub fn text(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn cells_are_separated_and_counted() {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let table = Table::new(&["about"])
            .section(
                "things",
                &["name", "a", "b"],
                vec![row(["y", "", "1"]), row(["x", "a\tb", ""])],
            )
            .map(Table::text);
        assert_eq!(
            table.as_deref(),
            Ok("# about\nthings 2\nname\ta\tb\nx\ta\\tb\ny\t\t1\n")
        );
        assert!(
            Table::new(&[])
                .lines(&["name"], &[row(["a\nb", "", ""])])
                .is_err()
        );
    }
}
