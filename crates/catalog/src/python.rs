//! Python packages, as pip installs them.

use std::collections::BTreeSet;

use crate::PackageSize;
use crate::estimate::{Basis, Estimate};
use crate::table::rows;

const TABLE: &str = include_str!("../data/python.tsv");

/// What the first pip run in an image compiles of Python's own library and of pip, if nothing was compiled before.
pub const LIBRARY_COMPILED_BYTES: u64 = 8_104_383;

/// A package that nobody measured, with what it brings: the median of the measured ones, and nearly their whole spread.
pub const UNKNOWN_PYTHON_PACKAGE: PackageSize = PackageSize {
    installed: Estimate {
        bytes: 8_000_000,
        low_bytes: 80_000,
        high_bytes: 60_000_000,
        basis: Basis::Assumed,
    },
    download: Estimate {
        bytes: 2_000_000,
        low_bytes: 11_000,
        high_bytes: 17_000_000,
        basis: Basis::Assumed,
    },
};

/// What one `pip install` brings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PythonInstall {
    /// Bytes of all packages, compiled files included.
    pub installed: Estimate,
    /// Of them, files that pip compiled.
    pub compiled_bytes: u64,
    /// Bytes downloaded.
    pub download: Estimate,
    /// Bytes that pip's cache grows by.
    pub cache: Estimate,
    /// Packages installed, as far as they are known.
    pub packages: BTreeSet<String>,
    /// Names that nobody measured; an assumed size stands in for them.
    pub unknown: Vec<String>,
}

/// The name as the package index writes it: `Flask_Login` as `flask-login`.
fn canonical(name: &str) -> String {
    let mut canonical = String::new();
    for character in name.chars() {
        if matches!(character, '-' | '_' | '.') {
            if !canonical.ends_with('-') {
                canonical.push('-');
            }
        } else {
            canonical.extend(character.to_lowercase());
        }
    }
    canonical
}

/// The name in a requirement such as `Django>=5.2,<6 ; python_version > "3.10"`.
fn requirement_name(requirement: &str) -> &str {
    let end = requirement.find(|character: char| {
        !(character.is_alphanumeric() || matches!(character, '-' | '_' | '.'))
    });
    requirement
        .get(..end.unwrap_or(requirement.len()))
        .unwrap_or(requirement)
}

/// What pip would install for these requirements. Total.
///
/// The measurements are of packages with all that they bring, so two that bring the same count it twice; where one is
/// wholly brought by another, as numpy is by pandas, it is left out.
#[must_use]
pub fn python_install<'a>(requirements: impl IntoIterator<Item = &'a str>) -> PythonInstall {
    let names: BTreeSet<String> = requirements
        .into_iter()
        .map(|requirement| canonical(requirement_name(requirement.trim())))
        .filter(|name| !name.is_empty())
        .collect();
    let mut install = PythonInstall::default();
    let known: Vec<_> = rows(TABLE)
        .filter(|row| names.contains(row.text(0)))
        .collect();
    for name in &names {
        let brought = known.iter().any(|row| {
            row.text(0) != name && row.text(5).split(' ').any(|brought| brought == name)
        });
        let row = known.iter().find(|row| row.text(0) == name);
        if brought {
            continue;
        }
        let Some(row) = row else {
            install.installed = install.installed.plus(UNKNOWN_PYTHON_PACKAGE.installed);
            install.download = install.download.plus(UNKNOWN_PYTHON_PACKAGE.download);
            install.cache = install
                .cache
                .plus(UNKNOWN_PYTHON_PACKAGE.download.times(1.09));
            install.packages.insert(name.clone());
            install.unknown.push(name.clone());
            continue;
        };
        // Another release of the package, another Python: measured ones differ by about a tenth.
        let measured =
            |column| Estimate::within_percent(row.number(column).unwrap_or(0), 10, Basis::Measured);
        install.installed = install.installed.plus(measured(1));
        install.download = install.download.plus(measured(2));
        install.cache = install.cache.plus(measured(3));
        install.compiled_bytes = install
            .compiled_bytes
            .saturating_add(row.number(4).unwrap_or(0));
        install
            .packages
            .extend(row.text(5).split(' ').map(str::to_owned));
    }
    install
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_was_measured() {
        let install = python_install(["Django==5.2.3"]);
        assert_eq!(
            (install.installed.bytes, install.installed.basis),
            (31_615_629, Basis::Measured)
        );
        assert!(install.packages.contains("sqlparse"));
    }

    #[test]
    fn counts_once_what_another_brings() {
        assert_eq!(
            python_install(["pandas", "numpy"]).installed,
            python_install(["pandas"]).installed
        );
    }

    #[test]
    fn assumes_what_it_does_not_know_and_says_so() {
        let install = python_install(["flask", "some_unheard.of_thing>=1"]);
        assert_eq!(install.unknown, ["some-unheard-of-thing"]);
        assert_eq!(install.installed.basis, Basis::Assumed);
        assert!(install.installed.high_bytes > 2 * install.installed.bytes);
    }

    #[test]
    fn the_assumed_package_lies_within_the_measured_ones() {
        let mut sizes: Vec<u64> = rows(TABLE).filter_map(|row| row.number(1)).collect();
        sizes.sort_unstable();
        let (first, last) = (sizes[0], sizes[sizes.len() - 1]);
        assert!((first..last).contains(&UNKNOWN_PYTHON_PACKAGE.installed.bytes));
        let inside = sizes.iter().filter(|size| {
            (UNKNOWN_PYTHON_PACKAGE.installed.low_bytes
                ..=UNKNOWN_PYTHON_PACKAGE.installed.high_bytes)
                .contains(size)
        });
        assert!(inside.count() * 10 >= sizes.len() * 7, "{sizes:?}");
    }
}
