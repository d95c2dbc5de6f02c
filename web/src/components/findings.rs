//! What the checks find in what is shown, for everything that shows some of it. Their rules are in the half of the program that
//! comes when the page can be used: until then nothing is asked of them.

use layerlab_core::lab::{Analysis, Findings};
use yew::prelude::*;

use super::whole::use_whole;
use crate::shared::Shared;
use crate::state::State;

/// What is found, and in which build.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    of: Shared<Analysis>,
    findings: Shared<Findings>,
}

/// Asks the rules about what is shown; nothing while they are not there.
#[hook]
pub(super) fn use_checks(state: &State) -> Option<Found> {
    let shown = (state.shown(), use_whole());
    let found = use_memo(shown, |(of, whole)| {
        whole.then(|| Found {
            of: of.clone(),
            findings: Shared::new(state.findings()),
        })
    });
    (*found).clone()
}

/// What is found in a build, if it is the shown one and the rules are there.
#[hook]
pub(super) fn use_findings(of: &Shared<Analysis>) -> Option<Shared<Findings>> {
    let found = use_context::<Option<Found>>().flatten()?;
    (found.of == *of).then_some(found.findings)
}
