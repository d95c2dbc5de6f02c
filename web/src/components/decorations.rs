//! What the editor shows in a text: the core's findings in the editor's terms.

use std::rc::Rc;

use layerlab_core::checks::Finding;
use layerlab_core::checks::own;
use layerlab_core::lab::{Analysis, Findings, LedgerRow, Problem, RowState, Severity};
use layerlab_core::syntax::highlight::{self, highlight};
use layerlab_core::syntax::services::folding;

use super::chip::look;
use crate::editor::{self, Chip, Decorations, Diagnostic, Mark, Tag};
use crate::format;

/// Everything that is shown in a Dockerfile; `findings` once the rules are there.
pub(crate) fn of_dockerfile(
    text: &Rc<str>,
    analysis: &Analysis,
    findings: Option<&Findings>,
) -> Decorations {
    Decorations {
        text: Rc::clone(text),
        tags: highlight(&analysis.syntax, text)
            .into_iter()
            .map(|token| (token.span.start..token.span.end, tag(token.tag)))
            .collect(),
        diagnostics: diagnostics(&analysis.problems)
            .into_iter()
            .chain(
                findings
                    .into_iter()
                    .flat_map(|found| found_by_docker(analysis, found)),
            )
            .chain(findings.into_iter().flat_map(found_by_own_rules))
            .collect(),
        marks: analysis
            .edited_lines
            .iter()
            .map(|line| (line_number(*line), Mark::Edited))
            .collect(),
        chips: analysis.rows.iter().filter_map(chip).collect(),
        rows: analysis
            .rows
            .iter()
            .map(|row| line_number(row.first_line))
            .collect(),
        folds: folding(&analysis.syntax, text)
            .into_iter()
            .map(|fold| (line_number(fold.lines.first), line_number(fold.lines.last)))
            .collect(),
    }
}

/// Everything that is shown in the ignore file.
pub(crate) fn of_ignore_file(text: &Rc<str>, analysis: &Analysis) -> Decorations {
    Decorations {
        diagnostics: diagnostics(&analysis.ignore_problems),
        ..Decorations::none(Rc::clone(text))
    }
}

/// A line as the editor counts it. No text that fits into a browser has more lines than that.
pub(crate) fn line_number(line: usize) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}

fn tag(tag: highlight::Tag) -> Tag {
    match tag {
        highlight::Tag::Keyword => Tag::Keyword,
        highlight::Tag::String | highlight::Tag::Heredoc => Tag::String,
        highlight::Tag::Comment => Tag::Comment,
        highlight::Tag::Flag => Tag::Flag,
        highlight::Tag::Variable => Tag::Variable,
        highlight::Tag::Operator => Tag::Operator,
        highlight::Tag::Name => Tag::Name,
        highlight::Tag::Directive => Tag::Directive,
        highlight::Tag::Invalid => Tag::Invalid,
    }
}

fn diagnostics(problems: &[Problem]) -> Vec<Diagnostic> {
    problems
        .iter()
        .map(|problem| Diagnostic {
            span: problem.span.start..problem.span.end,
            severity: match problem.severity {
                Severity::Error => editor::Severity::Error,
                Severity::Warning => editor::Severity::Warning,
                Severity::Note => editor::Severity::Note,
            },
            message: if problem.hint.is_empty() {
                problem.message.clone()
            } else {
                format!("{}\n{}", problem.message, problem.hint)
            },
        })
        .collect()
}

/// What Docker's checks found, with the reason. Where an error stands already, nothing is added to it.
fn found_by_docker(analysis: &Analysis, found: &Findings) -> impl Iterator<Item = Diagnostic> {
    let is_error = |problem: &Problem| problem.severity == Severity::Error;
    let has_error = move |finding: &Finding| {
        let mut problems = analysis.problems.iter();
        problems.any(|problem| is_error(problem) && problem.span == finding.span)
    };
    let findings = found.docker.findings.iter();
    findings
        .filter(move |finding| !has_error(finding))
        .map(|finding| Diagnostic {
            span: finding.span.start..finding.span.end,
            severity: editor::Severity::Warning,
            message: format!(
                "{}\n{}: {}",
                finding.message, finding.rule.name, finding.rule.explanation
            ),
        })
}

/// What our own rules found, which is advice.
fn found_by_own_rules(found: &Findings) -> impl Iterator<Item = Diagnostic> {
    found.own.iter().map(|finding| Diagnostic {
        span: finding.span.start..finding.span.end,
        severity: match finding.rule.severity {
            own::Severity::Serious => editor::Severity::Warning,
            own::Severity::Note | own::Severity::Hint => editor::Severity::Note,
        },
        message: format!(
            "{}\n{}: {}",
            finding.message, finding.rule.name, finding.rule.explanation
        ),
    })
}

/// Where there is no room for the ledger, a step that runs shows its time, any other step its word.
fn chip(row: &LedgerRow) -> Option<Chip> {
    let text = match (row.state, row.duration) {
        (RowState::Runs, Some(duration)) => format!("runs {}", format::duration(duration)),
        _ => row.state.word().to_owned(),
    };
    Some(Chip {
        line: line_number(row.first_line),
        state: look(row.state)?,
        text,
    })
}
