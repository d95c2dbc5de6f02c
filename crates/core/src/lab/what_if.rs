//! What an edit would cost: for every file, line, build argument and base image the steps that run if only that changed
//! after a build of the project as it stands.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;
use std::time::Duration;

use rustc_hash::FxBuildHasher;

use super::rows::shown_status;
use super::simulation::Simulation;
use crate::cache::{Status, Ways};
use crate::graph::{Operation, Placement, VertexId, declarations_of, settings_of};
use crate::image::{StepResult, final_image};
use crate::schedule::{CacheMounts, Machine, schedule};

/// The build after one edit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EditCost {
    /// Steps that run, as BuildKit counts them: images and internal steps left out.
    pub steps: usize,
    /// The instructions (indexes in the syntax tree) whose steps run.
    pub instructions: Vec<usize>,
    /// How long the build takes.
    pub duration: Duration,
    /// What a push of the image uploads after it, if the registry has the image from before the edit: the compressed
    /// layers of the steps that run.
    pub push_bytes: u64,
}

/// The cost of every edit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EditCosts {
    /// Costs that files share; see [`EditCosts::file`].
    groups: Vec<EditCost>,
    group_of: HashMap<Rc<str>, usize, FxBuildHasher>,
    /// What it costs to edit any other file.
    nothing: EditCost,
    /// For each instruction what it costs to edit it, or the value that it sets.
    pub instructions: Vec<EditCost>,
    /// For each build argument that the Dockerfile declares, in the order of their declarations.
    pub build_arguments: Vec<(String, EditCost)>,
    /// For each base image that the build needs: its name, the instruction that names it, and the cost of another image
    /// under that name.
    pub base_images: Vec<(String, Option<usize>, EditCost)>,
}

impl EditCosts {
    /// What it costs to change the content of a file of the context. A file that no step takes costs no step.
    #[must_use]
    pub fn file(&self, path: &str) -> &EditCost {
        self.group_of
            .get(path)
            .and_then(|group| self.groups.get(*group))
            .unwrap_or(&self.nothing)
    }

    /// Files of the context by what it costs to change one of them, the dearest first. Files keep their order.
    #[must_use]
    pub fn by_cost<'a>(
        &self,
        paths: impl Iterator<Item = &'a str>,
    ) -> Vec<(&EditCost, Vec<&'a str>)> {
        let mut groups: Vec<(&EditCost, Vec<&'a str>)> = Vec::new();
        for path in paths {
            let cost = self.file(path);
            match groups.iter_mut().find(|(known, _)| *known == cost) {
                Some((_, files)) => files.push(path),
                None => groups.push((cost, vec![path])),
            }
        }
        groups.sort_by_key(|(cost, _)| std::cmp::Reverse((cost.duration, cost.steps)));
        groups
    }
}

/// Works out the cost of every edit of a simulated build, whose steps leave `results`. `apart` is the same build with a
/// vertex for every instruction.
pub(super) fn edit_costs(
    simulation: &Simulation,
    results: Vec<Rc<StepResult>>,
    apart: &Simulation,
    machine: Machine,
) -> EditCosts {
    if simulation.refused() {
        return EditCosts {
            instructions: vec![EditCost::default(); simulation.syntax.instructions.len()],
            ..EditCosts::default()
        };
    }
    let apart_results = results_apart(simulation, &results, apart);
    let costs = Costs::new(simulation, results, machine);
    let lines = Costs::new(apart, apart_results, machine);
    let files = costs.ways.files();
    EditCosts {
        groups: files.groups.iter().map(|runs| costs.of(runs)).collect(),
        group_of: files.group_of,
        nothing: costs.of(&[]),
        instructions: lines.instructions(),
        build_arguments: costs.build_arguments(),
        base_images: costs.base_images(),
    }
}

/// What the vertices of `apart` leave: the same as those of their instructions.
fn results_apart(
    simulation: &Simulation,
    results: &[Rc<StepResult>],
    apart: &Simulation,
) -> Vec<Rc<StepResult>> {
    let nothing = Rc::new(StepResult::default());
    let mut found = vec![nothing; apart.plan.vertices.len()];
    let placements = simulation.plan.placements.iter();
    for placed in placements.zip(&apart.plan.placements) {
        let (Placement::Step(id), Placement::Step(own)) = placed else {
            continue;
        };
        let whole = Some(*id).zip(Some(*own));
        let half = simulation.plan.first_half(*id);
        let half = half.zip(apart.plan.first_half(*own));
        for (id, own) in whole.into_iter().chain(half) {
            if let (Some(result), Some(slot)) = (results.get(id.0), found.get_mut(own.0)) {
                *slot = result.clone();
            }
        }
    }
    found
}

struct Costs<'a> {
    simulation: &'a Simulation,
    ways: Ways<'a>,
    results: Vec<Rc<StepResult>>,
    machine: Machine,
    /// The vertices whose layers the final image has, with the bytes that a push of each uploads.
    layers: Vec<(VertexId, u64)>,
}

impl<'a> Costs<'a> {
    fn new(simulation: &'a Simulation, results: Vec<Rc<StepResult>>, machine: Machine) -> Self {
        let image = final_image(&simulation.plan, &results);
        let layers = image.layers.iter();
        Self {
            machine,
            layers: layers
                .map(|layer| (layer.vertex, layer.compressed.bytes))
                .collect(),
            simulation,
            ways: Ways::new(&simulation.plan, &simulation.solution),
            results,
        }
    }

    fn of(&self, runs: &[VertexId]) -> EditCost {
        let plan = &self.simulation.plan;
        let mut statuses = vec![Status::Cached; plan.vertices.len()];
        for id in runs {
            if let Some(status) = statuses.get_mut(id.0) {
                *status = Status::Runs;
            }
        }
        let is_step = |id: VertexId| {
            plan.vertex(id).is_some_and(|vertex| {
                vertex.display.is_some()
                    && !matches!(
                        vertex.operation,
                        Operation::Image(_) | Operation::Download { .. }
                    )
            })
        };
        let shown = (0..plan.vertices.len())
            .map(VertexId)
            .filter(|id| is_step(*id) && shown_status(plan, &statuses, *id).runs());
        let placed = plan.placements.iter().enumerate();
        EditCost {
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
    fn instructions(&self) -> Vec<EditCost> {
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
                    self.of(&self.ways.operations(vertices))
                }
            })
            .collect()
    }

    fn build_arguments(&self) -> Vec<(String, EditCost)> {
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
            let declared = declarations_of(syntax, name);
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
            self.of(&self.ways.operations(&changed))
        };
        names
            .into_iter()
            .map(|name| (name.to_owned(), cost(name)))
            .collect()
    }

    fn base_images(&self) -> Vec<(String, Option<usize>, EditCost)> {
        let vertices = self.simulation.plan.vertices.iter().enumerate();
        let images = vertices.filter_map(|(index, vertex)| match &vertex.operation {
            Operation::Image(image) => Some((
                image.reference.clone(),
                vertex.instruction,
                self.of(&self.ways.operations(&BTreeSet::from([VertexId(index)]))),
            )),
            _ => None,
        });
        images.collect()
    }
}
