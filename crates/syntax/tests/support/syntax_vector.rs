//! What BuildKit's parser says of a Dockerfile, in the form of the vectors, computed with this parser.
//!
//! Used by the test here and by `layerlab verify-syntax`.

use serde_json::{Value, json};

use crate::syntax::buildkit_view::{self, Phase};
use crate::syntax::{Lines, parse};

/// Compares one line of a vector file. `None` if we agree, otherwise what differs.
///
/// # Errors
/// A sentence if the line is no vector.
pub fn compare(line: &str) -> Result<Option<String>, String> {
    let vector: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let dockerfile = vector["in"]["dockerfile"]
        .as_str()
        .ok_or("`in.dockerfile` is missing")?;
    let mut expected = vector["out"].clone();
    let mut observed = observe(dockerfile);
    normalize(&mut expected);
    normalize(&mut observed);
    let differs = || format!("{dockerfile:?}\n  BuildKit {expected}\n  we       {observed}");
    Ok((expected != observed).then(differs))
}

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
