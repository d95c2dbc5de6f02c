//! Opening an example project.

use std::collections::BTreeMap;
use std::rc::Rc;

use layerlab_core::lab::Lab;
use layerlab_core::lessons::{ExampleProject, first_project, read_example};

use super::tables::with_all_that_are_here;
use super::{FileTab, LoadedProject, Moment, Panel, State, Tables, Theme};
use crate::shared::Shared;

/// Another project instead of the one that is open, as it was left or as it is when opened first.
pub(super) fn switch(state: &State, id: &str) -> Option<State> {
    if *id == *state.example {
        return None;
    }
    let mut parked = parked_with(state);
    let next = match parked.remove(id) {
        Some(left) => left,
        None => {
            let example = state.examples.get(id)?.clone();
            open(example, state.theme, Rc::clone(&state.tables))
        }
    };
    let next = in_page_of(state, parked, next);
    Some(with_all_that_are_here(next))
}

/// A project with what belongs to the page and not to any of its projects. `parked` are the others.
fn in_page_of(page: &State, parked: BTreeMap<Rc<str>, State>, mut project: State) -> State {
    project.parked = Rc::new(parked);
    project.loaded = Rc::clone(&page.loaded);
    project.examples = Rc::clone(&page.examples);
    project.course = Rc::clone(&page.course);
    project.theme = page.theme;
    project.tables = Rc::clone(&page.tables);
    project
}

/// An example was loaded. It is opened, unless it is only needed for something else.
pub(super) fn example_read(state: &State, id: &str, packed: &str, opened: bool) -> State {
    match read_example(id, packed) {
        Ok(example) => {
            let mut examples = (*state.examples).clone();
            examples.insert(id.into(), example);
            let state = state.with(|next| next.examples = Rc::new(examples));
            let switched = if opened { switch(&state, id) } else { None };
            switched.unwrap_or(state)
        }
        Err(damage) => {
            let notice = format!("This example could not be opened: {damage}.");
            state.with(|next| next.notice = Some(notice.into()))
        }
    }
}

/// All projects but the open one, and that as it is now.
fn parked_with(state: &State) -> BTreeMap<Rc<str>, State> {
    let mut parked = (*state.parked).clone();
    let left = state.with(|left| left.parked = Rc::default());
    parked.insert(Rc::clone(&state.example), left);
    parked
}

/// A project from the user's computer, of which nothing was built yet. The one that was open can be returned to.
pub(super) fn loaded(state: &State, id: Rc<str>, lab: Lab, notice: Option<Rc<str>>) -> State {
    let lab = lab.with_packages(state.tables.here.clone());
    let files = &lab.project.files;
    let compose = layerlab_core::compose::FILE_NAMES.into_iter();
    let mut compose =
        compose.filter(|name| files.get(name).is_some_and(|node| node.as_text().is_some()));
    // Where it is it says which of many builds is meant, so it has a tab from the beginning.
    let open_files = compose.next().map(Rc::from).into_iter().collect();
    let mut next = beside(state, id, lab);
    next.tab = FileTab::Context;
    next.open_files = open_files;
    next.notice = notice;
    next
}

/// A project that is no example, beside those that are there.
pub(super) fn beside(state: &State, id: Rc<str>, lab: Lab) -> State {
    let mut loaded = (*state.loaded).clone();
    let own = Rc::clone(&lab.project.name);
    let same = loaded.iter().filter(|other| other.name.starts_with(&*own));
    let name = match same.count() {
        0 => own,
        others => format!("{own} ({})", others + 1).into(),
    };
    if loaded.iter().all(|other| other.id != id) {
        loaded.push(LoadedProject {
            id: Rc::clone(&id),
            name,
        });
    }
    let mut next = project_of_page(state, parked_with(state), id, lab);
    next.loaded = Rc::new(loaded);
    next
}

/// A project as the page first shows it, beside `parked`, the others.
fn project_of_page(page: &State, parked: BTreeMap<Rc<str>, State>, id: Rc<str>, lab: Lab) -> State {
    let project = started(id, lab, page.theme, Rc::clone(&page.tables));
    in_page_of(page, parked, project)
}

/// A project in the place of the open one.
pub(super) fn in_place(state: &State, id: Rc<str>, lab: Lab) -> State {
    let mut parked = parked_with(state);
    parked.remove(&id);
    project_of_page(state, parked, id, lab)
}

/// The example of an id as it is at first; the first example, as it was left, if it is none. The open project is gone.
pub(super) fn afresh(state: &State, id: &str) -> State {
    let example = state.examples.get(id).cloned();
    let example = example.unwrap_or_else(first_project);
    let mut parked = (*state.parked).clone();
    if let Some(left) = parked.remove(&example.id) {
        return with_all_that_are_here(in_page_of(state, parked, left));
    }
    let opened = open(example, state.theme, Rc::clone(&state.tables));
    with_all_that_are_here(in_page_of(state, parked, opened))
}

/// The example built once, and then edited as it says. The line chosen is the first that runs.
pub(super) fn open(example: ExampleProject, theme: Theme, tables: Rc<Tables>) -> State {
    let lab = example.open(Lab::default().with_packages(tables.here.clone()));
    let examples = BTreeMap::from([(Rc::clone(&example.id), example.clone())]);
    let mut state = started(example.id, lab, theme, tables);
    state.examples = Rc::new(examples);
    state
}

/// The page as it first shows a project.
pub(super) fn started(id: Rc<str>, lab: Lab, theme: Theme, tables: Rc<Tables>) -> State {
    let now = Shared::new(lab.analyze());
    let line = now
        .rows
        .iter()
        .find(|row| row.state == layerlab_core::lab::RowState::Runs)
        .or(now.rows.first())
        .map_or(1, |row| row.first_line);
    State {
        example: id,
        loaded: Rc::default(),
        examples: Rc::default(),
        course: Rc::default(),
        lesson: None,
        texts: Rc::default(),
        lab,
        now,
        tab: FileTab::Dockerfile,
        open_files: Vec::new(),
        line,
        reveal: (line, 0),
        session: 0,
        dockerfile_edition: 0,
        ignore_edition: 0,
        files_edition: 0,
        panel: Panel::Explain,
        moment: Moment::Now,
        preview: None,
        compare: None,
        second: None,
        shortcuts: false,
        against: None,
        undo: Rc::default(),
        theme,
        tables,
        notice: None,
        parked: Rc::new(BTreeMap::new()),
    }
}
