//! A package manager that asks, where nobody can answer.

use super::install::apt;
use super::scene::{Run, insert};
use super::script::Command;
use super::{OwnFound, OwnRule, Promise, Remedy, Scene, Severity};
use crate::checks::{Example, TextEdit};

pub(super) static RULE: OwnRule = OwnRule {
    name: "UnansweredQuestion",
    severity: Severity::Serious,
    description: "A package manager would ask whether to go on, and a build cannot answer",
    explanation: "A package manager asks before it installs more than what was named or removes anything. In a build there is nobody to answer, so it stops and the step fails, if not today then when the package gets another dependency. The option -y answers yes.",
    promise: Promise::Safety,
    finds,
    bad: &[
        Example::bad(
            "FROM debian:bookworm-slim\nRUN apt-get update && apt-get install --no-install-recommends git && rm -rf /var/lib/apt/lists/*\n",
            &["apt-get install asks before it goes on, and nobody can answer"],
        ),
        Example::bad(
            "FROM fedora:44\nRUN dnf install git\n",
            &["dnf install asks before it goes on, and nobody can answer"],
        ),
    ],
    good: &[
        Example::good("FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -yq git\n"),
        Example::good("FROM debian:bookworm-slim\nRUN apt-get -qq install git\n"),
        Example::good("FROM debian:bookworm-slim\nRUN yes | apt-get install git\n"),
        Example::good("FROM fedora:44\nRUN dnf -y install git\n"),
        Example::good(
            "FROM debian:bookworm-slim\nARG OPTIONS=-y\nRUN apt-get install $OPTIONS git\n",
        ),
    ],
};

/// The verb of a package manager that asks, if this command is one.
fn asking<'a>(command: &Command<'a>) -> Option<super::script::Word<'a>> {
    let name = command.name();
    let verbs = [
        "install",
        "upgrade",
        "dist-upgrade",
        "remove",
        "purge",
        "autoremove",
    ];
    let found = match name {
        "apt-get" | "apt" => verbs.iter().find_map(|verb| apt(command, verb)),
        "dnf" | "yum" | "zypper" => {
            let found = command.verb(&["--repo", "--enablerepo", "--disablerepo", "--setopt"]);
            found.filter(|(verb, _)| verbs.contains(&verb.text))
        }
        _ => None,
    };
    let (verb, _) = found?;
    let answered = command.texts().skip(1).any(|word| {
        let short = word.starts_with('-') && !word.starts_with("--");
        let quiet = word.matches('q').count() >= 2 && name.starts_with("apt");
        let alone = name == "zypper" && word == "-n";
        (short && (word.contains('y') || quiet || alone))
            || [
                "--yes",
                "--assume-yes",
                "--assumeyes",
                "--no-confirm",
                "--non-interactive",
            ]
            .contains(&word)
            // Whatever a variable holds.
            || word.starts_with('$')
            || word.contains("ssume-Yes")
            || word.contains("assumeyes")
            || ["--dry-run", "--simulate", "--download-only", "-s", "-d"].contains(&word)
    });
    (!answered).then_some(verb)
}

/// Something else answers: another command of the step, or a setting that was made before.
fn is_answered(scene: &Scene<'_>, run: &Run<'_>) -> bool {
    let mut commands = run.script.commands.iter();
    commands.any(|command| command.piped && matches!(command.name(), "yes" | "echo" | "printf"))
        || scene.text.contains("ssume-Yes")
        || scene.text.contains("assumeyes")
        || scene.text.contains("apt.conf")
}

fn finds(scene: &Scene<'_>) -> Vec<OwnFound> {
    let found = scene.runs().filter_map(|run| {
        let asking: Vec<_> = run
            .script
            .commands
            .iter()
            .filter_map(|command| Some((command.name(), asking(command)?)))
            .collect();
        let (name, verb) = *asking.first()?;
        if is_answered(scene, &run) {
            return None;
        }
        let edits: Vec<TextEdit> = asking
            .iter()
            .map(|(_, verb)| insert(verb.span.end, " -y"))
            .collect();
        Some(OwnFound {
            instruction: run.index,
            span: verb.span,
            message: format!(
                "{name} {} asks before it goes on, and nobody can answer",
                verb.text
            ),
            remedy: Remedy::fix(
                "Answer yes with -y",
                edits,
                "What the package manager would have asked about is done.",
            ),
        })
    });
    found.collect()
}
