//! Which settings a step depends on: for every instruction, the ENV, ARG, USER, SHELL and WORKDIR lines whose values are
//! in the key of its step.
//!
//! It follows the rules of [`super::planner`] without values: an edit of such a line can change the key.

use std::collections::{BTreeMap, BTreeSet};

use layerlab_syntax::{Arguments, Command, Dockerfile, Instruction};

use super::plan::Plan;

/// Indexes of instructions.
type Lines = BTreeSet<usize>;

/// What is set at a place in a stage, and by which lines.
#[derive(Debug, Clone, Default)]
struct Settings {
    variables: BTreeMap<String, Lines>,
    user: Lines,
    shell: Lines,
    directory: Lines,
}

impl Settings {
    /// The lines that set the variables which a text mentions.
    fn mentioned(&self, text: &str) -> Lines {
        if !text.contains('$') {
            return Lines::new();
        }
        mentions(&self.variables, text)
    }

    fn all(&self) -> Lines {
        self.variables
            .values()
            .chain([&self.user, &self.directory])
            .flatten()
            .copied()
            .collect()
    }
}

fn mentions(variables: &BTreeMap<String, Lines>, text: &str) -> Lines {
    variables
        .iter()
        .filter(|(name, _)| {
            text.match_indices(name.as_str()).any(|(start, _)| {
                let before = text.get(..start).unwrap_or("");
                let after = text.get(start + name.len()..).unwrap_or("");
                // `$VERSION` does not mention V.
                let goes_on =
                    after.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_');
                !goes_on && (before.ends_with('$') || before.ends_with("${"))
            })
        })
        .flat_map(|(_, lines)| lines)
        .copied()
        .collect()
}

/// For each instruction the other instructions that set something which is in the key of its step.
#[must_use]
pub fn settings_of(dockerfile: &Dockerfile, plan: &Plan) -> Vec<BTreeSet<usize>> {
    let mut found = vec![Lines::new(); dockerfile.instructions.len()];
    let globals = global_arguments(dockerfile);
    let mut ends: Vec<Settings> = Vec::new();
    for (index, stage) in dockerfile.stages.iter().enumerate() {
        let base = plan.stages.get(index).and_then(|stage| stage.base_stage);
        let mut settings = base
            .and_then(|base| ends.get(base))
            .cloned()
            .unwrap_or_default();
        let body = dockerfile
            .instructions
            .get(stage.from..stage.end)
            .unwrap_or_default();
        for (instruction, position) in body.iter().zip(stage.from..) {
            let depends = settings.read(instruction, position, &globals);
            if let Some(slot) = found.get_mut(position) {
                *slot = depends;
            }
        }
        ends.push(settings);
    }
    found
}

/// For each ARG before the first FROM the instructions that use what it sets: FROM lines that mention it, also by way of
/// another such ARG, and ARG lines without a value that take it into their stage.
#[must_use]
pub fn uses_of_globals(dockerfile: &Dockerfile) -> BTreeMap<usize, Vec<usize>> {
    let globals = global_arguments(dockerfile);
    let mut uses: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    if globals.is_empty() {
        return uses;
    }
    let first_from = before_stages(dockerfile);
    let instructions = dockerfile.instructions.iter().enumerate().skip(first_from);
    for (position, instruction) in instructions {
        let used = match &instruction.command {
            Command::From { .. } => mentions(&globals, &instruction.original()),
            Command::Arg(arguments) => {
                let taken_in = arguments.iter().filter(|(_, default)| default.is_none());
                let lines = taken_in.filter_map(|(name, _)| globals.get(&*name.value));
                lines.flatten().copied().collect()
            }
            _ => continue,
        };
        for argument in used {
            uses.entry(argument).or_default().push(position);
        }
    }
    uses
}

/// How many instructions stand before the first FROM.
pub(super) fn before_stages(dockerfile: &Dockerfile) -> usize {
    let first = dockerfile.stages.first();
    first.map_or(dockerfile.instructions.len(), |stage| stage.from)
}

/// ARG lines before the first FROM.
fn global_arguments(dockerfile: &Dockerfile) -> BTreeMap<String, Lines> {
    let end = before_stages(dockerfile);
    let mut globals: BTreeMap<String, Lines> = BTreeMap::new();
    for (position, instruction) in dockerfile.instructions.iter().enumerate().take(end) {
        let Command::Arg(arguments) = &instruction.command else {
            continue;
        };
        for (name, default) in arguments {
            let mut lines = default
                .as_ref()
                .map(|default| mentions(&globals, &default.value))
                .unwrap_or_default();
            lines.insert(position);
            globals.insert(name.value.to_string(), lines);
        }
    }
    globals
}

impl Settings {
    /// Reads one instruction: the lines that its own step depends on.
    fn read(
        &mut self,
        instruction: &Instruction,
        position: usize,
        globals: &BTreeMap<String, Lines>,
    ) -> Lines {
        let mentioned = self.mentioned(&instruction.original());
        let with_itself = |lines: &Lines| {
            let mut lines = lines.clone();
            lines.insert(position);
            lines
        };
        match &instruction.command {
            Command::From { .. } => return mentions(globals, &instruction.original()),
            Command::Env(pairs) => {
                for pair in pairs {
                    self.variables
                        .insert(pair.key.value.to_string(), with_itself(&mentioned));
                }
            }
            Command::Arg(arguments) => {
                for (name, default) in arguments {
                    let mut lines = with_itself(&mentioned);
                    if default.is_none() {
                        lines.extend(globals.get(&*name.value).into_iter().flatten());
                    }
                    self.variables.insert(name.value.to_string(), lines);
                }
            }
            Command::User(_) => self.user = with_itself(&mentioned),
            Command::Shell(_) => self.shell = with_itself(&mentioned),
            Command::Workdir(path) => {
                let mut depends = mentioned;
                if !path.value.starts_with('/') {
                    depends.extend(&self.directory);
                }
                self.directory = with_itself(&depends);
                depends.extend(&self.user);
                return depends;
            }
            Command::Run(arguments) => {
                let mut depends = self.all();
                if matches!(arguments, Arguments::Shell(_)) {
                    depends.extend(&self.shell);
                }
                return depends;
            }
            Command::Copy(transfer) | Command::Add(transfer) => {
                let mut depends = mentioned;
                if !transfer.destination.value.starts_with('/') {
                    depends.extend(&self.directory);
                }
                return depends;
            }
            _ => {}
        }
        Lines::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::BuildOptions;
    use crate::graph::plan;
    use crate::graph::{BaseImage, ImageLookup};

    struct NoImages;

    impl ImageLookup for NoImages {
        fn look_up(&self, reference: &str, _platform: &str) -> BaseImage {
            BaseImage {
                reference: reference.to_owned(),
                ..BaseImage::default()
            }
        }
    }

    fn settings(text: &str) -> Vec<Vec<usize>> {
        let dockerfile = layerlab_syntax::parse(text);
        let plan = plan(&dockerfile, &BuildOptions::default(), &NoImages);
        settings_of(&dockerfile, &plan)
            .into_iter()
            .map(|lines| lines.into_iter().collect())
            .collect()
    }

    #[test]
    fn every_variable_counts_for_run_and_only_the_mentioned_ones_elsewhere() {
        let text = "FROM a\nENV A=1\nENV B=$A\nARG C\nCOPY $B /x\nRUN true\nRUN true\n";
        let found = settings(text);
        assert_eq!(found[4], [1, 2]);
        assert_eq!(found[5], [1, 2, 3]);
        assert_eq!(found[6], [1, 2, 3]);
    }

    #[test]
    fn stages_inherit_from_stages_and_arguments_from_the_top() {
        let text = "ARG V=1\nFROM a:$V AS one\nARG V\nUSER web\nFROM one\nWORKDIR /x\nRUN true\nFROM b\nRUN true\n";
        let found = settings(text);
        assert_eq!(found[1], [0]);
        assert_eq!(found[5], [3]);
        assert_eq!(found[6], [0, 2, 3, 5]);
        assert!(found[8].is_empty());
    }

    #[test]
    fn the_uses_of_all_arguments_above_the_stages_are_found_at_once() {
        let text = "ARG V=1\nARG T=$V-slim\nARG U\nFROM a:$T\nARG V U\nARG T=own\nFROM b:$U$V\n";
        let uses = uses_of_globals(&layerlab_syntax::parse(text));
        let expected = [(0, vec![3, 4, 6]), (1, vec![3]), (2, vec![4, 6])];
        assert_eq!(uses, BTreeMap::from(expected));
        let none = layerlab_syntax::parse("FROM a\nARG V\n");
        assert_eq!(uses_of_globals(&none), BTreeMap::new());
    }

    #[test]
    fn a_variable_that_is_set_again_forgets_the_first_line() {
        let found = settings("FROM a\nENV A=1\nENV A=2\nRUN true\n");
        assert_eq!(found[3], [2]);
    }

    #[test]
    fn a_longer_name_is_another_variable() {
        let found = settings("FROM a\nENV V=1\nENV VERSION=2\nCOPY $VERSION /x\nCOPY ${V} /x\n");
        assert_eq!(found[3], [2]);
        assert_eq!(found[4], [1]);
    }
}
