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
    Some(with_all_that_are_here(State {
        parked: Rc::new(parked),
        loaded: Rc::clone(&state.loaded),
        examples: Rc::clone(&state.examples),
        course: Rc::clone(&state.course),
        theme: state.theme,
        tables: Rc::clone(&state.tables),
        ..next
    }))
}

/// An example was loaded. It is opened, unless it is only needed for something else.
pub(super) fn example_read(state: &State, id: &str, packed: &str, opened: bool) -> State {
    match read_example(id, packed) {
        Ok(example) => {
            let mut examples = (*state.examples).clone();
            examples.insert(id.into(), example);
            let state = State {
                examples: Rc::new(examples),
                ..state.clone()
            };
            let switched = if opened { switch(&state, id) } else { None };
            switched.unwrap_or(state)
        }
        Err(damage) => {
            let notice = format!("This example could not be opened: {damage}.");
            State {
                notice: Some(notice.into()),
                ..state.clone()
            }
        }
    }
}

/// All projects but the open one, and that as it is now.
fn parked_with(state: &State) -> BTreeMap<Rc<str>, State> {
    let mut parked = (*state.parked).clone();
    let left = State {
        parked: Rc::default(),
        ..state.clone()
    };
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
    State {
        tab: FileTab::Context,
        open_files,
        notice,
        ..beside(state, id, lab)
    }
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
    State {
        parked: Rc::new(parked_with(state)),
        loaded: Rc::new(loaded),
        examples: Rc::clone(&state.examples),
        course: Rc::clone(&state.course),
        ..started(id, lab, state.theme, Rc::clone(&state.tables))
    }
}

/// A project in the place of the open one.
pub(super) fn in_place(state: &State, id: Rc<str>, lab: Lab) -> State {
    let mut parked = parked_with(state);
    parked.remove(&id);
    State {
        parked: Rc::new(parked),
        loaded: Rc::clone(&state.loaded),
        examples: Rc::clone(&state.examples),
        course: Rc::clone(&state.course),
        ..started(id, lab, state.theme, Rc::clone(&state.tables))
    }
}

/// The example of an id as it is at first; the first example, as it was left, if it is none. The open project is gone.
pub(super) fn afresh(state: &State, id: &str) -> State {
    let example = state.examples.get(id).cloned();
    let example = example.unwrap_or_else(first_project);
    let mut parked = (*state.parked).clone();
    if let Some(left) = parked.remove(&example.id) {
        return with_all_that_are_here(State {
            parked: Rc::new(parked),
            loaded: Rc::clone(&state.loaded),
            examples: Rc::clone(&state.examples),
            course: Rc::clone(&state.course),
            theme: state.theme,
            tables: Rc::clone(&state.tables),
            ..left
        });
    }
    let tables = Rc::clone(&state.tables);
    with_all_that_are_here(State {
        parked: Rc::clone(&state.parked),
        loaded: Rc::clone(&state.loaded),
        examples: Rc::clone(&state.examples),
        course: Rc::clone(&state.course),
        ..open(example, state.theme, tables)
    })
}

/// The example built once, and then edited as it says. The line chosen is the first that runs.
pub(super) fn open(example: ExampleProject, theme: Theme, tables: Rc<Tables>) -> State {
    let lab = example.open(Lab::default().with_packages(tables.here.clone()));
    State {
        examples: Rc::new(BTreeMap::from([(Rc::clone(&example.id), example.clone())])),
        ..started(example.id, lab, theme, tables)
    }
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
