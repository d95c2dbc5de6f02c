//! Messages of the Dockerfile, the build and `.dockerignore`, at their places.

use layerlab_dockerignore::Refusal;
use layerlab_syntax::Span;

use super::analysis::{Problem, Severity};
use super::context_report::LineReport;
use super::copied_sources;
use super::project::Project;
use super::simulation::Simulation;

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
pub(super) fn without_place(message: &str) -> &str {
    let Some(rest) = message.strip_prefix("dockerfile parse error on line ") else {
        return message;
    };
    rest.split_once(": ")
        .map_or(message, |(_, message)| message)
}

/// Errors first, in BuildKit's order, then warnings.
pub(super) fn of_dockerfile(project: &Project, simulation: &Simulation) -> Vec<Problem> {
    let text = &*project.dockerfile;
    let Simulation {
        syntax,
        plan,
        context,
        solution,
        ..
    } = simulation;
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
    let mut sources = copied_sources::problems(text, syntax, plan, project, context);
    if let Some((vertex, message)) = &solution.failure {
        let source = sources.iter().position(|source| {
            source.vertex == *vertex && source.problem.severity == Severity::Error
        });
        let planned = plan
            .errors
            .iter()
            .find(|error| error.vertex == Some(*vertex));
        let instruction = plan.vertex(*vertex).and_then(|vertex| vertex.instruction);
        let instruction = instruction.and_then(|index| syntax.instructions.get(index));
        let failure = Problem {
            severity: Severity::Error,
            message: message.clone(),
            hint: planned.map_or_else(|| hint_for(message), |error| error.hint.clone()),
            span: instruction
                .map(|instruction| instruction.span)
                .unwrap_or_default(),
            line: instruction.map_or(1, |instruction| instruction.lines.first),
        };
        problems.push(match source {
            // What the build says, at the word that it is about, with the line of the ignore file to blame.
            Some(source) => Problem {
                message: message.clone(),
                ..sources.remove(source).problem
            },
            None => failure,
        });
    }
    // The build stops at the first of them; the others would stop the next build.
    let (fatal, harmless): (Vec<_>, Vec<_>) = sources
        .into_iter()
        .map(|source| source.problem)
        .partition(|problem| problem.severity == Severity::Error);
    problems.extend(fatal);
    problems.extend(harmless);
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

/// The bytes of a line, counted from 1, without the white space around it.
fn span_of_line(text: &str, line: usize) -> Span {
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let written = text.get(start..).and_then(|rest| rest.lines().next());
    let written = written.unwrap_or_default();
    let indent = written.len() - written.trim_start().len();
    Span::new(start + indent, start + indent + written.trim().len())
}

/// Docker refuses the build when a pattern is bad; the page goes on without that line and says so. Some bad patterns show
/// only when a file is compared with them. Then the lines that do nothing.
pub(super) fn of_ignore_file(
    text: &str,
    simulation: &Simulation,
    lines: &[LineReport],
) -> Vec<Problem> {
    let ignore = &simulation.context.ignore;
    let errors = ignore.errors.iter().map(|error| {
        let (severity, hint) =
            if error.refusal == Refusal::Matching && !simulation.stops_at_pattern() {
                (
                    Severity::Warning,
                    "Docker refuses the build as soon as it compares a file with this line. In this build it compares none.",
                )
            } else {
                (
                    Severity::Error,
                    "Docker refuses the build because of this line. The other lines are used here.",
                )
            };
        Problem {
            severity,
            message: error.message.clone(),
            hint: hint.to_owned(),
            span: span_of_line(text, error.line),
            line: error.line,
        }
    });
    // A line that is broken does nothing for another reason.
    let idle = lines.iter().filter(|report| {
        !report.idle.is_empty() && ignore.errors.iter().all(|error| error.line != report.line)
    });
    let idle = idle.map(|report| Problem {
        severity: Severity::Note,
        message: report.idle.clone(),
        hint: String::new(),
        span: span_of_line(text, report.line),
        line: report.line,
    });
    errors.chain(idle).collect()
}
