//! `apt-get update` in a step of its own.

use layerlab_syntax::Command;

use super::install::apt;
use super::scene::{Run, insert, replace};
use super::{OwnFound, OwnRule, Promise, Remedy, Scene, Severity};
use crate::checks::Example;

pub(super) static RULE: OwnRule = OwnRule {
    name: "AptUpdateAlone",
    severity: Severity::Serious,
    description: "apt-get update stands in a step of its own, apart from the installation",
    explanation: "When a package is added later, the step with the update comes from the cache, and the installation works with lists that may be weeks old: it gets outdated packages, or asks for files that the archive no longer has. Write both into one RUN, so that the lists are as new as the installation.",
    promise: Promise::Safety,
    finds,
    bad: &[Example::bad(
        "FROM debian:bookworm-slim\nRUN apt-get update\nRUN apt-get install -y --no-install-recommends curl\n",
        &["The lists of this step come from the cache when line 3 is edited, however old they are"],
    )],
    good: &[
        Example::good("FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y curl\n"),
        Example::good("FROM debian:bookworm-slim\nRUN apt-get update\n"),
    ],
};

fn updates(run: &Run<'_>) -> bool {
    run.script
        .commands
        .iter()
        .any(|command| apt(command, "update").is_some())
}

fn installs(run: &Run<'_>) -> bool {
    let verbs = [
        "install",
        "upgrade",
        "dist-upgrade",
        "full-upgrade",
        "build-dep",
    ];
    let mut commands = run.script.commands.iter();
    commands.any(|command| verbs.iter().any(|verb| apt(command, verb).is_some()))
}

/// The step that installs with the lists of this one, if this one installs nothing itself.
fn user<'a>(scene: &Scene<'a>, run: &Run<'_>) -> Option<Run<'a>> {
    if !updates(run) || installs(run) {
        return None;
    }
    let mut later = scene.after(run.index).filter_map(|index| scene.run(index));
    later
        .find(|later| installs(later) || updates(later))
        .filter(|later| !updates(later))
}

/// This rule has something to say of the step.
pub(super) fn is_alone(scene: &Scene<'_>, run: &Run<'_>) -> bool {
    user(scene, run).is_some()
}

fn finds(scene: &Scene<'_>) -> Vec<OwnFound> {
    let found = scene.runs().filter_map(|run| {
        let user = user(scene, &run)?;
        Some(OwnFound {
            instruction: run.index,
            message: format!(
                "The lists of this step come from the cache when line {} is edited, however old they are",
                user.instruction.lines.first
            ),
            remedy: remedy(scene, &run, &user),
            ..OwnFound::default()
        })
    });
    found.collect()
}

fn remedy(scene: &Scene<'_>, run: &Run<'_>, user: &Run<'_>) -> Remedy {
    let alone = run.script.commands.len() == 1 && run.instruction.flags.is_empty();
    let plain = run.instruction.heredocs.is_empty() && user.instruction.heredocs.is_empty();
    let begins = match &user.instruction.command {
        Command::Run(layerlab_syntax::Arguments::Shell(word)) => word.span.start,
        _ => return Remedy::default(),
    };
    let mut comments = scene.syntax.comments.iter();
    let commented = comments.any(|comment| {
        run.instruction.span.start < comment.start && comment.start < run.instruction.span.end
    });
    if !alone || !plain || commented || run.script.end.is_none() {
        return Remedy::ByHand("Write the update and the installation into one RUN, joined by &&.");
    }
    let word = run
        .script
        .commands
        .first()
        .and_then(|command| command.words.first());
    let update = word.zip(run.script.end).map_or("", |(word, end)| {
        scene.slice(layerlab_syntax::Span::new(word.span.start, end))
    });
    Remedy::fix(
        "Write the update into the RUN that installs",
        vec![
            replace(scene.whole_lines(run.instruction.span), ""),
            insert(begins, format!("{update} && ")),
        ],
        "The lists are fetched again whenever the installation is edited, which takes a few seconds.",
    )
}
