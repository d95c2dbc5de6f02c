//! Which stages there are, what each is built from, and which of them the target needs.
//!
//! BuildKit: `convert.go:buildDispatchStates`, `resolveTarget`, `buildStageDependencyGraph`.

use std::collections::BTreeMap;

use layerlab_syntax::expand::{ExpandOptions, expand_word};
use layerlab_syntax::{Command, Dockerfile, Instruction};

use super::mounts;
use super::options::BuildOptions;
use super::plan::BuildError;
use super::planner::Reach;
use super::platform::Platform;
use super::suggest::{nearest, suggestion};
use super::triggers::{read_trigger, triggers_of};

/// Where a `--from` leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FromSource {
    /// Another stage of the file.
    Stage(usize),
    /// An image.
    Image(String),
}

/// A stage before its instructions are looked at.
#[derive(Debug, Clone, Default)]
pub(super) struct StageOutline {
    /// Name after AS, lower-cased, or `stage-N`.
    pub(super) name: String,
    pub(super) named: bool,
    /// Base, expanded.
    pub(super) base: String,
    /// `--platform`, expanded; empty if not given.
    pub(super) platform: String,
    pub(super) base_stage: Option<usize>,
    /// Steps counted in `[stage 2/5]`, triggers left out.
    pub(super) total: usize,
    pub(super) reachable: bool,
}

/// The stages of a file.
#[derive(Debug, Clone, Default)]
pub(super) struct StageTable {
    pub(super) outlines: Vec<StageOutline>,
    pub(super) target: Option<usize>,
    /// More than one state is known to BuildKit, so names are shown in brackets.
    pub(super) show_names: bool,
    pub(super) errors: Vec<BuildError>,
}

/// What BuildKit says of `COPY --from=$NAME` (`convert.go:toCommand`).
const NO_VARIABLES_IN_FROM: &str = "variable expansion is not supported for --from, define a new stage with FROM using \
                                    ARG from global scope as a workaround";

/// Whether the shell's rules make something else of a word when no variable is set.
fn expands(word: &str) -> bool {
    let expanded = expand_word(word, ExpandOptions::new('\\'), &|_| None);
    expanded.is_ok_and(|expanded| expanded.text != word)
}

/// What `FROM --platform=` comes to.
///
/// # Errors
/// BuildKit's words if it is no platform (`convert.go:buildDispatchStates`).
fn stage_platform(
    written: &str,
    globals: &BTreeMap<String, String>,
    expand_options: ExpandOptions,
) -> Result<String, String> {
    let expanded = expand_word(written, expand_options, &|name| globals.get(name).cloned())
        .map_err(|error| {
            format!(
                "failed to process arguments for platform : {}",
                error.message
            )
        })?;
    let hint = || {
        let known = || globals.keys().map(String::as_str);
        let nearly = expanded
            .unmatched
            .iter()
            .find(|name| nearest(name, known()).is_some());
        nearly.map_or_else(String::new, |name| suggestion(name, known()))
    };
    if expanded.text.is_empty() {
        return Err(format!(
            "empty platform value from expression {written}{}",
            hint()
        ));
    }
    Platform::parse(&expanded.text)
        .map(|platform| platform.shown())
        .map_err(|reason| format!("failed to parse platform {written}: {reason}{}", hint()))
}

/// What an instruction says after `--from=` and `from=`.
pub(super) fn sources_of(instruction: &Instruction) -> Vec<String> {
    match &instruction.command {
        Command::Copy(_) => instruction
            .flag("from")
            .and_then(|flag| flag.value.as_ref())
            .map(|value| value.value.to_string())
            .into_iter()
            .filter(|value| !value.is_empty())
            .collect(),
        Command::Run(_) => mounts::sources(instruction),
        _ => Vec::new(),
    }
}

/// Whether an instruction counts in `[stage 2/5]`.
fn counts(command: &Command) -> bool {
    matches!(
        command,
        Command::Run(_) | Command::Copy(_) | Command::Add(_) | Command::Workdir(_)
    )
}

impl StageTable {
    /// Reads the stages of `dockerfile`.
    pub(super) fn new(
        dockerfile: &Dockerfile,
        options: &BuildOptions,
        globals: &BTreeMap<String, String>,
        expand_options: ExpandOptions,
        reach: Reach,
    ) -> Self {
        let mut table = Self::default();
        for (index, stage) in dockerfile.stages.iter().enumerate() {
            let Some(from) = dockerfile.instructions.get(stage.from) else {
                continue;
            };
            let outline = table.outline(dockerfile, index, from, globals, expand_options);
            table.outlines.push(outline);
        }
        table.resolve_target(options);
        let edges = table.dependencies(dockerfile);
        table.reject_circles(dockerfile, &edges);
        table.mark_reachable(&edges);
        if let (Reach::InOrder, Some(target)) = (reach, table.target) {
            for outline in table.outlines.iter_mut().take(target + 1) {
                outline.reachable = true;
            }
        }
        table
    }

    fn outline(
        &mut self,
        dockerfile: &Dockerfile,
        index: usize,
        from: &Instruction,
        globals: &BTreeMap<String, String>,
        expand_options: ExpandOptions,
    ) -> StageOutline {
        let stage_name = dockerfile
            .stages
            .get(index)
            .and_then(|stage| stage.name.as_deref());
        let mut outline = StageOutline {
            named: stage_name.is_some(),
            name: stage_name.map_or_else(|| format!("stage-{index}"), str::to_owned),
            ..StageOutline::default()
        };
        let expand =
            |word: &str| expand_word(word, expand_options, &|name| globals.get(name).cloned());
        if let Command::From { image, .. } = &from.command {
            match expand(&image.value) {
                Ok(expanded) if expanded.text.is_empty() => {
                    let message = format!("base name ({}) should not be blank", image.value);
                    self.errors.push(error_at(from, message));
                }
                Ok(expanded) => outline.base = expanded.text,
                Err(error) => self.errors.push(error_at(from, error.message)),
            }
        }
        let written = from
            .flag("platform")
            .and_then(|flag| flag.value.as_ref())
            .filter(|written| !written.value.is_empty());
        if let Some(written) = written {
            match stage_platform(&written.value, globals, expand_options) {
                Ok(platform) => outline.platform = platform,
                Err(message) => self.errors.push(error_at(from, message)),
            }
        }
        // Names are kept in lower case, and what stands after FROM is looked up as it is written.
        outline.base_stage = self
            .find_name(&outline.base)
            .filter(|_| outline.base == outline.base.to_lowercase());
        let is_image = outline.base_stage.is_none() && outline.base != "scratch";
        let steps = dockerfile.stages.get(index).map_or(0, |stage| {
            let body = dockerfile
                .instructions
                .get(stage.from + 1..stage.end)
                .unwrap_or_default();
            body.iter()
                .filter(|instruction| counts(&instruction.command))
                .count()
        });
        outline.total = steps + usize::from(is_image);
        outline
    }

    /// The last stage so far with this name, in any case.
    fn find_name(&self, name: &str) -> Option<usize> {
        let name = name.to_lowercase();
        self.outlines
            .iter()
            .rposition(|outline| outline.named && outline.name == name)
    }

    fn resolve_target(&mut self, options: &BuildOptions) {
        let last = self.outlines.len().checked_sub(1);
        let Some(wanted) = options
            .target
            .as_deref()
            .filter(|target| !target.is_empty())
        else {
            self.target = last;
            return;
        };
        self.target = self.find_name(wanted);
        if self.target.is_none() && last.is_some() {
            // Stages without a name of their own are suggested too, by the name that is shown.
            let names = self.outlines.iter().map(|outline| outline.name.as_str());
            let hint = suggestion(wanted, names);
            self.errors.push(BuildError {
                message: format!("target stage \"{wanted}\" could not be found{hint}"),
                ..BuildError::default()
            });
            // The page goes on with the last stage, so that a wrong target does not empty it.
            self.target = last;
        }
    }

    /// Where `--from=value` leads, seen from anywhere in the file. Only COPY counts stages (`toCommand`); to a mount a
    /// number is a name like any other (`detectRunMount`).
    pub(super) fn resolve_from(
        &self,
        command: &Command,
        value: &str,
    ) -> Result<FromSource, String> {
        if matches!(command, Command::Copy(_)) && expands(value) {
            return Err(NO_VARIABLES_IN_FROM.to_owned());
        }
        let counts = !matches!(command, Command::Run(_));
        if let Some(index) = value.parse::<i64>().ok().filter(|_| counts) {
            return usize::try_from(index)
                .ok()
                .filter(|index| *index < self.outlines.len())
                .map(FromSource::Stage)
                .ok_or_else(|| format!("invalid stage index {index}"));
        }
        match self.find_name(value) {
            Some(index) => Ok(FromSource::Stage(index)),
            None => Ok(FromSource::Image(value.to_owned())),
        }
    }

    /// For each stage, the stages it needs, with the instruction that says so.
    fn dependencies(&mut self, dockerfile: &Dockerfile) -> Vec<Vec<(usize, usize)>> {
        let mut edges: Vec<Vec<(usize, usize)>> = vec![Vec::new(); self.outlines.len()];
        let mut extra_states = 0;
        let mut errors = Vec::new();
        for (index, stage) in dockerfile.stages.iter().enumerate() {
            let Some(own) = edges.get_mut(index) else {
                continue;
            };
            if let Some(base) = self
                .outlines
                .get(index)
                .and_then(|outline| outline.base_stage)
            {
                own.push((base, stage.from));
                // What the base's triggers take is needed by the stage that fires them. It is found out only later, so
                // it makes no names appear (`convert.go:initOnBuildTriggers`).
                let triggers = triggers_of(dockerfile, base).into_iter();
                for trigger in triggers.filter_map(|text| read_trigger(&text).ok()) {
                    for value in sources_of(&trigger) {
                        if let Ok(FromSource::Stage(source)) =
                            self.resolve_from(&trigger.command, &value)
                            && source < index
                        {
                            own.push((source, stage.from));
                        }
                    }
                }
            }
            for position in stage.from + 1..stage.end {
                let Some(instruction) = dockerfile.instructions.get(position) else {
                    continue;
                };
                let froms = sources_of(instruction);
                // A RUN with any mount registers a state of its own (`detectRunMount`).
                let is_run = matches!(instruction.command, Command::Run(_));
                if is_run && froms.is_empty() && instruction.flag("mount").is_some() {
                    extra_states += 1;
                }
                for value in froms {
                    match self.resolve_from(&instruction.command, &value) {
                        Ok(FromSource::Stage(source)) => own.push((source, position)),
                        Ok(FromSource::Image(_)) => extra_states += 1,
                        Err(message) => errors.push(BuildError {
                            hint: if message == NO_VARIABLES_IN_FROM {
                                format!(
                                    "Write FROM {value} AS a-name further up, and take the files --from=a-name."
                                )
                            } else {
                                String::new()
                            },
                            ..error_at(instruction, message)
                        }),
                    }
                }
            }
        }
        self.errors.append(&mut errors);
        self.show_names = self.outlines.len() + extra_states > 1;
        edges
    }

    /// BuildKit looks at all stages here, also those that the target does not need, but not at what a stage is built
    /// FROM: that is always an earlier one.
    fn reject_circles(&mut self, dockerfile: &Dockerfile, edges: &[Vec<(usize, usize)>]) {
        // 0 not seen, 1 on the way, 2 done; an explicit stack as stages may be many.
        let mut marks = vec![0_u8; edges.len()];
        for start in 0..edges.len() {
            let mut stack = vec![(start, 0_usize)];
            while let Some((stage, next)) = stack.pop() {
                if next == 0 {
                    if marks.get(stage) != Some(&0) {
                        continue;
                    }
                    set(&mut marks, stage, 1);
                }
                let Some((source, position)) = edges.get(stage).and_then(|list| list.get(next))
                else {
                    set(&mut marks, stage, 2);
                    continue;
                };
                stack.push((stage, next + 1));
                if dockerfile
                    .stages
                    .get(stage)
                    .is_some_and(|found| found.from == *position)
                {
                    continue;
                }
                match marks.get(*source) {
                    Some(0) => stack.push((*source, 0)),
                    Some(1) => {
                        // BuildKit names the stage at which it began to look.
                        let name = self
                            .outlines
                            .get(start)
                            .map_or("", |outline| outline.name.as_str());
                        let message = format!("circular dependency detected on stage: {name}");
                        if let Some(instruction) = dockerfile.instructions.get(*position) {
                            self.errors.push(error_at(instruction, message));
                        }
                        return;
                    }
                    _ => {}
                }
            }
        }
    }

    fn mark_reachable(&mut self, edges: &[Vec<(usize, usize)>]) {
        let mut stack: Vec<usize> = self.target.into_iter().collect();
        while let Some(stage) = stack.pop() {
            let Some(outline) = self.outlines.get_mut(stage) else {
                continue;
            };
            if outline.reachable {
                continue;
            }
            outline.reachable = true;
            stack.extend(
                edges
                    .get(stage)
                    .into_iter()
                    .flatten()
                    .map(|(source, _)| *source),
            );
        }
    }
}

fn set(marks: &mut [u8], index: usize, value: u8) {
    if let Some(mark) = marks.get_mut(index) {
        *mark = value;
    }
}

/// An error at an instruction.
pub(super) fn error_at(instruction: &Instruction, message: String) -> BuildError {
    BuildError {
        message,
        lines: vec![instruction.lines],
        span: instruction.span,
        hint: String::new(),
        vertex: None,
    }
}
