//! Debian packages: what apt would install, and how large it is.

use std::collections::{BTreeMap, BTreeSet};

use crate::base_images::Distribution;
use crate::estimate::{Basis, Estimate};
use crate::table::{Row, rows};

const BOOKWORM: &str = include_str!("../data/debian-bookworm.tsv");
const TRIXIE: &str = include_str!("../data/debian-trixie.tsv");
const INSTALLED: &str = include_str!("../data/installed.tsv");

/// A Debian release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suite {
    /// Debian 12.
    Bookworm,
    /// Debian 13.
    Trixie,
}

impl Suite {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Bookworm => "bookworm",
            Self::Trixie => "trixie",
        }
    }
}

/// What every installation stores again: the package database and the templates of debconf. Measured.
pub const DPKG_DATABASE_BYTES: u64 = 850_000;

/// What `apt-get update` leaves in `/var/lib/apt/lists`, measured in November 2026.
#[must_use]
pub const fn apt_lists_bytes(suite: Suite) -> u64 {
    match suite {
        Suite::Bookworm => 19_852_735,
        Suite::Trixie => 21_697_576,
    }
}

/// What `apt-get update` downloads: taken to be what its lists take compressed, measured in November 2026.
#[must_use]
pub const fn apt_lists_download_bytes(suite: Suite) -> u64 {
    match suite {
        Suite::Bookworm => 15_290_955,
        Suite::Trixie => 16_737_889,
    }
}

/// A package to be installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AptPackage {
    /// Its name.
    pub name: &'static str,
    /// Bytes that it adds, what Python compiles at installation included.
    pub added: Estimate,
    /// Bytes downloaded.
    pub download_bytes: u64,
}

/// What one `apt-get install` brings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AptInstall {
    /// The packages asked for and all that they need, less what is there already, by name.
    pub packages: Vec<AptPackage>,
    /// Names of which nothing is known.
    pub unknown: Vec<String>,
}

mod column {
    pub(super) const NAME: usize = 0;
    pub(super) const INSTALLED_KIB: usize = 1;
    pub(super) const DOWNLOAD: usize = 2;
    pub(super) const REAL: usize = 3;
    pub(super) const SLIM: usize = 4;
    pub(super) const COMPILED: usize = 5;
    pub(super) const DEPENDS: usize = 6;
    pub(super) const RECOMMENDS: usize = 7;
    pub(super) const PROVIDES: usize = 8;
}

struct Index {
    by_name: BTreeMap<&'static str, Row>,
    providers: BTreeMap<&'static str, &'static str>,
}

impl Index {
    fn of(suite: Suite) -> Self {
        let table = match suite {
            Suite::Bookworm => BOOKWORM,
            Suite::Trixie => TRIXIE,
        };
        let mut index = Self {
            by_name: BTreeMap::new(),
            providers: BTreeMap::new(),
        };
        for row in rows(table) {
            let name = row.text(column::NAME);
            index.by_name.insert(name, row);
            for provided in row
                .text(column::PROVIDES)
                .split(',')
                .filter(|provided| !provided.is_empty())
            {
                index.providers.entry(provided).or_insert(name);
            }
        }
        index
    }

    /// The package of a name, or the first that provides it.
    fn find(&self, name: &str) -> Option<(&'static str, Row)> {
        let name = match self.by_name.get_key_value(name) {
            Some((name, _)) => name,
            None => self.providers.get(name)?,
        };
        self.by_name.get(name).map(|row| (*name, *row))
    }
}

/// What apt would install for `names` where `installed` is there already. Total.
///
/// As apt does: a dependency is met if one of its alternatives is installed or chosen already, otherwise the first that
/// exists is chosen. With `recommends`, recommended packages count like needed ones.
#[must_use]
pub fn apt_install(
    suite: Suite,
    slim: bool,
    installed: &dyn Fn(&str) -> bool,
    names: &[&str],
    recommends: bool,
) -> AptInstall {
    let index = Index::of(suite);
    let mut chosen: BTreeSet<&'static str> = BTreeSet::new();
    let mut unknown = Vec::new();
    let mut open: Vec<(&'static str, Row)> = Vec::new();
    for name in names {
        // `package=version`, `package:amd64`, `package/release`
        let bare = name.split(['=', ':', '/']).next().unwrap_or(name);
        match index.find(bare) {
            _ if installed(bare) => {}
            Some(found) => open.push(found),
            None => unknown.push((*name).to_owned()),
        }
    }
    // First in, first out: what was asked for decides before what it drags in.
    let mut next = 0;
    while let Some((name, row)) = open.get(next).copied() {
        next += 1;
        if installed(name) || !chosen.insert(name) {
            continue;
        }
        let columns: &[usize] = if recommends {
            &[column::DEPENDS, column::RECOMMENDS]
        } else {
            &[column::DEPENDS]
        };
        for clause in columns
            .iter()
            .flat_map(|column| row.text(*column).split(','))
            .filter(|clause| !clause.is_empty())
        {
            let met = clause.split('|').any(|alternative| {
                let provider = index.find(alternative).map(|(name, _)| name);
                installed(alternative)
                    || chosen.contains(alternative)
                    || provider.is_some_and(|name| installed(name) || chosen.contains(name))
            });
            if !met {
                open.extend(
                    clause
                        .split('|')
                        .find_map(|alternative| index.find(alternative)),
                );
            }
        }
    }
    let packages = chosen
        .iter()
        .filter_map(|name| index.by_name.get(name))
        .map(|row| package(*row, slim))
        .collect();
    AptInstall { packages, unknown }
}

fn package(row: Row, slim: bool) -> AptPackage {
    let compiled = row.number(column::COMPILED).unwrap_or(0);
    let real = row.number(if slim { column::SLIM } else { column::REAL });
    let added = match real {
        Some(bytes) => Estimate::within_percent(bytes.saturating_add(compiled), 3, Basis::Measured),
        None => {
            let bytes = row
                .number(column::INSTALLED_KIB)
                .unwrap_or(0)
                .saturating_mul(1024);
            if slim {
                // Documentation, manual pages and translations are left out, about a twentieth.
                Estimate::within_percent(bytes / 100 * 95, 12, Basis::Derived)
            } else {
                Estimate::within_percent(bytes, 4, Basis::Derived)
            }
        }
    };
    AptPackage {
        name: row.text(column::NAME),
        added,
        download_bytes: row.number(column::DOWNLOAD).unwrap_or(0),
    }
}

/// The list of packages that is nearest to an image.
pub(crate) fn installed_list(
    name: &str,
    distribution: Distribution,
    slim: bool,
) -> Vec<&'static str> {
    let key = match (name, distribution, slim) {
        (_, Distribution::Alpine | Distribution::Other, _) => return Vec::new(),
        (_, Distribution::Ubuntu(_), _) => "ubuntu:24.04",
        ("python", Distribution::Debian(Suite::Trixie), true) => "python:3.12-slim",
        // These stand on the same set of packages for building software.
        ("python" | "node" | "ruby" | "rust" | "perl", Distribution::Debian(_), false) => {
            "python:3.12"
        }
        (_, Distribution::Debian(Suite::Bookworm), _) => "debian:bookworm-slim",
        (_, Distribution::Debian(Suite::Trixie), _) => "debian:trixie-slim",
    };
    rows(INSTALLED)
        .find(|row| row.text(0) == key)
        .map(|row| row.text(1).split(' ').collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn install(names: &[&str], recommends: bool) -> AptInstall {
        let installed = installed_list("debian", Distribution::Debian(Suite::Bookworm), true);
        apt_install(
            Suite::Bookworm,
            true,
            &|name| installed.contains(&name),
            names,
            recommends,
        )
    }

    #[test]
    fn brings_what_a_package_needs() {
        let names: Vec<&str> = install(&["curl"], false)
            .packages
            .iter()
            .map(|package| package.name)
            .collect();
        assert!(
            names.contains(&"curl") && names.contains(&"libcurl4"),
            "{names:?}"
        );
        assert!(!names.contains(&"libc6"), "libc6 is there already");
    }

    #[test]
    fn recommended_packages_are_asked_for_apart() {
        assert!(install(&["git"], true).packages.len() > install(&["git"], false).packages.len());
    }

    #[test]
    fn says_which_names_it_does_not_know() {
        assert_eq!(
            install(&["no-such-package", "curl=7.88"], false).unknown,
            ["no-such-package"]
        );
    }
}
