//! Which stages and variables can be named at a place.

use std::collections::BTreeMap;

use crate::keyword::Keyword;
use crate::services::stage_names;
use crate::services::variables::{self, PLATFORM_ARGUMENTS, Role, View};
use crate::{Command, Dockerfile, LineIndex};

/// A name that can be used, and what it is.
pub(super) struct Named {
    pub(super) name: String,
    pub(super) detail: String,
}

/// The index of the FROM, half typed or not, that the instruction at `index` belongs to or is.
pub(super) fn own_from(dockerfile: &Dockerfile, index: usize) -> Option<usize> {
    dockerfile
        .instructions
        .get(..=index)
        .unwrap_or(&dockerfile.instructions)
        .iter()
        .rposition(|instruction| Keyword::read(&instruction.keyword.value) == Some(Keyword::From))
}

/// The stages above the one to which the instruction at `index` belongs, the nearest first; of stages with the same name
/// only the last. Stages without a name go by their number where that is understood.
pub(super) fn stages_above(
    dockerfile: &Dockerfile,
    index: usize,
    with_numbers: bool,
) -> Vec<Named> {
    let limit = own_from(dockerfile, index).unwrap_or(0);
    let above = dockerfile
        .stages
        .partition_point(|stage| stage.from < limit);
    let mut seen = std::collections::BTreeSet::new();
    let mut stages = Vec::new();
    for (number, stage) in dockerfile.stages.iter().enumerate().take(above).rev() {
        let Some(Command::From { image, name }) = dockerfile
            .instructions
            .get(stage.from)
            .map(|from| &from.command)
        else {
            continue;
        };
        let name = match name {
            Some(name) if seen.insert(name.value.to_lowercase()) => name.value.to_string(),
            None if with_numbers => number.to_string(),
            _ => continue,
        };
        stages.push(Named {
            name,
            detail: format!("stage built from {}", image.value),
        });
    }
    stages
}

/// The variables that can be used at `offset` in the instruction at `index`, by name.
pub(super) fn variables(
    dockerfile: &Dockerfile,
    text: &str,
    index: usize,
    offset: usize,
    view: View,
) -> Vec<Named> {
    let lines = LineIndex::new(text);
    let own_stage = match own_from(dockerfile, index) {
        Some(from) if from != index => dockerfile.stage_of(index),
        _ => None,
    };
    // The stage and those that it is built on.
    let bases = stage_names::base_stages(dockerfile);
    let mut is_seen = vec![false; bases.len()];
    let mut next = own_stage;
    while let Some(stage) = next
        && let Some(seen) = is_seen.get_mut(stage)
    {
        *seen = true;
        next = bases
            .get(stage)
            .copied()
            .flatten()
            .filter(|base| *base < stage);
    }
    let mut found: BTreeMap<&str, String> = BTreeMap::new();
    if own_stage.is_none() {
        found.extend(PLATFORM_ARGUMENTS.map(|name| (name, "set by BuildKit".to_owned())));
    }
    for mention in variables::mentions(dockerfile, text) {
        let Role::Definition { sets, .. } = mention.role else {
            continue;
        };
        let [build, container, later_build, later_container] = sets;
        let is_own = mention.stage == own_stage;
        let is_visible = match (is_own, view) {
            (true, View::Build) => build,
            (true, View::Container) => container,
            (true, View::Trigger) => container || later_build,
            (false, View::Build) => build || later_build,
            (false, View::Container | View::Trigger) => container || later_container,
        };
        let is_in_reach = match mention.stage {
            _ if is_own => mention.effective < offset,
            Some(stage) => is_seen.get(stage).copied().unwrap_or_default(),
            None => false,
        };
        if is_visible && is_in_reach {
            let line = lines.line(mention.span.start);
            found.insert(mention.name, format!("set in line {line}"));
        }
    }
    into_named(found)
}

/// What `ARG NAME` in the instruction at `index` can take over: the global arguments and those of BuildKit; before the
/// first FROM those of BuildKit.
pub(super) fn arguments_to_declare(
    dockerfile: &Dockerfile,
    text: &str,
    index: usize,
) -> Vec<Named> {
    let lines = LineIndex::new(text);
    let mut found: BTreeMap<&str, String> = BTreeMap::new();
    found.extend(PLATFORM_ARGUMENTS.map(|name| (name, "set by BuildKit".to_owned())));
    if own_from(dockerfile, index).is_some() {
        for mention in variables::mentions(dockerfile, text) {
            if mention.stage.is_none() && matches!(mention.role, Role::Definition { .. }) {
                let line = lines.line(mention.span.start);
                found.insert(mention.name, format!("global argument of line {line}"));
            }
        }
    }
    into_named(found)
}

fn into_named(found: BTreeMap<&str, String>) -> Vec<Named> {
    found
        .into_iter()
        .map(|(name, detail)| Named {
            name: name.to_owned(),
            detail,
        })
        .collect()
}
