//! What changed from one build to the next.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::SharedBuild;
use super::files::{Revisions, SharedNode, common_prefix, is_safe, node, read_node};
use super::settings::{SharedSettings, apply, settings};

/// A step from one project to the next. Another kind is added at the end.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum SharedEdit {
    /// The text of the Dockerfile.
    Dockerfile(Splice),
    /// The text of the ignore file.
    Ignore(Splice),
    /// There is no ignore file.
    NoIgnore,
    /// A file was added or changed.
    File(String, SharedNode),
    /// A file was removed.
    Removed(String),
    /// Name, options, machine, figures.
    Settings(SharedSettings),
    /// The project was built.
    Build,
}

/// A part of a text in the place of another one.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Splice {
    /// Bytes before it.
    start: usize,
    /// Bytes that are taken out.
    removed: usize,
    /// What takes their place.
    text: String,
}

impl Splice {
    fn between(before: &str, after: &str) -> Self {
        let start = common_prefix(before, after);
        let old = before.get(start..).unwrap_or_default();
        let new = after.get(start..).unwrap_or_default();
        let same: usize = (old.chars().rev().zip(new.chars().rev()))
            .take_while(|(left, right)| left == right)
            .map(|(letter, _)| letter.len_utf8())
            .sum();
        Self {
            start,
            removed: old.len() - same,
            text: new.get(..new.len() - same).unwrap_or_default().to_owned(),
        }
    }

    /// A splice that does not fit changes nothing: it is not one of ours.
    fn apply(&self, text: &str) -> String {
        let end = self.start.saturating_add(self.removed);
        match (text.get(..self.start), text.get(end..)) {
            (Some(head), Some(tail)) => format!("{head}{}{tail}", self.text),
            _ => text.to_owned(),
        }
    }
}

/// The edits that lead from one build to the next.
pub(super) fn between(
    before: &SharedBuild,
    after: &SharedBuild,
    revisions: &mut Revisions,
    shares: impl Fn(&str, &str) -> bool,
) -> Vec<SharedEdit> {
    let mut edits = Vec::new();
    let (old, new) = (&before.project, &after.project);
    if old.dockerfile != new.dockerfile {
        edits.push(SharedEdit::Dockerfile(Splice::between(
            &old.dockerfile,
            &new.dockerfile,
        )));
    }
    match (&old.dockerignore, &new.dockerignore) {
        (before, after) if before == after => {}
        (_, None) => edits.push(SharedEdit::NoIgnore),
        (before, Some(after)) => {
            let before = before.as_deref().unwrap_or_default();
            edits.push(SharedEdit::Ignore(Splice::between(before, after)));
        }
    }
    if !Rc::ptr_eq(&old.files, &new.files) {
        let mut gone = Vec::new();
        for (path, file, _) in new.files.entries.differences(&old.files.entries) {
            match file {
                Some(file) => edits.push(SharedEdit::File(
                    path.to_string(),
                    node(path, file, revisions, |text| shares(path, text)),
                )),
                None => gone.push(SharedEdit::Removed(path.to_string())),
            }
        }
        edits.extend(gone);
    }
    let settings_now = settings(new, &after.unchanged);
    if settings(old, &before.unchanged) != settings_now {
        edits.push(SharedEdit::Settings(settings_now));
    }
    edits
}

/// About how many bytes are copied to apply an edit to a build.
pub(super) fn work_bytes(build: &SharedBuild, edit: &SharedEdit) -> usize {
    let project = &build.project;
    match edit {
        SharedEdit::Dockerfile(_) => project.dockerfile.len(),
        SharedEdit::Ignore(_) => project.dockerignore.as_ref().map_or(0, |text| text.len()),
        SharedEdit::Build => copy_bytes(build),
        // As long as they are in the link themselves.
        SharedEdit::NoIgnore
        | SharedEdit::File(..)
        | SharedEdit::Removed(_)
        | SharedEdit::Settings(_) => 0,
    }
}

/// About how large a copy of a build is: texts and files are shared.
pub(super) fn copy_bytes(build: &SharedBuild) -> usize {
    const ALONE: usize = 512;
    const SETTING: usize = 128;
    let options = &build.project.options;
    let settings = options.build_args.len()
        + options.labels.len()
        + options.add_hosts.len()
        + options.ulimits.len()
        + options.no_cache_filter.len()
        + build.unchanged.len();
    ALONE + settings * SETTING
}

/// Applies an edit that is not a build.
pub(super) fn apply_edit(build: &mut SharedBuild, edit: SharedEdit) {
    let project = &mut build.project;
    match edit {
        SharedEdit::Dockerfile(splice) => {
            project.dockerfile = splice.apply(&project.dockerfile).into();
        }
        SharedEdit::Ignore(splice) => {
            let before = project.dockerignore.as_deref().unwrap_or_default();
            project.dockerignore = Some(splice.apply(before).into());
        }
        SharedEdit::NoIgnore => project.dockerignore = None,
        SharedEdit::File(path, node) => {
            if is_safe(&path) {
                let node = read_node(&path, node);
                Rc::make_mut(&mut project.files).entries.insert(path, node);
            }
        }
        SharedEdit::Removed(path) => {
            Rc::make_mut(&mut project.files).entries.remove(&path);
        }
        SharedEdit::Settings(settings) => build.unchanged = apply(settings, project),
        SharedEdit::Build => {}
    }
}
