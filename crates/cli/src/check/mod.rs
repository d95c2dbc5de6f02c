//! `layerlab check`: what `docker build --check` says of a folder, then what our own rules find and what their fixes save,
//! for people and for programs.

mod github;
mod json;
pub(crate) mod notes;
mod sarif;
mod text;

use clap::ValueEnum;
use layerlab_core::checks::own::OwnFinding;
use layerlab_core::checks::{Finding, Report};
use layerlab_core::lab::{Findings, Lab, Offer};
use layerlab_core::syntax::{LineIndex, Lines, Span};

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// As a compiler does: place, excerpt, message.
    Text,
    /// One JSON object, for programs.
    Json,
    /// SARIF 2.1.0, which code scanners exchange.
    Sarif,
    /// Workflow commands, which GitHub shows beside the lines of a pull request.
    Github,
}

/// A Dockerfile and what was found in it.
struct Checked<'a> {
    /// Path of the Dockerfile as the user names it.
    path: String,
    text: &'a str,
    lines: LineIndex,
    report: &'a Report,
    /// What our own rules find.
    notes: &'a [OwnFinding],
    /// The fixes of some of them.
    offers: &'a [Offer],
}

/// Where something is, for people: both counted from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Position {
    line: usize,
    column: usize,
}

/// Checks the project and prints what is found. True if Docker's rules find nothing, whether `error=true` is set or not: the
/// exit status of `docker build --check` is the status that the frontend gives, 1 if there is a warning or an error
/// (BuildKit `subrequests/lint/lint.go:ToResult`, buildx `commands/build.go:printResult`). What our own rules find is advice
/// and changes nothing of that.
pub fn print(lab: &Lab, path: String, format: Format) -> bool {
    let Findings {
        docker: report,
        own: notes,
    } = lab.findings(&lab.analyze());
    let offers = lab.offers();
    let text = &*lab.project.dockerfile;
    let checked = Checked {
        path,
        text,
        lines: LineIndex::new(text),
        report: &report,
        notes: &notes,
        offers: &offers,
    };
    match format {
        Format::Text => text::print(&checked),
        Format::Json => json::print(&checked),
        Format::Sarif => sarif::print(&checked),
        Format::Github => github::print(&checked),
    }
    report.findings.is_empty() && report.error.is_none()
}

impl Checked<'_> {
    /// The position of a byte of the text.
    fn position(&self, offset: usize) -> Position {
        let line = self.lines.line(offset);
        let start = self.lines.start(line).unwrap_or(0);
        let before = self.text.get(start..offset).unwrap_or_default();
        Position {
            line,
            column: before.chars().count() + 1,
        }
    }

    /// First and last position of a finding; the last is the one behind its end.
    fn range(&self, finding: &Finding) -> (Position, Position) {
        self.range_of(finding.span)
    }

    /// The same of a range of bytes.
    fn range_of(&self, span: Span) -> (Position, Position) {
        let start = self.position(span.start);
        (start, self.position(span.end.max(span.start)))
    }

    /// What our own rules find, each with its fix if one is offered.
    fn notes(&self) -> impl Iterator<Item = (&OwnFinding, Option<&Offer>)> {
        self.notes.iter().enumerate().map(|(index, note)| {
            let mut offers = self.offers.iter();
            (note, offers.find(|offer| offer.finding == index))
        })
    }

    /// A line without its line break.
    fn line(&self, line: usize) -> &str {
        let start = self.lines.start(line).unwrap_or(self.text.len());
        let rest = self.text.get(start..).unwrap_or_default();
        rest.lines().next().unwrap_or_default()
    }
}

/// The first line that is named, if one is. BuildKit names the line before a directive that it refuses, so it may be 0.
fn first_line(lines: &[Lines]) -> Option<usize> {
    lines.first().map(|lines| lines.first.max(1))
}
