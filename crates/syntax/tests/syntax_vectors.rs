//! Compares the parser with BuildKit's, see `data/README.md`.

use layerlab_syntax::buildkit_view::{self, Phase};
use layerlab_syntax::{Lines, parse};
use serde_json::{Value, json};

/// What the vectors say, computed here. Absent and empty lists are the same in them.
fn observe(text: &str) -> Value {
    let dockerfile = parse(text);
    let error = buildkit_view::stop_error(&dockerfile);
    let error_value = error.as_ref().map(|error| {
        let lines: Vec<[usize; 2]> = error.lines.iter().flat_map(each_line).collect();
        json!({ "message": error.message, "lines": lines })
    });
    match &error {
        Some(error) if error.phase == Phase::Parse => {
            return json!({ "error": error_value, "phase": "parse" });
        }
        _ => {}
    }
    let instructions: Vec<Value> = buildkit_view::lines(&dockerfile)
        .iter()
        .map(instruction)
        .collect();
    let warnings: Vec<Value> = dockerfile
        .warnings
        .iter()
        .map(|warning| json!({ "short": warning.message, "lines": [warning.lines.first, warning.lines.last] }))
        .collect();
    let mut observed = json!({
        "escape": dockerfile.escape.to_string(),
        "instructions": instructions,
        "warnings": warnings,
    });
    if error.is_some() {
        observed["error"] = json!(error_value);
        observed["phase"] = json!("instructions");
    } else {
        let arguments = buildkit_view::global_args(&dockerfile);
        observed["global_args"] = arguments
            .iter()
            .map(|(key, value)| json!({ "key": key, "value": value }))
            .collect();
        observed["stages"] = buildkit_view::stages(&dockerfile)
            .iter()
            .map(stage)
            .collect();
    }
    observed
}

fn each_line(lines: &Lines) -> impl Iterator<Item = [usize; 2]> + use<> {
    (lines.first..=lines.last).map(|line| [line, line])
}

fn instruction(line: &buildkit_view::LineView<'_>) -> Value {
    let heredocs: Vec<Value> = line
        .heredocs
        .iter()
        .map(|heredoc| {
            json!({
                "name": heredoc.name,
                "fd": heredoc.file_descriptor,
                "expand": heredoc.expand,
                "chomp": heredoc.chomp,
                "content": heredoc.content,
            })
        })
        .collect();
    json!({
        "instruction": line.instruction,
        "start_line": line.lines.first,
        "end_line": line.lines.last,
        "original": line.original,
        "args": line.words,
        "flags": line.flags,
        "json_form": line.json_form,
        "heredocs": heredocs,
        "comments_before": line.comments_before,
    })
}

fn stage(stage: &buildkit_view::StageView<'_>) -> Value {
    let commands: Vec<Value> = stage
        .commands
        .iter()
        .map(|command| {
            let lines: Vec<[usize; 2]> = each_line(&command.lines).collect();
            json!({ "name": command.name, "display": command.display, "lines": lines })
        })
        .collect();
    json!({
        "name": stage.name,
        "base": stage.base,
        "platform": stage.platform,
        "comment": stage.comment,
        "commands": commands,
    })
}

/// Drops what only says "nothing": null, false, empty lists.
fn normalize(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, field| {
                normalize(field);
                !(field.is_null() || *field == json!(false) || *field == json!([]))
            });
        }
        Value::Array(items) => items.iter_mut().for_each(normalize),
        _ => {}
    }
}

#[test]
fn files_are_read_as_buildkit_does() {
    let text = include_str!("data/syntax.jsonl");
    let mut differences = Vec::new();
    let mut count = 0;
    for line in text.lines() {
        let vector: Value = serde_json::from_str(line).unwrap();
        let dockerfile = vector["in"]["dockerfile"].as_str().unwrap();
        count += 1;
        let mut expected = vector["out"].clone();
        let mut observed = observe(dockerfile);
        normalize(&mut expected);
        normalize(&mut observed);
        if expected != observed {
            differences.push(format!(
                "{dockerfile:?}\n  expected {expected}\n  got      {observed}"
            ));
        }
    }
    assert!(count > 500, "the vectors are missing");
    assert!(
        differences.is_empty(),
        "{} of {count} differ:\n{}",
        differences.len(),
        differences.join("\n")
    );
}
