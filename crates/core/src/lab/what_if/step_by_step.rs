//! Every edit followed through every step, every build laid out in time from its beginning: the plainest way, and what is
//! said of the edits must be the same.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Duration;

use layerlab_syntax::{Command, Dockerfile, Instruction};
use proptest::prelude::*;

use super::{EditCost, results_apart};
use crate::cache::Status;
use crate::cache::step_by_step::{Change, StepByStep};
use crate::context::{FileNode, FileTree};
use crate::graph::{Operation, Placement, VertexId, settings_of};
use crate::image::{StepResult, layers_of_all_platforms};
use crate::lab::figures::results_of;
use crate::lab::images::CatalogImages;
use crate::lab::rows::shown_status;
use crate::lab::simulation::Simulation;
use crate::lab::{Lab, Project};
use crate::schedule::{CacheMounts, Machine, schedule};

/// The lines of the file that declare a build argument.
fn declarations(dockerfile: &Dockerfile, name: &str) -> BTreeSet<usize> {
    let declares = |instruction: &Instruction| {
        matches!(&instruction.command, Command::Arg(arguments)
            if arguments.iter().any(|(declared, _)| declared.value == name))
    };
    let instructions = dockerfile.instructions.iter().enumerate();
    instructions
        .filter(|(_, instruction)| declares(instruction))
        .map(|(position, _)| position)
        .collect()
}

/// An [`EditCost`] with a list of its own.
#[derive(Debug, Clone, PartialEq)]
struct Plain {
    steps: usize,
    instructions: Vec<usize>,
    duration: Duration,
    push_bytes: u64,
}

impl From<&EditCost> for Plain {
    fn from(cost: &EditCost) -> Self {
        Self {
            steps: cost.steps,
            instructions: cost.instructions.sorted(),
            duration: cost.duration,
            push_bytes: cost.push_bytes,
        }
    }
}

struct Costs<'a> {
    simulation: &'a Simulation,
    ways: StepByStep<'a>,
    results: Vec<Rc<StepResult>>,
    machine: Machine,
    /// The vertices whose layers the final image has, with the bytes that a push of each uploads.
    layers: Vec<(VertexId, u64)>,
}

impl<'a> Costs<'a> {
    fn new(simulation: &'a Simulation, results: Vec<Rc<StepResult>>, machine: Machine) -> Self {
        let layers = layers_of_all_platforms(&simulation.plan, &results);
        Self {
            machine,
            layers: (layers.iter())
                .map(|layer| (layer.vertex, layer.compressed.bytes))
                .collect(),
            simulation,
            ways: StepByStep::new(&simulation.plan, &simulation.solution),
            results,
        }
    }

    fn of(&self, runs: &[VertexId]) -> Plain {
        let plan = &self.simulation.plan;
        let mut statuses = vec![Status::Cached; plan.vertices.len()];
        for id in runs {
            if let Some(status) = statuses.get_mut(id.0) {
                *status = Status::Runs;
            }
        }
        let is_step = |id: VertexId| {
            plan.vertex(id).is_some_and(|vertex| {
                vertex.display.is_some() && !matches!(vertex.operation, Operation::Download { .. })
            })
        };
        let shown = (0..plan.vertices.len())
            .map(VertexId)
            .filter(|id| is_step(*id) && shown_status(plan, &statuses, *id).runs());
        let placed = plan.placements.iter().enumerate();
        Plain {
            steps: shown.count(),
            instructions: placed
                .filter(|(_, placement)| {
                    matches!(placement, Placement::Step(id)
                        if shown_status(plan, &statuses, *id).runs())
                })
                .map(|(index, _)| index)
                .collect(),
            duration: schedule(
                plan,
                &statuses,
                &self.results,
                0,
                self.machine,
                CacheMounts::Filled,
            )
            .total(),
            push_bytes: (self.layers.iter())
                .filter(|(id, _)| statuses.get(id.0) == Some(&Status::Runs))
                .fold(0, |sum, (_, bytes)| sum.saturating_add(*bytes)),
        }
    }

    /// The vertices of an instruction, and those of the instructions that use what it sets.
    fn instructions(&self) -> Vec<Plain> {
        let plan = &self.simulation.plan;
        let syntax = &self.simulation.syntax;
        let settings = settings_of(syntax, plan);
        let mut changed: Vec<BTreeSet<VertexId>> = vec![BTreeSet::new(); syntax.instructions.len()];
        for (index, placement) in plan.placements.iter().enumerate() {
            let Placement::Step(id) = placement else {
                continue;
            };
            let own = std::iter::once(index);
            let set = settings.get(index).into_iter().flatten().copied();
            for line in own.chain(set) {
                if let Some(vertices) = changed.get_mut(line) {
                    vertices.insert(*id);
                    vertices.extend(plan.first_half(*id));
                }
            }
        }
        // A FROM without a step of its own: the first steps on top of the other stage.
        for (stage, read) in syntax.stages.iter().enumerate() {
            if plan.placements.get(read.from) != Some(&Placement::Continues) {
                continue;
            }
            let of_stage = |id: &VertexId| {
                plan.vertex(*id)
                    .is_some_and(|vertex| vertex.stage == Some(stage))
            };
            let own = (0..plan.vertices.len()).map(VertexId).filter(of_stage);
            let first = own.filter(|id| {
                let root = plan
                    .vertex(*id)
                    .and_then(|vertex| vertex.inputs.first()?.vertex);
                !root.is_some_and(|root| of_stage(&root))
            });
            if let Some(vertices) = changed.get_mut(read.from) {
                vertices.extend(first);
            }
        }
        // Many lines set nothing that counts: one answer serves them all.
        let nothing = self.of(&[]);
        changed
            .iter()
            .map(|vertices| {
                if vertices.is_empty() {
                    nothing.clone()
                } else {
                    self.of(&self.ways.follow(Change::Operations(vertices)))
                }
            })
            .collect()
    }

    fn build_arguments(&self) -> Vec<(String, Plain)> {
        let plan = &self.simulation.plan;
        let syntax = &self.simulation.syntax;
        let settings = settings_of(syntax, plan);
        let mut names: Vec<&str> = Vec::new();
        for instruction in &syntax.instructions {
            if let layerlab_syntax::Command::Arg(arguments) = &instruction.command {
                for (name, _) in arguments {
                    if !names.contains(&name.value.as_ref()) {
                        names.push(&name.value);
                    }
                }
            }
        }
        let cost = |name: &str| {
            let declared = declarations(syntax, name);
            let uses = |index: usize| {
                settings
                    .get(index)
                    .is_some_and(|lines| !lines.is_disjoint(&declared))
            };
            let placed = plan.placements.iter().enumerate();
            let changed = placed
                .filter(|(index, _)| uses(*index))
                .filter_map(|(_, placement)| match placement {
                    Placement::Step(id) => Some(*id),
                    _ => None,
                })
                .flat_map(|id| std::iter::once(id).chain(plan.first_half(id)))
                .collect();
            self.of(&self.ways.follow(Change::Operations(&changed)))
        };
        names
            .into_iter()
            .map(|name| (name.to_owned(), cost(name)))
            .collect()
    }

    fn base_images(&self) -> Vec<(String, Option<usize>, Plain)> {
        let vertices = self.simulation.plan.vertices.iter().enumerate();
        let images = vertices.filter_map(|(index, vertex)| match &vertex.operation {
            Operation::Image(image) => Some((
                image.reference.clone(),
                vertex.instruction,
                self.of(&self
                    .ways
                    .follow(Change::Operations(&BTreeSet::from([VertexId(index)])))),
            )),
            _ => None,
        });
        images.collect()
    }
}

fn plain<'a>(costs: impl IntoIterator<Item = &'a EditCost>) -> Vec<Plain> {
    costs.into_iter().map(Plain::from).collect()
}

/// Compares all that is said of the edits of a project.
fn compare(project: Project, paths: &[&str]) {
    let lab = Lab::open(project);
    let costs = lab.edit_costs();
    let simulation = lab.simulate();
    if simulation.refused() {
        return;
    }
    let memo = lab.context_memo();
    let apart = Simulation::apart(&lab.project, lab.store(), &CatalogImages, memo);
    let results = results_of(&simulation, &lab.project.known, &lab.packages, None);
    let apart_results = results_apart(&simulation, &results, &apart);
    let machine = lab.project.machine;
    let whole = Costs::new(&simulation, results, machine);
    let lines = Costs::new(&apart, apart_results, machine);
    let text = &lab.project.dockerfile;
    for path in paths {
        let runs = whole.ways.follow(Change::File(path));
        assert_eq!(
            Plain::from(costs.file(path)),
            whole.of(&runs),
            "{path} in\n{text}"
        );
    }
    assert_eq!(plain(&costs.instructions), lines.instructions(), "{text}");
    let arguments: Vec<(String, Plain)> = costs
        .build_arguments
        .iter()
        .map(|(name, cost)| (name.clone(), cost.into()))
        .collect();
    assert_eq!(arguments, whole.build_arguments(), "{text}");
    let images: Vec<(String, Option<usize>, Plain)> = costs
        .base_images
        .iter()
        .map(|(name, line, cost)| (name.clone(), *line, cost.into()))
        .collect();
    assert_eq!(images, whole.base_images(), "{text}");
}

const FILES: [&str; 6] = [
    "requirements.txt",
    "a.txt",
    "dir/b.txt",
    "dir/sub/c.txt",
    "big.bin",
    "ignored.txt",
];

/// Lines that a stage is made of. `{}` stands for an earlier stage.
const LINES: [&str; 30] = [
    "WORKDIR /app",
    "WORKDIR sub$A",
    "COPY . .",
    "COPY requirements.txt /app/",
    "COPY dir /app/dir",
    "COPY dir/*.txt /x/",
    "COPY big.bin /app/",
    "COPY --link a.txt /linked/",
    "COPY --link . /app/",
    "COPY --from={} /app /app",
    "COPY --from={} / /all",
    "COPY --from={} /app/dir/b.txt /b",
    "COPY --from={} /x /y",
    "COPY --from={} --link /linked /app/linked",
    "COPY --from=nginx:alpine /etc/nginx /etc/nginx",
    "COPY missing.txt /",
    "ADD https://example.com/file.txt /file",
    "RUN make",
    "RUN pip install -r requirements.txt",
    "RUN apt-get update && apt-get install -y curl",
    "RUN mkdir -p /x && echo 1 > /x/one",
    "RUN --mount=type=bind,source=a.txt,target=/m cat /m > /app/m",
    "RUN --mount=type=bind,from={},source=/app,target=/m cp /m/a /x",
    "RUN --mount=type=cache,target=/root/.cache/pip pip install flask",
    "RUN --mount=type=cache,target=/cache make",
    "ENV A=1",
    "ARG B=2",
    "ARG C",
    "USER web",
    "LABEL a=b",
];

/// Some stages, each from an image, from nothing or from an earlier stage.
fn dockerfile() -> impl Strategy<Value = String> {
    let stage = (0..6_usize, proptest::collection::vec(0..LINES.len(), 0..9));
    proptest::collection::vec(stage, 1..7).prop_map(|stages| {
        let mut text = String::from("ARG C=3\n");
        for (number, (base, lines)) in stages.iter().enumerate() {
            let base = match (base, number.checked_sub(1)) {
                (0 | 1, Some(before)) => format!("s{}", before - before.min(*base)),
                (2, _) => "scratch".to_owned(),
                (3, _) => "node:22-slim".to_owned(),
                _ => "python:3.13-slim".to_owned(),
            };
            text.push_str(&format!("FROM {base} AS s{number}\n"));
            for (position, line) in lines.iter().filter_map(|line| LINES.get(*line)).enumerate() {
                // Missing files fail the build; most builds are to succeed.
                let fails = line.contains("missing") && position + number != 5;
                if fails || line.contains("{}") && number == 0 {
                    continue;
                }
                let source = format!("s{}", (position * 7 + lines.len()) % number.max(1));
                text.push_str(&line.replace("{}", &source));
                text.push('\n');
            }
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_said_of_edits_is_what_following_each_step_by_step_says(
        dockerfile in dockerfile(),
        platforms in 0..8_usize,
    ) {
        let mut files = FileTree::default().with("big.bin", FileNode::sized(300_000_000, "big"));
        for path in FILES.iter().filter(|path| **path != "big.bin") {
            files = files.with(path, FileNode::text(path));
        }
        let mut project = Project {
            dockerfile: dockerfile.into(),
            dockerignore: Some("ignored.txt\n".into()),
            files: Rc::new(files),
            ..Project::default()
        };
        if platforms == 0 {
            project.options.platform = Some("linux/amd64,linux/arm64".to_owned());
        }
        compare(project, &FILES);
    }
}
