//! Commands that get files from the network, and those that unpack them: `curl`, `wget`, `git clone`, `tar`, `unzip`.

use std::time::Duration;

use layerlab_catalog::{Basis, assumed};

use super::{Outcome, Surroundings, megabytes, operands, option};
use crate::effects::{FileSystem, Kind, Work};
use crate::graph::paths;

/// The file that an address names.
fn file_name(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    match paths::base_name(path.trim_end_matches('/')) {
        "" | "/" => "index.html",
        name => name,
    }
}

/// The value of an option of one letter, which may stand with others and before its value: `-fsSLo file`, `-qO-`.
fn letter_value<'a>(arguments: &[&'a str], letter: char) -> Option<&'a str> {
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let letters = argument
            .strip_prefix('-')
            .filter(|letters| !letters.starts_with('-'));
        if let Some((_, value)) = letters.and_then(|letters| letters.split_once(letter)) {
            return if value.is_empty() {
                rest.next().copied()
            } else {
                Some(value)
            };
        }
    }
    None
}

/// `curl`: to a file with `-o` or `-O`, else to its output, which is the business of what comes after it.
pub(super) fn curl(
    arguments: &[&str],
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    let with_value = [
        "-o",
        "--output",
        "-H",
        "--header",
        "-d",
        "--data",
        "-u",
        "--user",
        "-A",
        "-x",
        "-X",
        "--retry",
        "--proto",
        "-m",
        "--max-time",
        "--connect-timeout",
    ];
    let address = operands(arguments, &with_value).first().copied();
    let keeps_name = arguments.iter().any(|argument| {
        *argument == "--remote-name"
            || argument.starts_with('-') && !argument.starts_with("--") && argument.contains('O')
    });
    let to = letter_value(arguments, 'o').or(option(arguments, &["--output"]));
    let to = to.or(address.filter(|_| keeps_name).map(file_name));
    save(to, surroundings, files)
}

/// `wget`: to a file of the address's name, or to that of `-O`.
pub(super) fn wget(
    arguments: &[&str],
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    let with_value = [
        "-O",
        "--output-document",
        "-P",
        "--directory-prefix",
        "-o",
        "--header",
        "-t",
    ];
    let directory = option(arguments, &["-P", "--directory-prefix"]).unwrap_or(".");
    let named = letter_value(arguments, 'O').or(option(arguments, &["--output-document"]));
    let addresses = operands(arguments, &with_value);
    let own = addresses
        .last()
        .map(|address| format!("{directory}/{}", file_name(address)));
    save(named.or(own.as_deref()), surroundings, files)
}

fn save(to: Option<&str>, surroundings: &Surroundings<'_>, files: &mut FileSystem) -> Outcome {
    let size = assumed("download");
    let Some(to) = to.filter(|to| *to != "-" && !to.starts_with("/dev/")) else {
        return Outcome {
            work: Work {
                download_bytes: size.bytes,
                busy: Duration::from_millis(500),
                ..Work::default()
            },
            ..Outcome::default()
        };
    };
    let path = surroundings.path(to);
    files.add(&path, "", size, Kind::Archive, None);
    Outcome::made(
        size,
        size,
        Duration::from_millis(500),
        format!(
            "{} is taken to be {}: nobody has looked what the address serves",
            paths::base_name(&path),
            megabytes(size.bytes)
        ),
    )
}

/// `git clone`. Other commands leave nothing worth counting.
pub(super) fn git(
    arguments: &[&str],
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    let words = operands(
        arguments,
        &["--depth", "-b", "--branch", "-c", "--config", "-C", "-o"],
    );
    let Some((&"clone", rest)) = words.split_first() else {
        return Outcome::busy(Duration::from_millis(300));
    };
    let shallow = option(arguments, &["--depth"]).is_some();
    let size = assumed(if shallow {
        "git-clone-shallow"
    } else {
        "git-clone"
    });
    let own = rest
        .first()
        .map(|address| file_name(address).trim_end_matches(".git"));
    let to = rest.get(1).copied().or(own).unwrap_or("repository");
    files.add(&surroundings.path(to), "", size, Kind::Other, None);
    Outcome::made(
        size,
        size,
        Duration::from_millis(500),
        format!(
            "the repository is taken to be {}{}: nobody has looked at it",
            megabytes(size.bytes),
            if shallow { " without its history" } else { "" }
        ),
    )
}

/// `tar -x`: what the archive holds, about three times its size; nothing for other uses.
pub(super) fn tar(
    arguments: &[&str],
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    let letters = arguments
        .iter()
        .find(|argument| !argument.starts_with("--"))
        .map_or("", |word| word.trim_start_matches('-'));
    let extracts = letters.contains('x') || arguments.contains(&"--extract");
    if !extracts {
        return Outcome::busy(Duration::from_millis(300));
    }
    let place = arguments.iter().position(|argument| {
        matches!(*argument, "--file") || (!argument.starts_with("--") && argument.ends_with('f'))
    });
    let archive = place.and_then(|place| arguments.get(place + 1)).copied();
    let archive = archive.or(option(arguments, &["--file"]));
    let to = option(arguments, &["-C", "--directory"]).unwrap_or(".");
    unpack(archive.filter(|name| *name != "-"), to, surroundings, files)
}

/// `unzip archive -d directory`.
pub(super) fn unzip(
    arguments: &[&str],
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    let archive = operands(arguments, &["-d", "-x"]).first().copied();
    let to = option(arguments, &["-d"]).unwrap_or(".");
    unpack(archive, to, surroundings, files)
}

fn unpack(
    archive: Option<&str>,
    to: &str,
    surroundings: &Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    let path = archive.map(|archive| surroundings.path(archive));
    let known = path.as_ref().and_then(|path| files.last_at(path));
    let known = known.map(|lump| lump.size);
    // Source archives unpack to about three times their size; the spread of the measured layers.
    let packed = known.unwrap_or_else(|| assumed("download"));
    let size = packed.times_between(1.4, 2.8, 5.5, Basis::Assumed);
    let name = path.as_deref().map_or("an archive", paths::base_name);
    files.add(&surroundings.path(to), name, size, Kind::Other, None);
    Outcome {
        work: Work {
            written_bytes: size.bytes,
            busy: Duration::from_millis(200),
            ..Work::default()
        },
        reason: format!("{name} is taken to unpack to {}", megabytes(size.bytes)),
        ..Outcome::default()
    }
}
