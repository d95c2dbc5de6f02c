//! The tables of packages: which are here, which are on their way, and which could not be had.

use std::collections::BTreeMap;
use std::rc::Rc;

use layerlab_core::{PackageTable, Packages};

use super::State;

/// A table that a project needs and that is not here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fetch {
    /// It is being loaded, for the first time or again.
    Running {
        /// Counted from 1.
        attempt: u32,
    },
    /// It could not be loaded.
    Failed {
        /// Which attempt that was.
        attempt: u32,
        /// Why, as part of a sentence.
        reason: Rc<str>,
    },
}

/// What is known of all tables.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Tables {
    /// Those that are here.
    pub(super) here: Packages,
    /// Those that were asked for and are not here.
    pub(crate) asked: BTreeMap<PackageTable, Fetch>,
}

/// The state in which all tables that its analysis lacks are asked for. One that could not be had is asked for again only
/// when the user wants it.
pub(super) fn asking(mut state: State) -> State {
    let tables = &state.tables;
    let second = state.second.iter().flat_map(|second| &second.now.lacking);
    let lacking = state.now.lacking.iter().chain(second);
    let new: Vec<_> = lacking
        .filter(|table| !tables.asked.contains_key(table))
        .collect();
    if !new.is_empty() {
        let mut tables = (**tables).clone();
        let first = Fetch::Running { attempt: 1 };
        tables
            .asked
            .extend(new.into_iter().map(|table| (*table, first.clone())));
        state.tables = Rc::new(tables);
    }
    state
}

/// A table is wanted that could not be had before.
pub(super) fn again(state: &State, table: PackageTable) -> Option<State> {
    let Some(Fetch::Failed { attempt, .. }) = state.tables.asked.get(&table) else {
        return None;
    };
    let attempt = attempt.wrapping_add(1);
    Some(with_fetch(state, table, Fetch::Running { attempt }))
}

/// The bytes of a table came, or the reason why they did not.
pub(super) fn arrived(
    state: &State,
    table: PackageTable,
    bytes: Result<&[u8], Rc<str>>,
) -> Option<State> {
    let Some(Fetch::Running { attempt }) = state.tables.asked.get(&table) else {
        return None;
    };
    let read = bytes.and_then(|bytes| {
        let read = state.tables.here.with(table, bytes.to_vec());
        read.map_err(|damage| format!("the file is damaged: {damage}").into())
    });
    let here = match read {
        Ok(here) => here,
        Err(reason) => {
            let attempt = *attempt;
            return Some(with_fetch(state, table, Fetch::Failed { attempt, reason }));
        }
    };
    let mut tables = (*state.tables).clone();
    tables.asked.remove(&table);
    tables.here = here;
    let state = state.with(|next| next.tables = Rc::new(tables));
    Some(with_all_that_are_here(state))
}

/// The state whose project knows of all tables that are here.
pub(super) fn with_all_that_are_here(mut state: State) -> State {
    let here = &state.tables.here;
    let builds = state.lab.history.iter().map(|build| &*build.analysis);
    let gains = builds
        .chain([&*state.now])
        .any(|analysis| analysis.lacking.iter().any(|table| here.holds(*table)));
    let lab = state.lab.with_packages(here.clone());
    state.second = state.second.as_ref().map(|second| second.knowing(here));
    if gains {
        state.analyse(lab);
    } else {
        state.lab = lab;
    }
    state
}

fn with_fetch(state: &State, table: PackageTable, fetch: Fetch) -> State {
    let mut tables = (*state.tables).clone();
    tables.asked.insert(table, fetch);
    state.with(|next| next.tables = Rc::new(tables))
}
