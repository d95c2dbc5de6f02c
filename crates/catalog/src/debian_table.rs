//! The table of Debian packages: one line for a package and a release.

use crate::debian::Suite;
use crate::estimate::{Basis, Estimate};
use crate::installed_size::on_disk;
use crate::table::{Row, rows};

const TABLE: &str = include_str!("../data/debian.tsv");

mod column {
    pub(super) const NAME: usize = 0;
    pub(super) const RELEASE: usize = 1;
    pub(super) const DOWNLOAD: usize = 2;
    pub(super) const INSTALLED: usize = 3;
    pub(super) const SLIM: usize = 4;
    pub(super) const COMPILED: usize = 5;
    pub(super) const DEPENDS: usize = 6;
    pub(super) const RECOMMENDS: usize = 7;
    pub(super) const PROVIDES: usize = 8;
}

/// What dpkg writes down about a package: its files, their checksums, its scripts. The mean over the measured runs,
/// which lie between 15 and 45 kB.
const RECORD: Estimate = Estimate {
    bytes: 28_000,
    low_bytes: 15_000,
    high_bytes: 45_000,
    basis: Basis::Measured,
};

/// A package of one release.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Package {
    /// Its name.
    pub(crate) name: &'static str,
    row: Row,
    /// The line of the other release, for cells that are equal.
    above: Row,
}

impl Package {
    fn cell(self, column: usize) -> &'static str {
        match self.row.text(column) {
            "=" => self.above.text(column),
            own => own,
        }
    }

    fn bytes(self, column: usize) -> Option<u64> {
        let kilobytes: u64 = self.cell(column).parse().ok()?;
        Some(kilobytes.saturating_mul(1000))
    }

    /// Size of the archive.
    pub(crate) fn download_bytes(self) -> u64 {
        self.bytes(column::DOWNLOAD).unwrap_or(0)
    }

    /// What must be there: each item is met by one of its alternatives, separated by `|`.
    pub(crate) fn depends(self) -> impl Iterator<Item = &'static str> {
        items(self.cell(column::DEPENDS))
    }

    /// What is recommended, in the same form.
    pub(crate) fn recommends(self) -> impl Iterator<Item = &'static str> {
        items(self.cell(column::RECOMMENDS))
    }

    /// Bytes that the package adds. On a slim image documentation, manual pages and translations are left out.
    pub(crate) fn added(self, slim: bool) -> Estimate {
        self.files(slim).plus(RECORD)
    }

    fn files(self, slim: bool) -> Estimate {
        let installed = self.bytes(column::INSTALLED).unwrap_or(0);
        if let Some(on_slim) = self.bytes(column::SLIM) {
            let real = if slim { on_slim } else { installed };
            let compiled = self.bytes(column::COMPILED).unwrap_or(0);
            return Estimate::within_percent(real.saturating_add(compiled), 3, Basis::Measured);
        }
        let files = on_disk(self.name, installed, slim);
        if self.name.starts_with("python3-") {
            // Installed-Size does not contain what Python compiles. Of the measured modules that is about as large as
            // the source, but modules that are mostly machine code have next to nothing to compile.
            let compiled = Estimate::between(
                0,
                files.bytes,
                files.bytes.saturating_mul(13) / 10,
                Basis::Derived,
            );
            return files.plus(compiled);
        }
        files
    }
}

fn items(cell: &'static str) -> impl Iterator<Item = &'static str> {
    cell.split(',').filter(|item| !item.is_empty())
}

/// The packages of one release.
pub(crate) struct Index {
    /// By name, as the table is sorted.
    packages: Vec<Package>,
    /// Names that are no packages, with one that provides them, by name.
    provided: Vec<(&'static str, Package)>,
}

impl Index {
    /// The packages of this release.
    pub(crate) fn of(suite: Suite) -> Self {
        let release = match suite {
            Suite::Bookworm => "12",
            Suite::Trixie => "13",
        };
        let mut packages = Vec::new();
        let mut provided = Vec::new();
        let mut first = Row::EMPTY;
        for row in rows(TABLE) {
            let continues = row.text(column::NAME).is_empty();
            if !continues {
                first = row;
            }
            if row.text(column::RELEASE) == release {
                let package = Package {
                    name: first.text(column::NAME),
                    row,
                    above: first,
                };
                provided.extend(
                    items(package.cell(column::PROVIDES))
                        .map(|virtual_name| (virtual_name, package)),
                );
                packages.push(package);
            }
        }
        // The sort is stable: of several that provide a name, the first in the table comes first.
        provided.sort_by_key(|(virtual_name, _)| *virtual_name);
        provided.dedup_by_key(|(virtual_name, _)| *virtual_name);
        Self { packages, provided }
    }

    /// The package of a name, or the first that provides it.
    pub(crate) fn find(&self, name: &str) -> Option<Package> {
        match self
            .packages
            .binary_search_by_key(&name, |package| package.name)
        {
            Ok(at) => self.packages.get(at).copied(),
            Err(_) => {
                let at = self
                    .provided
                    .binary_search_by_key(&name, |(virtual_name, _)| virtual_name);
                self.provided.get(at.ok()?).map(|(_, package)| *package)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUITES: [Suite; 2] = [Suite::Bookworm, Suite::Trixie];

    #[test]
    fn the_table_is_sorted_and_every_cell_has_its_form() {
        for suite in SUITES {
            let index = Index::of(suite);
            assert!(index.packages.len() > 1000);
            assert!(
                index
                    .packages
                    .is_sorted_by(|one, next| one.name < next.name),
                "names are unique and sorted"
            );
            for package in &index.packages {
                for cell in [column::DOWNLOAD, column::INSTALLED] {
                    assert!(package.bytes(cell).is_some(), "{package:?}");
                }
                for cell in [column::SLIM, column::COMPILED] {
                    assert!(package.cell(cell).is_empty() || package.bytes(cell).is_some());
                }
                if let (Some(slim), Some(full)) = (
                    package.bytes(column::SLIM),
                    package.bytes(column::INSTALLED),
                ) {
                    assert!(slim <= full, "{package:?}");
                }
            }
        }
    }

    #[test]
    fn every_dependency_is_in_the_table() {
        for suite in SUITES {
            let index = Index::of(suite);
            for package in &index.packages {
                for clause in package.depends().chain(package.recommends()) {
                    for alternative in clause.split('|') {
                        assert!(
                            index.find(alternative).is_some(),
                            "{}: {alternative}",
                            package.name
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn finds_the_successor_of_a_renamed_package() {
        let found = |suite, name| Index::of(suite).find(name).map(|package| package.name);
        assert_eq!(found(Suite::Bookworm, "libglib2.0-0"), Some("libglib2.0-0"));
        assert_eq!(
            found(Suite::Trixie, "libglib2.0-0"),
            Some("libglib2.0-0t64")
        );
        assert_eq!(found(Suite::Trixie, "no-such-package"), None);
    }

    #[test]
    fn measured_packages_lie_where_others_of_their_kind_are_expected() {
        for (suite, slim) in SUITES
            .into_iter()
            .flat_map(|suite| [(suite, true), (suite, false)])
        {
            let (mut inside, mut all) = (0, 0);
            let (mut expected, mut real) = (0, 0);
            for package in Index::of(suite).packages {
                let on_slim = package.bytes(column::SLIM);
                let (Some(on_slim), Some(full)) = (on_slim, package.bytes(column::INSTALLED))
                else {
                    continue;
                };
                // The table keeps the real size, of which Installed-Size is 1.04 times as much in all.
                let estimate = on_disk(package.name, full * 104 / 100, slim);
                let bytes = if slim { on_slim } else { full };
                all += 1;
                // Sizes are in kB.
                inside +=
                    usize::from((estimate.low_bytes..=estimate.high_bytes + 1000).contains(&bytes));
                expected += estimate.bytes;
                real += bytes;
            }
            println!(
                "{} slim {slim}: {inside} of {all}, {expected} for {real}",
                suite.name()
            );
            assert!(all > 250);
            // The guess from the real size is not good for a single small package, so on
            // full images only the sum says something.
            assert!(!slim || inside * 100 >= all * 65, "{inside} of {all}");
            assert!(
                expected.abs_diff(real) * 100 < real * 8,
                "{expected} for {real}"
            );
        }
    }

    #[test]
    fn slim_images_keep_less() {
        for suite in SUITES {
            for package in &Index::of(suite).packages {
                assert!(
                    package.added(true).bytes <= package.added(false).bytes,
                    "{}",
                    package.name
                );
            }
        }
    }
}
