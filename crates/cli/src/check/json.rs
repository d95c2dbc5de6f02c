//! One JSON object. Lines and columns are counted from 1, columns in characters, offsets in bytes.

use layerlab_core::lab::Offer;
use layerlab_core::syntax::Lines;
use serde_json::{Value, json};

use super::Checked;
use super::notes::{id, number};

pub(super) fn print(checked: &Checked<'_>) {
    let findings = checked.report.findings.iter().map(|finding| {
        let (start, end) = checked.range(finding);
        json!({
            "rule": finding.rule.name,
            "severity": "warning",
            "message": finding.message,
            "description": finding.rule.description,
            "explanation": finding.rule.explanation,
            "url": (!finding.rule.url.is_empty()).then_some(finding.rule.url),
            "lines": lines(&finding.lines),
            "start": { "line": start.line, "column": start.column, "offset": finding.span.start },
            "end": { "line": end.line, "column": end.column, "offset": finding.span.end },
        })
    });
    let notes = checked.notes().map(|(note, offer)| {
        let (start, end) = checked.range_of(note.span);
        json!({
            "rule": note.rule.name,
            "severity": note.rule.severity.word(),
            "message": note.message,
            "description": note.rule.description,
            "explanation": note.rule.explanation,
            "start": { "line": start.line, "column": start.column, "offset": note.span.start },
            "end": { "line": end.line, "column": end.column, "offset": note.span.end },
            "fix": offer.map(fix),
        })
    });
    let error = checked
        .report
        .error
        .as_ref()
        .map(|stop| json!({ "message": stop.message, "lines": lines(&stop.lines) }));
    let report = json!({
        "file": checked.path,
        "findings": findings.collect::<Vec<_>>(),
        "notes": notes.collect::<Vec<_>>(),
        "error": error,
    });
    say!("{report:#}");
}

/// Edits with offsets in bytes; what changes in seconds and bytes.
fn fix(offer: &Offer) -> Value {
    let edits = offer.fix.edits.iter();
    let edits = edits.map(|edit| {
        json!({
            "file": edit.file,
            "start": edit.span.start,
            "end": edit.span.end,
            "text": edit.text,
        })
    });
    let changes = offer.changes.iter();
    let changes = changes.map(|change| {
        json!({
            "measure": id(change.measure),
            "file": (!change.file.is_empty()).then_some(&change.file),
            "before": number(change.before),
            "after": number(change.after),
        })
    });
    json!({
        "title": offer.fix.title,
        "risk": offer.risk,
        "edits": edits.collect::<Vec<_>>(),
        "changes": changes.collect::<Vec<_>>(),
    })
}

fn lines(lines: &[Lines]) -> Vec<Value> {
    let pairs = lines.iter();
    pairs
        .map(|lines| json!([lines.first, lines.last]))
        .collect()
}
