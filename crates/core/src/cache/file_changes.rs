//! Which files of those that a step takes from the context differ from what it took in an earlier build.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::solve::Solution;
use super::trace::{TakenFile, TracedStep, files_of, selections_of};
use crate::graph::VertexId;

/// What happened to a file that a step copies or mounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileChange {
    /// Other bytes.
    Content,
    /// Other permission bits.
    Mode,
    /// It was not there.
    Added,
    /// It is gone.
    Removed,
}

/// What differs for a step: files in the order of their paths, those that are gone last. A folder counts only where it is
/// itself what differs, not because files in it came or went.
pub(super) fn file_changes(
    solution: &Solution,
    id: VertexId,
    old: &TracedStep,
) -> Vec<(Rc<str>, FileChange)> {
    let selections = selections_of(solution, id);
    let files = files_of(&selections, &old.selections);
    let old_files = files_of(&old.selections, &selections);
    let now = files.iter().filter_map(|(path, now)| {
        let change = change(old_files.get(path), now)?;
        Some((path, now.is_folder, change))
    });
    let gone = old_files
        .iter()
        .filter(|(path, _)| !files.contains_key(*path));
    let gone = gone.map(|(path, before)| (path, before.is_folder, FileChange::Removed));
    let all: Vec<_> = now.chain(gone).collect();
    let came_or_went: BTreeSet<&str> = all
        .iter()
        .filter(|(_, _, change)| is_coming_or_going(*change))
        .map(|(path, _, _)| &***path)
        .collect();
    let follows = |path: &str, is_folder: bool, change: FileChange| {
        is_folder && is_coming_or_going(change) && has_path_below(&came_or_went, path)
    };
    all.into_iter()
        .filter(|(path, is_folder, change)| !follows(path, *is_folder, *change))
        .map(|(path, _, change)| (path.clone(), change))
        .collect()
}

fn change(before: Option<&TakenFile>, now: &TakenFile) -> Option<FileChange> {
    match before {
        None => Some(FileChange::Added),
        Some(before) if before.digest == now.digest => None,
        Some(before) if before.mode != now.mode => Some(FileChange::Mode),
        Some(_) => Some(FileChange::Content),
    }
}

fn is_coming_or_going(change: FileChange) -> bool {
    matches!(change, FileChange::Added | FileChange::Removed)
}

fn has_path_below(paths: &BTreeSet<&str>, folder: &str) -> bool {
    let start = if folder.is_empty() {
        String::new()
    } else {
        format!("{folder}/")
    };
    let mut after = paths.range::<str, _>((
        std::ops::Bound::Excluded(start.as_str()),
        std::ops::Bound::Unbounded,
    ));
    after.next().is_some_and(|next| next.starts_with(&start))
}
