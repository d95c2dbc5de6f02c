//! Debian packages: what apt would install, and how large it is.

use std::collections::BTreeMap;

use crate::debian_table::{Index, Package};
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

/// A package to be installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AptPackage {
    /// Its name.
    pub name: &'static str,
    /// Bytes that it adds, with what Python compiles at installation and what dpkg writes down about it.
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
pub fn apt_install(
    suite: Suite,
    slim: bool,
    installed: &dyn Fn(&str) -> bool,
    names: &[&str],
    recommends: bool,
) -> AptInstall {
    let index = Index::of(suite);
    let mut chosen: BTreeMap<&'static str, Package> = BTreeMap::new();
    let mut unknown = Vec::new();
    let mut open: Vec<Package> = Vec::new();
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
    while let Some(package) = open.get(next).copied() {
        next += 1;
        if installed(package.name) || chosen.insert(package.name, package).is_some() {
            continue;
        }
        let recommended = package.recommends().filter(|_| recommends);
        for clause in package.depends().chain(recommended) {
            let met = clause
                .split('|')
                .any(|alternative| installed(alternative) || chosen.contains_key(alternative));
            if !met {
                open.extend(
                    clause
                        .split('|')
                        .find_map(|alternative| index.find(alternative)),
                );
            }
        }
    }
    let database = if chosen.is_empty() && unknown.is_empty() {
        Estimate::ZERO
    } else {
        let copied = chosen
            .values()
            .any(|package| package.depends().any(|clause| clause == "debconf"));
        let copy_bytes = if copied { DEBCONF_COPY_BYTES } else { 0 };
        Estimate::within_percent(DPKG_DATABASE_BYTES + copy_bytes, 10, Basis::Measured)
    };
    let packages = chosen
        .into_values()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base_images::Distribution;
    use crate::installed::installed_list;

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
