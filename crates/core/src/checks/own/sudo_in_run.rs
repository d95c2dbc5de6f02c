//! `sudo` in a step that runs as root.

use layerlab_syntax::Span;

use super::scene::replace;
use super::{OwnFound, OwnRule, Promise, Remedy, Scene, Severity};
use crate::checks::{Example, TextEdit};

pub(super) static RULE: OwnRule = OwnRule {
    name: "SudoInRun",
    severity: Severity::Note,
    description: "sudo is used in a step that runs as root already",
    explanation: "A step runs as root unless USER says otherwise, so sudo gives it nothing. Official images do not have it, and where it is installed it stays in the image for an attacker to use. Leave it out; to be another user for a step, write USER above it.",
    promise: Promise::Safety,
    finds,
    bad: &[Example::bad(
        "FROM debian:bookworm-slim\nRUN sudo mkdir /a && \\\n    sudo touch /a/b\n",
        &["The step runs as root, so sudo does nothing"],
    )],
    good: &[
        Example::good("FROM debian:bookworm-slim\nUSER 1000\nRUN sudo mkdir /a\n"),
        Example::good("FROM debian:bookworm-slim\nRUN mkdir /a && echo sudo\n"),
        Example::good("FROM example.com/workspace\nRUN sudo mkdir /a\n"),
        Example::good("FROM debian:bookworm-slim\nRUN sudo -u www-data touch /tmp/a\n"),
    ],
};

fn finds(scene: &Scene<'_>) -> Vec<OwnFound> {
    let found = scene.runs().filter_map(|run| {
        let user = run.exec.user.split(':').next().unwrap_or_default();
        let stage = scene.syntax.stage_of(run.index)?;
        // An image that is not known may set another user.
        if !matches!(user, "" | "root" | "0") || !scene.is_known(stage) {
            return None;
        }
        let mut edits: Vec<TextEdit> = Vec::new();
        let mut first = None;
        for command in &run.script.commands {
            // With options it may well become another user.
            if command.name().starts_with('-') {
                continue;
            }
            let words = command.leading.iter().chain(command.words.first());
            let mut words = words.peekable();
            while let Some(word) = words.next() {
                if word.text == "sudo"
                    && let Some(next) = words.peek()
                {
                    first = first.or(Some(word.span));
                    edits.push(replace(Span::new(word.span.start, next.span.start), ""));
                }
            }
        }
        Some(OwnFound {
            instruction: run.index,
            span: first?,
            message: "The step runs as root, so sudo does nothing".to_owned(),
            remedy: Remedy::fix(
                "Leave sudo out",
                edits,
                "None, as long as the step runs as root.",
            ),
        })
    });
    found.collect()
}
