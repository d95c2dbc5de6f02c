//! A CMD that is not used although it seems to be.

use layerlab_syntax::{Arguments, Command};

use super::{OwnFound, OwnRule, Promise, Remedy, Scene, Severity};
use crate::checks::Example;

pub(super) static RULE: OwnRule = OwnRule {
    name: "IgnoredCommand",
    severity: Severity::Serious,
    description: "A CMD has no effect, because of the ENTRYPOINT",
    explanation: "ENTRYPOINT and CMD are one command line: what CMD says is put behind ENTRYPOINT. An ENTRYPOINT takes back the CMD of the stage that it is built on, and one in shell form passes nothing on. Write CMD below ENTRYPOINT, and both as JSON.",
    promise: Promise::Safety,
    finds,
    bad: &[
        Example::bad(
            "FROM alpine:3.20 AS base\nCMD [\"serve\"]\nFROM base\nENTRYPOINT [\"/bin/run\"]\n",
            &["ENTRYPOINT takes back the CMD of line 2, and the container starts without it"],
        ),
        Example::bad(
            "FROM alpine:3.20\nSHELL [\"/bin/ash\", \"-c\"]\nENTRYPOINT run\nCMD [\"serve\"]\n",
            &["The ENTRYPOINT of line 3 is in shell form and passes nothing of this on"],
        ),
    ],
    good: &[
        Example::good(
            "FROM alpine:3.20 AS base\nCMD [\"serve\"]\nFROM base\nENTRYPOINT [\"/bin/run\"]\nCMD [\"serve\"]\n",
        ),
        Example::good("FROM alpine:3.20\nENTRYPOINT [\"/bin/run\"]\nCMD [\"serve\"]\n"),
        // BuildKit's own check tells of the shell form.
        Example::good("FROM alpine:3.20\nENTRYPOINT run\nCMD [\"serve\"]\n"),
    ],
};

fn finds(scene: &Scene<'_>) -> Vec<OwnFound> {
    let instructions = scene.syntax.instructions.iter().enumerate();
    let in_image = instructions.filter(|(index, _)| scene.is_in_image(*index));
    let (mut entrypoint, mut command, mut shell) = (None, None, false);
    for (index, instruction) in in_image {
        match &instruction.command {
            Command::Entrypoint(arguments) => entrypoint = Some((index, instruction, arguments)),
            Command::Cmd(_) => command = Some((index, instruction)),
            // One that comes later does not count for it.
            Command::Shell(_) => shell |= entrypoint.is_none(),
            _ => {}
        }
    }
    let (Some((at, entrypoint, arguments)), Some((index, command))) = (entrypoint, command) else {
        return Vec::new();
    };
    let stages = (scene.syntax.stage_of(at), scene.syntax.stage_of(index));
    let config = scene.target().map(|target| &target.config);
    let taken_back = stages.0 > stages.1 && config.is_some_and(|config| config.cmd.is_empty());
    let passes_nothing = matches!(arguments, Arguments::Shell(_)) && shell;
    let (instruction, message) = if taken_back {
        let line = command.lines.first;
        let message = format!(
            "ENTRYPOINT takes back the CMD of line {line}, and the container starts without it"
        );
        (at, message)
    } else if passes_nothing && stages.0 == stages.1 {
        let line = entrypoint.lines.first;
        let message =
            format!("The ENTRYPOINT of line {line} is in shell form and passes nothing of this on");
        (index, message)
    } else {
        return Vec::new();
    };
    vec![OwnFound {
        instruction,
        message,
        remedy: Remedy::ByHand(
            "Write CMD below the ENTRYPOINT and both as JSON if it is meant to be passed on, or take it out.",
        ),
        ..OwnFound::default()
    }]
}
