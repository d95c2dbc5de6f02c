//! What each line of the ignore file does.

use layerlab_dockerignore::{Decision, IgnoreFile, Walk};

use crate::context::{NodeKind, SentContext};
use crate::lab::project::Project;

/// With more patterns than these, nobody looks for the one that is not needed, and looking takes the square of them.
const MOST_PATTERNS_COMPARED: usize = 300;

/// A line of the ignore file that is a pattern, and what it does to the files of the project.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LineReport {
    /// Line number, 1-based.
    pub line: usize,
    /// The line, without the white space around it.
    pub pattern: String,
    /// Files that are not sent because of it. A line below that says the same again is not compared with them.
    pub excluded_files: usize,
    /// Their bytes.
    pub excluded_bytes: u64,
    /// Files that are sent because of it, although a line above excludes them.
    pub readmitted_files: usize,
    /// Their bytes.
    pub readmitted_bytes: u64,
    /// Why it does nothing, in plain words; empty if it does something: without it, other files would be sent.
    pub idle: String,
}

/// One report for each pattern.
pub(super) fn reports(project: &Project, context: &SentContext) -> Vec<LineReport> {
    let patterns = &context.ignore.patterns;
    let mut reports: Vec<LineReport> = patterns
        .iter()
        .map(|pattern| LineReport {
            line: pattern.line,
            pattern: pattern.source.clone(),
            ..LineReport::default()
        })
        .collect();
    for verdict in context.verdicts() {
        match verdict.decision {
            Decision::Included => {}
            Decision::Excluded { pattern } => {
                if let Some(report) = reports.get_mut(pattern) {
                    report.excluded_files += 1;
                    report.excluded_bytes += verdict.size_bytes;
                }
            }
            Decision::Readmitted { pattern } => {
                if let Some(report) = reports.get_mut(pattern) {
                    report.readmitted_files += 1;
                    report.readmitted_bytes += verdict.size_bytes;
                }
            }
        }
    }
    if context.verdicts().next().is_some() && patterns.len() <= MOST_PATTERNS_COMPARED {
        say_which_are_idle(project, context, &mut reports);
    }
    reports
}

/// A line does something if without it another set of files would be sent. Only what it decides can change then.
fn say_which_are_idle(project: &Project, context: &SentContext, reports: &mut [LineReport]) {
    let folders = folders(project, context);
    let mut needed = vec![false; reports.len()];
    let mut without: Vec<Option<IgnoreFile>> = vec![None; reports.len()];
    let files = context
        .verdicts()
        .map(|verdict| (&*verdict.path, verdict.decision));
    let all = files.chain(folders.iter().map(|(path, decision)| (*path, *decision)));
    for (path, decision) in all {
        let (Decision::Excluded { pattern } | Decision::Readmitted { pattern }) = decision else {
            continue;
        };
        let (Some(needed), Some(without)) = (needed.get_mut(pattern), without.get_mut(pattern))
        else {
            continue;
        };
        if *needed {
            continue;
        }
        let others = without.get_or_insert_with(|| leave_out(&context.ignore, pattern));
        *needed = others.decide(path).is_excluded() != decision.is_excluded();
    }
    for (index, needed) in needed.into_iter().enumerate() {
        if needed {
            continue;
        }
        let words = why_idle(context, &folders, index);
        if let Some(report) = reports.get_mut(index) {
            report.idle = words;
        }
    }
}

/// Folders that are entries of their own count too: an empty one can be ignored.
fn folders<'a>(project: &'a Project, context: &SentContext) -> Vec<(&'a str, Decision)> {
    let mut walk = Walk::new(&context.ignore);
    let entries = project.files.entries.iter();
    entries
        .filter(|(_, node)| node.kind == NodeKind::Directory)
        .map(|(path, _)| (path.as_str(), walk.visit(path)))
        .collect()
}

/// The same patterns but one.
fn leave_out(ignore: &IgnoreFile, pattern: usize) -> IgnoreFile {
    let mut others = ignore.clone();
    if pattern < others.patterns.len() {
        others.patterns.remove(pattern);
    }
    others
}

/// Whether a pattern matches a path by itself or through a folder above.
fn matches_alone(ignore: &IgnoreFile, pattern: usize) -> Option<IgnoreFile> {
    let mut alone = ignore.patterns.get(pattern)?.clone();
    alone.exception = false;
    Some(IgnoreFile {
        patterns: vec![alone],
        ..IgnoreFile::default()
    })
}

fn why_idle(context: &SentContext, folders: &[(&str, Decision)], index: usize) -> String {
    let Some(pattern) = context.ignore.patterns.get(index) else {
        return String::new();
    };
    let Some(alone) = matches_alone(&context.ignore, index) else {
        return String::new();
    };
    let mut walk = Walk::new(&alone);
    let files = context
        .verdicts()
        .map(|verdict| (&*verdict.path, verdict.decision));
    let mut matched = files
        .chain(folders.iter().copied())
        .filter(|(path, _)| walk.visit(path).is_excluded())
        .map(|(_, decision)| decision);
    let Some(first) = matched.next() else {
        return "This line does nothing: it matches no file of the project.".to_owned();
    };
    let decider = |decision: Decision| match decision {
        Decision::Included => None,
        Decision::Excluded { pattern } | Decision::Readmitted { pattern } => {
            (pattern != index).then_some(pattern)
        }
    };
    let line = |pattern: usize| {
        context
            .ignore
            .patterns
            .get(pattern)
            .map_or(0, |pattern| pattern.line)
    };
    match decider(first) {
        None if pattern.exception && first == Decision::Included => {
            "This line does nothing: no line above it excludes what it takes back in.".to_owned()
        }
        None => "This line does nothing: other lines say the same of every file that it matches."
            .to_owned(),
        Some(other) if matched.all(|decision| decider(decision) == Some(other)) => format!(
            "This line does nothing: line {} decides about every file that it matches.",
            line(other)
        ),
        Some(_) => "This line does nothing: other lines decide about every file that it matches."
            .to_owned(),
    }
}
