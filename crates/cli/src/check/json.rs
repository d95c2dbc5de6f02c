//! One JSON object. Lines and columns are counted from 1, columns in characters, offsets in bytes.

use layerlab_core::syntax::Lines;
use serde_json::{Value, json};

use super::Checked;

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
    let error = checked
        .report
        .error
        .as_ref()
        .map(|stop| json!({ "message": stop.message, "lines": lines(&stop.lines) }));
    let report = json!({
        "file": checked.path,
        "findings": findings.collect::<Vec<_>>(),
        "error": error,
    });
    say!("{report:#}");
}

fn lines(lines: &[Lines]) -> Vec<Value> {
    let pairs = lines.iter();
    pairs
        .map(|lines| json!([lines.first, lines.last]))
        .collect()
}
