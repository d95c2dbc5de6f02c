//! As a compiler prints.

use layerlab_core::checks::own::Remedy;

use super::notes::sentence;
use super::{Checked, Position, first_line};

pub(super) fn print(checked: &Checked<'_>) {
    for finding in &checked.report.findings {
        let (start, end) = checked.range(finding);
        let Position { line, column } = start;
        say!(
            "{}:{line}:{column}: warning: {} [{}]",
            checked.path,
            finding.message,
            finding.rule.name
        );
        excerpt(checked, start, end);
        if !finding.rule.url.is_empty() {
            say!("  see {}", finding.rule.url);
        }
        say!("");
    }
    if let Some(stop) = &checked.report.error {
        match first_line(&stop.lines) {
            Some(line) => {
                say!("{}:{line}: error: {}", checked.path, stop.message);
                say!("{:>5} | {}", line, checked.line(line));
            }
            None => say!("{}: error: {}", checked.path, stop.message),
        }
        say!("");
    }
    match checked.report.findings.len() {
        0 if checked.report.error.is_some() => {}
        0 => say!("Check complete, no warnings found."),
        1 => say!("Check complete, 1 warning found."),
        count => say!("Check complete, {count} warnings found."),
    }
    if !checked.notes.is_empty() {
        say!("");
        notes(checked);
    }
}

/// What our own rules find, with what a fix of it changes.
fn notes(checked: &Checked<'_>) {
    for (note, offer) in checked.notes() {
        let (start, end) = checked.range_of(note.span);
        let Position { line, column } = start;
        let (message, name) = (&note.message, note.rule.name);
        let severity = note.rule.severity.word();
        say!(
            "{}:{line}:{column}: {severity}: {message} [{name}]",
            checked.path
        );
        excerpt(checked, start, end);
        match (offer, &note.remedy) {
            (Some(offer), _) => {
                say!("  fix: {}", offer.fix.title);
                for change in &offer.changes {
                    say!("       {}", sentence(change));
                }
                say!("  but: {}", offer.risk);
            }
            (None, Remedy::ByHand(reason)) => say!("  {reason}"),
            _ => say!("  The fix for it would gain nothing in this build."),
        }
        say!("");
    }
    match checked.notes.len() {
        1 => say!("Layerlab adds 1 note."),
        count => say!("Layerlab adds {count} notes."),
    }
}

/// The line with a mark below what it is about.
fn excerpt(checked: &Checked<'_>, start: Position, end: Position) {
    let line = checked.line(start.line);
    say!("{:>5} | {line}", start.line);
    let length = if end.line == start.line {
        end.column.saturating_sub(start.column)
    } else {
        line.chars().count().saturating_sub(start.column - 1)
    };
    // Tabs stay tabs, so that the mark stands where it should.
    let indent: String = line
        .chars()
        .take(start.column - 1)
        .map(|character| if character == '\t' { '\t' } else { ' ' })
        .collect();
    say!("      | {indent}{}", "^".repeat(length.max(1)));
}
