//! Debian packages: what apt would install, and how large it is.

use crate::debian_index::{DebianIndex, Package};
use crate::estimate::{Basis, Estimate};

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

/// What every installation stores again: dpkg's list of packages, debconf's database, the logs. Measured.
pub const DPKG_DATABASE_BYTES: u64 = 890_000;

/// What comes on top if a package uses debconf: debconf then keeps its database of templates twice. Measured.
const DEBCONF_COPY_BYTES: u64 = 800_000;

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

/// A package of Debian with all that it brings, while the table of packages is not here: the middle of those that people most
/// often install in a Dockerfile, on slim images; nine in ten lie within.
pub const ROUGH_DEBIAN_INSTALL: Estimate = Estimate {
    bytes: 13_000_000,
    low_bytes: 150_000,
    high_bytes: 250_000_000,
    basis: Basis::Assumed,
};

/// A package to be installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AptPackage<'a> {
    /// Its name.
    pub name: &'a str,
    /// Bytes that it adds, with what Python compiles at installation and what dpkg writes down about it.
    pub added: Estimate,
    /// Bytes downloaded.
    pub download_bytes: u64,
}

/// What one `apt-get install` brings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AptInstall<'a> {
    /// The packages asked for and all that they need, less what is there already, by name.
    pub packages: Vec<AptPackage<'a>>,
    /// Names of which nothing is known.
    pub unknown: Vec<String>,
    /// Bytes of the databases of dpkg and debconf, which are stored again; nothing if no package is installed.
    /// At least [`DPKG_DATABASE_BYTES`] otherwise.
    pub database: Estimate,
}

/// What apt would install for `names` where `installed` is there already. Total.
///
/// As apt does: a dependency is met if one of its alternatives is installed or chosen already, otherwise the first that
/// exists is chosen. With `recommends`, recommended packages count like needed ones.
///
/// Dependencies on what every Debian image holds, and those that follow from others, are not in the table.
#[must_use]
pub fn apt_install<'a>(
    index: &'a DebianIndex,
    slim: bool,
    installed: &dyn Fn(&str) -> bool,
    names: &[&str],
    recommends: bool,
) -> AptInstall<'a> {
    let mut unknown = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for name in names {
        // `package=version`, `package:amd64`, `package/release`
        let bare = name.split(['=', ':', '/']).next().unwrap_or(name);
        match index.find(bare) {
            _ if installed(bare) => {}
            Some(found) => open.push(found),
            None => unknown.push((*name).to_owned()),
        }
    }
    let chosen = closure(index, installed, open, recommends);
    let database = if chosen.is_empty() && unknown.is_empty() {
        Estimate::ZERO
    } else {
        let copied = chosen
            .iter()
            .any(|package| package.depends().any(|clause| clause == "debconf"));
        let copy_bytes = if copied { DEBCONF_COPY_BYTES } else { 0 };
        Estimate::within_percent(DPKG_DATABASE_BYTES + copy_bytes, 10, Basis::Measured)
    };
    let packages = chosen
        .into_iter()
        .map(|package| AptPackage {
            name: package.name,
            added: package.added(slim),
            download_bytes: package.download_bytes(),
        })
        .collect();
    AptInstall {
        packages,
        unknown,
        database,
    }
}

/// What is known of a package while others are chosen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Nobody asked yet.
    Open,
    /// It is not in the image.
    Absent,
    /// It is in the image, or chosen already.
    There,
}

/// The packages at the places `open` and all that they need, by name.
fn closure<'a>(
    index: &'a DebianIndex,
    installed: &dyn Fn(&str) -> bool,
    mut open: Vec<usize>,
    recommends: bool,
) -> Vec<Package<'a>> {
    let mut places = vec![Place::Open; index.len()];
    let mut is_there = |place: usize, name: &str, choose: bool| {
        let Some(known) = places.get_mut(place) else {
            return true;
        };
        if *known == Place::Open {
            *known = if installed(name) {
                Place::There
            } else {
                Place::Absent
            };
        }
        let there = *known == Place::There;
        if choose {
            *known = Place::There;
        }
        there
    };
    let mut chosen: Vec<(usize, Package<'a>)> = Vec::new();
    // First in, first out: what was asked for decides before what it drags in.
    let mut next = 0;
    while let Some(place) = open.get(next).copied() {
        next += 1;
        let Some(package) = index.package(place) else {
            continue;
        };
        if is_there(place, package.name, true) {
            continue;
        }
        chosen.push((place, package));
        let recommended = package.recommends().filter(|_| recommends);
        for clause in package.depends().chain(recommended) {
            let mut first = None;
            let met = clause
                .split('|')
                .any(|alternative| match index.find(alternative) {
                    Some(place) => {
                        first = first.or(Some(place));
                        is_there(place, alternative, false)
                    }
                    None => installed(alternative),
                });
            if !met {
                open.extend(first);
            }
        }
    }
    chosen.sort_unstable_by_key(|(place, _)| *place);
    chosen.into_iter().map(|(_, package)| package).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packages::Packages;

    fn bookworm() -> DebianIndex {
        let found = Packages::compiled_in().debian(Suite::Bookworm).cloned();
        found.unwrap_or_else(|| unreachable!("it is compiled in for tests"))
    }

    fn install<'a>(index: &'a DebianIndex, names: &[&str], recommends: bool) -> AptInstall<'a> {
        let installed = index.installed("debian-slim");
        let is_installed = |name: &str| installed.contains(&name);
        apt_install(index, true, &is_installed, names, recommends)
    }

    #[test]
    fn brings_what_a_package_needs() {
        let index = bookworm();
        let names: Vec<&str> = install(&index, &["curl"], false)
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
        let index = bookworm();
        let packages = |recommends| install(&index, &["git"], recommends).packages.len();
        assert!(packages(true) > packages(false));
    }

    #[test]
    fn says_which_names_it_does_not_know() {
        assert_eq!(
            install(&bookworm(), &["no-such-package", "curl=7.88"], false).unknown,
            ["no-such-package"]
        );
    }
}
