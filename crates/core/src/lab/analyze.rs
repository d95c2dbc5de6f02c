//! From a simulated build to everything that the page shows.

use std::cell::RefCell;
use std::rc::Rc;

use super::analysis::{Analysis, LedgerRow, StageReport, Summary};
use super::buildkit_word::BuildKitWord;
use super::claims::add_claims;
use super::context_report::Remembered;
use super::edits::{edit_label, edited_lines, is_same_dockerfile};
use super::explain_step::Explainer;
use super::figures::{Evaluated, Figures, figures};
use super::log::{BuildLog, LogLine};
use super::options::build_arguments;
use super::problems;
use super::project::Project;
use super::refused_rows::mark_refused;
use super::rows;
use super::simulation::Simulation;
use super::surprise::explain_hits;
use super::workbench::BuildRecord;
use crate::cache::{Cause, Counterparts, Knowledge, Status, Store, causes};
use crate::graph::{Operation, VertexId};
use crate::image::StepResult;
use layerlab_catalog::Packages;

/// A simulated build with the causes of what runs and the figures of every step.
pub(super) struct Explained<'a> {
    simulation: &'a Simulation,
    store: &'a Store,
    told: &'a Knowledge,
    counterparts: Counterparts<'a>,
    causes: Vec<Vec<Cause>>,
    /// First line of each instruction.
    lines: Vec<usize>,
    figures: Figures,
}

impl<'a> Explained<'a> {
    /// `before` is another simulation: what is the same in both is taken from there.
    pub(super) fn new(
        simulation: &'a Simulation,
        project: &Project,
        store: &'a Store,
        told: &'a Knowledge,
        packages: &'a Packages,
        before: Option<&Evaluated>,
    ) -> Self {
        let counterparts = Counterparts::new(&simulation.plan, store);
        let causes = causes(&simulation.solution, &counterparts);
        let lines = simulation
            .syntax
            .instructions
            .iter()
            .map(|instruction| instruction.lines.first)
            .collect();
        let figures = figures(simulation, project, packages, before);
        Self {
            simulation,
            store,
            told,
            counterparts,
            causes,
            lines,
            figures,
        }
    }

    /// What each vertex leaves.
    pub(super) fn into_results(self) -> Vec<Rc<StepResult>> {
        self.figures.results
    }

    fn explainer(&self) -> Explainer<'_> {
        let simulation = self.simulation;
        Explainer::new(
            &simulation.plan,
            &simulation.solution,
            &self.causes,
            &self.lines,
        )
    }

    /// The build as plain progress lists it.
    pub(super) fn log(&self) -> BuildLog {
        let explainer = self.explainer();
        let simulation = self.simulation;
        let lines = simulation.shown().into_iter().filter_map(|(id, word)| {
            let display = simulation.plan.vertex(id)?.display.as_ref()?;
            Some(LogLine {
                name: display.name(),
                word,
                duration: self
                    .figures
                    .steps
                    .get(id.0)
                    .map(|step| step.duration)
                    .unwrap_or_default(),
                why: if word == BuildKitWord::Done {
                    explainer.why(id)
                } else {
                    String::new()
                },
            })
        });
        let failure = simulation
            .solution
            .failure
            .as_ref()
            .map(|(_, message)| message.clone());
        BuildLog {
            lines: lines.collect(),
            error: simulation.refusal().or(failure),
        }
    }

    /// Everything that the page shows. `history` are the builds before.
    pub(super) fn analysis(
        &self,
        project: &Project,
        history: &[Rc<BuildRecord>],
        context_memo: &RefCell<Option<Remembered>>,
    ) -> Analysis {
        let simulation = self.simulation;
        let explainer = self.explainer();
        let last_project = history.last().map(|record| &record.project);
        let ignore_text = project.ignore_file_text();
        let before = context_memo.take();
        let context = Remembered::new(project, last_project, &simulation.context, before.as_ref());
        let context = context_memo.borrow_mut().insert(context).report.clone();
        Analysis {
            syntax: simulation.syntax.clone(),
            rows: self.rows(&explainer, project, last_project),
            problems: problems::of_dockerfile(project, simulation),
            ignore_problems: problems::of_ignore_file(&ignore_text, simulation, &context.lines),
            stages: self.stages(),
            build_arguments: build_arguments(&simulation.syntax),
            summary: self.summary(history),
            image: self.figures.image.clone(),
            timeline: self.figures.timeline.clone(),
            context,
            edited_lines: last_project
                .filter(|before| is_same_dockerfile(before, project))
                .map(|before| edited_lines(&before.dockerfile, &project.dockerfile))
                .unwrap_or_default(),
            edit: last_project
                .map(|before| edit_label(before, project))
                .unwrap_or_default(),
            lacking: (self.figures.results.iter())
                .flat_map(|result| result.lacking.iter().copied())
                .collect(),
        }
    }

    fn rows(
        &self,
        explainer: &Explainer<'_>,
        project: &Project,
        last: Option<&Project>,
    ) -> Vec<LedgerRow> {
        let mut rows = rows::rows(&self.simulation.syntax, explainer, &self.figures.steps);
        if let Some(last) = last {
            explain_hits(
                &mut rows,
                self.simulation,
                &self.counterparts,
                last,
                project,
            );
        }
        add_claims(&mut rows, self.simulation, self.store, self.told);
        mark_refused(&mut rows, self.simulation);
        rows
    }

    fn stages(&self) -> Vec<StageReport> {
        let plan = &self.simulation.plan;
        plan.stages
            .iter()
            .enumerate()
            .map(|(index, stage)| StageReport {
                name: stage.name.clone(),
                named: stage.named,
                reachable: stage.reachable,
                target: plan.target == Some(index),
            })
            .collect()
    }

    fn summary(&self, history: &[Rc<BuildRecord>]) -> Summary {
        let plan = &self.simulation.plan;
        let statuses = &self.simulation.solution.statuses;
        let pattern: Vec<Status> = plan
            .vertices
            .iter()
            .enumerate()
            .filter(|(_, vertex)| {
                vertex.display.is_some() && !matches!(vertex.operation, Operation::Download { .. })
            })
            .map(|(index, _)| rows::shown_status(plan, statuses, VertexId(index)))
            .collect();
        let size = self.figures.image.size.bytes;
        let fails = self.simulation.refused() || self.simulation.solution.failure.is_some();
        // One that failed has no image to compare with.
        let mut earlier = history.iter().rev();
        let compared = earlier.find(|record| !record.analysis.summary.fails);
        let signed = |bytes: u64| i64::try_from(bytes).unwrap_or(i64::MAX);
        Summary {
            steps: pattern.len(),
            steps_run: pattern
                .iter()
                .filter(|status| **status == Status::Runs)
                .count(),
            pattern,
            duration: self.figures.timeline.total,
            cold_duration: self.figures.cold_duration,
            size_change_bytes: compared
                .filter(|_| plan.target.is_some() && !fails)
                .map(|record| signed(size) - signed(record.analysis.image.size.bytes)),
            compared_with: compared.map(|record| record.number),
            compared_bytes: compared
                .map(|record| record.analysis.image.size.bytes)
                .unwrap_or_default(),
            fails,
        }
    }
}

/// Statuses of the same build with an empty cache.
pub(super) fn cold_statuses(simulation: &Simulation) -> Vec<Status> {
    let statuses = simulation.solution.statuses.iter();
    statuses
        .map(|status| {
            if *status == Status::Cached {
                Status::Runs
            } else {
                *status
            }
        })
        .collect()
}
