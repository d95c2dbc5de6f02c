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
    use super::{TABLE, alpine_package};
    use crate::table::rows;

    #[test]
    fn knows_what_was_seen() {
        assert!(alpine_package("musl").is_some());
        assert!(alpine_package("no-such-package").is_none());
    }

    #[test]
    fn the_table_is_sorted_and_full() {
        let names: Vec<&str> = rows(TABLE).map(|row| row.text(0)).collect();
        assert!(names.len() > 90 && names.is_sorted_by(|one, next| one < next));
        assert!(rows(TABLE).all(|row| row.number(1).is_some()));
    }
}
