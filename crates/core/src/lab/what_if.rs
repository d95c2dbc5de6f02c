//! What an edit would cost: for every file, line, build argument and base image the steps that run if only that changed
//! after a build of the project as it stands.

mod instructions;
mod laid_out;
#[cfg(test)]
mod step_by_step;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;
use std::time::Duration;

use rustc_hash::FxBuildHasher;

pub use self::instructions::Instructions;
use self::laid_out::Costs;
use super::simulation::Simulation;
use crate::graph::{Operation, Placement, Plan, VertexId, settings_of};
use crate::image::StepResult;
use crate::schedule::Machine;

/// The build after one edit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EditCost {
    /// Steps that run, as BuildKit counts them: a base image that is another one is among them, internal steps are not.
    pub steps: usize,
    /// The instructions (indexes in the syntax tree) whose steps run.
    pub instructions: Instructions,
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
        // Where the files of each of our own groups go, and where costs with these figures are.
        let mut place_of: HashMap<Option<usize>, usize, FxBuildHasher> = HashMap::default();
        let mut places: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for path in paths {
            let own = self.group_of.get(path).copied();
            let place = *place_of.entry(own).or_insert_with(|| {
                let cost = self.file(path);
                let figures = (cost.duration, cost.steps, cost.push_bytes);
                let similar = places.entry(figures).or_default();
                let same = |place: &&usize| {
                    let known = groups.get(**place);
                    known.is_some_and(|(known, _)| *known == cost)
                };
                if let Some(place) = similar.iter().find(same) {
                    return *place;
                }
                groups.push((cost, Vec::new()));
                similar.push(groups.len() - 1);
                groups.len() - 1
            });
            if let Some((_, files)) = groups.get_mut(place) {
                files.push(path);
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
    let costs = Costs::new(simulation, &results, machine);
    let lines = Costs::new(apart, &apart_results, machine);
    let files = costs.ways.files();
    EditCosts {
        groups: files.groups.iter().map(|group| costs.of(group)).collect(),
        group_of: files.group_of,
        nothing: costs.of_operations(&BTreeSet::new()),
        instructions: of_each(&lines, &changed_by_lines(apart)),
        build_arguments: build_arguments(simulation, &costs),
        base_images: base_images(&simulation.plan, &costs),
    }
}

/// The cost of each of some edits of operations. Many lines set nothing that counts: one answer serves them all.
fn of_each(costs: &Costs<'_>, changed: &[BTreeSet<VertexId>]) -> Vec<EditCost> {
    let nothing = costs.of_operations(&BTreeSet::new());
    let cost = |vertices: &BTreeSet<VertexId>| {
        if vertices.is_empty() {
            nothing.clone()
        } else {
            costs.of_operations(vertices)
        }
    };
    changed.iter().map(cost).collect()
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

/// For each instruction its vertices, and those of the instructions that use what it sets.
fn changed_by_lines(simulation: &Simulation) -> Vec<BTreeSet<VertexId>> {
    let (plan, syntax) = (&simulation.plan, &simulation.syntax);
    let settings = settings_of(syntax, plan);
    let mut changed: Vec<BTreeSet<VertexId>> = vec![BTreeSet::new(); syntax.instructions.len()];
    for (index, placement) in plan.placements.iter().enumerate() {
        let Placement::Step(id) = placement else {
            continue;
        };
        let set = settings.get(index).into_iter().flatten().copied();
        for line in std::iter::once(index).chain(set) {
            if let Some(vertices) = changed.get_mut(line) {
                vertices.insert(*id);
                vertices.extend(plan.first_half(*id));
            }
        }
    }
    // A FROM without a step of its own: the first steps on top of the other stage.
    let mut first_of: HashMap<usize, Vec<VertexId>, FxBuildHasher> = HashMap::default();
    for (index, vertex) in plan.vertices.iter().enumerate() {
        let root = vertex.inputs.first().and_then(|input| input.vertex);
        let stage_below = root.and_then(|root| plan.vertex(root)?.stage);
        if let Some(stage) = vertex.stage.filter(|stage| stage_below != Some(*stage)) {
            first_of.entry(stage).or_default().push(VertexId(index));
        }
    }
    for (stage, read) in syntax.stages.iter().enumerate() {
        if plan.placements.get(read.from) == Some(&Placement::Continues)
            && let Some(vertices) = changed.get_mut(read.from)
        {
            vertices.extend(first_of.get(&stage).into_iter().flatten());
        }
    }
    changed
}

fn build_arguments(simulation: &Simulation, costs: &Costs<'_>) -> Vec<(String, EditCost)> {
    let (plan, syntax) = (&simulation.plan, &simulation.syntax);
    let mut names: Vec<&str> = Vec::new();
    let mut number_of: BTreeMap<&str, usize> = BTreeMap::new();
    // The arguments that each line declares, by number.
    let mut declared: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (line, instruction) in syntax.instructions.iter().enumerate() {
        let layerlab_syntax::Command::Arg(arguments) = &instruction.command else {
            continue;
        };
        for (name, _) in arguments {
            let number = *number_of.entry(&name.value).or_insert_with(|| {
                names.push(&name.value);
                names.len() - 1
            });
            declared.entry(line).or_default().push(number);
        }
    }
    if names.is_empty() {
        return Vec::new();
    }
    let mut changed = vec![BTreeSet::new(); names.len()];
    let settings = settings_of(syntax, plan);
    for (placement, lines) in plan.placements.iter().zip(&settings) {
        let Placement::Step(id) = placement else {
            continue;
        };
        for number in lines.iter().filter_map(|line| declared.get(line)).flatten() {
            if let Some(vertices) = changed.get_mut(*number) {
                vertices.insert(*id);
                vertices.extend(plan.first_half(*id));
            }
        }
    }
    let names = names.into_iter().map(str::to_owned);
    names.zip(of_each(costs, &changed)).collect()
}

fn base_images(plan: &Plan, costs: &Costs<'_>) -> Vec<(String, Option<usize>, EditCost)> {
    let vertices = plan.vertices.iter().enumerate();
    let images = vertices.filter_map(|(index, vertex)| match &vertex.operation {
        Operation::Image(image) => Some((
            image.reference.clone(),
            vertex.instruction,
            costs.of_operations(&BTreeSet::from([VertexId(index)])),
        )),
        _ => None,
    });
    images.collect()
}
