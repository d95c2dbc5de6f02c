//! Reading a Dockerfile.

use layerlab_core::syntax;

use crate::{Prepared, Unit, Workload};

/// A file of two hundred instructions, one of those that the parser is tested with.
pub(crate) const DOCKERFILE: Workload = Workload {
    name: "parse: 200 instructions",
    unit: Unit::Time,
    target: None,
    prepare: || {
        let text = include_str!("../../syntax/tests/corpus/large.Dockerfile");
        Prepared::single(|| syntax::parse(text).instructions.len())
    },
};
