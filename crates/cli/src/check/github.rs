//! Workflow commands of GitHub Actions.

use layerlab_core::checks::own::Severity;

use super::{Checked, first_line};

pub(super) fn print(checked: &Checked<'_>) {
    let file = property(&checked.path);
    for finding in &checked.report.findings {
        let (start, end) = checked.range(finding);
        let column = if start.line == end.line {
            format!(",col={},endColumn={}", start.column, end.column)
        } else {
            format!(",col={}", start.column)
        };
        let mut message = finding.message.clone();
        if !finding.rule.url.is_empty() {
            message.push_str("\nSee ");
            message.push_str(finding.rule.url);
        }
        say!(
            "::warning file={file},line={},endLine={}{column},title={}::{}",
            start.line,
            end.line,
            property(finding.rule.name),
            data(&message)
        );
    }
    for (note, _) in checked.notes() {
        let (start, end) = checked.range_of(note.span);
        let level = match note.rule.severity {
            Severity::Serious => "warning",
            Severity::Note | Severity::Hint => "notice",
        };
        say!(
            "::{level} file={file},line={},endLine={},title={}::{}",
            start.line,
            end.line,
            property(note.rule.name),
            data(&note.message)
        );
    }
    if let Some(stop) = &checked.report.error {
        let line = first_line(&stop.lines);
        let line = line.map_or_else(String::new, |line| format!(",line={line}"));
        say!("::error file={file}{line}::{}", data(&stop.message));
    }
}

/// Escaped as the text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Escaped as the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn what_means_something_is_escaped() {
        assert_eq!(data("50%\nof: a, b"), "50%25%0Aof: a, b");
        assert_eq!(property("C:\\a,b"), "C%3A\\a%2Cb");
    }
}
