//! [`Lab`]: a project, the cache, and the builds made so far.

use std::cell::{Ref, RefCell};
use std::rc::Rc;

use layerlab_catalog::Packages;

use super::analysis::Analysis;
use super::analyze::Explained;
use super::builders::{AfterBuild, BuilderComparison, classic_store, compare};
use super::context_report;
use super::figures::{Evaluated, results_of};
use super::images::CatalogImages;
use super::log::BuildLog;
use super::project::Project;
use super::proof::{self, Offer};
use super::simulation::Simulation;
use super::what_if::{EditCosts, edit_costs};
use crate::cache::{Knowledge, Store};
use crate::context::ContextMemo;

/// A build that was made.
#[derive(Debug, Clone, PartialEq)]
pub struct BuildRecord {
    /// Counted from 1.
    pub number: usize,
    /// What changed since the one before: "first build", "line 8", "views.py".
    pub label: String,
    /// What was built.
    pub project: Project,
    /// What the user said of it.
    pub told: Rc<Knowledge>,
    /// What happened.
    pub analysis: Rc<Analysis>,
    /// The same as plain progress lists it.
    pub log: Rc<BuildLog>,
}

/// What a user works on. Every operation gives a new value; cloning is cheap.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lab {
    /// The project as it stands now.
    pub project: Project,
    /// The builds made so far, oldest first.
    pub history: Vec<Rc<BuildRecord>>,
    store: Rc<Store>,
    /// What the user says of the build that would run now.
    told: Rc<Knowledge>,
    /// The tables of packages that are here.
    pub(super) packages: Packages,
    memo: Memo,
}

/// What is remembered to be quicker. It changes no result, so two workbenches that differ in it are the same.
#[derive(Debug, Clone, Default)]
struct Memo(Rc<Remembered>);

/// See [`Memo`].
#[derive(Debug, Default)]
struct Remembered {
    context: ContextMemo,
    /// The analysis before this one.
    last: RefCell<Option<Evaluated>>,
    report: RefCell<Option<context_report::Remembered>>,
    classic: RefCell<Option<AfterBuild>>,
}

impl PartialEq for Memo {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Lab {
    /// A project of which nothing was built yet, with the tables of packages that are part of the program.
    #[must_use]
    pub fn open(project: Project) -> Self {
        Self::open_with(project, Packages::compiled_in())
    }

    /// A project of which nothing was built yet, with these tables of packages.
    #[must_use]
    pub fn open_with(project: Project, packages: Packages) -> Self {
        Self {
            project,
            packages,
            ..Self::default()
        }
    }

    /// What the user says of the build that would run now.
    #[must_use]
    pub fn told(&self) -> &Rc<Knowledge> {
        &self.told
    }

    /// The same with all that the user says of the build that would run now.
    #[must_use]
    pub fn with_told(&self, told: Rc<Knowledge>) -> Self {
        Self {
            told,
            ..self.clone()
        }
    }

    /// The same cache and history with an edited project.
    #[must_use]
    pub fn with_project(&self, project: Project) -> Self {
        Self {
            project,
            history: self.history.clone(),
            store: self.store.clone(),
            told: self.told.clone(),
            packages: self.packages.clone(),
            memo: self.memo.clone(),
        }
    }

    /// The same with these tables of packages. Builds made before, of which some table was lacking that is here now, get
    /// the figures that they would have had with it.
    #[must_use]
    pub fn with_packages(&self, packages: Packages) -> Self {
        let mut lab = Self {
            packages,
            ..self.clone()
        };
        let gained = |record: &Rc<BuildRecord>| {
            let mut lacking = record.analysis.lacking.iter();
            lacking.any(|table| lab.packages.holds(*table))
        };
        if self.history.iter().any(gained) {
            let first = Self {
                packages: lab.packages.clone(),
                ..Self::default()
            };
            let again = self.history.iter().fold(first, |before, record| {
                let before = before.with_project(record.project.clone());
                let told = record.told.clone();
                Self { told, ..before }.build()
            });
            lab.history = again.history;
        }
        lab
    }

    /// The same with what the user says of the files at `path` of a stage that runs again: that they come out as before.
    /// It holds for the build that would run now.
    #[must_use]
    pub fn with_output(&self, stage: &str, path: &str, unchanged: bool) -> Self {
        let mut told = (*self.told).clone();
        let place = (stage.to_owned(), path.to_owned());
        if unchanged {
            told.unchanged.insert(place);
        } else {
            told.unchanged.remove(&place);
        }
        Self {
            told: Rc::new(told),
            ..self.clone()
        }
    }

    /// `before` as for [`Explained::new`].
    fn explain<'a>(
        &'a self,
        simulation: &'a Simulation,
        before: Option<&Evaluated>,
    ) -> Explained<'a> {
        Explained::new(
            simulation,
            &self.project,
            &self.store,
            &self.told,
            &self.packages,
            before,
        )
    }

    /// What a build of the project as it stands would do.
    #[must_use]
    pub fn analyze(&self) -> Analysis {
        let simulation = self.simulate();
        let before = self.memo.0.last.take();
        let explained = self.explain(&simulation, before.as_ref());
        let analysis = explained.analysis(&self.project, &self.history, &self.memo.0.report);
        let results = explained.into_results();
        self.memo.0.last.replace(Some(Evaluated {
            lab: self.without_memory(),
            simulation: Rc::new(simulation),
            results,
        }));
        analysis
    }

    /// The same as BuildKit's plain progress would print it.
    #[must_use]
    pub fn log(&self) -> BuildLog {
        self.explain(&self.simulate(), None).log()
    }

    /// The build that would run now beside that of the classic builder, given the same builds before. `now` is its analysis.
    #[must_use]
    pub fn compare_builders(&self, now: &Analysis) -> BuilderComparison {
        let rows = now.rows.iter();
        let rows = rows.map(|row| (row.state, row.brief.as_str()));
        let memo = &self.memo.0;
        let before = memo.classic.take();
        let store = classic_store(&self.history, before.as_ref(), &memo.context);
        let comparison = compare(&self.project, &store, rows, &memo.context);
        let last = self.history.last().map(Rc::clone);
        memo.classic
            .replace(last.map(|record| AfterBuild { record, store }));
        comparison
    }

    /// What every possible edit would cost, made after a build of the project as it stands.
    #[must_use]
    pub fn edit_costs(&self) -> EditCosts {
        let apart = Simulation::apart(
            &self.project,
            &self.store,
            &CatalogImages,
            &self.memo.0.context,
        );
        let before = self.before();
        let simulation = self.simulated(before.as_ref());
        let results = results_of(
            &simulation,
            &self.project.known,
            &self.packages,
            before.as_ref(),
        );
        edit_costs(&simulation, results, &apart, self.project.machine)
    }

    /// The fixes of what our own rules find (see [`Lab::findings`]), each proven by simulating the project with it.
    /// One that does not keep what its rule promises is left out.
    #[must_use]
    pub fn offers(&self) -> Vec<Offer> {
        proof::offers(&self.project, &self.packages, |_, _| true)
    }

    /// Those of [`Lab::offers`] that are about the instruction at a byte offset of the Dockerfile.
    #[must_use]
    pub fn offers_at(&self, offset: usize) -> Vec<Offer> {
        proof::offers(&self.project, &self.packages, |analysis, finding| {
            proof::is_about(analysis, finding, offset)
        })
    }

    /// Builds: the outcome joins the history, the results join the cache.
    ///
    /// A build that BuildKit refuses leaves nothing in the cache; one that fails on the way leaves the steps before.
    #[must_use]
    pub fn build(&self) -> Self {
        let simulation = self.simulate();
        let last = self.history.last();
        let before = self.memo.0.last.take();
        let explained = self.explain(&simulation, before.as_ref());
        let analysis = explained.analysis(&self.project, &self.history, &self.memo.0.report);
        let analysis = Rc::new(analysis);
        let log = Rc::new(explained.log());
        let results = explained.into_results();
        let label = match last {
            None => "first build".to_owned(),
            Some(_) if analysis.edit.is_empty() => "no change".to_owned(),
            Some(_) => analysis.edit.clone(),
        };
        let record = BuildRecord {
            number: self.history.len() + 1,
            label,
            project: self.project.clone(),
            told: Rc::clone(&self.told),
            analysis,
            log,
        };
        let mut history = self.history.clone();
        history.push(Rc::new(record));
        let store = Rc::new(simulation.commit(&self.store));
        self.memo.0.last.replace(Some(Evaluated {
            lab: self.without_memory(),
            simulation: Rc::new(simulation),
            results,
        }));
        Self {
            project: self.project.clone(),
            history,
            store,
            told: Rc::default(),
            packages: self.packages.clone(),
            memo: self.memo.clone(),
        }
    }

    /// Works out something about other projects, and remembers afterwards what was remembered before: the next keystroke is
    /// compared with the last one, not with what was looked at meanwhile.
    pub(super) fn aside<T>(&self, work: impl FnOnce(&Self) -> T) -> T {
        let memo = &self.memo.0;
        let before = (memo.last.take(), memo.report.take());
        let found = work(self);
        memo.last.replace(before.0);
        memo.report.replace(before.1);
        found
    }

    /// The analysis before this one.
    pub(super) fn before(&self) -> Ref<'_, Option<Evaluated>> {
        self.memo.0.last.borrow()
    }

    /// The cache.
    pub(super) fn store(&self) -> &Store {
        &self.store
    }

    /// What is remembered of the files.
    pub(super) fn context_memo(&self) -> &ContextMemo {
        &self.memo.0.context
    }

    /// Remembers a report about the context.
    pub(super) fn remember_report(&self, report: context_report::Remembered) {
        self.memo.0.report.replace(Some(report));
    }

    /// The same without what is remembered: to know later what something was worked out from.
    pub(super) fn without_memory(&self) -> Self {
        Self {
            memo: Memo::default(),
            ..self.clone()
        }
    }

    /// The simulation that was made for the analysis, if that was of the very same things.
    pub(super) fn simulated(&self, before: Option<&Evaluated>) -> Rc<Simulation> {
        let same = |other: &Self| {
            let (project, before) = (&self.project, &other.project);
            Rc::ptr_eq(&project.dockerfile, &before.dockerfile)
                && Rc::ptr_eq(&project.files, &before.files)
                && project.dockerignore == before.dockerignore
                && project.options == before.options
                && Rc::ptr_eq(&self.store, &other.store)
                && Rc::ptr_eq(&self.told, &other.told)
        };
        match before {
            Some(before) if same(&before.lab) => before.simulation.clone(),
            _ => Rc::new(self.simulate()),
        }
    }

    /// The graph of the build that would run now and the outcome of each step, without sizes, times and explanations.
    #[must_use]
    pub fn simulate(&self) -> Simulation {
        let images = &CatalogImages;
        Simulation::run_again(
            &self.project,
            &self.store,
            images,
            &self.told,
            &self.memo.0.context,
        )
    }
}
