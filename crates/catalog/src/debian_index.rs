//! The table of Debian packages of one release: searched in the text where it lies.

use std::borrow::Cow;

use crate::estimate::{Basis, Estimate};
use crate::installed_size::on_disk;
use crate::sections::{Reader, Section};
use crate::table::Row;

mod column {
    pub(super) const NAME: usize = 0;
    pub(super) const DOWNLOAD: usize = 1;
    pub(super) const INSTALLED: usize = 2;
    pub(super) const SLIM: usize = 3;
    pub(super) const COMPILED: usize = 4;
    pub(super) const DEPENDS: usize = 5;
    pub(super) const RECOMMENDS: usize = 6;
}

/// Columns of the table of virtual names.
mod virtual_column {
    pub(super) const PACKAGE: usize = 1;
}

/// Columns of the table of what images hold.
mod list_column {
    pub(super) const LIST: usize = 0;
    pub(super) const ON_TOP_OF: usize = 1;
    pub(super) const PACKAGES: usize = 2;
}

/// What dpkg writes down about a package: its files, their checksums, its scripts. The mean over the measured runs,
/// which lie between 15 and 45 kB.
const RECORD: Estimate = Estimate {
    bytes: 28_000,
    low_bytes: 15_000,
    high_bytes: 45_000,
    basis: Basis::Measured,
};

/// A package.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Package<'a> {
    /// Its name.
    pub(crate) name: &'a str,
    row: Row<'a>,
}

impl<'a> Package<'a> {
    fn bytes(self, column: usize) -> Option<u64> {
        Some(self.row.number(column)?.saturating_mul(1000))
    }

    /// Size of the archive.
    pub(crate) fn download_bytes(self) -> u64 {
        self.bytes(column::DOWNLOAD).unwrap_or(0)
    }

    /// What must be there: each item is met by one of its alternatives, separated by `|`.
    pub(crate) fn depends(self) -> impl Iterator<Item = &'a str> {
        items(self.row.text(column::DEPENDS))
    }

    /// What is recommended, in the same form.
    pub(crate) fn recommends(self) -> impl Iterator<Item = &'a str> {
        items(self.row.text(column::RECOMMENDS))
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

fn items(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(',').filter(|item| !item.is_empty())
}

/// The packages of one Debian release, and which of them images hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DebianIndex {
    text: Cow<'static, str>,
    packages: Section,
    /// Names that are no packages, each with the one that stands for it.
    virtual_names: Section,
    lists: Section,
}

impl DebianIndex {
    /// Reads such a table.
    ///
    /// # Errors
    /// Part of a sentence about what is wrong with it.
    pub(crate) fn read(text: Cow<'static, str>) -> Result<Self, String> {
        let mut reader = Reader::new(&text);
        let packages = reader.section("packages")?;
        let virtual_names = reader.section("virtual")?;
        let lists = reader.section("lists")?;
        reader.end()?;
        for row in packages.rows(&text) {
            let number = |column, may_be_empty| {
                may_be_empty && row.text(column).is_empty() || row.number(column).is_some()
            };
            let whole = number(column::DOWNLOAD, false)
                && number(column::INSTALLED, false)
                && number(column::SLIM, true)
                && number(column::COMPILED, true);
            if !whole {
                return Err(format!("the sizes of {} are not numbers", row.text(0)));
            }
        }
        Ok(Self {
            packages,
            virtual_names,
            lists,
            text,
        })
    }

    /// How many packages there are.
    pub(crate) fn len(&self) -> usize {
        self.packages.len()
    }

    /// The package at a place, in the order of names.
    pub(crate) fn package(&self, place: usize) -> Option<Package<'_>> {
        let row = self.packages.row(&self.text, place)?;
        Some(Package {
            name: row.text(column::NAME),
            row,
        })
    }

    /// The place of the package of a name, or of the one that stands for it.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.packages.find(&self.text, name).or_else(|| {
            let place = self.virtual_names.find(&self.text, name)?;
            let row = self.virtual_names.row(&self.text, place)?;
            let package = row.text(virtual_column::PACKAGE);
            self.packages.find(&self.text, package)
        })
    }

    /// The packages that images of this kind hold, by name; see
    /// [`BaseImageFacts::package_list`](crate::BaseImageFacts::package_list). None for an unknown kind.
    #[must_use]
    pub fn installed(&self, list: &str) -> Vec<&str> {
        let mut packages = Vec::new();
        let mut next = self.list(list);
        // Lists are few and none stands on itself; the limit makes that plain.
        for _ in 0..8 {
            let Some(row) = next else {
                break;
            };
            packages.extend(row.text(list_column::PACKAGES).split(' '));
            next = self.list(row.text(list_column::ON_TOP_OF));
        }
        packages.sort_unstable();
        packages
    }

    /// The same with what each takes; `slim` as for an image that leaves out documentation.
    #[must_use]
    pub fn installed_sizes(&self, list: &str, slim: bool) -> Vec<(&str, Estimate)> {
        let names = self.installed(list).into_iter();
        let sized = names.filter_map(|name| {
            let package = self.package(self.find(name)?)?;
            Some((name, package.files(slim)))
        });
        sized.collect()
    }

    fn list(&self, name: &str) -> Option<Row<'_>> {
        let mut rows = self.lists.rows(&self.text);
        rows.find(|row| row.text(list_column::LIST) == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::base_images::Distribution;
    use crate::debian::Suite;
    use crate::installed::package_list;
    use crate::packages::Packages;

    const SUITES: [Suite; 2] = [Suite::Bookworm, Suite::Trixie];

    fn index(suite: Suite) -> DebianIndex {
        let found = Packages::compiled_in().debian(suite).cloned();
        found.unwrap_or_else(|| unreachable!("{suite:?} is compiled in for tests"))
    }

    fn packages(index: &DebianIndex) -> impl Iterator<Item = Package<'_>> {
        (0..index.len()).filter_map(|place| index.package(place))
    }

    #[test]
    fn the_table_is_full_and_every_cell_has_its_form() {
        for suite in SUITES {
            let index = index(suite);
            assert!(index.len() > 1000);
            for package in packages(&index) {
                for cell in [column::DOWNLOAD, column::INSTALLED] {
                    assert!(package.bytes(cell).is_some(), "{package:?}");
                }
                for cell in [column::SLIM, column::COMPILED] {
                    assert!(package.row.text(cell).is_empty() || package.bytes(cell).is_some());
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
            let index = index(suite);
            for package in packages(&index) {
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
        let found = |suite, name| {
            let index = index(suite);
            let package = index.package(index.find(name)?)?;
            Some(package.name.to_owned())
        };
        assert_eq!(
            found(Suite::Bookworm, "libglib2.0-0").as_deref(),
            Some("libglib2.0-0")
        );
        assert_eq!(
            found(Suite::Trixie, "libglib2.0-0").as_deref(),
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
            let index = index(suite);
            let (mut inside, mut all) = (0, 0);
            let (mut expected, mut real) = (0, 0);
            for package in packages(&index) {
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
            let index = index(suite);
            for package in packages(&index) {
                assert!(
                    package.added(true).bytes <= package.added(false).bytes,
                    "{}",
                    package.name
                );
            }
        }
    }

    #[test]
    fn a_list_stands_on_others() {
        let trixie = index(Suite::Trixie);
        let list = |name: &str, slim| {
            trixie.installed(package_list(
                name,
                Distribution::Debian(Suite::Trixie),
                slim,
            ))
        };
        let slim = list("debian", true);
        let python = list("python", true);
        assert!(slim.contains(&"dpkg") && !slim.contains(&"ca-certificates"));
        assert!(python.contains(&"dpkg") && python.contains(&"ca-certificates"));
        assert_eq!((slim.len(), python.len()), (78, 87));
        assert!(list("node", false).contains(&"git"));
        assert!(trixie.installed("").is_empty());
        assert!(trixie.installed("no such list").is_empty());
    }

    #[test]
    fn every_list_ends_and_names_each_package_once() {
        for suite in SUITES {
            let index = index(suite);
            for row in index.lists.rows(&index.text) {
                let packages = index.installed(row.text(list_column::LIST));
                assert!(packages.len() >= 78, "{row:?}");
                assert!(packages.is_sorted_by(|one, next| one < next), "{row:?}");
                let below = row.text(list_column::ON_TOP_OF);
                assert!(below.is_empty() || index.list(below).is_some(), "{below}");
            }
        }
    }
}
