//! Node.js packages, as npm installs them.

use crate::PackageSize;
use crate::estimate::{Basis, Estimate};
use crate::table::rows;

const TABLE: &str = include_str!("../data/node.tsv");

/// A package that nobody measured, with what it brings: the middle of the measured ones, which lie between 1.4 and
/// 36 MB, taken somewhat lower because the well-known ones are large. npm's cache takes about as much again.
pub const UNKNOWN_NODE_PACKAGE: PackageSize = PackageSize {
    installed: Estimate {
        bytes: 8_300_000,
        low_bytes: 50_000,
        high_bytes: 35_000_000,
        basis: Basis::Assumed,
    },
    download: Estimate {
        bytes: 3_300_000,
        low_bytes: 20_000,
        high_bytes: 14_000_000,
        basis: Basis::Assumed,
    },
};

/// Bytes in `node_modules` and bytes in npm's cache for these packages, and the names that nobody measured. Total.
#[must_use]
pub fn node_install<'a>(
    names: impl IntoIterator<Item = &'a str>,
) -> (Estimate, Estimate, Vec<String>) {
    let mut wanted: Vec<&str> = names.into_iter().map(without_version).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let mut installed = Estimate::ZERO;
    let mut cache = Estimate::ZERO;
    for row in rows(TABLE) {
        let measured: Vec<&str> = row.text(0).split(' ').collect();
        if measured.iter().all(|name| wanted.contains(name)) {
            wanted.retain(|name| !measured.contains(name));
            installed = installed.plus(Estimate::within_percent(
                row.number(1).unwrap_or(0),
                15,
                Basis::Measured,
            ));
            cache = cache.plus(Estimate::within_percent(
                row.number(2).unwrap_or(0),
                15,
                Basis::Measured,
            ));
        }
    }
    for _ in &wanted {
        installed = installed.plus(UNKNOWN_NODE_PACKAGE.installed);
        cache = cache.plus(UNKNOWN_NODE_PACKAGE.installed.times(0.96));
    }
    (
        installed,
        cache,
        wanted.into_iter().map(str::to_owned).collect(),
    )
}

/// `express@4` without `@4`; `@scope/name` keeps its first sign.
fn without_version(name: &str) -> &str {
    match name
        .char_indices()
        .skip(1)
        .find(|(_, character)| *character == '@')
    {
        Some((at, _)) => name.get(..at).unwrap_or(name),
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_pairs_that_were_measured_together() {
        let (installed, _, unknown) = node_install(["react-dom@19", "react", "@scope/other@1"]);
        assert_eq!(unknown, ["@scope/other"]);
        assert_eq!(
            installed.bytes,
            8_331_495 + UNKNOWN_NODE_PACKAGE.installed.bytes
        );
    }

    #[test]
    fn the_table_is_sorted_and_full() {
        let names: Vec<&str> = rows(TABLE).map(|row| row.text(0)).collect();
        assert!(names.len() > 6 && names.is_sorted_by(|one, next| one < next));
        assert!(rows(TABLE).all(|row| row.number(1).is_some() && row.number(2).is_some()));
    }

    #[test]
    fn the_assumed_package_lies_within_the_measured_ones() {
        let sizes = || rows(TABLE).filter_map(|row| row.number(1));
        let assumed = UNKNOWN_NODE_PACKAGE.installed;
        let inside = sizes().filter(|size| (assumed.low_bytes..=assumed.high_bytes).contains(size));
        assert!(inside.count() * 10 >= sizes().count() * 8);
        assert!(
            sizes().any(|size| size < assumed.bytes) && sizes().any(|size| size > assumed.bytes)
        );
    }
}
