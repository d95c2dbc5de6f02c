//! The same project in both builders: BuildKit and the classic one, line by line.

use std::rc::Rc;

use super::analysis::RowState;
use super::images::CatalogImages;
use super::project::Project;
use super::simulation::Simulation;
use super::workbench::BuildRecord;
use crate::cache::Solution;
use crate::classic::{ClassicBuild, ClassicState, ClassicStore, classic_build, classic_steps};
use crate::context::ContextMemo;

/// One line in both builders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedRow {
    /// First line of the instruction, 1-based.
    pub line: usize,
    /// The instruction as written, continuations joined.
    pub text: Rc<str>,
    /// What BuildKit does.
    pub buildkit: RowState,
    /// Why, in a few words.
    pub buildkit_why: String,
    /// What the classic builder does; `None` if it has no step for the line.
    pub classic: Option<ClassicState>,
    /// Why, in a few words.
    pub classic_why: String,
}

/// A build in both builders, each with what its own earlier builds left.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BuilderComparison {
    /// One row for each instruction.
    pub rows: Vec<ComparedRow>,
    /// Lines that run in BuildKit.
    pub buildkit_runs: usize,
    /// Lines that run in the classic builder.
    pub classic_runs: usize,
    /// The message with which the classic builder fails.
    pub classic_error: Option<String>,
}

/// What the builds up to one of them would have left with the classic builder.
#[derive(Debug)]
pub(super) struct AfterBuild {
    pub(super) record: Rc<BuildRecord>,
    pub(super) store: Rc<ClassicStore>,
}

/// What the builds made so far would have left with the classic builder. `before` is known of some of them already.
pub(super) fn classic_store(
    history: &[Rc<BuildRecord>],
    before: Option<&AfterBuild>,
    memo: &ContextMemo,
) -> Rc<ClassicStore> {
    let known = before.and_then(|before| {
        let mut builds = history.iter();
        let place = builds.position(|build| Rc::ptr_eq(build, &before.record))?;
        Some((place + 1, Rc::clone(&before.store)))
    });
    let (built, store) = known.unwrap_or_default();
    let rest = history.iter().skip(built);
    rest.fold(store, |store, record| {
        let (_, build) = build_classic(&record.project, &store, memo);
        Rc::new(build.commit(&store))
    })
}

/// Builds a project with the classic builder.
fn build_classic(
    project: &Project,
    store: &ClassicStore,
    memo: &ContextMemo,
) -> (Simulation, ClassicBuild) {
    let simulation = Simulation::in_order(project, &CatalogImages, memo);
    if simulation.refused() {
        return (simulation, ClassicBuild::default());
    }
    let (plan, solution): (_, &Solution) = (&simulation.plan, &simulation.solution);
    let steps = classic_steps(&simulation.syntax, plan, solution);
    let build = classic_build(plan, solution, &steps, store, project.options.no_cache);
    (simulation, build)
}

/// Puts the outcomes of both side by side. `rows` gives state and cause of each instruction in BuildKit.
pub(super) fn compare<'a>(
    project: &Project,
    store: &ClassicStore,
    rows: impl Iterator<Item = (RowState, &'a str)>,
    memo: &ContextMemo,
) -> BuilderComparison {
    let (simulation, classic) = build_classic(project, store, memo);
    let mut comparison = BuilderComparison::default();
    for (index, ((state, why), instruction)) in
        rows.zip(&simulation.syntax.instructions).enumerate()
    {
        // The triggers of a base image are shown with its FROM: what runs of them says more than what does not.
        let outcomes = classic
            .outcomes
            .iter()
            .filter(|outcome| outcome.instruction == index);
        let outcome = outcomes.max_by_key(|outcome| match outcome.state {
            ClassicState::Fails => 3,
            ClassicState::Runs => 2,
            ClassicState::Cached => 1,
            ClassicState::NotReached => 0,
        });
        comparison.buildkit_runs += usize::from(state == RowState::Runs);
        comparison.rows.push(ComparedRow {
            line: instruction.lines.first,
            text: instruction.original().trim().into(),
            buildkit: state,
            buildkit_why: why.to_owned(),
            classic: outcome.map(|outcome| outcome.state),
            classic_why: outcome
                .map(|outcome| outcome.why.clone())
                .unwrap_or_default(),
        });
    }
    let of_rows = |wanted| {
        let rows = comparison.rows.iter();
        rows.filter(move |row| row.classic == Some(wanted))
    };
    let failing = of_rows(ClassicState::Fails).next();
    comparison.classic_error = failing.map(|row| row.classic_why.clone());
    comparison.classic_runs = of_rows(ClassicState::Runs).count();
    comparison
}
