//! Commands that make a file of a size that they are told: `dd`, `fallocate`, `truncate`, `mkfile`, `head -c`.
//!
//! The holes of a file count too: a layer holds every file in its full length.

use std::time::Duration;

use layerlab_catalog::{Basis, Estimate};

use super::written_size::{dd_number, size};
use super::{Outcome, Surroundings, megabytes, operands, option};
use crate::effects::{FileSystem, Kind, Work};
use crate::graph::paths;

/// What a file is filled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Filling {
    /// How much of it.
    pub(super) size: Estimate,
    /// What it is like.
    pub(super) kind: Kind,
}

/// What is read from a path: without an end for the devices.
fn source(path: &str, surroundings: &Surroundings<'_>, files: &FileSystem) -> Option<Filling> {
    let endless = Estimate::exact(u64::MAX);
    let kind = match path {
        "/dev/zero" => Kind::Zeros,
        "/dev/urandom" | "/dev/random" => Kind::Random,
        _ => {
            let path = surroundings.path(path);
            let found = files.last_at(&path)?;
            return Some(Filling {
                size: found.size,
                kind: found.kind,
            });
        }
    };
    Some(Filling {
        size: endless,
        kind,
    })
}

fn at_most(filling: Filling, bytes: u64) -> Filling {
    let size = filling.size;
    Filling {
        size: Estimate::between(
            size.low_bytes.min(bytes),
            size.bytes.min(bytes),
            size.high_bytes.min(bytes),
            size.basis,
        ),
        ..filling
    }
}

fn operand<'a>(arguments: &[&'a str], name: &str) -> Option<&'a str> {
    let mut named = arguments
        .iter()
        .rev()
        .filter_map(|argument| argument.split_once('='));
    named.find(|(own, _)| *own == name).map(|(_, value)| value)
}

/// What `dd` copies; `None` if that is not known.
fn copied(
    arguments: &[&str],
    surroundings: &Surroundings<'_>,
    files: &FileSystem,
) -> Option<Filling> {
    let number = |name: &str| operand(arguments, name).map(dd_number);
    let block = number("bs").or(number("ibs")).unwrap_or(Some(512))?;
    let from = source(operand(arguments, "if")?, surroundings, files)?;
    let filling = match operand(arguments, "count") {
        // `count=10MB` means blocks, unless `B` alone ends it.
        Some(count) => {
            let bytes = match count.strip_suffix('B').map(str::parse::<u64>) {
                Some(Ok(bytes)) => bytes,
                _ => dd_number(count)?.saturating_mul(block),
            };
            at_most(from, bytes)
        }
        None => from,
    };
    let seek = number("seek").or(number("oseek")).unwrap_or(Some(0))?;
    let output_block = number("bs").or(number("obs")).unwrap_or(Some(512))?;
    let hole = Estimate::exact(seek.saturating_mul(output_block));
    // Without a count it goes on until the disk is full.
    (filling.size.bytes < u64::MAX).then(|| Filling {
        size: filling.size.plus(hole),
        ..filling
    })
}

/// What `head -c` prints; `None` if that is not known.
fn beginning(
    arguments: &[&str],
    surroundings: &Surroundings<'_>,
    files: &FileSystem,
) -> Option<Filling> {
    let bytes = size(value_of(arguments, 'c', "--bytes")?)?;
    match operands(arguments, &["-c", "--bytes", "-n", "--lines"]).as_slice() {
        [] | ["-"] => Some(Filling {
            // What comes through a pipe may end before.
            size: Estimate::between(0, bytes, bytes, Basis::Assumed),
            kind: Kind::Other,
        }),
        [path] => Some(at_most(source(path, surroundings, files)?, bytes)),
        _ => None,
    }
}

/// What `dd` and `head -c` print, for the file that their output goes to.
pub(super) fn printed(
    name: &str,
    arguments: &[&str],
    surroundings: &Surroundings<'_>,
    files: &FileSystem,
) -> Option<Filling> {
    match name {
        "dd" if operand(arguments, "of").is_none() => copied(arguments, surroundings, files),
        "head" => beginning(arguments, surroundings, files),
        _ => None,
    }
}

/// Says where the size comes from.
pub(super) fn reason(path: &str, filling: Filling) -> String {
    format!(
        "{} of {}, as the command says",
        paths::base_name(path),
        megabytes(filling.size.bytes)
    )
}

fn fill(
    path: &str,
    filling: Filling,
    surroundings: &Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    let path = surroundings.path(path);
    if path.starts_with("/dev/") {
        return Outcome::busy(Duration::from_millis(50));
    }
    files.add(&path, "", filling.size, filling.kind, None);
    Outcome {
        work: Work {
            written_bytes: filling.size.bytes,
            busy: Duration::from_millis(50),
            ..Work::default()
        },
        reason: reason(&path, filling),
        ..Outcome::default()
    }
}

/// One more file of the same command.
fn and_fill(
    before: Outcome,
    path: &str,
    filling: Filling,
    surroundings: &Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    let made = fill(path, filling, surroundings, files);
    Outcome {
        work: before.work.plus(made.work),
        ..made
    }
}

fn unknown(name: &str) -> Outcome {
    Outcome {
        unknown: vec![name.to_owned()],
        ..Outcome::default()
    }
}

/// `dd if=FROM of=FILE bs=SIZE count=NUMBER`.
pub(super) fn dd(
    arguments: &[&str],
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    let filling = copied(arguments, surroundings, files);
    match (operand(arguments, "of"), filling) {
        (Some(path), Some(filling)) => fill(path, filling, surroundings, files),
        (Some(_), None) => unknown("dd"),
        (None, _) => Outcome::busy(Duration::from_millis(50)),
    }
}

/// `fallocate -l SIZE FILE`.
pub(super) fn fallocate(
    arguments: &[&str],
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    let others = [
        "-n",
        "--keep-size",
        "-p",
        "--punch-hole",
        "-d",
        "--dig-holes",
        "-c",
        "--collapse-range",
    ];
    let with_value = ["-l", "--length", "-o", "--offset"];
    let length = value_of(arguments, 'l', "--length").and_then(size);
    let offset = value_of(arguments, 'o', "--offset").map_or(Some(0), size);
    match (operands(arguments, &with_value).as_slice(), length, offset) {
        ([path], Some(length), Some(offset))
            if !arguments.iter().any(|word| others.contains(word)) =>
        {
            let kind = Kind::Zeros;
            let size = Estimate::exact(length.saturating_add(offset));
            fill(path, Filling { size, kind }, surroundings, files)
        }
        _ => unknown("fallocate"),
    }
}

/// `truncate -s SIZE FILE…`; `+SIZE` and `-SIZE` change the length that a file has.
pub(super) fn truncate(
    arguments: &[&str],
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    let with_value = ["-s", "--size", "-r", "--reference"];
    let Some(written) = value_of(arguments, 's', "--size") else {
        return unknown("truncate");
    };
    let sign = written
        .chars()
        .next()
        .filter(|sign| matches!(sign, '+' | '-'));
    let Some(bytes) = size(written.trim_start_matches(['+', '-'])) else {
        return unknown("truncate");
    };
    let mut outcome = Outcome::default();
    // `-s -5M` has a value that looks like an option.
    let paths = operands(arguments, &with_value).into_iter();
    for path in paths {
        let place = surroundings.path(path);
        let held = files.last_at(&place);
        let (held, kind) = held.map_or((0, Kind::Zeros), |lump| (lump.size.bytes, lump.kind));
        let length = match sign {
            Some('+') => held.saturating_add(bytes),
            Some(_) => held.saturating_sub(bytes),
            None => bytes,
        };
        // What is longer than before is filled up with zeros.
        let kind = if length > held.saturating_mul(2) {
            Kind::Zeros
        } else {
            kind
        };
        let size = Estimate::exact(length);
        outcome = and_fill(outcome, path, Filling { size, kind }, surroundings, files);
    }
    outcome
}

/// `mkfile SIZE FILE…`: sizes in bytes, blocks (`b`), `k`, `m` or `g`.
pub(super) fn mkfile(
    arguments: &[&str],
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    let words = operands(arguments, &[]);
    let Some((bytes, paths)) = words
        .split_first()
        .and_then(|(written, paths)| Some((dd_number(written)?, paths)))
    else {
        return unknown("mkfile");
    };
    let filling = Filling {
        size: Estimate::exact(bytes),
        kind: Kind::Zeros,
    };
    let paths = paths.iter();
    paths.fold(Outcome::default(), |outcome, path| {
        and_fill(outcome, path, filling, surroundings, files)
    })
}

/// The value of an option: `-l 1G`, `-l1G`, `--length 1G` or `--length=1G`.
fn value_of<'a>(arguments: &[&'a str], letter: char, long: &str) -> Option<&'a str> {
    let short = format!("-{letter}");
    option(arguments, &[&short, long]).or_else(|| {
        let mut joined = arguments
            .iter()
            .filter_map(|argument| argument.strip_prefix(short.as_str()));
        joined.find(|value| !value.is_empty())
    })
}
