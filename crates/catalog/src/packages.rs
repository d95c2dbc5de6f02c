//! The tables of packages, which are too large to be part of every program and may be loaded when they are needed.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::debian::Suite;
use crate::debian_index::DebianIndex;

/// A table of packages: one file in `data/lazy`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PackageTable {
    /// Packages of Debian 12.
    Debian12,
    /// Packages of Debian 13.
    Debian13,
}

impl PackageTable {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Debian12, Self::Debian13];

    /// The name of its file, without what comes after the dot.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Debian12 => "debian-12",
            Self::Debian13 => "debian-13",
        }
    }

    /// Whose packages it holds, as a sentence says it.
    #[must_use]
    pub fn system(self) -> &'static str {
        match self {
            Self::Debian12 => "Debian 12",
            Self::Debian13 => "Debian 13",
        }
    }

    /// The table of a Debian release.
    #[must_use]
    pub fn of(suite: Suite) -> Self {
        match suite {
            Suite::Bookworm => Self::Debian12,
            Suite::Trixie => Self::Debian13,
        }
    }

    #[cfg(any(test, feature = "packages"))]
    fn compiled_in(self) -> &'static str {
        match self {
            Self::Debian12 => include_str!("../data/lazy/debian-12.tsv"),
            Self::Debian13 => include_str!("../data/lazy/debian-13.tsv"),
        }
    }
}

/// What was given as a table is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DamagedTable {
    /// What is wrong with it, part of a sentence.
    pub reason: String,
}

impl std::fmt::Display for DamagedTable {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.reason)
    }
}

/// The tables of packages that are here. Plain data, cheap to clone; what is not here is said to be missing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Packages {
    tables: BTreeMap<PackageTable, Rc<DebianIndex>>,
}

impl Packages {
    /// No table.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// The tables that are part of this program: all with the feature `packages`, none without it.
    #[must_use]
    pub fn compiled_in() -> Self {
        #[cfg(any(test, feature = "packages"))]
        let tables = PackageTable::ALL.into_iter().filter_map(|table| {
            let index = DebianIndex::read(Cow::Borrowed(table.compiled_in())).ok()?;
            Some((table, Rc::new(index)))
        });
        #[cfg(not(any(test, feature = "packages")))]
        let tables = [];
        Self {
            tables: tables.into_iter().collect(),
        }
    }

    /// These and one more, from the bytes of its file.
    ///
    /// # Errors
    /// What is wrong with them, if they are not such a file.
    pub fn with(&self, table: PackageTable, bytes: Vec<u8>) -> Result<Self, DamagedTable> {
        let damaged = |reason| DamagedTable { reason };
        let text = String::from_utf8(bytes).map_err(|_| damaged("it is no text".to_owned()))?;
        let index = DebianIndex::read(Cow::Owned(text)).map_err(damaged)?;
        let mut tables = self.tables.clone();
        tables.insert(table, Rc::new(index));
        Ok(Self { tables })
    }

    /// Whether a table is here.
    #[must_use]
    pub fn holds(&self, table: PackageTable) -> bool {
        self.tables.contains_key(&table)
    }

    /// The packages of a Debian release, if they are here.
    #[must_use]
    pub fn debian(&self, suite: Suite) -> Option<&DebianIndex> {
        self.tables.get(&PackageTable::of(suite)).map(Rc::as_ref)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(table: PackageTable) -> Vec<u8> {
        table.compiled_in().as_bytes().to_vec()
    }

    #[test]
    fn tables_that_are_loaded_are_those_that_are_compiled_in() {
        let loaded = PackageTable::ALL
            .into_iter()
            .fold(Packages::none(), |packages, table| {
                assert!(!packages.holds(table));
                packages.with(table, bytes(table)).unwrap_or(packages)
            });
        assert_eq!(loaded, Packages::compiled_in());
        assert!(
            PackageTable::ALL
                .into_iter()
                .all(|table| loaded.holds(table))
        );
        assert!(Packages::none().debian(Suite::Trixie).is_none());
    }

    #[test]
    fn damaged_tables_are_refused_and_change_nothing() {
        let table = PackageTable::Debian13;
        let whole = bytes(table);
        let half = whole.get(..whole.len() / 2).unwrap_or_default().to_vec();
        let twice = [whole.clone(), whole.clone()].concat();
        let text = String::from_utf8_lossy(&whole).into_owned();
        let number = text.replacen("adduser\t190\t", "adduser\t19O\t", 1);
        assert_ne!(number, text);
        for damaged in [
            Vec::new(),
            b"<!doctype html><title>Not found</title>\n".to_vec(),
            vec![0xff; 100],
            half,
            twice,
            number.into_bytes(),
        ] {
            let error = Packages::none().with(table, damaged).err();
            assert!(error.is_some_and(|error| !error.reason.is_empty()));
        }
    }
}
