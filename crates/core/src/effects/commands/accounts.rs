//! Commands that add users and groups.

use std::time::Duration;

use layerlab_catalog::{Basis, Estimate};

use super::{Outcome, Surroundings};
use crate::effects::{FileSystem, Kind, Work};

/// The files in `/etc` that hold accounts, their backup copies and an empty home directory's start files: a few kB.
const ACCOUNT_FILES: Estimate = Estimate {
    bytes: 9_000,
    low_bytes: 2_000,
    high_bytes: 20_000,
    basis: Basis::Assumed,
};

pub(super) fn run(_: &[&str], _: &mut Surroundings<'_>, files: &mut FileSystem) -> Outcome {
    files.add("/etc", "accounts", ACCOUNT_FILES, Kind::Other, None);
    Outcome {
        work: Work::busy(Duration::from_millis(200)),
        reason: "the account files, a few kB".to_owned(),
        unknown: Vec::new(),
        ..Outcome::default()
    }
}
