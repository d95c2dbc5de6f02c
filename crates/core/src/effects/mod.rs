//! What a RUN does to the file system, worked out from its command line and measured packages.
//!
//! Each command that is understood is one file in `commands`. What is not understood is said, never guessed silently.

mod commands;
mod documents;
mod files;
mod shell;
#[cfg(test)]
mod shell_tests;
mod standard_input;
mod touch;
mod work;
mod written;

use std::collections::BTreeSet;
use std::rc::Rc;

pub use documents::Document;
pub(crate) use documents::{MOST_DOCUMENTS, Marker, read_marker};
pub use files::{FileSystem, Kind, Lump, NewFile};
pub(crate) use shell::MOST_SHELLS;
pub use shell::{Script, ShellCommand, read_script};
pub(crate) use standard_input::{first_line_names_shell, is_shell, reads_script};
pub use touch::may_touch;
pub use work::Work;
pub use written::written_text;

use crate::graph::{Exec, MountKind, paths};
use commands::Surroundings;
use layerlab_catalog::{PackageTable, Packages};

/// What is known about the image that a stage stands on, as far as commands depend on it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ground {
    /// The base image in the catalogue.
    pub image: Option<layerlab_catalog::BaseImageFacts>,
}

/// What a RUN did, besides changing the file system.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RunReport {
    /// What it took.
    pub work: Work,
    /// On which data the size rests, short parts of a sentence.
    pub reasons: Vec<String>,
    /// Commands whose effect is not known, by name.
    pub unknown: BTreeSet<String>,
    /// Packages whose size is assumed, by name.
    pub assumed: BTreeSet<String>,
    /// Tables of packages that are not here, without which sizes are rougher.
    pub lacking: BTreeSet<PackageTable>,
    /// Bytes of the downloads that a cache mount keeps: the next time the step runs, they are there.
    pub kept_download_bytes: u64,
}

/// Runs the commands of a RUN on a file system, in a layer that the caller has begun.
#[must_use]
pub fn run(exec: &Exec, ground: &Ground, packages: &Packages, files: &mut FileSystem) -> RunReport {
    let script = match exec.script() {
        Some(script) => read_script(script, &exec.env),
        None => Script {
            commands: vec![ShellCommand {
                words: exec.args.clone(),
                ..ShellCommand::default()
            }],
            unread: Vec::new(),
        },
    };
    let mut report = RunReport::default();
    let mut reasons = Vec::new();
    let mut surroundings = Surroundings {
        environment: exec.env.clone(),
        directory: if exec.working_directory.is_empty() {
            "/".to_owned()
        } else {
            exec.working_directory.clone()
        },
        user: exec.user.clone(),
        input: None,
        made_small: BTreeSet::new(),
        ground,
        packages,
    };
    for command in &script.commands {
        surroundings
            .environment
            .extend(command.assignments.iter().cloned());
        let outcome = commands::run(command, &mut surroundings, files);
        let length = surroundings.environment.len() - command.assignments.len();
        surroundings.environment.truncate(length);
        report.work = report.work.plus(outcome.work);
        if let Some((folder, bytes)) = outcome.kept
            && is_kept(exec, &folder)
        {
            report.kept_download_bytes = report.kept_download_bytes.saturating_add(bytes);
        }
        if !outcome.reason.is_empty() {
            reasons.push((outcome.reason, outcome.only_while));
        }
        report.unknown.extend(outcome.unknown);
        report.assumed.extend(outcome.assumed);
        report.lacking.extend(outcome.lacking);
    }
    if !script.unread.is_empty() {
        report.unknown.insert("a part of the script".to_owned());
    }
    for (reason, only_while) in reasons {
        let left =
            only_while.is_none_or(|path| files.within(path).any(|lump| lump.layer == files.layer));
        if left && !report.reasons.contains(&reason) {
            report.reasons.push(reason);
        }
    }
    report
}

/// Hides what lies below the mounts of a RUN. Put back what this gives with [`close_mounts`].
#[must_use]
pub fn open_mounts(exec: &Exec, files: &mut FileSystem) -> Vec<Rc<Lump>> {
    if exec.mounts.is_empty() {
        return Vec::new();
    }
    files.take_where(|lump| is_mounted(exec, &lump.path))
}

/// Takes away what was mounted or written below a mount: it is not in the layer, it went to the cache or nowhere.
pub fn close_mounts(exec: &Exec, hidden: Vec<Rc<Lump>>, files: &mut FileSystem) {
    if exec.mounts.is_empty() {
        return;
    }
    let _ = files.take_where(|lump| is_mounted(exec, &lump.path));
    files.put_back(hidden);
}

/// The folder lies in a cache mount, which outlives the step.
fn is_kept(exec: &Exec, folder: &str) -> bool {
    exec.mounts.iter().any(|mount| {
        let keeps = matches!(mount.kind, MountKind::Cache { .. }) && !mount.read_only;
        keeps && paths::is_within(folder, &mount.target)
    })
}

fn is_mounted(exec: &Exec, path: &str) -> bool {
    exec.mounts
        .iter()
        .any(|mount| paths::is_within(path, &mount.target))
}
