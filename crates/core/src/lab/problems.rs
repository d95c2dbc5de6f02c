//! Messages of the Dockerfile, the build and `.dockerignore`, at their places.

use layerlab_dockerignore::IgnoreFile;
use layerlab_syntax::{Dockerfile, Span};

use super::analysis::{Problem, Severity};
use crate::cache::Solution;
use crate::graph::Plan;

/// 1-based line of a byte offset.
fn line_of(text: &str, offset: usize) -> usize {
    let end = offset.min(text.len());
    text.as_bytes()
        .get(..end)
        .unwrap_or_default()
        .iter()
        .filter(|byte| **byte == b'\n')
        .count()
        + 1
}

/// The part of BuildKit's message that a reader of the page needs: the place is shown beside it.
fn without_place(message: &str) -> &str {
    let Some(rest) = message.strip_prefix("dockerfile parse error on line ") else {
        return message;
    };
    rest.split_once(": ")
        .map_or(message, |(_, message)| message)
}

/// Errors first, in BuildKit's order, then warnings.
pub(super) fn of_dockerfile(
    text: &str,
    syntax: &Dockerfile,
    plan: &Plan,
    solution: &Solution,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    for error in plan.errors.iter().filter(|error| error.vertex.is_none()) {
        let line = error
            .lines
            .first()
            .map_or_else(|| line_of(text, error.span.start), |lines| lines.first);
        problems.push(Problem {
            severity: Severity::Error,
            message: without_place(&error.message).to_owned(),
            hint: error.hint.clone(),
            span: error.span,
            line: line.max(1),
        });
    }
    if let Some((vertex, message)) = &solution.failure {
        let planned = plan
            .errors
            .iter()
            .find(|error| error.vertex == Some(*vertex));
        let instruction = plan.vertex(*vertex).and_then(|vertex| vertex.instruction);
        let instruction = instruction.and_then(|index| syntax.instructions.get(index));
        problems.push(Problem {
            severity: Severity::Error,
            message: message.clone(),
            hint: planned.map_or_else(|| hint_for(message), |error| error.hint.clone()),
            span: instruction
                .map(|instruction| instruction.span)
                .unwrap_or_default(),
            line: instruction.map_or(1, |instruction| instruction.lines.first),
        });
    }
    for warning in &syntax.warnings {
        problems.push(Problem {
            severity: Severity::Warning,
            message: warning.message.clone(),
            hint: String::new(),
            span: warning.span,
            line: warning.lines.first,
        });
    }
    problems
}

fn hint_for(message: &str) -> String {
    if message.ends_with(": not found") {
        "No such file reaches the builder: it is not in the project, or .dockerignore hides it."
            .to_owned()
    } else {
        String::new()
    }
}

/// Docker refuses the build when a pattern is bad; the page goes on without that line and says so.
pub(super) fn of_ignore_file(text: &str, ignore: &IgnoreFile) -> Vec<Problem> {
    ignore
        .errors
        .iter()
        .map(|error| {
            let start: usize = text
                .split_inclusive('\n')
                .take(error.line.saturating_sub(1))
                .map(str::len)
                .sum();
            let length = text
                .get(start..)
                .map_or(0, |rest| rest.lines().next().map_or(0, str::len));
            Problem {
                severity: Severity::Error,
                message: error.message.clone(),
                hint:
                    "Docker refuses the build because of this line. The other lines are used here."
                        .to_owned(),
                span: Span::new(start, start + length),
                line: error.line,
            }
        })
        .collect()
}
