//! Sources of COPY and ADD that are not in the context, or of which nothing is: told before the build, since the files are
//! known. BuildKit's own check, `CopyIgnoredFile`, gives up as soon as the ignore file has a line with `!`.

use layerlab_dockerignore::{Decision, IgnoreFile, Walk, has_wildcards, path_match};
use layerlab_syntax::{Dockerfile, Instruction, Span};

use super::analysis::{Problem, Severity};
use super::project::Project;
use crate::cache::unsent_folder;
use crate::context::{Query, SentContext, SentEntry};
use crate::graph::{CopyAction, Operation, Plan, VertexId};

/// What becomes of a source.
enum Outcome {
    /// There is something to copy.
    Found,
    /// BuildKit fails.
    Missing,
    /// BuildKit fails, with this message, since it has not got the folder before the wildcards.
    NoFolder(String),
    /// BuildKit copies an empty folder, or nothing.
    Empty,
}

/// A problem with a source, and the vertex that it belongs to.
pub(super) struct SourceProblem {
    pub(super) vertex: VertexId,
    pub(super) problem: Problem,
}

/// One problem for each source of the context that gives nothing, in order of the steps.
pub(super) fn problems(
    text: &str,
    syntax: &Dockerfile,
    plan: &Plan,
    project: &Project,
    context: &SentContext,
) -> Vec<SourceProblem> {
    let mut problems = Vec::new();
    for (index, vertex) in plan.vertices.iter().enumerate() {
        let Operation::Copy(actions) = &vertex.operation else {
            continue;
        };
        let instruction = vertex
            .instruction
            .and_then(|instruction| syntax.instructions.get(instruction));
        let Some(instruction) = instruction else {
            continue;
        };
        for action in actions {
            let input = vertex
                .inputs
                .get(action.input)
                .and_then(|input| input.vertex);
            let source = input.and_then(|input| plan.vertex(input));
            if source.is_none_or(|source| source.operation != Operation::Context) {
                continue;
            }
            if let Some(problem) = problem(text, instruction, action, plan, project, context) {
                let vertex = VertexId(index);
                problems.push(SourceProblem { vertex, problem });
            }
        }
    }
    problems
}

fn problem(
    text: &str,
    instruction: &Instruction,
    action: &CopyAction,
    plan: &Plan,
    project: &Project,
    context: &SentContext,
) -> Option<Problem> {
    let path = action.source.path.trim_start_matches('/');
    let outcome = match outcome(path, action, context) {
        Outcome::Empty => {
            unsent_folder(plan, context, action).map_or(Outcome::Empty, Outcome::NoFolder)
        }
        other => other,
    };
    let severity = match outcome {
        Outcome::Found => return None,
        Outcome::Missing | Outcome::NoFolder(_) => Severity::Error,
        Outcome::Empty => Severity::Warning,
    };
    let ignored = decider(path, action, project, context);
    let written = &action.source.written;
    let message = match (&outcome, &ignored) {
        // BuildKit's words, `frontend/dockerfile/linter/ruleset.go`.
        (_, Some(_)) => {
            let command = if instruction.keyword.value.eq_ignore_ascii_case("add") {
                "Add"
            } else {
                "Copy"
            };
            format!(
                "Attempting to {command} file \"{written}\" that is excluded by {}",
                project.ignore_file_path()
            )
        }
        (Outcome::Missing, None) => format!(
            "failed to compute cache key: failed to calculate checksum of ref <ref>: \"/{path}\": not found"
        ),
        (Outcome::NoFolder(message), None) => message.clone(),
        (_, None) => format!("\"{written}\" matches nothing, so nothing is copied"),
    };
    let hint = match (&outcome, ignored) {
        (Outcome::Missing, Some((line, pattern))) => format!(
            "The build fails here: line {line} of {}, {pattern}, leaves it out. Remove that line, or add !{path} below it.",
            project.ignore_file_path()
        ),
        (Outcome::NoFolder(_), Some((line, pattern))) => format!(
            "The build fails here: line {line} of {}, {pattern}, leaves it out.",
            project.ignore_file_path()
        ),
        (_, Some((line, pattern))) => format!(
            "Nothing of it is copied: line {line} of {}, {pattern}, leaves it out.",
            project.ignore_file_path()
        ),
        (Outcome::Missing, None) => {
            "The build fails here: the project has no file or folder of this name.".to_owned()
        }
        (Outcome::NoFolder(_), None) => {
            "The build fails here: nothing in this folder matches, and then the folder is \
            not sent, in which BuildKit looks for matches."
                .to_owned()
        }
        (_, None) => String::new(),
    };
    Some(Problem {
        severity,
        message,
        hint,
        span: written_at(text, instruction.span, written),
        line: instruction.lines.first,
    })
}

fn outcome(path: &str, action: &CopyAction, context: &SentContext) -> Outcome {
    if action.parents && action.source.pivot == action.source.path {
        // The folder itself is no pattern, and nothing else is asked for.
        return Outcome::Empty;
    }
    if path.is_empty() {
        return Outcome::Found;
    }
    let wildcards = action.source.wildcards && has_wildcards(path);
    if action.parents {
        return outcome_with_parents(path, wildcards, context);
    }
    if wildcards {
        let query = Query {
            path: &action.source.path,
            wildcards,
            parents: None,
            exclude: &[],
        };
        let matches = |entry: &SentEntry| path_match(path, &entry.path) == Some(true);
        return match context.select(query) {
            // An empty folder can match, of which nothing is taken.
            Ok(taken) if taken.files.is_empty() && !context.entries().any(matches) => {
                Outcome::Empty
            }
            // A pattern that is none fails for another reason, which is said elsewhere.
            _ => Outcome::Found,
        };
    }
    if context.get(path).is_some() {
        let is_folder = context.below(path).next().is_some();
        let entry = context.get(path);
        let folder =
            entry.is_some_and(|entry| entry.node.kind == crate::context::NodeKind::Directory);
        return if !folder || is_folder {
            Outcome::Found
        } else {
            Outcome::Empty
        };
    }
    let query = Query {
        path: &action.source.path,
        wildcards: false,
        parents: None,
        exclude: &[],
    };
    // The way may lead over links.
    match context.select(query) {
        Ok(_) => Outcome::Found,
        Err(_) => Outcome::Missing,
    }
}

/// The outcome of a source of `--parents`, of which only one without wildcards has to be there.
fn outcome_with_parents(path: &str, wildcards: bool, context: &SentContext) -> Outcome {
    let pattern = IgnoreFile::from_patterns([path]);
    // A pattern that is none fails for another reason, which is said elsewhere.
    if !pattern.errors.is_empty() {
        return Outcome::Found;
    }
    let mut walk = Walk::new(&pattern);
    if (context.entries()).any(|entry| walk.visit(&entry.path).is_excluded()) {
        Outcome::Found
    } else if wildcards {
        Outcome::Empty
    } else {
        Outcome::Missing
    }
}

/// The line that leaves out what a source names: the number and the text. `None` if the project has nothing of the kind.
fn decider(
    path: &str,
    action: &CopyAction,
    project: &Project,
    context: &SentContext,
) -> Option<(usize, String)> {
    let wildcards = action.source.wildcards && has_wildcards(path);
    let with_parents = action.parents.then(|| IgnoreFile::from_patterns([path]));
    let named = |file: &str| match &with_parents {
        Some(pattern) if wildcards => pattern.decide(file).is_excluded(),
        _ if wildcards => {
            let slashes = file.match_indices('/').map(|(slash, _)| slash);
            let mut named = slashes
                .chain([file.len()])
                .filter_map(|end| file.get(..end));
            named.any(|named| path_match(path, named) == Some(true))
        }
        _ => {
            file == path
                || file
                    .strip_prefix(path)
                    .is_some_and(|rest| rest.starts_with('/'))
        }
    };
    let verdict = context.verdicts().find(|verdict| named(&verdict.path));
    let decision = match verdict {
        Some(verdict) => verdict.decision,
        None if project.files.get(path).is_some() => context.ignore.decide(path),
        None => return None,
    };
    let Decision::Excluded { pattern } = decision else {
        return None;
    };
    let pattern = context.ignore.patterns.get(pattern)?;
    Some((pattern.line, pattern.source.clone()))
}

/// Where the source stands in the instruction; the whole instruction if it is written in another way.
fn written_at(text: &str, span: Span, written: &str) -> Span {
    let within = text.get(span.start..span.end).unwrap_or_default();
    let word = |at: &usize| {
        let before = within.get(..*at).and_then(|text| text.chars().next_back());
        let after = within
            .get(at + written.len()..)
            .and_then(|text| text.chars().next());
        let edge = |character: Option<char>| {
            character
                .is_none_or(|character| character.is_whitespace() || "\"',[]".contains(character))
        };
        edge(before) && edge(after)
    };
    let place = within.match_indices(written).map(|(at, _)| at).find(word);
    match place {
        Some(at) if !written.is_empty() => {
            Span::new(span.start + at, span.start + at + written.len())
        }
        _ => span,
    }
}
