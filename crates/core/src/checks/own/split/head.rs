//! The head of a stage that is split, instruction by instruction: what builds, what is shipped.

use layerlab_syntax::Command as Instruction;

use super::super::Scene;
use super::super::install::{is_account, is_of_the_system};
use super::super::scene::Run;
use super::super::script::Command;
use super::system::Installed;
use super::{Part, Refused, Ships, copied_later, copies, setting};

pub(super) const BY_HAND: Refused = "Build in a stage of its own, and copy what came out of it into the final one. It has to be done by hand: what a step above the installation is needed for cannot be told from here.";
const CODE_FIRST: Refused = "Copy the files that list the dependencies before the code and install from them. The installation can then go into a stage of its own.";

/// What a command of the head is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Does {
    /// It makes what is copied into the final stage.
    Builds,
    /// It brings a tool for that.
    Prepares,
    /// It works on the system, or does nothing that lasts.
    Nothing,
}

/// How the head of a stage is read.
#[derive(Clone, Copy)]
pub(super) struct Head {
    /// What a command is for; `None` if that is not known.
    pub(super) does: fn(&Command<'_>) -> Result<Option<Does>, Refused>,
    /// The code is copied in the head. Otherwise only lists of dependencies are.
    pub(super) with_code: bool,
    /// Packages of the system that only building needs here, beside compilers and headers.
    pub(super) tools: &'static [&'static str],
}

/// A COPY of more files than this is taken for one of the code.
const MOST_FILES: usize = 12;

impl Head {
    /// The RUNs of a stage in which something is built.
    pub(super) fn building<'a>(self, scene: &Scene<'a>, stage: usize) -> Vec<Run<'a>> {
        let stage = scene.syntax.stages.get(stage);
        let range = stage.map_or(0..0, |stage| stage.from + 1..stage.end);
        let runs = range.filter_map(|index| scene.run(index));
        runs.filter(|run| self.builds(run)).collect()
    }

    fn builds(self, run: &Run<'_>) -> bool {
        let mut commands = run.script.commands.iter();
        commands.any(|command| matches!((self.does)(command), Ok(Some(Does::Builds)) | Err(_)))
    }

    /// Sorts the instructions behind FROM up to the last one that builds. `base` is the image of the final stage.
    pub(super) fn sorted(
        self,
        scene: &Scene<'_>,
        stage: usize,
        last: usize,
        base: &str,
    ) -> Result<Vec<Part>, Refused> {
        let from = scene.syntax.stages.get(stage).map_or(0, |stage| stage.from);
        let mut parts = Vec::new();
        for index in from + 1..=last {
            let instruction = scene.syntax.instructions.get(index).ok_or(BY_HAND)?;
            let part = match &instruction.command {
                Instruction::Copy(_) | Instruction::Add(_) => self.copied(scene, index, last)?,
                Instruction::Run(_) => self.ran(scene, index, base)?,
                _ => setting(index, instruction).ok_or(BY_HAND)?,
            };
            parts.push(part);
        }
        Ok(parts)
    }

    fn copied(self, scene: &Scene<'_>, index: usize, last: usize) -> Result<Part, Refused> {
        let from_context = scene.copied(index);
        let all = copies(scene, index).ok_or(BY_HAND)?;
        if all.len() != from_context.len() {
            // From another stage or from an address.
            return Ok(Part::both(index));
        }
        if self.with_code {
            return Ok(Part::builds(index));
        }
        let taken = from_context.iter().map(|action| scene.taken(action).len());
        let whole = from_context.iter().any(|action| action.source.path == "/");
        if whole || taken.sum::<usize>() > MOST_FILES {
            return Err(CODE_FIRST);
        }
        let ships = if copied_later(scene, index, last) {
            Ships::No
        } else {
            Ships::Again
        };
        Ok(Part::of(index, true, ships))
    }

    fn ran(self, scene: &Scene<'_>, index: usize, base: &str) -> Result<Part, Refused> {
        let Some(run) = scene.run(index) else {
            return match self.with_code {
                true => Ok(Part::builds(index)),
                false => Err(BY_HAND),
            };
        };
        if !matches!(run.exec.user.as_str(), "" | "root" | "0") {
            return Err(BY_HAND);
        }
        let mut found = Vec::new();
        for command in &run.script.commands {
            let unknown = if self.with_code {
                Some(Does::Builds)
            } else {
                None
            };
            let known = (self.does)(command)?.or_else(|| of_the_system(command));
            found.push(known.or(unknown).ok_or(BY_HAND)?);
        }
        let installed = Installed::by(&run)?;
        if installed.is_empty() {
            let accounts = run.script.commands.iter().any(is_account);
            let part = match (found.iter().any(|does| *does != Does::Nothing), accounts) {
                (true, true) => return Err(BY_HAND),
                (true, false) => Part::builds(index),
                (false, true) => Part::moved(index),
                (false, false) => Part::both(index),
            };
            return Ok(part);
        }
        if !installed.has_tools() && !found.contains(&Does::Builds) {
            // Packages may be fetched with git, or from a place whose certificate is installed here.
            let fetches = run
                .script
                .commands
                .iter()
                .any(|command| command.mentions("git") || command.mentions("ca-certificates"));
            let part = if fetches || self.with_code {
                Part::both(index)
            } else {
                Part::moved(index)
            };
            return Ok(part);
        }
        let line = installed.at_run_time(scene, base, self.tools)?;
        let ships = line.map_or(Ships::No, Ships::As);
        Ok(Part::of(index, true, ships))
    }
}

fn of_the_system(command: &Command<'_>) -> Option<Does> {
    let quiet =
        is_of_the_system(command) || matches!(command.name(), "chown" | "chmod" | "apt-mark");
    quiet.then_some(Does::Nothing)
}
