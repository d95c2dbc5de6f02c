//! Files that a command writes with what it prints or is given.

use std::time::Duration;

use layerlab_catalog::{Basis, Estimate};

use super::fill::{self, Filling};
use super::{Outcome, Surroundings, operands};
use crate::effects::{Document, FileSystem, Kind, ShellCommand};
use crate::graph::paths;

/// Writes what a command prints into the file that its output goes to.
pub(super) fn redirect(
    name: &str,
    arguments: &[&str],
    command: &ShellCommand,
    output: &str,
    outcome: &mut Outcome,
    surroundings: &Surroundings<'_>,
    files: &mut FileSystem,
) {
    let path = surroundings.path(output);
    let text = (command.input.as_ref()).filter(|_| prints_input(name, arguments));
    let printed = fill::printed(name, arguments, surroundings, files);
    if let Some(printed) = printed {
        outcome.reason = fill::reason(&path, printed);
        outcome.work.written_bytes = printed.size.bytes;
    } else if text.is_some() {
        outcome.reason = reason(&path);
    }
    let filling = printed.unwrap_or_else(|| Filling {
        size: output_size(name, arguments, command.input.as_ref()),
        kind: Kind::Written,
    });
    write(&path, filling, text, command.appends, files);
}

/// `cat` without a file, or with `-` for it.
fn prints_input(name: &str, arguments: &[&str]) -> bool {
    name == "cat" && operands(arguments, &[]).iter().all(|file| *file == "-")
}

/// What a command prints: known for `echo` and for `cat` of a here-document, assumed to be little for the rest.
fn output_size(name: &str, arguments: &[&str], input: Option<&Document>) -> Estimate {
    if let Some(input) = input.filter(|_| prints_input(name, arguments)) {
        return size_of(input);
    }
    let words = arguments
        .iter()
        .skip_while(|word| matches!(**word, "-n" | "-e" | "-E"));
    let printed: u64 = words.map(|word| word.len() as u64 + 1).sum();
    match name {
        "echo" => Estimate::within_percent(printed, 10, Basis::Derived),
        "printf" | "true" | ":" => {
            Estimate::between(0, printed, printed.saturating_mul(2), Basis::Derived)
        }
        _ => Estimate::between(0, 1_000, 1_000_000, Basis::Assumed),
    }
}

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
    filling: Filling,
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
        held.plus(filling.size),
        filling.kind,
        text.map(|document| document.text.as_str().into()),
    );
}

/// Says where the size of a file comes from that holds a here-document.
pub(super) fn reason(path: &str) -> String {
    format!("{} holds the text that stands here", paths::base_name(path))
}

/// `tee` writes what it reads into each of its files.
pub(super) fn tee(
    arguments: &[&str],
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    let input = surroundings.input.as_ref();
    let appends = arguments
        .iter()
        .any(|argument| *argument == "--append" || argument.starts_with("-a"));
    // What comes through a pipe is assumed to be little, as is what other commands print.
    let size = input.map_or(
        Estimate::between(0, 1_000, 1_000_000, Basis::Assumed),
        size_of,
    );
    let to_file = |path: &&str| !path.starts_with("/dev/") && !path.starts_with("/proc/");
    let mut outcome = Outcome::busy(Duration::from_millis(50));
    for path in operands(arguments, &[]).into_iter().filter(to_file) {
        let kind = Kind::Written;
        let filling = Filling { size, kind };
        write(&surroundings.path(path), filling, input, appends, files);
        if input.is_some() {
            outcome.reason = reason(path);
        }
    }
    outcome
}
