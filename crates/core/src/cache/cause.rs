//! Why a vertex runs.
//!
//! BuildKit does not say it. It is found by comparing each vertex that runs with its counterpart in the latest earlier
//! build that had one: what differs in the operation, in the files it takes, or in what it builds on.

use std::cell::OnceCell;
use std::rc::Rc;

use super::align::align;
use super::file_changes::{FileChange, file_changes};
use super::key::operation_key;
use super::solve::Solution;
use super::status::Status;
use super::store::Store;
use super::trace::{Trace, TracedStep};
use crate::context::Digest;
use crate::graph::{Exec, Operation, Plan, Vertex, VertexId};

/// One reason for a miss.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// Nothing was ever built.
    FirstBuild,
    /// No earlier build had this step.
    NewStep,
    /// The image was not downloaded yet.
    FirstUse,
    /// The instruction says something else.
    Edited {
        /// As it was shown before.
        before: String,
        /// As it is shown now.
        after: String,
    },
    /// Files that it takes from the context differ.
    Files(Vec<(Rc<str>, FileChange)>),
    /// A variable of its environment differs.
    Variable {
        /// Name.
        name: String,
        /// `None` if it was not set.
        before: Option<String>,
        /// `None` if it is no longer set.
        after: Option<String>,
        /// The command mentions it.
        used: bool,
    },
    /// The variables are the same, in another order.
    VariableOrder,
    /// USER, WORKDIR, SHELL, or an option differs.
    Setting {
        /// What: `user`, `working directory`, `shell`, `network`, `mounts`, `options`, `platform`.
        what: &'static str,
        /// Before.
        before: String,
        /// Now.
        after: String,
    },
    /// Another base image.
    BaseImage {
        /// Before.
        before: String,
        /// Now.
        after: String,
    },
    /// `--no-cache`.
    NoCache,
    /// The step before it runs, or its image is another one.
    StepBefore(VertexId),
    /// The step before it is cached, but it is another step than last time.
    OtherStepBefore,
    /// Files that it takes from another stage differ, since that stage ran.
    Source {
        /// The last step of the stage that ran.
        vertex: VertexId,
        /// Path that is taken.
        path: String,
    },
    /// The same things were built before, but never in this combination.
    NewCombination,
}

/// The counterparts of vertices in earlier builds. Those of each build are found when they are asked for.
pub struct Counterparts<'a> {
    plan: &'a Plan,
    /// The newest build first: a step that the last build did not have may be known from one before it.
    builds: Vec<(&'a Trace, OnceCell<Vec<Option<usize>>>)>,
}

impl<'a> Counterparts<'a> {
    /// Those of the vertices of a plan.
    #[must_use]
    pub fn new(plan: &'a Plan, store: &'a Store) -> Self {
        let builds = store.traces.iter().rev().take(8);
        Self {
            plan,
            builds: builds.map(|trace| (&**trace, OnceCell::new())).collect(),
        }
    }

    /// Each build, the newest first, with the places of all counterparts in it.
    fn builds(&self) -> impl Iterator<Item = (&'a Trace, &[Option<usize>])> {
        self.builds.iter().map(|(trace, pairs)| {
            let pairs = pairs.get_or_init(|| align(self.plan, trace));
            (*trace, pairs.as_slice())
        })
    }
}

/// For each vertex the causes for which it runs, the main one first; empty if it does not run.
#[must_use]
pub fn causes(solution: &Solution, counterparts: &Counterparts<'_>) -> Vec<Vec<Cause>> {
    let plan = counterparts.plan;
    let mut found = vec![Vec::new(); plan.vertices.len()];
    for (index, vertex) in plan.vertices.iter().enumerate() {
        let id = VertexId(index);
        let runs = solution
            .statuses
            .get(index)
            .copied()
            .is_some_and(Status::runs);
        if !runs || matches!(vertex.operation, Operation::Context) {
            continue;
        }
        let causes = if counterparts.builds.is_empty() {
            vec![Cause::FirstBuild]
        } else {
            let earlier = counterparts.builds().find_map(|(trace, pairs)| {
                let old = pairs.get(index).copied().flatten()?;
                Some(Earlier {
                    trace,
                    step: trace.steps.get(old)?,
                    pairs,
                })
            });
            explain(plan, solution, id, vertex, earlier)
        };
        if let Some(slot) = found.get_mut(index) {
            *slot = causes;
        }
    }
    found
}

/// For each vertex whether what it does, or the files that it takes from the context, differ from its counterpart in the
/// last build.
#[must_use]
pub fn differences(solution: &Solution, counterparts: &Counterparts<'_>) -> Vec<bool> {
    let plan = counterparts.plan;
    let Some((trace, pairs)) = counterparts.builds().next() else {
        return vec![false; plan.vertices.len()];
    };
    let vertices = plan.vertices.iter().zip(pairs).enumerate();
    vertices
        .map(|(index, (vertex, old))| {
            let Some(old) = old.and_then(|old| trace.steps.get(old)) else {
                return false;
            };
            if matches!(vertex.operation, Operation::Image(_)) {
                return false;
            }
            let changes = file_changes(solution, VertexId(index), old);
            let known = |key: Option<Digest>, operation: &Operation| {
                key.unwrap_or_else(|| operation_key(operation))
            };
            let own_key = solution.operation_keys.get(index).copied().flatten();
            let same_key = || known(own_key, &vertex.operation) == known(old.key, &old.operation);
            // Comparing is quicker than digesting; what is written alike has the same key.
            !changes.is_empty() || vertex.operation != old.operation && !same_key()
        })
        .collect()
}

/// The counterpart of a vertex in an earlier build.
struct Earlier<'a> {
    trace: &'a Trace,
    step: &'a TracedStep,
    /// Counterparts of all vertices in that build.
    pairs: &'a [Option<usize>],
}

impl Earlier<'_> {
    /// Whether the image that the step stands on is another one than then.
    fn image_differs(&self, plan: &Plan, image: VertexId) -> bool {
        let before = self
            .step
            .before
            .and_then(|index| self.trace.steps.get(index))
            .map(|step| &step.operation);
        match (plan.vertex(image).map(|vertex| &vertex.operation), before) {
            (Some(Operation::Image(now)), Some(Operation::Image(before))) => {
                now.layers != before.layers
            }
            _ => false,
        }
    }

    /// Whether the step before is another one than then.
    fn is_other_step(&self, before: VertexId) -> bool {
        self.pairs.get(before.0).copied().flatten() != self.step.before
    }
}

fn explain(
    plan: &Plan,
    solution: &Solution,
    id: VertexId,
    vertex: &Vertex,
    earlier: Option<Earlier<'_>>,
) -> Vec<Cause> {
    let mut causes = Vec::new();
    let Some(earlier) = earlier else {
        return vec![Cause::NewStep];
    };
    let old = earlier.step;
    if matches!(vertex.operation, Operation::Image(_)) {
        return vec![image_cause(vertex, old)];
    }
    own_causes(vertex, old, &mut causes);
    let changes = file_changes(solution, id, old);
    if !changes.is_empty() {
        causes.push(Cause::Files(changes));
    }
    if vertex.ignore_cache {
        causes.push(Cause::NoCache);
    }
    let ran = |input: VertexId| {
        solution
            .statuses
            .get(input.0)
            .copied()
            .is_some_and(Status::runs)
    };
    for (index, input) in vertex.inputs.iter().enumerate().skip(1) {
        let Some(source) = input.vertex else { continue };
        let is_context = matches!(
            plan.vertex(source).map(|vertex| &vertex.operation),
            Some(Operation::Context)
        );
        if ran(source) && !is_context {
            causes.push(Cause::Source {
                vertex: source,
                path: taken_path(&vertex.operation, index),
            });
        }
    }
    if let Some(before) = vertex.inputs.first().and_then(|input| input.vertex) {
        let is_image = matches!(
            plan.vertex(before).map(|vertex| &vertex.operation),
            Some(Operation::Image(_))
        );
        if ran(before) && !is_image || is_image && earlier.image_differs(plan, before) {
            causes.push(Cause::StepBefore(before));
        } else if causes.is_empty() && earlier.is_other_step(before) {
            causes.push(Cause::OtherStepBefore);
        }
    }
    if causes.is_empty() {
        causes.push(Cause::NewCombination);
    }
    causes
}

fn taken_path(operation: &Operation, input: usize) -> String {
    match operation {
        Operation::Copy(actions) => actions
            .iter()
            .find(|action| action.input == input)
            .map(|action| action.source.path.clone())
            .unwrap_or_default(),
        _ => String::new(),
    }
}

fn image_cause(vertex: &Vertex, old: &TracedStep) -> Cause {
    match (&vertex.operation, &old.operation) {
        (Operation::Image(now), Operation::Image(before)) if now.manifest != before.manifest => {
            Cause::BaseImage {
                before: before.reference.clone(),
                after: now.reference.clone(),
            }
        }
        _ => Cause::FirstUse,
    }
}

fn own_causes(vertex: &Vertex, old: &TracedStep, causes: &mut Vec<Cause>) {
    let text = vertex
        .display
        .as_ref()
        .map_or("", |display| display.text.as_str());
    let edited = || Cause::Edited {
        before: old.text.clone(),
        after: text.to_owned(),
    };
    match (&vertex.operation, &old.operation) {
        (Operation::Exec(now), Operation::Exec(before)) => exec_causes(now, before, edited, causes),
        (
            Operation::MakeDirectory { path, owner, .. },
            Operation::MakeDirectory {
                path: old_path,
                owner: old_owner,
                ..
            },
        ) => {
            if path != old_path {
                causes.push(edited());
            }
            if owner != old_owner {
                causes.push(setting("user", old_owner, owner));
            }
        }
        (now, before) if now != before => causes.push(edited()),
        _ => {}
    }
}

fn setting(what: &'static str, before: &str, after: &str) -> Cause {
    Cause::Setting {
        what,
        before: before.to_owned(),
        after: after.to_owned(),
    }
}

fn exec_causes(now: &Exec, before: &Exec, edited: impl Fn() -> Cause, causes: &mut Vec<Cause>) {
    let command = |exec: &Exec| {
        exec.args
            .get(exec.shell_length..)
            .map(<[String]>::to_vec)
            .unwrap_or_default()
    };
    let shell = |exec: &Exec| {
        exec.args
            .get(..exec.shell_length)
            .unwrap_or_default()
            .join(" ")
    };
    if command(now) != command(before) || now.mounts != before.mounts {
        causes.push(edited());
    }
    if shell(now) != shell(before) {
        causes.push(setting("shell", &shell(before), &shell(now)));
    }
    variable_causes(now, before, causes);
    for (what, before, after) in [
        ("user", &before.user, &now.user),
        (
            "working directory",
            &before.working_directory,
            &now.working_directory,
        ),
        ("network", &before.network, &now.network),
        ("security", &before.security, &now.security),
        ("platform", &before.platform, &now.platform),
    ] {
        if before != after {
            causes.push(setting(what, before, after));
        }
    }
    if now.extras != before.extras || now.add_hosts != before.add_hosts {
        causes.push(setting(
            "options",
            &before.extras.join(" "),
            &now.extras.join(" "),
        ));
    }
}

fn variable_causes(now: &Exec, before: &Exec, causes: &mut Vec<Cause>) {
    let value = |exec: &Exec, name: &str| {
        exec.env
            .iter()
            .find(|(existing, _)| existing == name)
            .map(|(_, value)| value.clone())
    };
    let script = now.args.join(" ");
    let mut differs = false;
    let mut names: Vec<&String> = now.env.iter().map(|(name, _)| name).collect();
    names.extend(
        before
            .env
            .iter()
            .map(|(name, _)| name)
            .filter(|name| value(now, name).is_none()),
    );
    for name in names {
        let (old, new) = (value(before, name), value(now, name));
        if old != new {
            differs = true;
            let used =
                script.contains(&format!("${name}")) || script.contains(&format!("${{{name}"));
            causes.push(Cause::Variable {
                name: name.clone(),
                before: old,
                after: new,
                used,
            });
        }
    }
    if !differs && now.env != before.env {
        causes.push(Cause::VariableOrder);
    }
}
