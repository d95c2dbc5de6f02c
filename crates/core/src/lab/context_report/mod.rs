//! What is sent to the builder, as the page shows it: the tree of files with the line that decided about each, what each
//! line of the ignore file does, the largest things, and what should rarely be sent.

mod advice;
mod entries;
mod largest;
mod lines;
mod remembered;
mod reporting;
mod tree;

use std::rc::Rc;

use layerlab_dockerignore::IgnoreFile;

use super::project::Project;
use crate::context::SentContext;

use advice::Advising;
pub use advice::{Advice, Concern, looks_secret};
pub use entries::ContextEntries;
pub use largest::LargeThing;
pub use lines::LineReport;
use lines::LineReports;
pub(super) use remembered::Remembered;
pub(super) use reporting::Reporting;
use tree::Growing;
pub use tree::{ContextEntry, ContextKind};

/// What is sent to the builder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContextReport {
    /// Path of the ignore file that BuildKit reads, whether it exists or not: `.dockerignore`, or the one that is named
    /// after the Dockerfile.
    pub ignore_file: Rc<str>,
    /// There is a `.dockerignore` too, and it is not read.
    pub dockerignore_unused: bool,
    /// The root of the project, then all that is in it, each folder before what is in it.
    pub entries: ContextEntries,
    /// Files and links that are sent.
    pub sent_files: usize,
    /// Their bytes.
    pub sent_bytes: u64,
    /// Files and links that are not sent.
    pub ignored_files: usize,
    /// Their bytes.
    pub ignored_bytes: u64,
    /// What each pattern of the ignore file does, in order.
    pub lines: Vec<LineReport>,
    /// The largest things that are sent, at most ten, the largest first. None is part of another.
    pub largest: Vec<LargeThing>,
    /// What is sent and should rarely be, secrets first.
    pub advice: Vec<Advice>,
    /// Texts that are Dockerfiles by their names, those near the root first.
    pub dockerfiles: Vec<Rc<str>>,
}

impl ContextReport {
    /// The files and links, in the order of their paths.
    pub fn files(&self) -> impl Iterator<Item = &ContextEntry> {
        let entries = self.entries.iter();
        entries.filter(|entry| entry.kind != ContextKind::Folder)
    }
}

/// A line of the ignore file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decider {
    /// Line number, 1-based.
    pub line: usize,
    /// The line, without the white space around it.
    pub pattern: Rc<str>,
}

/// Whether a file reaches the builder, and which line of the ignore file decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileDecision {
    /// No line matches it.
    Sent,
    /// A line excludes it.
    Ignored(Decider),
    /// A line with `!` takes it back in.
    Readmitted(Decider),
}

impl FileDecision {
    /// It does not reach the builder.
    #[must_use]
    pub fn is_ignored(&self) -> bool {
        matches!(self, Self::Ignored(_))
    }

    /// The line that decided.
    #[must_use]
    pub fn decider(&self) -> Option<&Decider> {
        match self {
            Self::Sent => None,
            Self::Ignored(decider) | Self::Readmitted(decider) => Some(decider),
        }
    }
}

/// The patterns as the page names them, in order.
fn deciders(ignore: &IgnoreFile) -> Vec<Decider> {
    let patterns = ignore.patterns.iter();
    patterns
        .map(|pattern| Decider {
            line: pattern.line,
            pattern: pattern.source.as_str().into(),
        })
        .collect()
}

/// Everything about the context of a build.
fn report(project: &Project, last_built: Option<&Project>, context: &SentContext) -> ContextReport {
    let mut making = Making::new(project, last_built, context);
    while making.advance(project, context, usize::MAX) {}
    making.finish(project, context)
}

/// A report on its way, in parts of any length. The project and the context are those that it began with.
#[derive(Debug)]
struct Making {
    growing: Growing,
    lines: LineReports,
    advising: Advising,
}

impl Making {
    fn new(project: &Project, last_built: Option<&Project>, context: &SentContext) -> Self {
        Self {
            growing: Growing::new(project, last_built, context),
            lines: LineReports::new(project, context),
            advising: Advising::new(),
        }
    }

    /// Does what is next for `count` files. False when nothing is left.
    fn advance(&mut self, project: &Project, context: &SentContext, count: usize) -> bool {
        self.growing.advance(project, context, count)
            || self.lines.advance(context, count)
            || self.advising.advance(self.growing.entries(), count)
    }

    fn finish(self, project: &Project, context: &SentContext) -> ContextReport {
        let (entries, dockerfiles) = self.growing.finish();
        let (sent_files, sent_bytes, ignored_files, ignored_bytes) = (entries.first())
            .map(|root| {
                let ignored_files = root.files.saturating_sub(root.sent_files);
                let ignored_bytes = root.size_bytes.saturating_sub(root.sent_bytes);
                (
                    root.sent_files,
                    root.sent_bytes,
                    ignored_files,
                    ignored_bytes,
                )
            })
            .unwrap_or_default();
        let ignore_file = project.ignore_file_path();
        ContextReport {
            dockerignore_unused: ignore_file != ".dockerignore" && project.dockerignore.is_some(),
            ignore_file: ignore_file.into(),
            sent_files,
            sent_bytes,
            ignored_files,
            ignored_bytes,
            lines: self.lines.finish(context),
            largest: largest::largest(&entries),
            advice: self.advising.finish(),
            dockerfiles,
            entries,
        }
    }
}

#[cfg(test)]
mod tests;
