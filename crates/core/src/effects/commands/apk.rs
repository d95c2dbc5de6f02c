//! `apk`, Alpine's package manager.

use std::rc::Rc;
use std::time::Duration;

use layerlab_catalog::{Basis, Estimate, alpine_package};

use super::{Outcome, Surroundings, count, megabytes, operands};
use crate::effects::{FileSystem, Kind, Work};

/// A package with all that it depends on. The catalogue knows sizes of some packages and no dependencies.
const UNKNOWN_PACKAGE: Estimate = Estimate {
    bytes: 4_000_000,
    low_bytes: 100_000,
    high_bytes: 80_000_000,
    basis: Basis::Assumed,
};

/// What `apk update` leaves, or `apk add` without `--no-cache`: the two index files. Not measured here.
const INDEX: Estimate = Estimate {
    bytes: 2_500_000,
    low_bytes: 2_000_000,
    high_bytes: 3_500_000,
    basis: Basis::Assumed,
};

/// Packages that are little more than a list of others, and which of those are large (names of release 3.24, November 2026).
const LISTS: [(&str, &[&str]); 2] = [
    (
        "build-base",
        &["binutils", "gcc", "make", "musl-dev", "patch"],
    ),
    ("g++", &["binutils", "gcc", "libstdc++", "musl-dev"]),
];

/// What is installed for names as they are written, each once.
fn packages<'a>(names: &[&'a str]) -> Vec<&'a str> {
    let mut found: Vec<&str> = Vec::new();
    for name in names {
        let bare = name.split(['=', '<', '>', '~', '@']).next().unwrap_or(name);
        let others = LISTS.iter().find(|(list, _)| *list == bare);
        let others = others.map_or(&[] as &[&str], |(_, others)| others);
        for package in std::iter::once(&bare).chain(others) {
            if !found.contains(package) {
                found.push(package);
            }
        }
    }
    found
}

pub(super) fn run(
    arguments: &[&str],
    _surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    let group = super::option(arguments, &["--virtual", "-t"]);
    let words = operands(
        arguments,
        &["--virtual", "-t", "--repository", "-X", "--root", "-p"],
    );
    let Some((verb, names)) = words.split_first() else {
        return Outcome::default();
    };
    let keeps_index = !arguments.contains(&"--no-cache");
    match *verb {
        "update" => {
            files.add("/var/cache/apk", "", INDEX, Kind::Archive, None);
            Outcome {
                work: Work {
                    download_bytes: INDEX.bytes,
                    written_bytes: INDEX.bytes,
                    busy: Duration::from_secs(1),
                },
                ..Outcome::default()
            }
        }
        "add" => {
            if keeps_index {
                files.add("/var/cache/apk", "", INDEX, Kind::Archive, None);
            }
            install(names, group, files)
        }
        "del" => {
            for name in names {
                files.remove_named("/usr", name);
                let packages = Rc::make_mut(&mut files.alpine_packages);
                packages.retain(|package, lump| package != name && lump != name);
            }
            Outcome::busy(Duration::from_millis(500))
        }
        _ => Outcome::busy(Duration::from_secs(1)),
    }
}

/// What `apk add` does: packages that are installed already add nothing, whoever asked for them.
fn install(names: &[&str], group: Option<&str>, files: &mut FileSystem) -> Outcome {
    let mut total = Estimate::ZERO;
    let mut assumed = 0;
    let mut installed = (*files.alpine_packages).clone();
    let wanted = packages(names).into_iter();
    let new: Vec<&str> = wanted
        .filter(|package| !installed.contains_key(*package))
        .collect();
    for package in &new {
        let size = match alpine_package(package) {
            // Its dependencies come on top and are not known.
            Some(own) => Estimate::between(
                own.low_bytes,
                own.bytes,
                own.bytes.saturating_mul(3),
                Basis::Derived,
            ),
            None => {
                assumed += 1;
                UNKNOWN_PACKAGE
            }
        };
        total = total.plus(size);
        installed.insert((*package).to_owned(), group.unwrap_or(package).to_owned());
        if group.is_none() {
            files.add("/usr", package, size, Kind::Other, None);
        }
    }
    // What a virtual package brought goes with it.
    if let Some(group) = group.filter(|_| !new.is_empty()) {
        files.add("/usr", group, total, Kind::Other, None);
    }
    files.alpine_packages = Rc::new(installed);
    let before = packages(names).len() - new.len();
    let reason = if new.is_empty() {
        format!(
            "{}, installed already",
            count(names.len(), "Alpine package")
        )
    } else {
        let some = |number: usize, what: String| if number > 0 { what } else { String::new() };
        format!(
            "{} {}{}{}",
            count(names.len(), "Alpine package"),
            megabytes(total.bytes),
            some(assumed, format!(", the size of {assumed} assumed")),
            some(before, format!(", {before} installed already"))
        )
    };
    Outcome {
        work: Work {
            download_bytes: total.bytes / 3,
            written_bytes: total.bytes,
            busy: Duration::from_secs(1),
        },
        reason,
        ..Outcome::default()
    }
}
