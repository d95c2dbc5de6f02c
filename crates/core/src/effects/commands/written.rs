//! Files that a command writes with what it prints or is given.

use std::time::Duration;

use layerlab_catalog::{Basis, Estimate};

use super::{Outcome, Surroundings, operands};
use crate::effects::{Document, FileSystem, Kind};

/// The bytes of a here-document. Those of variables in it are not known.
pub(super) fn size_of(document: &Document) -> Estimate {
    let bytes = document.text.len() as u64;
    if document.expands {
        Estimate::within_percent(bytes, 20, Basis::Derived)
    } else {
        Estimate::exact(bytes)
    }
}

/// Writes a file, or adds to it. `document` is all that is written, if that is known.
pub(super) fn write(
    path: &str,
    size: Estimate,
    document: Option<&Document>,
    appends: bool,
    files: &mut FileSystem,
) {
    let held: Estimate = (files.within(path))
        .filter(|lump| appends && *lump.path == *path && lump.name.is_empty())
        .map(|lump| lump.size)
        .sum();
    let text = document.filter(|document| !document.expands && !appends);
    files.add(
        path,
        "",
        held.plus(size),
        Kind::Written,
        text.map(|document| document.text.as_str().into()),
    );
}

/// `tee` writes what it reads into each of its files.
pub(super) fn tee(
    arguments: &[&str],
    input: Option<&Document>,
    surroundings: &Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    let appends = arguments
        .iter()
        .any(|argument| *argument == "--append" || argument.starts_with("-a"));
    // What comes through a pipe is assumed to be little, as is what other commands print.
    let size = input.map_or(
        Estimate::between(0, 1_000, 1_000_000, Basis::Assumed),
        size_of,
    );
    let to_file = |path: &&str| !path.starts_with("/dev/") && !path.starts_with("/proc/");
    for path in operands(arguments, &[]).into_iter().filter(to_file) {
        write(&surroundings.path(path), size, input, appends, files);
    }
    Outcome::busy(Duration::from_millis(50))
}
