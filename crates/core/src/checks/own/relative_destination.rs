//! A COPY to a relative path, without a directory that was set.

use layerlab_syntax::Command;

use super::{OwnFound, OwnRule, Promise, Remedy, Scene, Severity};
use crate::checks::Example;

pub(super) static RULE: OwnRule = OwnRule {
    name: "RelativeDestination",
    severity: Severity::Hint,
    description: "Files are copied to a relative path, and no WORKDIR says where that is",
    explanation: "A relative destination is seen from the directory of WORKDIR. If nothing sets it, that is the root of the file system, where the project lies between the folders of the system, and another base image may set another one. Write WORKDIR above, or the whole path.",
    promise: Promise::Safety,
    finds,
    bad: &[Example::bad(
        "FROM python:3.13-slim\nCOPY app.py .\nCOPY app.py src/\n",
        &[
            "Without WORKDIR this goes to /",
            "Without WORKDIR this goes to /src/",
        ],
    )],
    good: &[
        Example::good("FROM python:3.13-slim\nWORKDIR /app\nCOPY app.py .\n"),
        Example::good("FROM python:3.13-slim\nCOPY app.py /\n"),
        Example::good("FROM python:3.13-slim AS a\nWORKDIR /app\nFROM a\nCOPY app.py .\n"),
        Example::good("FROM scratch\nCOPY app.py .\n"),
    ],
};

fn finds(scene: &Scene<'_>) -> Vec<OwnFound> {
    let instructions = scene.syntax.instructions.iter().enumerate();
    let found = instructions.filter_map(|(index, instruction)| {
        let (Command::Copy(transfer) | Command::Add(transfer)) = &instruction.command else {
            return None;
        };
        let written = transfer.destination.value.as_ref();
        let path = written.trim_matches(['"', '\'']);
        let stage = scene.syntax.stage_of(index)?;
        if path.starts_with(['/', '$', '\\'])
            || path.contains(':')
            || sets_directory(scene, stage, index)
        {
            return None;
        }
        let action = scene.copied(index).into_iter().next()?;
        let relative = path.trim_start_matches("./").trim_matches(['.', '/']);
        // Otherwise the base image sets a directory.
        (action.destination.trim_matches('/') == relative).then(|| OwnFound {
            instruction: index,
            span: transfer.destination.span,
            message: format!("Without WORKDIR this goes to {}", action.destination),
            remedy: Remedy::ByHand(
                "Write WORKDIR above, such as WORKDIR /app, or the whole path of the destination.",
            ),
        })
    });
    found.collect()
}

/// A WORKDIR stands above the instruction, or the image that the stage is built on is not known or empty.
fn sets_directory(scene: &Scene<'_>, stage: usize, index: usize) -> bool {
    let is_set = |range: std::ops::Range<usize>| {
        let instructions = scene.syntax.instructions.get(range).unwrap_or_default();
        let mut commands = instructions.iter().map(|instruction| &instruction.command);
        commands.any(|command| matches!(command, Command::Workdir(_)))
    };
    let mut above = scene.before(index);
    let mut next = Some(stage);
    // A stage is built on an earlier one, so this ends.
    while let Some(stage) = next {
        let Some(planned) = scene.plan.stages.get(stage) else {
            return true;
        };
        if is_set(above.clone()) || planned.base == "scratch" {
            return true;
        }
        next = planned.base_stage.filter(|base| *base < stage);
        match (next, next.and_then(|base| scene.syntax.stages.get(base))) {
            (Some(_), Some(base)) => above = base.from + 1..base.end,
            (Some(_), None) => return true,
            (None, _) => return !scene.is_known(stage),
        }
    }
    true
}
