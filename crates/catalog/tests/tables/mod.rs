//! The tables of packages, for the tests.

use layerlab_catalog::{PackageTable, Packages};

/// All of them.
pub fn packages() -> Packages {
    let tables = [
        (
            PackageTable::Debian12,
            include_bytes!("../../data/lazy/debian-12.tsv").to_vec(),
        ),
        (
            PackageTable::Debian13,
            include_bytes!("../../data/lazy/debian-13.tsv").to_vec(),
        ),
    ];
    tables
        .into_iter()
        .fold(Packages::none(), |packages, (table, bytes)| {
            packages.with(table, bytes).expect("a whole table")
        })
}
