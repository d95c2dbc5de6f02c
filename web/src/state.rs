//! The state of the page: one value, and one pure function from an action to the next value.
//!
//! It holds what the user did and what the core said of it; how it is shown is the business of the components. The text
//! itself lives in the editor and reaches this state by [`Action::DockerfileEdited`] and its likes.

mod action;
mod comparing;
mod course;
mod edits;
mod embedding;
mod learn;
mod links;
mod looking;
mod opening;
#[cfg(test)]
mod own_lessons_tests;
mod paths;
mod sizes;
mod tables;
#[cfg(test)]
mod tests;
mod theme;
mod times;
mod undo;
mod waiting;

use std::collections::BTreeMap;
use std::rc::Rc;

use layerlab_core::PackageTable;
use layerlab_core::lab::{Analysis, Lab, LedgerRow, Project};
use layerlab_core::lessons::ExampleProject;
use yew::Reducible;

pub(crate) use action::{Action, Compare, FileTab, Moment, Panel};
pub(crate) use comparing::{Second, SecondSource};
pub(crate) use course::{Course, OpenLesson, copy_of, is_own, lesson_of, own_ids, project_of};
pub(crate) use embedding::reading_only;
pub(crate) use learn::{LearnAction, Learning, Loading, Page, index_address, topic_address};
pub(crate) use paths::checked_path;
pub(crate) use sizes::read_size;
pub(crate) use tables::{Fetch, Tables};
pub(crate) use theme::Theme;
pub(crate) use times::read_duration;
pub(crate) use undo::Said;
pub(crate) use waiting::{Haste, Waiting};

use crate::shared::Shared;

/// Everything the page knows.
#[derive(Debug, Clone)]
pub(crate) struct State {
    /// Id of the project that is open.
    pub(crate) example: Rc<str>,
    /// The projects that were loaded from the user's computer, in order.
    pub(crate) loaded: Rc<Vec<LoadedProject>>,
    /// The lessons, as far as they are here.
    pub(crate) course: Rc<Course>,
    /// The lesson that the open project belongs to.
    pub(crate) lesson: Option<Rc<OpenLesson>>,
    /// The examples that are in the page, by their ids, as they are at first.
    pub(crate) examples: Rc<BTreeMap<Rc<str>, ExampleProject>>,
    /// Texts of files of which the project only knows the size: they were opened and are as they were.
    pub(crate) texts: Rc<BTreeMap<Rc<str>, Rc<str>>>,
    /// The project as it is now, the builds made so far, and the cache they left.
    pub(crate) lab: Lab,
    /// What a build now would do.
    pub(crate) now: Shared<Analysis>,
    /// The file shown in the editor's place.
    pub(crate) tab: FileTab,
    /// Files of the project that have a tab, in the order they were opened.
    pub(crate) open_files: Vec<Rc<str>>,
    /// The line of the Dockerfile that Explain is about, 1-based.
    pub(crate) line: usize,
    /// The line that the editor was last asked to go to, and how often it was asked.
    pub(crate) reveal: (usize, u32),
    /// How often a project was opened in the place of another one with the same id, or another of its Dockerfiles: its
    /// editors start anew then.
    pub(crate) session: u32,
    /// How often the page itself wrote the text of the Dockerfile, which its editor has to take over.
    pub(crate) dockerfile_edition: u32,
    /// How often the page itself wrote the text of the ignore file, which its editor has to take over.
    pub(crate) ignore_edition: u32,
    /// How often the page itself wrote the texts of other files, which their editors have to take over.
    pub(crate) files_edition: u32,
    /// The open tab of the side panel.
    pub(crate) panel: Panel,
    /// Which build is looked at.
    pub(crate) moment: Moment,
    /// The edit that is looked at, if it is one.
    preview: Option<Shared<looking::Preview>>,
    /// The list of keys is shown.
    pub(crate) shortcuts: bool,
    /// What is compared.
    pub(crate) compare: Option<Compare>,
    /// A second Dockerfile beside that of the project, if one was looked at.
    pub(crate) second: Option<Second>,
    /// Number of the build that images are compared with, if one was chosen.
    against: Option<usize>,
    /// What was done that is not undone in an editor.
    pub(crate) undo: Rc<undo::Undo>,
    /// Light or dark.
    pub(crate) theme: Theme,
    /// The tables of packages, as far as projects needed them.
    pub(crate) tables: Rc<Tables>,
    /// A sentence for the user that stays until it is taken away.
    pub(crate) notice: Option<Rc<str>>,
    /// The other projects as they were left, by their ids. Nothing edited is lost by opening another one.
    parked: Rc<BTreeMap<Rc<str>, Self>>,
}

/// A project that was loaded from the user's computer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LoadedProject {
    /// Its id among all projects.
    pub(crate) id: Rc<str>,
    /// What the menu calls it.
    pub(crate) name: Rc<str>,
}

impl State {
    /// The page as it opens: the first project, built once, with its edits made since.
    pub(crate) fn first(theme: Theme) -> Self {
        let project = layerlab_core::lessons::first_project();
        tables::asking(opening::open(project, theme, Rc::default()))
    }

    /// The same with something else in it. Taking the fields that stay from a copy wherever one changes would write out the
    /// moving of all of them each time.
    fn with(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut next = self.clone();
        change(&mut next);
        next
    }

    /// The project, its builds and what a build of it now would do are those of `lab`.
    fn analyse(&mut self, lab: Lab) {
        self.now = Shared::new(lab.analyze());
        self.lab = lab;
    }

    /// The tables of packages that the shown build lacks, and what became of them.
    pub(crate) fn lacking(&self) -> Vec<(PackageTable, Fetch)> {
        let shown = self.shown();
        let asked = self.tables.asked.iter();
        asked
            .filter(|(table, _)| shown.lacking.contains(table))
            .map(|(table, fetch)| (*table, fetch.clone()))
            .collect()
    }

    /// The text of a file as it is shown, if it is one.
    pub(crate) fn text_of<'a>(&'a self, project: &'a Project, path: &str) -> Option<&'a Rc<str>> {
        let node = project.files.get(path)?;
        node.as_text().or_else(|| self.texts.get(path))
    }
}

/// The row of the instruction on a line; on a line without one, of the instruction above it.
pub(crate) fn row_at(analysis: &Analysis, line: usize) -> Option<&LedgerRow> {
    analysis
        .rows
        .iter()
        .take_while(|row| row.first_line <= line)
        .last()
        .or(analysis.rows.first())
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let recorder = undo::Recorder::new(&action);
        match edits::next(&self, action) {
            Some(state) => Rc::new(tables::asking(recorder.record(&self, state))),
            None => self,
        }
    }
}
