//! `cd` where WORKDIR is meant.

use std::collections::BTreeMap;

use super::scene::{Run, replace};
use super::{OwnFound, OwnRule, Promise, Remedy, Scene, Severity};
use crate::checks::Example;

pub(super) static RULE: OwnRule = OwnRule {
    name: "DirectoryByCd",
    severity: Severity::Note,
    description: "A step changes the directory with cd, which holds for that step only",
    explanation: "Each RUN is a shell of its own that begins in the directory of WORKDIR, so a cd at its end does nothing at all, and one at the beginning has to be written into every step. WORKDIR sets the directory for all steps below it and for the program that the container starts.",
    promise: Promise::Safety,
    finds,
    bad: &[
        Example::bad(
            "FROM alpine:3.20\nRUN cd /app\nCOPY app.py ./\n",
            &["This cd does nothing for the steps below: they begin in / again"],
        ),
        Example::bad(
            "FROM alpine:3.20\nRUN mkdir /app && cd /app\nRUN ls\n",
            &["This cd does nothing for the steps below: they begin in / again"],
        ),
        Example::bad(
            "FROM alpine:3.20\nRUN cd /srv && ls\nRUN cd /srv && ls -l\n",
            &["Lines 2 and 3 begin with the same cd, which WORKDIR says once for all"],
        ),
    ],
    good: &[
        Example::good("FROM alpine:3.20\nWORKDIR /app\nRUN ls\n"),
        Example::good("FROM alpine:3.20\nRUN cd /tmp && ls && cd / && rm -rf /tmp/x\n"),
        Example::good("FROM alpine:3.20\nRUN (cd /tmp && ls)\n"),
    ],
};

/// The directory of the command, if it is a plain `cd`.
fn directory<'a>(command: Option<&super::script::Command<'a>>) -> Option<&'a str> {
    let command = command.filter(|command| command.name() == "cd")?;
    let [_, directory] = command.words.as_slice() else {
        return None;
    };
    Some(directory.text.trim_matches(['"', '\'']))
}

fn finds(scene: &Scene<'_>) -> Vec<OwnFound> {
    let mut found = Vec::new();
    let mut beginnings: BTreeMap<(usize, &str), Vec<Run<'_>>> = BTreeMap::new();
    for run in scene.runs() {
        let commands = &run.script.commands;
        if let Some(directory) = directory(commands.last())
            && run.script.end.is_some()
        {
            let begins = match run.exec.working_directory.as_str() {
                "" => "/",
                directory => directory,
            };
            found.push(OwnFound {
                instruction: run.index,
                message: format!(
                    "This cd does nothing for the steps below: they begin in {begins} again"
                ),
                remedy: remedy(&run, directory),
                ..OwnFound::default()
            });
        } else if let Some(directory) = directory(commands.first())
            && let Some(stage) = scene.syntax.stage_of(run.index)
            && !directory.contains('$')
            && !directory.starts_with("/tmp")
        {
            beginnings.entry((stage, directory)).or_default().push(run);
        }
    }
    for runs in beginnings.values() {
        let Some((last, others)) = runs.split_last() else {
            continue;
        };
        let Some(first) = others.first() else {
            continue;
        };
        let lines = others.iter().map(|run| run.instruction.lines.first);
        let lines: Vec<String> = lines.map(|line| line.to_string()).collect();
        found.push(OwnFound {
            instruction: first.index,
            message: format!(
                "Lines {} and {} begin with the same cd, which WORKDIR says once for all",
                lines.join(", "),
                last.instruction.lines.first
            ),
            remedy: Remedy::ByHand(
                "Write WORKDIR above the first of these steps, and another one below the last if other steps follow.",
            ),
            ..OwnFound::default()
        });
    }
    found
}

fn remedy(run: &Run<'_>, directory: &str) -> Remedy {
    let alone = run.script.commands.len() == 1 && run.instruction.flags.is_empty();
    let plain = !directory.is_empty()
        && !directory.contains(['$', '~', '"', '\'', '\\', '`', ' '])
        && directory != "-";
    if !alone || !plain || !run.instruction.heredocs.is_empty() {
        return Remedy::ByHand(
            "Write WORKDIR with this directory below the step, if the steps that follow are to work in it.",
        );
    }
    Remedy::fix(
        format!("Write WORKDIR {directory}"),
        vec![replace(
            run.instruction.span,
            format!("WORKDIR {directory}"),
        )],
        "The steps below then really work there: paths in them that are written for another directory change their meaning.",
    )
}
