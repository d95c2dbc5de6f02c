//! Alpine packages.

use crate::estimate::{Basis, Estimate};
use crate::table::rows;

const TABLE: &str = include_str!("../data/alpine.tsv");

/// Bytes of a package without those it depends on, if it is one of those that were seen. `apk` rounds to KiB.
#[must_use]
pub fn alpine_package(name: &str) -> Option<Estimate> {
    let row = rows(TABLE).find(|row| row.text(0) == name)?;
    Some(Estimate::within_percent(row.number(1)?, 2, Basis::Measured))
}

#[cfg(test)]
mod tests {
    use super::alpine_package;

    #[test]
    fn knows_what_was_seen() {
        assert!(alpine_package("musl").is_some());
        assert!(alpine_package("no-such-package").is_none());
    }
}
