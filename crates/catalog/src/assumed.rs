//! What commands leave that nobody measured: figures that are assumed, and said to be.

use crate::estimate::{Basis, Estimate};
use crate::table::rows;

const TABLE: &str = include_str!("../data/assumed.tsv");

/// A figure of `data/assumed.tsv` by its name; nothing at all for an unknown name.
#[must_use]
pub fn assumed(what: &str) -> Estimate {
    let row = rows(TABLE).find(|row| row.text(0) == what);
    row.map_or(Estimate::ZERO, |row| {
        let bytes = |column| row.number(column).unwrap_or_default();
        Estimate::between(bytes(1), bytes(2), bytes(3), Basis::Assumed)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_lies_in_its_range() {
        for row in rows(TABLE) {
            let figure = assumed(row.text(0));
            assert!(figure.low_bytes < figure.bytes, "{}", row.text(0));
            assert!(figure.bytes < figure.high_bytes, "{}", row.text(0));
            assert!(!row.text(4).is_empty(), "{}", row.text(0));
        }
        assert_eq!(assumed("nothing like it"), Estimate::ZERO);
    }
}
