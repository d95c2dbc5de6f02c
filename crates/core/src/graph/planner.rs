//! Walks the stages that the target needs and makes the vertices.
//!
//! BuildKit: `convert.go:toDispatchState`, `dispatchStages` and the `dispatch*` functions.

use std::collections::BTreeMap;
use std::rc::Rc;

use layerlab_syntax::expand::ExpandOptions;
use layerlab_syntax::{Command, Dockerfile, Instruction};

use super::environment::{Environment, global_arguments, shown_platform};
use super::finish::finish;
use super::history::HistoryEntry;
use super::operation::{InputKind, Operation};
use super::options::{BaseImage, BuildOptions, ImageLookup};
use super::plan::{BuildError, Display, ImageConfig, Placement, Plan, SettingKind};
use super::provenance::before_stages;
use super::raw::{RawGraph, RawId, RawNode};
use super::reference;
use super::stages::{FromSource, StageOutline, StageTable, error_at, sources_of};
use super::triggers::{read_trigger, triggers_of};

/// The PATH of images that set none (BuildKit: `system.DefaultPathEnv`).
pub(crate) const DEFAULT_PATH: &str =
    "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// Makes the graph of one build.
///
/// Total: what BuildKit would refuse is in [`Plan::errors`], and the rest is planned as if it were not there.
#[must_use]
pub fn plan(dockerfile: &Dockerfile, options: &BuildOptions, images: &dyn ImageLookup) -> Plan {
    plan_stages(dockerfile, options, images, Reach::Needed)
}

/// The same for the builder before BuildKit, which builds every stage of the file up to the target.
#[must_use]
pub fn plan_in_order(
    dockerfile: &Dockerfile,
    options: &BuildOptions,
    images: &dyn ImageLookup,
) -> Plan {
    plan_stages(dockerfile, options, images, Reach::InOrder)
}

/// The same with a vertex for every instruction, also where BuildKit makes one of equal steps: what follows from the edit
/// of one line alone can only be seen in it.
#[must_use]
pub fn plan_apart(
    dockerfile: &Dockerfile,
    options: &BuildOptions,
    images: &dyn ImageLookup,
) -> Plan {
    plan_stages(dockerfile, options, images, Reach::Apart)
}

/// Which stages are built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Those that the target needs.
    Needed,
    /// All of the file up to the target.
    InOrder,
    /// Those that the target needs, equal steps not merged.
    Apart,
}

fn plan_stages(
    dockerfile: &Dockerfile,
    options: &BuildOptions,
    images: &dyn ImageLookup,
    reach: Reach,
) -> Plan {
    let platforms = options.platforms();
    let mut planners: Vec<Planner<'_>> = Vec::new();
    let mut graph = RawGraph::default();
    let mut context = None;
    for platform in &platforms {
        let mut planner = Planner::new(dockerfile, options, images, platform, reach);
        planner.several_platforms = platforms.len() > 1;
        planner.graph = graph;
        planner.context = context;
        let stages = 0..planner.table.outlines.len();
        // All names of images are read before any instruction is, also those of stages that are not needed, and then what
        // stages hold back for others (`convert.go:resolveStages`).
        for index in stages.clone() {
            planner.check_base(index);
        }
        if reach != Reach::InOrder {
            planner.check_sources();
        }
        for index in stages.clone() {
            planner.check_triggers(index);
        }
        for index in stages {
            planner.dispatch_stage(index);
        }
        graph = std::mem::take(&mut planner.graph);
        context = planner.context;
        planners.push(planner);
    }
    finish(planners, graph, reach)
}

/// What became of an instruction, before equal nodes are merged.
#[derive(Debug, Clone)]
pub(super) enum RawPlacement {
    Step(RawId),
    Other(Placement),
}

/// An error, and the node at which the build fails if it starts at all.
pub(super) struct RawError {
    pub(super) error: BuildError,
    pub(super) node: Option<RawId>,
}

/// What the instructions of a stage are read in.
#[derive(Debug, Clone, Default)]
pub(super) struct StageState {
    /// Its index in the file.
    pub(super) stage: usize,
    /// Platform shown in brackets, in builds for several.
    pub(super) shown_platform: Option<String>,
    /// Name shown in brackets, if names are shown.
    pub(super) shown_name: Option<String>,
    /// `--no-cache` covers it.
    pub(super) ignore_cache: bool,
    /// The file system so far; `None` for an empty one.
    pub(super) root: Option<RawId>,
    pub(super) layers: Vec<RawId>,
    pub(super) environment: Environment,
    pub(super) working_directory: String,
    pub(super) user: String,
    pub(super) shell: Vec<String>,
    pub(super) platform: String,
    pub(super) config: ImageConfig,
    /// Steps named so far.
    pub(super) index: usize,
    /// Steps that are counted.
    pub(super) total: usize,
    /// A CMD stands in this stage, so that ENTRYPOINT does not reset it.
    pub(super) own_cmd: bool,
    pub(super) history: Vec<HistoryEntry>,
    /// Layers of the base image and of the steps so far.
    pub(super) layer_count: usize,
    /// The arguments declared so far, with the values known then.
    pub(super) build_args: Vec<(String, Option<String>)>,
}

pub(super) struct Planner<'a> {
    pub(super) dockerfile: &'a Dockerfile<'a>,
    pub(super) options: &'a BuildOptions,
    images: &'a dyn ImageLookup,
    pub(super) expand_options: ExpandOptions,
    pub(super) platform: String,
    /// Names show the platform only then.
    several_platforms: bool,
    pub(super) globals: BTreeMap<String, String>,
    pub(super) table: StageTable,
    pub(super) states: Vec<Option<StageState>>,
    pub(super) graph: RawGraph,
    context: Option<RawId>,
    pub(super) placements: Vec<RawPlacement>,
    pub(super) errors: Vec<RawError>,
}

/// An instruction about to be dispatched.
#[derive(Clone, Copy)]
pub(super) struct Item<'a> {
    pub(super) instruction: &'a Instruction<'a>,
    /// Its index in the file; for a trigger that of the FROM which fires it.
    pub(super) index: usize,
    /// It comes from ONBUILD of the base.
    pub(super) trigger: bool,
}

/// Whether an image can have this name.
///
/// # Errors
/// BuildKit's words if it cannot (`convert.go:resolveBaseImage`).
fn check_image(name: &str) -> Result<(), String> {
    match reference::reference_error(name) {
        Some(message) => Err(format!("failed to parse stage name \"{name}\": {message}")),
        None => Ok(()),
    }
}

/// Everything is unneeded until its stage is planned, but an ARG before the first FROM, which is in no stage.
fn placements_before_planning(dockerfile: &Dockerfile) -> Vec<RawPlacement> {
    let instructions = dockerfile.instructions.iter();
    let first_from = before_stages(dockerfile);
    let placements = instructions.enumerate().map(|(position, instruction)| {
        if position < first_from && matches!(instruction.command, Command::Arg(_)) {
            Placement::Setting(SettingKind::Global)
        } else {
            Placement::NotNeeded
        }
    });
    placements.map(RawPlacement::Other).collect()
}

impl<'a> Planner<'a> {
    /// Before the first stage.
    pub(super) fn new(
        dockerfile: &'a Dockerfile,
        options: &'a BuildOptions,
        images: &'a dyn ImageLookup,
        platform: &str,
        reach: Reach,
    ) -> Self {
        let expand_options = ExpandOptions::new(dockerfile.escape);
        let (globals, errors) = global_arguments(dockerfile, options, platform, expand_options);
        let mut table = StageTable::new(dockerfile, options, &globals, expand_options, reach);
        table.errors.splice(0..0, errors);
        Self {
            dockerfile,
            options,
            images,
            expand_options,
            platform: platform.to_owned(),
            several_platforms: false,
            globals,
            states: vec![None; table.outlines.len()],
            table,
            graph: RawGraph::default(),
            context: None,
            placements: placements_before_planning(dockerfile),
            errors: Vec::new(),
        }
    }
}

impl Planner<'_> {
    /// BuildKit looks at the reference of every base, needed or not.
    fn check_base(&mut self, index: usize) {
        let Some(outline) = self.table.outlines.get(index) else {
            return;
        };
        if outline.base_stage.is_some() || outline.base.is_empty() || outline.base == "scratch" {
            return;
        }
        if let Err(message) = check_image(&outline.base) {
            let from = self
                .dockerfile
                .stages
                .get(index)
                .map_or(0, |stage| stage.from);
            self.fail_at(from, message);
        }
    }

    /// Nor does it matter whether an image is copied or mounted from by a stage that is needed.
    fn check_sources(&mut self) {
        for stage in &self.dockerfile.stages {
            for position in stage.from + 1..stage.end {
                let Some(instruction) = self.dockerfile.instructions.get(position) else {
                    continue;
                };
                for value in sources_of(instruction) {
                    let source = self.table.resolve_from(&instruction.command, &value);
                    if let Ok(FromSource::Image(name)) = source
                        && name != "scratch"
                        && let Err(message) = check_image(&name)
                    {
                        self.fail_at(position, message);
                    }
                }
            }
        }
    }

    /// What the base of a stage holds back for it has to be an instruction each time, or the stage cannot be built.
    fn check_triggers(&mut self, index: usize) {
        let Some(outline) = self
            .table
            .outlines
            .get(index)
            .filter(|stage| stage.reachable)
        else {
            return;
        };
        let triggers = match outline.base_stage {
            Some(base) => triggers_of(self.dockerfile, base),
            None if outline.base.is_empty() || outline.base == "scratch" => Vec::new(),
            None => {
                let platform = self.platform_of(outline);
                self.images.look_up(&outline.base, &platform).onbuild
            }
        };
        let from = (self.dockerfile.stages.get(index)).map_or(0, |stage| stage.from);
        for message in triggers.iter().filter_map(|text| read_trigger(text).err()) {
            self.fail_at(from, message);
        }
    }

    /// For which platform a stage is that starts from an image. An empty one is for that of the target.
    fn platform_of(&self, outline: &StageOutline) -> String {
        if outline.platform.is_empty() || outline.base == "scratch" {
            self.platform.clone()
        } else {
            outline.platform.clone()
        }
    }

    pub(super) fn fail_at(&mut self, instruction: usize, message: String) {
        let error = self.dockerfile.instructions.get(instruction).map_or_else(
            || BuildError {
                message: message.clone(),
                ..BuildError::default()
            },
            |found| error_at(found, message.clone()),
        );
        self.errors.push(RawError { error, node: None });
    }

    pub(super) fn place(&mut self, item: Item<'_>, placement: RawPlacement) {
        if item.trigger {
            return;
        }
        if let Some(slot) = self.placements.get_mut(item.index) {
            *slot = placement;
        }
    }

    /// The one vertex of the build context.
    pub(super) fn context(&mut self) -> RawId {
        if let Some(id) = self.context {
            return id;
        }
        let id = self.graph.add(RawNode {
            operation: Operation::Context,
            inputs: Vec::new(),
            display: None,
            instruction: None,
            stage: None,
            ignore_cache: false,
            group: None,
        });
        self.context = Some(id);
        id
    }

    /// A vertex for an image that is only copied or mounted from: its name has no brackets.
    pub(super) fn external_image(&mut self, name: &str, item: Item<'_>) -> Result<RawId, String> {
        check_image(name)?;
        let image = self.images.look_up(name, &self.platform);
        let text = format!("FROM {}", image.reference);
        Ok(self.graph.add(RawNode {
            operation: Operation::Image(Rc::new(image)),
            inputs: Vec::new(),
            display: Some(Display {
                text,
                ..Display::default()
            }),
            instruction: Some(item.index),
            stage: None,
            ignore_cache: false,
            group: None,
        }))
    }

    pub(super) fn dispatch_stage(&mut self, index: usize) {
        let Some(outline) = self.table.outlines.get(index).cloned() else {
            return;
        };
        let Some(stage) = self.dockerfile.stages.get(index) else {
            return;
        };
        if !outline.reachable {
            return;
        }
        let from = stage.from;
        let mut state = match outline.base_stage {
            Some(base) => {
                let mut inherited = self.states.get(base).cloned().flatten().unwrap_or_default();
                inherited.index = 0;
                inherited.own_cmd = false;
                inherited
            }
            None => StageState {
                working_directory: "/".to_owned(),
                environment: Environment::default(),
                ..StageState::default()
            },
        };
        state.stage = index;
        state.total = outline.total;
        // A stage built from another one is for the same platform, whatever its own flag says.
        if outline.base_stage.is_none() {
            state.platform = self.platform_of(&outline);
        }
        state.shown_platform = self.several_platforms.then(|| state.platform.clone());
        state.shown_name = self.table.show_names.then(|| outline.name.clone());
        state.ignore_cache = self.options.no_cache
            || (outline.named
                && self
                    .options
                    .no_cache_filter
                    .iter()
                    .any(|name| name.eq_ignore_ascii_case(&outline.name)));
        let from_item = self
            .dockerfile
            .instructions
            .get(from)
            .map(|instruction| Item {
                instruction,
                index: from,
                trigger: false,
            });
        let Some(from_item) = from_item else { return };
        self.place(from_item, RawPlacement::Other(Placement::Continues));
        if outline.base_stage.is_none() {
            if outline.base == "scratch" {
                state.set_default_path();
                state.config.working_directory = "/".to_owned();
            } else if !outline.base.is_empty() {
                self.start_from_image(&mut state, &outline.base, from_item);
            } else {
                self.place(from_item, RawPlacement::Other(Placement::Broken));
            }
        }
        if outline.base_stage.is_some() {
            // The stage begins with the configuration of the image that it is built on, so what the other stage set is
            // set once more, in the order of the configuration (`convert.go:dispatchStages`).
            for (name, value) in state.config.env.clone() {
                state.environment.set(&name, &value);
            }
        }
        let triggers = std::mem::take(&mut state.config.onbuild);
        self.fire_triggers(&mut state, &triggers, from_item);
        for position in from + 1..stage.end {
            if let Some(instruction) = self.dockerfile.instructions.get(position) {
                self.dispatch(
                    &mut state,
                    Item {
                        instruction,
                        index: position,
                        trigger: false,
                    },
                );
            }
        }
        if let Some(slot) = self.states.get_mut(index) {
            *slot = Some(state);
        }
    }

    fn start_from_image(&mut self, state: &mut StageState, base: &str, item: Item<'_>) {
        let image = self.images.look_up(base, &state.platform);
        let text = format!("FROM {}", image.reference);
        state.take_over(&image);
        let display = state.name_next(text);
        let id = self.graph.add(RawNode {
            operation: Operation::Image(Rc::new(image)),
            inputs: Vec::new(),
            display: Some(display),
            instruction: Some(item.index),
            stage: Some(state.stage),
            ignore_cache: false,
            group: None,
        });
        state.root = Some(id);
        state.layers.push(id);
        self.place(item, RawPlacement::Step(id));
    }

    fn fire_triggers(&mut self, state: &mut StageState, triggers: &[String], from: Item<'_>) {
        // Each trigger counts, whatever its instruction (`initOnBuildTriggers`).
        state.total += triggers.len();
        for instruction in triggers.iter().filter_map(|text| read_trigger(text).ok()) {
            self.dispatch(
                state,
                Item {
                    instruction: &instruction,
                    index: from.index,
                    trigger: true,
                },
            );
        }
    }

    /// Adds a step to a stage: its node becomes the stage's file system.
    pub(super) fn add_step(
        &mut self,
        state: &mut StageState,
        item: Item<'_>,
        operation: Operation,
        inputs: Vec<(Option<RawId>, InputKind)>,
        text: String,
    ) -> RawId {
        let display = state.name_next(text);
        let covered = matches!(
            operation,
            Operation::Exec(_) | Operation::Copy(_) | Operation::Merge
        );
        let id = self.graph.add(RawNode {
            operation,
            inputs,
            display: Some(display),
            instruction: Some(item.index),
            stage: Some(state.stage),
            ignore_cache: state.ignore_cache && covered,
            group: None,
        });
        state.root = Some(id);
        state.layers.push(id);
        state.layer_count += 1;
        self.place(item, RawPlacement::Step(id));
        id
    }

    /// The name that BuildKit shows: the instruction with its first word upper-cased and variables expanded.
    pub(super) fn shown_text(
        &self,
        item: Item<'_>,
        environment: &Environment,
        raw: bool,
    ) -> String {
        let mut options = self.expand_options;
        options.raw_quotes = raw;
        options.skip_unset = raw;
        let original = item.instruction.original();
        let original = original.trim_end();
        let expanded = environment
            .expand(original, options)
            .unwrap_or_else(|_| original.to_owned());
        let text = match expanded.split_once(' ') {
            Some((first, rest)) => format!("{} {rest}", first.to_uppercase()),
            None => expanded.to_uppercase(),
        };
        if item.trigger {
            format!("ONBUILD {text}")
        } else {
            text
        }
    }
}

impl StageState {
    /// Names the next step.
    pub(super) fn name_next(&mut self, text: String) -> Display {
        self.index += 1;
        Display {
            stage: self.shown_name.clone(),
            index: self.index,
            total: self.total,
            platform: self
                .shown_platform
                .as_deref()
                .map(|platform| shown_platform(platform, &self.environment)),
            text,
            hidden: false,
        }
    }

    fn set_default_path(&mut self) {
        if self.environment.get("PATH").is_none() {
            self.environment.set("PATH", DEFAULT_PATH);
            self.config
                .env
                .push(("PATH".to_owned(), DEFAULT_PATH.to_owned()));
        }
    }

    fn take_over(&mut self, image: &BaseImage) {
        for (name, value) in &image.env {
            self.environment.set(name, value);
        }
        self.config.env.clone_from(&image.env);
        self.set_default_path();
        if !image.working_directory.is_empty() {
            self.working_directory.clone_from(&image.working_directory);
        }
        self.user.clone_from(&image.user);
        self.shell.clone_from(&image.shell);
        self.history = image
            .history
            .iter()
            .map(|entry| HistoryEntry {
                base: true,
                ..entry.clone()
            })
            .collect();
        self.layer_count = image.layer_count;
        self.config = ImageConfig {
            env: std::mem::take(&mut self.config.env),
            user: image.user.clone(),
            working_directory: image.working_directory.clone(),
            entrypoint: image.entrypoint.clone(),
            cmd: image.cmd.clone(),
            exposed_ports: image.exposed_ports.clone(),
            volumes: image.volumes.clone(),
            labels: image
                .labels
                .iter()
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
            shell: image.shell.clone(),
            stop_signal: image.stop_signal.clone(),
            healthcheck: None,
            onbuild: image.onbuild.clone(),
            args_escaped: false,
        };
    }
}
