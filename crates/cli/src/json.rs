//! A simulated build as JSON, for programs. Sizes are in bytes, times in seconds.

use std::time::Duration;

use layerlab_core::lab::{Analysis, EditCost, Lab, Range, RowState};
use serde_json::{Value, json};

/// Prints the build that would run now. False if it fails.
pub fn print(lab: &Lab, what_if: bool) -> bool {
    let log = lab.log();
    let analysis = lab.analyze();
    let steps = log.lines.iter().map(|line| {
        json!({
            "name": line.name,
            "status": line.word.as_str(),
            "seconds": line.duration.as_secs_f64(),
            "why": (!line.why.is_empty()).then_some(&line.why),
        })
    });
    let instructions = analysis.rows.iter().map(|row| {
        json!({
            "line": row.first_line,
            "state": state(row.state),
            "cause": row.brief,
            "seconds": row.duration.as_ref().map(Duration::as_secs_f64),
            "size": row.size.map(range),
        })
    });
    let summary = &analysis.summary;
    let mut report = json!({
        "steps": steps.collect::<Vec<_>>(),
        "instructions": instructions.collect::<Vec<_>>(),
        "error": log.error,
        "summary": {
            "steps": summary.steps,
            "steps_run": summary.steps_run,
            "seconds": summary.duration.as_secs_f64(),
            "cold_seconds": summary.cold_duration.as_secs_f64(),
        },
        "image": {
            "size": range(analysis.image.size),
            "pull": range(analysis.image.pull),
            "push": range(analysis.image.push),
            "wasted_bytes": analysis.image.wasted_bytes,
        },
        "context": {
            "sent_files": analysis.context.sent_files,
            "sent_bytes": analysis.context.sent_bytes,
            "ignored_files": analysis.context.ignored_files,
            "ignored_bytes": analysis.context.ignored_bytes,
        },
    });
    if what_if && let Some(report) = report.as_object_mut() {
        report.insert("what_if".to_owned(), costs(lab, &analysis));
    }
    say!("{report:#}");
    log.error.is_none()
}

fn state(state: RowState) -> &'static str {
    match state.word() {
        "" => "no step",
        word => word,
    }
}

fn range(range: Range) -> Value {
    json!({ "bytes": range.bytes, "low_bytes": range.low_bytes, "high_bytes": range.high_bytes })
}

fn cost(cost: &EditCost) -> Value {
    json!({ "steps": cost.steps, "seconds": cost.duration.as_secs_f64(), "push_bytes": cost.push_bytes })
}

fn costs(lab: &Lab, analysis: &Analysis) -> Value {
    let costs = lab.edit_costs();
    let files = analysis.context.files();
    let lines = analysis.rows.iter().zip(&costs.instructions);
    let named = |named: &[(String, EditCost)]| -> Value {
        let pairs = named.iter().map(|(name, edit)| (name.clone(), cost(edit)));
        Value::Object(pairs.collect())
    };
    let images: Vec<(String, EditCost)> = costs
        .base_images
        .iter()
        .map(|(name, _, edit)| (name.clone(), edit.clone()))
        .collect();
    json!({
        "files": Value::Object(files.map(|file| (file.path.to_string(), cost(costs.file(&file.path)))).collect()),
        "lines": Value::Object(lines.map(|(row, edit)| (row.first_line.to_string(), cost(edit))).collect()),
        "build_arguments": named(&costs.build_arguments),
        "base_images": named(&images),
    })
}
