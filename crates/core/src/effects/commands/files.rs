//! Commands that move files about.

use std::time::Duration;

use layerlab_catalog::Estimate;

use super::{Outcome, Surroundings, megabytes, operands};
use crate::effects::{FileSystem, Kind, Work};
use crate::graph::paths;

fn quick() -> Outcome {
    Outcome::busy(Duration::from_millis(50))
}

/// Commands that leave no files.
pub(super) fn print(_: &[&str], _: &mut Surroundings<'_>, _: &mut FileSystem) -> Outcome {
    quick()
}

pub(super) fn change_directory(
    arguments: &[&str],
    surroundings: &mut Surroundings<'_>,
    _: &mut FileSystem,
) -> Outcome {
    let to = arguments
        .first()
        .map_or_else(|| surroundings.home(), |to| surroundings.path(to));
    surroundings.directory = to;
    Outcome::default()
}

pub(super) fn remove(
    arguments: &[&str],
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    for path in operands(arguments, &[]) {
        let path = surroundings.path(path);
        match path.split_once(['*', '?', '[']) {
            None => files.remove(&path),
            // `/var/lib/apt/lists/*` empties the directory. A pattern with more behind it takes a part of it that cannot
            // be told.
            Some((directory, "")) if directory.ends_with('/') => files.remove(directory),
            Some((start, "")) => {
                let matching: Vec<String> = files
                    .lumps()
                    .filter(|lump| lump.path.starts_with(start))
                    .map(|lump| lump.path.to_string())
                    .collect();
                for path in matching {
                    files.remove(&path);
                }
            }
            Some(_) => {}
        }
    }
    quick()
}

pub(super) fn change_owner(
    arguments: &[&str],
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    change_attributes("chown", arguments, surroundings, files)
}

pub(super) fn change_mode(
    arguments: &[&str],
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    change_attributes("chmod", arguments, surroundings, files)
}

fn change_attributes(
    name: &str,
    arguments: &[&str],
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    let deep = arguments.iter().any(|argument| {
        *argument == "--recursive"
            || argument.starts_with('-') && !argument.starts_with("--") && argument.contains('R')
    });
    let mut again = Estimate::ZERO;
    let mut unknown = Vec::new();
    // The first operand is the owner or the mode.
    for path in operands(arguments, &[]).into_iter().skip(1) {
        let path = surroundings.path(path);
        if meets_unknown(&path, deep, surroundings, files) {
            unknown = vec![name.to_owned()];
        }
        let single_file = || {
            files.lumps().any(|lump| {
                *lump.path == *path
                    && (lump.kind.is_one_file()
                        || lump.kind == Kind::Project && lump.text.is_some())
            })
        };
        if deep || single_file() {
            again = again.plus(files.store_again(&path));
        }
    }
    let reason = if again.bytes > 0 {
        format!(
            "{} stored a second time, because owner or mode of files in earlier layers change",
            megabytes(again.bytes)
        )
    } else {
        String::new()
    };
    Outcome {
        work: Work {
            written_bytes: again.bytes,
            busy: Duration::from_millis(100),
            ..Work::default()
        },
        reason,
        unknown,
        ..Outcome::default()
    }
}

/// `sed -i` writes the file anew: if it lies in an earlier layer, all of it is in this one again.
pub(super) fn edit(
    arguments: &[&str],
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    let in_place = arguments
        .iter()
        .any(|argument| argument.starts_with("-i") || argument.starts_with("--in-place"));
    if in_place {
        let scripted = arguments
            .iter()
            .any(|argument| matches!(*argument, "-e" | "-f"));
        // The first operand is the script, unless an option gives it.
        let operands = operands(arguments, &["-e", "-f"]).into_iter();
        for path in operands.skip(usize::from(!scripted)) {
            files.store_again(&surroundings.path(path));
        }
    }
    quick()
}

/// Directories, links and empty files take no bytes worth counting.
pub(super) fn make_small(
    arguments: &[&str],
    surroundings: &mut Surroundings<'_>,
    _: &mut FileSystem,
) -> Outcome {
    for path in operands(arguments, &["-m", "-t", "-d", "-r"]) {
        let path = surroundings.path(path);
        surroundings.made_small.insert(path);
    }
    quick()
}

/// The command does something to files of earlier layers of which nothing is known: none are known at `path`, or it takes
/// all that lies below it.
fn meets_unknown(
    path: &str,
    deep: bool,
    surroundings: &Surroundings<'_>,
    files: &FileSystem,
) -> bool {
    let is_new = surroundings.made_small.contains(path);
    !is_new && files.has_unknown() && (deep || files.within(path).next().is_none())
}

/// Source and destination: what is copied and where each lump lands.
fn landings(
    arguments: &[&str],
    surroundings: &Surroundings<'_>,
    files: &FileSystem,
) -> Vec<(String, std::rc::Rc<crate::effects::Lump>)> {
    let words = operands(arguments, &["-t", "--target-directory"]);
    let Some((to, from)) = words.split_last() else {
        return Vec::new();
    };
    let to = surroundings.path(to);
    let mut found = Vec::new();
    for path in from {
        let path = surroundings.path(path.trim_end_matches('*'));
        for lump in files.within(&path) {
            let below = lump.path.get(path.len()..).unwrap_or("");
            let name = if from.len() > 1 {
                paths::base_name(&path)
            } else {
                ""
            };
            found.push((paths::clean(&format!("{to}/{name}/{below}")), lump.clone()));
        }
    }
    found
}

pub(super) fn copy(
    arguments: &[&str],
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    let unknown = unknown_sources("cp", arguments, surroundings, files);
    let mut written = 0_u64;
    for (path, lump) in landings(arguments, surroundings, files) {
        written = written.saturating_add(lump.size.bytes);
        files.add(&path, &lump.name, lump.size, lump.kind, lump.text.clone());
    }
    Outcome {
        work: Work {
            written_bytes: written,
            busy: Duration::from_millis(50),
            ..Work::default()
        },
        unknown,
        ..Outcome::default()
    }
}

/// The command's name, if what it takes may be something that commands left of which nothing is known.
fn unknown_sources(
    name: &str,
    arguments: &[&str],
    surroundings: &Surroundings<'_>,
    files: &FileSystem,
) -> Vec<String> {
    let words = operands(arguments, &["-t", "--target-directory"]);
    let sources = words.split_last().map_or(&[] as &[&str], |(_, from)| from);
    let meets = sources.iter().any(|path| {
        let path = surroundings.path(path.trim_end_matches('*'));
        meets_unknown(&path, false, surroundings, files)
    });
    if meets {
        vec![name.to_owned()]
    } else {
        Vec::new()
    }
}

pub(super) fn rename(
    arguments: &[&str],
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    let unknown = unknown_sources("mv", arguments, surroundings, files);
    for (path, lump) in landings(arguments, surroundings, files) {
        files.remove_named(&lump.path, &lump.name);
        files.add(&path, &lump.name, lump.size, lump.kind, lump.text.clone());
    }
    Outcome { unknown, ..quick() }
}
