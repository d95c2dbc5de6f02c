//! Hits that surprise: something changed above a step or in the project, and still the step is cached. The reason why.

use super::analysis::{LedgerRow, RowState};
use super::edits::{changed_files, edited_lines, is_same_dockerfile};
use super::project::Project;
use super::simulation::Simulation;
use crate::cache::{Counterparts, differences};
use crate::graph::{Operation, Placement, SettingKind, VertexId};

/// A few words for the ledger, and one or two sentences.
struct Reason {
    brief: String,
    sentence: String,
}

/// Puts the reason into the row of every cached step that an edit since `last` might have been expected to change.
pub(super) fn explain_hits(
    rows: &mut [LedgerRow],
    simulation: &Simulation,
    counterparts: &Counterparts<'_>,
    last: &Project,
    project: &Project,
) {
    // What was written in another file was not edited.
    if !is_same_dockerfile(last, project) {
        return;
    }
    let edited_lines = edited_lines(&last.dockerfile, &project.dockerfile);
    let changed_files = changed_files(last, project);
    if edited_lines.is_empty() && changed_files.is_empty() {
        return;
    }
    let differs = differences(&simulation.solution, counterparts);
    let hits = Hits {
        simulation,
        differs,
        edited_lines,
        changed_files,
    };
    for row in rows {
        let Some(Placement::Step(id)) = simulation.plan.placements.get(row.instruction) else {
            continue;
        };
        if row.state != RowState::Cached {
            continue;
        }
        if let Some(reason) = hits.reason(row.instruction, *id) {
            row.brief = reason.brief;
            row.answer = reason.sentence;
        }
    }
}

struct Hits<'a> {
    simulation: &'a Simulation,
    /// For each vertex whether something of its own differs from the last build.
    differs: Vec<bool>,
    edited_lines: Vec<usize>,
    changed_files: Vec<String>,
}

impl Hits<'_> {
    fn reason(&self, instruction: usize, id: VertexId) -> Option<Reason> {
        let plan = &self.simulation.plan;
        let operation = &plan.vertex(id)?.operation;
        self.earlier_build(id)
            .or_else(|| self.written_otherwise(instruction))
            .or_else(|| match operation {
                Operation::Image(_) => None,
                _ => self
                    .setting_above(instruction, operation)
                    .or_else(|| self.file_elsewhere(id)),
            })
    }

    /// Something of its own differs from the last build: then it is the result of a build before that.
    fn earlier_build(&self, id: VertexId) -> Option<Reason> {
        let simulation = self.simulation;
        let mut ids = simulation.plan.first_half(id).into_iter().chain([id]);
        let differs = ids.any(|id| self.differs.get(id.0) == Some(&true));
        let build = simulation.solution.made_in.get(id.0)?;
        differs.then(|| Reason {
            brief: format!("as in build {build}"),
            sentence: format!(
                "Build {build} had this step with the same inputs. Every result is kept, so going back to it costs \
                 nothing."
            ),
        })
    }

    fn is_edited(&self, instruction: usize) -> bool {
        let found = self.simulation.syntax.instructions.get(instruction);
        found.is_some_and(|found| {
            self.edited_lines
                .iter()
                .any(|line| (found.lines.first..=found.lines.last).contains(line))
        })
    }

    fn written_otherwise(&self, instruction: usize) -> Option<Reason> {
        self.is_edited(instruction).then(|| Reason {
            brief: "means the same".to_owned(),
            sentence:
                "The line is written in another way, but it does the same, so its key is the same."
                    .to_owned(),
        })
    }

    /// The nearest edited line above in the stage that only sets something.
    fn setting_above(&self, instruction: usize, operation: &Operation) -> Option<Reason> {
        let syntax = &self.simulation.syntax;
        let stage = syntax
            .stages
            .iter()
            .find(|stage| (stage.from..stage.end).contains(&instruction))?;
        let (above, kind) = (stage.from..instruction).rev().find_map(|above| {
            match self.simulation.plan.placements.get(above) {
                Some(Placement::Setting(kind)) if self.is_edited(above) => Some((above, *kind)),
                _ => None,
            }
        })?;
        let found = syntax.instructions.get(above)?;
        let keyword = found.keyword.value.to_uppercase();
        let line = found.lines.first;
        let (brief, why) = match (kind, operation) {
            (SettingKind::Metadata, _) => (
                format!("{keyword} is in no key"),
                "It is in no key: it only writes a setting into the image.",
            ),
            (SettingKind::Environment, Operation::Exec(_)) => (
                "same values".to_owned(),
                "The variables come out the same, in the same order.",
            ),
            (SettingKind::Environment | SettingKind::Global, _) => (
                format!("{keyword} does not count here"),
                "All variables are in the key of RUN; in other steps only those count that the line itself names.",
            ),
            (SettingKind::Surroundings, _) if keyword == "USER" => (
                "USER does not count here".to_owned(),
                "It counts for RUN and WORKDIR. Files that COPY makes belong to root, unless --chown says otherwise.",
            ),
            (SettingKind::Surroundings, _) => (
                format!("{keyword} does not count here"),
                "It counts for the RUN steps in shell form only.",
            ),
        };
        Some(Reason {
            brief,
            sentence: format!("{keyword} on line {line} changed. {why}"),
        })
    }

    /// A file changed, but none of those that this step takes.
    fn file_elsewhere(&self, id: VertexId) -> Option<Reason> {
        let selections = &self.simulation.solution.selections;
        selections.range((id, 0)..=(id, usize::MAX)).next()?;
        let path = self.changed_files.first()?;
        let name = path.rsplit('/').next().unwrap_or(path);
        let more = self.changed_files.len() - 1;
        let (brief, sentence) = if more == 0 {
            (
                format!("{name} is not in it"),
                format!("{path} changed, but this step does not copy it."),
            )
        } else {
            (
                "same content".to_owned(),
                format!(
                    "{path} and {more} more changed, but the content that this step copies is the same."
                ),
            )
        };
        Some(Reason { brief, sentence })
    }
}
