//! Python packages, as pip installs them.

use std::collections::BTreeSet;

use crate::PackageSize;
use crate::estimate::{Basis, Estimate};
use crate::table::{Row, rows};

const TABLE: &str = include_str!("../data/python.tsv");

/// What the first pip run in an image compiles of Python's own library and of pip, if nothing was compiled before.
pub const LIBRARY_COMPILED_BYTES: u64 = 8_104_383;

/// A package that nobody measured, with those that it brings and that are not listed beside it.
///
/// It lies between what the measured ones take with all that they bring and what one package of them takes (means of the
/// logarithms, because the sizes spread over three powers of ten): a list of requirements often names both a package
/// and what it needs. The range leaves out the largest and the smallest.
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

/// The extras of a requirement, `[standard]` of `uvicorn[standard]>=0.30`.
fn extras(requirement: &str) -> &str {
    let after_name = requirement.get(requirement_name(requirement).len()..);
    let start = after_name.unwrap_or("").trim_start();
    match (start.starts_with('['), start.find(']')) {
        (true, Some(end)) => start.get(..=end).unwrap_or(""),
        _ => "",
    }
}

/// What was measured: one call of pip for one or several names.
struct Measured {
    row: Row<'static>,
    brings: BTreeSet<&'static str>,
}

mod column {
    pub(super) const PACKAGES: usize = 0;
    pub(super) const INSTALLED: usize = 1;
    pub(super) const DOWNLOAD: usize = 2;
    pub(super) const CACHE: usize = 3;
    pub(super) const COMPILED: usize = 4;
    pub(super) const BRINGS: usize = 5;
}

impl Measured {
    fn bytes(&self, column: usize) -> u64 {
        self.row.number(column).unwrap_or(0)
    }
}

/// All measurements, the largest first.
fn measured() -> Vec<Measured> {
    let mut all: Vec<Measured> = rows(TABLE)
        .map(|row| Measured {
            row,
            brings: row.text(column::BRINGS).split(' ').collect(),
        })
        .collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.bytes(column::INSTALLED)));
    all
}

/// Bytes of these packages, as far as some of them were measured apart from others.
fn known_part(all: &[Measured], packages: &BTreeSet<&'static str>, column: usize) -> u64 {
    let mut left = packages.clone();
    let mut bytes = 0_u64;
    for one in all {
        if one.brings.is_subset(&left) {
            left.retain(|name| !one.brings.contains(name));
            bytes = bytes.saturating_add(one.bytes(column));
        }
    }
    bytes
}

/// What pip would install for these requirements. Total.
///
/// The measurements are of packages with all that they bring. What two of them bring is counted once if its own size is
/// known, as that of numpy is for pandas and scikit-learn, and twice otherwise.
#[must_use]
pub fn python_install<'a>(requirements: impl IntoIterator<Item = &'a str>) -> PythonInstall {
    let mut names: BTreeSet<String> = BTreeSet::new();
    let mut with_extras: BTreeSet<String> = BTreeSet::new();
    for requirement in requirements {
        let requirement = requirement.trim();
        let name = canonical(requirement_name(requirement));
        if !name.is_empty() {
            with_extras.insert(format!("{name}{}", extras(requirement)));
            names.insert(name);
        }
    }
    let all = measured();
    let mut install = PythonInstall::default();
    let mut have: BTreeSet<&'static str> = BTreeSet::new();
    for one in &all {
        let asked_for = one.row.text(column::PACKAGES).split(' ');
        let wanted = |name: &str| with_extras.contains(name) || names.contains(name);
        if !asked_for.clone().all(wanted) || one.brings.is_subset(&have) {
            continue;
        }
        let twice: BTreeSet<&'static str> = one.brings.intersection(&have).copied().collect();
        let bytes = |column| {
            one.bytes(column)
                .saturating_sub(known_part(&all, &twice, column))
        };
        // Another release of the package, another Python: measured ones differ by about a tenth.
        let estimate = |column| Estimate::within_percent(bytes(column), 10, Basis::Measured);
        install.installed = install.installed.plus(estimate(column::INSTALLED));
        install.download = install.download.plus(estimate(column::DOWNLOAD));
        install.cache = install.cache.plus(estimate(column::CACHE));
        install.compiled_bytes = install
            .compiled_bytes
            .saturating_add(bytes(column::COMPILED));
        have.extend(one.brings.iter().copied());
    }
    for name in &names {
        if !have.contains(name.as_str()) {
            install.installed = install.installed.plus(UNKNOWN_PYTHON_PACKAGE.installed);
            install.download = install.download.plus(UNKNOWN_PYTHON_PACKAGE.download);
            // The cache holds the download and pages of the index.
            let cache = UNKNOWN_PYTHON_PACKAGE.download.times(1.09);
            install.cache = install.cache.plus(cache);
            install.unknown.push(name.clone());
        }
    }
    install.packages = names;
    install.packages.extend(have.into_iter().map(str::to_owned));
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
    fn counts_once_what_two_bring_if_its_size_is_known() {
        let bytes = |names: &[&str]| python_install(names.iter().copied()).installed.bytes;
        assert_eq!(
            bytes(&["pandas", "scikit-learn"]),
            bytes(&["pandas"]) + bytes(&["scikit-learn"]) - bytes(&["numpy"])
        );
        assert_eq!(
            bytes(&["flask", "requests"]),
            bytes(&["flask"]) + bytes(&["requests"])
        );
    }

    #[test]
    fn extras_matter_where_they_were_measured() {
        assert_eq!(python_install(["uvicorn"]).unknown, ["uvicorn"]);
        assert!(
            python_install(["Uvicorn[standard]>=0.30"])
                .unknown
                .is_empty()
        );
        assert!(
            python_install(["requests[socks]", "celery", "redis"])
                .unknown
                .is_empty()
        );
        // Brought by another package, whatever its extras are.
        assert!(
            python_install(["uvicorn[standard]", "uvicorn"])
                .unknown
                .is_empty()
        );
    }

    #[test]
    fn the_assumed_package_lies_where_it_says() {
        let mean = |values: Vec<f64>| {
            (values.iter().map(|value| value.ln()).sum::<f64>() / values.len() as f64).exp()
        };
        for (column, assumed) in [
            (column::INSTALLED, UNKNOWN_PYTHON_PACKAGE.installed),
            (column::DOWNLOAD, UNKNOWN_PYTHON_PACKAGE.download),
        ] {
            let all = measured();
            let whole = mean(all.iter().map(|one| one.bytes(column) as f64).collect());
            let each = all
                .iter()
                .map(|one| one.bytes(column) as f64 / one.brings.len() as f64);
            assert!((mean(each.collect())..whole).contains(&(assumed.bytes as f64)));
            let inside = all.iter().filter(|one| {
                (assumed.low_bytes..=assumed.high_bytes).contains(&one.bytes(column))
            });
            assert!(inside.count() * 10 >= all.len() * 8);
        }
    }

    #[test]
    fn the_table_is_sorted_and_full() {
        let names: Vec<&str> = rows(TABLE).map(|row| row.text(column::PACKAGES)).collect();
        assert!(names.is_sorted_by(|one, next| one < next));
        for row in rows(TABLE) {
            for column in 1..=4 {
                assert!(row.number(column).is_some(), "{row:?}");
            }
            for name in row.text(column::PACKAGES).split(' ') {
                let bare = requirement_name(name);
                assert!(
                    row.text(column::BRINGS)
                        .split(' ')
                        .any(|brought| brought == bare)
                );
            }
        }
    }
}
