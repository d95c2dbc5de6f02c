//! What is sent, as the page shows it.

use layerlab_dockerignore::Decision;

use super::analysis::{ContextFile, ContextReport, FileDecision};
use super::edits::changed_files;
use super::project::Project;
use crate::context::SentContext;

/// Lists every file of the project with the line that decided about it.
pub(super) fn report(
    project: &Project,
    last_built: Option<&Project>,
    context: &SentContext,
) -> ContextReport {
    let edited = last_built
        .map(|before| changed_files(before, project))
        .unwrap_or_default();
    let mut report = ContextReport::default();
    for verdict in &context.verdicts {
        let line = |pattern: usize| {
            let pattern = context.ignore.patterns.get(pattern);
            pattern.map_or((0, String::new()), |pattern| {
                (pattern.line, pattern.source.clone())
            })
        };
        let decision = match verdict.decision {
            Decision::Included => FileDecision::Sent,
            Decision::Excluded { pattern } => {
                let (line, pattern) = line(pattern);
                FileDecision::Ignored { line, pattern }
            }
            Decision::Readmitted { pattern } => {
                let (line, pattern) = line(pattern);
                FileDecision::Readmitted { line, pattern }
            }
        };
        if matches!(decision, FileDecision::Ignored { .. }) {
            report.ignored_files += 1;
            report.ignored_bytes += verdict.size_bytes;
        } else {
            report.sent_files += 1;
            report.sent_bytes += verdict.size_bytes;
        }
        let node = project.files.get(&verdict.path);
        report.files.push(ContextFile {
            path: verdict.path.to_string(),
            size_bytes: verdict.size_bytes,
            text: node.is_none_or(|node| node.as_text().is_some()),
            decision,
            edited: edited.iter().any(|path| path.as_str() == &*verdict.path),
        });
    }
    report
}
