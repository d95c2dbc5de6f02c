//! `layerlab improve`: the combination of fixes with which a folder builds best, step by step.

use std::path::Path;

use clap::ValueEnum;
use layerlab_core::context::FileNode;
use layerlab_core::lab::{Change, Choice, Improvement, Lab, Project};
use serde_json::{Value, json};

use crate::check::notes::{id, number, old_and_new};

/// How the way is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// One JSON object, for programs.
    Json,
}

/// Prints the way to the best build that is found, or that of the steps in `only`, counted from 1. With `write`, the files
/// of the folder are changed accordingly.
///
/// # Errors
/// A sentence if there is no such step or a file cannot be written.
pub fn improve(
    lab: &Lab,
    folder: &Path,
    only: &[usize],
    write: bool,
    format: Format,
) -> Result<bool, String> {
    let improvement = lab.improve();
    let count = improvement.steps.len();
    if let Some(step) = only.iter().find(|step| !(1..=count).contains(*step)) {
        return Err(format!(
            "there is no step {step}: the way has {count} steps"
        ));
    }
    let choice = if only.is_empty() {
        improvement.all.clone()
    } else {
        let wanted: Vec<bool> = (1..=count).map(|step| only.contains(&step)).collect();
        lab.choose(&improvement, &wanted)
    };
    match format {
        Format::Text => print_text(&improvement, &choice),
        Format::Json => say!("{}", as_json(&improvement, &choice)),
    }
    if write {
        for path in write_changes(&lab.project, &choice.project, folder)? {
            if format == Format::Text {
                say!("Wrote {path}.");
            }
        }
    }
    Ok(true)
}

fn print_text(improvement: &Improvement, choice: &Choice) {
    if improvement.steps.is_empty() {
        say!("No fix, and no combination of fixes, gains anything.");
        return;
    }
    for (place, step) in improvement.steps.iter().enumerate() {
        let left_out = if choice.made.get(place) == Some(&true) {
            ""
        } else {
            " (left out)"
        };
        say!("{}. {} [{}]{left_out}", place + 1, step.title, step.rule);
        print_changes(&step.changes);
        say!("   but: {}", step.risk);
    }
    say!("");
    let made = choice.made.iter().filter(|made| **made).count();
    match made {
        1 => say!("With this step:"),
        made => say!("With these {made} steps:"),
    }
    print_changes(&choice.changes);
    say!("");
    say!("{}", choice.project.dockerfile.trim_end());
    say!("");
}

fn print_changes(changes: &[Change]) {
    for change in changes {
        say!("   {}", old_and_new(change));
    }
}

fn as_json(improvement: &Improvement, choice: &Choice) -> Value {
    let changes = |changes: &[Change]| -> Vec<Value> {
        let changes = changes.iter();
        changes
            .map(|change| {
                json!({
                    "measure": id(change.measure),
                    "file": change.file,
                    "before": number(change.before),
                    "after": number(change.after),
                })
            })
            .collect()
    };
    let steps = improvement.steps.iter().zip(&choice.made);
    let steps: Vec<Value> = steps
        .map(|(step, made)| {
            json!({
                "title": step.title,
                "rule": step.rule,
                "risk": step.risk,
                "made": made,
                "changes": changes(&step.changes),
            })
        })
        .collect();
    json!({
        "steps": steps,
        "changes": changes(&choice.changes),
        "dockerfile": &*choice.project.dockerfile,
        "dockerignore": choice.project.dockerignore.as_deref(),
    })
}

/// Writes the texts that differ and gives their paths.
fn write_changes(before: &Project, after: &Project, folder: &Path) -> Result<Vec<String>, String> {
    let mut texts = Vec::new();
    if before.dockerfile != after.dockerfile {
        let path = after.options.dockerfile_path();
        texts.push((path.to_owned(), after.dockerfile.clone()));
    }
    if let Some(text) = after.dockerignore.clone()
        && after.dockerignore != before.dockerignore
    {
        texts.push((".dockerignore".to_owned(), text));
    }
    for (path, node) in &after.files.entries {
        if let Some(text) = node.as_text()
            && before.files.get(path).and_then(FileNode::as_text) != Some(text)
        {
            texts.push((path.to_string(), text.clone()));
        }
    }
    let mut written = Vec::new();
    for (path, text) in texts {
        let whole = folder.join(&path);
        std::fs::write(&whole, text.as_bytes())
            .map_err(|error| format!("{} cannot be written: {error}", whole.display()))?;
        written.push(path);
    }
    Ok(written)
}
