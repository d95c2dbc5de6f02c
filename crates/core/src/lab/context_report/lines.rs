//! What each line of the ignore file does.

use std::rc::Rc;

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

/// The reports on their way, in parts of any length: one for each pattern.
#[derive(Debug)]
pub(super) struct LineReports {
    reports: Vec<LineReport>,
    /// Folders that are entries of their own count too: an empty one can be ignored.
    folders: Vec<(Rc<str>, Decision)>,
    /// For each line whether without it another set of files would be sent; nothing if that is not looked at.
    needed: Vec<bool>,
    without: Vec<Option<IgnoreFile>>,
    /// The lines that are not needed, once that is known.
    idle: Option<Vec<Idle>>,
    /// How many files and folders were looked at in this pass.
    next: usize,
}

/// A line that does nothing, while it is worked out why.
#[derive(Debug)]
struct Idle {
    pattern: usize,
    /// The pattern by itself, without `!`.
    alone: IgnoreFile,
    /// What was decided about the first path that it matches.
    first: Option<Decision>,
    /// The line that decided about that one decided about all others that it matches.
    by_one: bool,
}

impl LineReports {
    pub(super) fn new(project: &Project, context: &SentContext) -> Self {
        let patterns = &context.ignore.patterns;
        let reports = patterns.iter().map(|pattern| LineReport {
            line: pattern.line,
            pattern: pattern.source.clone(),
            ..LineReport::default()
        });
        let compared =
            context.verdicts().next().is_some() && patterns.len() <= MOST_PATTERNS_COMPARED;
        let compared = if compared { patterns.len() } else { 0 };
        Self {
            reports: reports.collect(),
            folders: if compared > 0 {
                folders(project, context)
            } else {
                Vec::new()
            },
            needed: vec![false; compared],
            without: vec![None; compared],
            idle: None,
            next: 0,
        }
    }

    /// Looks at the next `count` files. False when nothing is left.
    pub(super) fn advance(&mut self, context: &SentContext, count: usize) -> bool {
        if self.reports.is_empty() {
            return false;
        }
        let folders = std::mem::take(&mut self.folders);
        let files = context.verdicts().map(|verdict| {
            let size_bytes = Some(verdict.size_bytes);
            (&verdict.path, verdict.decision, size_bytes)
        });
        let all = files.chain(
            folders
                .iter()
                .map(|(path, decision)| (path, *decision, None)),
        );
        let part = all.skip(self.next).take(count);
        let before = self.next;
        match &mut self.idle {
            None => {
                for (path, decision, size_bytes) in part {
                    self.next += 1;
                    self.decided(context, path, decision, size_bytes);
                }
            }
            Some(idle) => {
                let mut walks: Vec<(Walk<'_>, &mut Option<Decision>, &mut bool, usize)> = (idle
                    .iter_mut())
                .filter(|line| line.by_one)
                .map(|line| {
                    let walk = Walk::new(&line.alone);
                    (walk, &mut line.first, &mut line.by_one, line.pattern)
                })
                .collect();
                for (path, decision, _) in part {
                    self.next += 1;
                    for (walk, first, by_one, pattern) in &mut walks {
                        if **by_one && walk.visit(path).is_excluded() {
                            let other = decider(first.get_or_insert(decision), *pattern);
                            **by_one = other.is_some() && other == decider(&decision, *pattern);
                        }
                    }
                }
            }
        }
        self.folders = folders;
        if self.next > before {
            return true;
        }
        let first_pass = self.idle.is_none();
        if first_pass {
            self.idle = Some(self.idle_lines(context));
            self.next = 0;
        }
        first_pass
    }

    /// Counts what was decided, and finds out whether without the line that decided it would be decided otherwise. Only
    /// what a line decides can change without it.
    fn decided(
        &mut self,
        context: &SentContext,
        path: &str,
        decision: Decision,
        size_bytes: Option<u64>,
    ) {
        let (Decision::Excluded { pattern } | Decision::Readmitted { pattern }) = decision else {
            return;
        };
        if let (Some(bytes), Some(report)) = (size_bytes, self.reports.get_mut(pattern)) {
            let (files, sum) = if decision.is_excluded() {
                (&mut report.excluded_files, &mut report.excluded_bytes)
            } else {
                (&mut report.readmitted_files, &mut report.readmitted_bytes)
            };
            *files += 1;
            *sum = sum.saturating_add(bytes);
        }
        let (needed, without) = (self.needed.get_mut(pattern), self.without.get_mut(pattern));
        if let (Some(needed), Some(without)) = (needed, without)
            && !*needed
        {
            let others = without.get_or_insert_with(|| leave_out(&context.ignore, pattern));
            *needed = others.decide(path).is_excluded() != decision.is_excluded();
        }
    }

    fn idle_lines(&self, context: &SentContext) -> Vec<Idle> {
        let lines = self.needed.iter().enumerate();
        lines
            .filter(|(_, needed)| !**needed)
            .filter_map(|(pattern, _)| {
                Some(Idle {
                    pattern,
                    alone: matches_alone(&context.ignore, pattern)?,
                    first: None,
                    by_one: true,
                })
            })
            .collect()
    }

    /// The reports, when all is done.
    pub(super) fn finish(mut self, context: &SentContext) -> Vec<LineReport> {
        for line in self.idle.iter().flatten() {
            let words = why_idle(context, line);
            if let Some(report) = self.reports.get_mut(line.pattern) {
                report.idle = words;
            }
        }
        self.reports
    }
}

/// The line that decided, if it is another one than this.
fn decider(decision: &Decision, own: usize) -> Option<usize> {
    match decision {
        Decision::Included => None,
        Decision::Excluded { pattern } | Decision::Readmitted { pattern } => {
            (*pattern != own).then_some(*pattern)
        }
    }
}

/// Each with what is decided about it.
fn folders(project: &Project, context: &SentContext) -> Vec<(Rc<str>, Decision)> {
    let mut walk = Walk::new(&context.ignore);
    let entries = project.files.entries.iter();
    entries
        .filter(|(_, node)| node.kind == NodeKind::Directory)
        .map(|(path, _)| (Rc::clone(path), walk.visit(path)))
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

fn why_idle(context: &SentContext, idle: &Idle) -> String {
    let Some(first) = idle.first else {
        return "This line does nothing: it matches no file of the project.".to_owned();
    };
    let pattern = |pattern: usize| context.ignore.patterns.get(pattern);
    let takes_back = pattern(idle.pattern).is_some_and(|pattern| pattern.exception);
    match decider(&first, idle.pattern) {
        None if takes_back && first == Decision::Included => {
            "This line does nothing: no line above it excludes what it takes back in.".to_owned()
        }
        None => "This line does nothing: other lines say the same of every file that it matches."
            .to_owned(),
        Some(other) if idle.by_one => format!(
            "This line does nothing: line {} decides about every file that it matches.",
            pattern(other).map_or(0, |pattern| pattern.line)
        ),
        Some(_) => "This line does nothing: other lines decide about every file that it matches."
            .to_owned(),
    }
}
