//! A step that depends on nothing of the project, below a COPY of the code.

use layerlab_syntax::Command;

use super::install::{apk, apt, is_of_the_system, npm, pip};
use super::scene::{Run, insert, replace};
use super::{OwnFound, OwnRule, Promise, Remedy, Scene, Severity};
use crate::checks::Example;

pub(super) static RULE: OwnRule = OwnRule {
    name: "StableStepAfterSource",
    severity: Severity::Note,
    description: "Packages of the system are installed after the code was copied, so that every edit of the code installs them again",
    explanation: "A step runs again when one above it does, also if it uses nothing of it. What changes rarely belongs above what changes often: install what comes from the distribution first, and copy the code below it.",
    promise: Promise::AnyEdit,
    finds,
    bad: &[Example::bad(
        "FROM python:3.13-slim\nWORKDIR /app\nCOPY app.py ./\n# What the program calls\nRUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*\nCMD [\"python\", \"app.py\"]\n",
        &["This step runs again whenever a file of line 3 changes, and uses none of them"],
    )],
    good: &[
        Example::good(
            "FROM python:3.13-slim\nRUN apt-get update && apt-get install -y git\nCOPY app.py /\n",
        ),
        Example::good(
            "FROM python:3.13-slim\nCOPY app.py /\nRUN apt-get update && apt-get install -y git && python /app.py\n",
        ),
        // The sources that it installs from.
        Example::good(
            "FROM debian:bookworm-slim\nCOPY app.py /etc/apt/sources.list.d/\nRUN apt-get update && apt-get install -y git\n",
        ),
        // A rule of its own tells of this COPY.
        Example::good(
            "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nRUN apt-get update && apt-get install -y git\nRUN pip install -r requirements.txt\n",
        ),
    ],
};

/// It takes time, and depends on nothing of the project.
fn is_stable(run: &Run<'_>) -> bool {
    let commands = &run.script.commands;
    let installs = commands.iter().any(|command| {
        apt(command, "install").is_some()
            || apk(command, "add").is_some()
            || pip(command).is_some()
            || npm(command).is_some()
    });
    let text = run.exec.script().unwrap_or_default();
    let text = text.replace("/var/lib/apt/lists/*", "");
    let plain = !text.contains(['>', '<', '`', '*']);
    installs && plain && commands.iter().all(is_of_the_system)
}

fn finds(scene: &Scene<'_>) -> Vec<OwnFound> {
    // The COPY that stands too high is one cause.
    let told: Vec<usize> = (super::dependencies_after_source::RULE.finds)(scene)
        .into_iter()
        .filter_map(|found| scene.syntax.stage_of(found.instruction))
        .collect();
    let mut found = Vec::new();
    for run in scene.runs() {
        let stage = scene.syntax.stage_of(run.index);
        if !is_stable(&run) || stage.is_none_or(|stage| told.contains(&stage)) {
            continue;
        }
        let mut before = scene.before(run.index);
        let Some(copy) = before.find(|index| !scene.copied(*index).is_empty()) else {
            continue;
        };
        let configures = (copy..run.index).flat_map(|index| scene.copied(index));
        // Configuration of the package manager, or a place that the commands name.
        let mut configures = configures.map(|action| action.destination.as_str());
        if configures.any(|place| {
            let place = place.trim_end_matches('/');
            let named = run
                .script
                .commands
                .iter()
                .any(|command| !place.is_empty() && command.mentions(place));
            named
                || ["/etc", "/usr", "/root", ""].iter().any(|system| {
                    place == *system
                        || !system.is_empty() && place.starts_with(&format!("{system}/"))
                })
        }) {
            continue;
        }
        let line = scene.syntax.instructions.get(copy);
        let line = line.map_or(0, |copy| copy.lines.first);
        found.push(OwnFound {
            instruction: run.index,
            message: format!(
                "This step runs again whenever a file of line {line} changes, and uses none of them"
            ),
            remedy: remedy(scene, &run, copy),
            ..OwnFound::default()
        });
    }
    found
}

/// The step goes above the COPY, with the comments that stand above it.
fn remedy(scene: &Scene<'_>, run: &Run<'_>, copy: usize) -> Remedy {
    let by_hand = Remedy::ByHand(
        "Move this step above the COPY, if it needs nothing of what stands between the two.",
    );
    let between = (copy + 1..run.index).filter_map(|index| scene.syntax.instructions.get(index));
    let uses_variables = run.exec.script().is_some_and(|script| script.contains('$'));
    let mut between = between.map(|instruction| &instruction.command);
    let in_the_way = between.any(|command| match command {
        Command::Copy(_)
        | Command::Add(_)
        | Command::Label(_)
        | Command::Expose(_)
        | Command::Volume(_)
        | Command::Cmd(_)
        | Command::Entrypoint(_)
        | Command::Workdir(_) => false,
        Command::Env(_) | Command::Arg(_) => uses_variables,
        _ => true,
    });
    let Some(target) = scene.syntax.instructions.get(copy) else {
        return by_hand;
    };
    if in_the_way || !run.instruction.heredocs.is_empty() || !run.instruction.flags.is_empty() {
        return by_hand;
    }
    let start = scene.block_start(run.instruction.span);
    let whole = scene.whole_lines(run.instruction.span);
    let moved = layerlab_syntax::Span::new(start, whole.end);
    let mut text = scene.slice(moved).to_owned();
    if !text.ends_with('\n') {
        text.push_str(scene.line_break());
    }
    Remedy::fix(
        "Install before the code is copied",
        vec![
            insert(scene.block_start(target.span), text),
            replace(moved, ""),
        ],
        "If a script of a package reads a file of the project, it would miss it.",
    )
}
