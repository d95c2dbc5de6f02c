//! A stage from which nobody takes anything.

use layerlab_syntax::{Command, Flag, Instruction, Word};

use super::{OwnFound, OwnRule, Promise, Remedy, Scene, Severity};
use crate::checks::Example;

pub(super) static RULE: OwnRule = OwnRule {
    name: "UnusedStage",
    severity: Severity::Note,
    description: "No other stage uses this one, and it is not the last",
    explanation: "BuildKit builds the last stage and what that one needs: a stage that nobody copies from or builds on is passed over, with the tests that it may run. If something of it belongs into the image, copy it with COPY --from; if it is a target of its own, build it with --target.",
    promise: Promise::Safety,
    finds,
    bad: &[
        Example::bad(
            "FROM alpine:3.20\nRUN echo 1 > /a\nFROM alpine:3.20\nCOPY app.py /\n",
            &["No other stage uses this one, so it is never built"],
        ),
        Example::bad(
            "FROM alpine:3.20 AS Test\nRUN echo 1 > /a\nFROM alpine:3.20\nCOPY app.py /\n",
            &["No other stage uses Test: it is built only with --target Test"],
        ),
    ],
    good: &[
        Example::good(
            "FROM alpine:3.20 AS Build\nRUN echo 1 > /a\nFROM alpine:3.20\nCOPY --from=build /a /\n",
        ),
        Example::good(
            "FROM alpine:3.20\nRUN echo 1 > /a\nFROM alpine:3.20\nRUN --mount=type=bind,target=/x,from=0 cat /x/a\n",
        ),
        // A product of its own, beside the last one.
        Example::good(
            "FROM alpine:3.20 AS worker\nCMD [\"work\"]\nFROM alpine:3.20\nCOPY app.py /\n",
        ),
        Example::good("FROM alpine:3.20 AS a\nRUN true\nFROM a AS b\nRUN true\n"),
    ],
};

/// What a flag such as `--from=a` or `--mount=type=bind,from=a` names.
fn named(flag: &Flag<'_>) -> Vec<String> {
    let Some(value) = &flag.value else {
        return Vec::new();
    };
    let lower = value.value.to_lowercase();
    match flag.name.value.as_ref() {
        "from" => vec![lower],
        "mount" => {
            let fields = lower.split(',').map(|field| field.trim_matches('"'));
            let from = fields.filter_map(|field| field.strip_prefix("from="));
            from.map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

/// What an instruction takes from: names and numbers in lower case, each with variables as they are written.
fn sources(instruction: &Instruction<'_>) -> Vec<String> {
    match &instruction.command {
        Command::From { image, .. } => vec![image.value.to_lowercase()],
        Command::Onbuild(held) => sources(held),
        _ => instruction.flags.iter().flat_map(named).collect(),
    }
}

/// It makes an image that is started by itself, which is a target on purpose.
fn is_product(instruction: &Instruction<'_>) -> bool {
    matches!(
        instruction.command,
        Command::Cmd(_)
            | Command::Entrypoint(_)
            | Command::User(_)
            | Command::Expose(_)
            | Command::Healthcheck(_)
    )
}

fn finds(scene: &Scene<'_>) -> Vec<OwnFound> {
    let instructions = &scene.syntax.instructions;
    let used: Vec<String> = instructions.iter().flat_map(sources).collect();
    // What a variable stands for may be any of them.
    if used.iter().any(|name| name.contains('$')) {
        return Vec::new();
    }
    let stages = scene.syntax.stages.iter().enumerate();
    let last = scene.syntax.stages.len().saturating_sub(1);
    let found = stages.filter_map(|(index, stage)| {
        let name = stage.name.as_deref();
        let is_used = used.iter().any(|used| {
            *used == index.to_string() || name.is_some_and(|name| *used == name.to_lowercase())
        });
        let reachable = scene.plan.stages.get(index)?.reachable;
        let own = instructions.get(stage.from..stage.end).unwrap_or_default();
        let product = name.is_some() && own.iter().any(is_product);
        if is_used || index == last || reachable || product {
            return None;
        }
        let message = match written(own) {
            Some(name) => format!(
                "No other stage uses {0}: it is built only with --target {0}",
                name.value
            ),
            None => "No other stage uses this one, so it is never built".to_owned(),
        };
        Some(OwnFound {
            instruction: stage.from,
            message,
            remedy: Remedy::ByHand(
                "Take the stage out, or copy what it makes into the stage that needs it.",
            ),
            ..OwnFound::default()
        })
    });
    found.collect()
}

/// The name of a stage as it is written.
fn written<'a>(stage: &'a [Instruction<'_>]) -> Option<&'a Word<'a>> {
    match stage.first().map(|from| &from.command) {
        Some(Command::From { name, .. }) => name.as_ref(),
        _ => None,
    }
}
