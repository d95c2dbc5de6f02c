//! The steps that can be made in a project: the fixes of what is found in it, those that belong together as one.

use crate::checks::TextEdit;
use crate::checks::own::{OwnFinding, OwnRule, Remedy};

/// Fixes of one rule that say the same of several places are one step.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) rule: &'static OwnRule,
    pub(super) title: String,
    pub(super) risk: &'static str,
    pub(super) edits: Vec<TextEdit>,
}

/// By which a step is known again in another project.
pub(super) type Key = (&'static str, String);

impl Candidate {
    pub(super) fn key(&self) -> Key {
        (self.rule.name, self.title.clone())
    }
}

/// The steps that can be made in a project with these findings, in their order.
pub(super) fn candidates(findings: &[OwnFinding]) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = Vec::new();
    for finding in findings {
        let Remedy::Fix { fix, risk } = &finding.remedy else {
            continue;
        };
        let same = candidates.iter_mut().find(|candidate| {
            candidate.rule.name == finding.rule.name && candidate.title == fix.title
        });
        match same {
            Some(candidate) if are_apart(&candidate.edits, &fix.edits) => {
                candidate.edits.extend(fix.edits.iter().cloned());
            }
            // It is a step of its own once the first one is made.
            Some(_) => {}
            None => candidates.push(Candidate {
                rule: finding.rule,
                title: fix.title.clone(),
                risk,
                edits: fix.edits.clone(),
            }),
        }
    }
    candidates
}

fn are_apart(some: &[TextEdit], others: &[TextEdit]) -> bool {
    some.iter().all(|one| {
        others.iter().all(|other| {
            one.file != other.file
                || one.span.end < other.span.start
                || other.span.end < one.span.start
        })
    })
}
