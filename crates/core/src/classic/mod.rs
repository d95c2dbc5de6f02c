//! The builder before BuildKit ("classic", `DOCKER_BUILDKIT=0`): one step after the other, one image for each.
//!
//! Many explanations of Docker's cache describe this builder. Its rules are simpler: a step is found in the cache if an
//! image was made before from the same parent image by the same line. Every line is such a step, also those that only
//! set something; after the first miss in a stage nothing in it is looked up any more; and all stages of the file up to
//! the target are built.
//!
//! The rules come from moby's source (`builder/dockerfile`: `imageprobe.go`, `internals.go:probeCache`, `copy.go`,
//! `dispatchers.go`) and from Docker's documentation. Unlike those of BuildKit they were not checked against recordings
//! of builds.

mod steps;

use std::collections::BTreeSet;

use crate::cache::{Solution, Status};
use crate::context::{Digest, Hasher};
use crate::graph::{Plan, VertexId};

pub use steps::{ClassicStep, classic_steps};

/// The images that earlier builds left: parent and line of each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClassicStore {
    made: BTreeSet<(Digest, Digest)>,
}

/// What became of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClassicState {
    /// `---> Using cache`.
    Cached,
    /// It runs.
    Runs,
    /// It fails, and the build with it.
    Fails,
    /// The build failed before.
    NotReached,
}

/// One step and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassicOutcome {
    /// Index of the instruction in the syntax tree.
    pub instruction: usize,
    /// What became of it.
    pub state: ClassicState,
    /// Why, in a few words.
    pub why: String,
}

/// One build.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClassicBuild {
    /// The steps in the order in which they run.
    pub outcomes: Vec<ClassicOutcome>,
    made: Vec<(Digest, Digest)>,
}

impl ClassicBuild {
    /// The store after this build.
    #[must_use]
    pub fn commit(&self, store: &ClassicStore) -> ClassicStore {
        let mut next = store.clone();
        next.made.extend(&self.made);
        next
    }
}

/// Builds the stages of a plan (see [`crate::graph::plan_in_order`]) one after the other. `solution` is that of a build
/// of the same plan from nothing: it knows which files each step takes.
#[must_use]
pub fn classic_build(
    plan: &Plan,
    solution: &Solution,
    stages: &[Vec<ClassicStep>],
    store: &ClassicStore,
    no_cache: bool,
) -> ClassicBuild {
    let mut build = ClassicBuild::default();
    let mut ids: Vec<Digest> = Vec::new();
    let mut failed = false;
    for (stage, steps) in stages.iter().enumerate() {
        let base = plan.stages.get(stage).and_then(|stage| stage.base_stage);
        let mut image = base
            .and_then(|base| ids.get(base).copied())
            .unwrap_or_else(|| Hasher::new("nothing").finish());
        let mut missed = false;
        for step in steps {
            let (state, why) = if failed {
                (ClassicState::NotReached, "an earlier step fails".to_owned())
            } else if let Some(message) = failure(step, solution) {
                failed = true;
                (ClassicState::Fails, message)
            } else if missed {
                (
                    ClassicState::Runs,
                    "a step above it was not cached".to_owned(),
                )
            } else if no_cache && !step.is_base {
                (ClassicState::Runs, "cache switched off".to_owned())
            } else if store.made.contains(&(image, step.line)) {
                (ClassicState::Cached, String::new())
            } else if store.made.is_empty() {
                (ClassicState::Runs, "first build".to_owned())
            } else {
                (ClassicState::Runs, step.change.clone())
            };
            // Getting an image is no step that could make the next one miss: another image has other children.
            missed |= state == ClassicState::Runs && !step.is_base;
            if matches!(state, ClassicState::Cached | ClassicState::Runs) {
                build.made.push((image, step.line));
                image = Hasher::new("classic image")
                    .digest(image)
                    .digest(step.line)
                    .finish();
            }
            build.outcomes.push(ClassicOutcome {
                instruction: step.instruction,
                state,
                why,
            });
        }
        ids.push(image);
    }
    build
}

fn failure(step: &ClassicStep, solution: &Solution) -> Option<String> {
    if let Some(message) = &step.refused {
        return Some(message.clone());
    }
    let VertexId(vertex) = step.vertex?;
    if solution.statuses.get(vertex) != Some(&Status::Fails) {
        return None;
    }
    let told = solution.failure.as_ref();
    let message = told.filter(|(failing, _)| failing.0 == vertex);
    Some(message.map_or_else(String::new, |(_, message)| step.in_classic_words(message)))
}
