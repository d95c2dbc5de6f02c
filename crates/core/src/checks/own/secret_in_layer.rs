//! Files that hold secrets and are copied into a layer of the image.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::{OwnFound, OwnRule, Promise, RarelySent, Remedy, Scene, Severity};
use crate::checks::Example;
use crate::graph::paths;

pub(super) static RULE: OwnRule = OwnRule {
    name: "SecretInLayer",
    severity: Severity::Serious,
    description: "A file that often holds secrets is copied into the image",
    explanation: "Whoever has the image can read every file of every layer, also one that a later step removes: the layer that holds it stays. Name the file in .dockerignore, and hand a secret that a step needs to that step alone, with RUN --mount=type=secret.",
    promise: Promise::Safety,
    finds,
    bad: &[
        Example::bad(
            "FROM python:3.13-slim\nCOPY . /app\nRUN rm /app/.env\n",
            &["This layer holds .env; line 3 hides it, and it can still be read"],
        ),
        Example::bad(
            "FROM python:3.13-slim\nCOPY .env /app/.env\n",
            &["This layer holds .env, which anybody who has the image can read"],
        ),
    ],
    good: &[
        Example::good("FROM python:3.13-slim\nCOPY . /app\n").ignoring(".env\n"),
        Example::good("FROM python:3.13-slim\nCOPY app.py /app/\n"),
        Example::good(
            "FROM alpine:3.20 AS build\nCOPY . /src\nFROM alpine:3.20\nCOPY --from=build /src/app.py /\n",
        ),
    ],
};

/// What an instruction copies of these things into the final image.
fn secrets_of<'a>(scene: &Scene<'a>, index: usize) -> Vec<(&'a RarelySent, Rc<str>)> {
    let secrets = scene.rarely_sent.iter().filter(|thing| thing.secret);
    let secrets: Vec<&RarelySent> = secrets.collect();
    if secrets.is_empty() || !scene.is_in_image(index) {
        return Vec::new();
    }
    let copied = scene.copied(index);
    let taken: Vec<Rc<str>> = copied
        .iter()
        .flat_map(|action| scene.taken(action))
        .collect();
    let mut found = Vec::new();
    for thing in secrets {
        for path in &thing.paths {
            if taken.iter().any(|file| paths::is_within(file, path)) {
                found.push((thing, Rc::clone(path)));
            }
        }
    }
    found
}

/// The secrets that the final image holds, by their paths.
pub(super) fn copied_secrets(scene: &Scene<'_>) -> BTreeSet<Rc<str>> {
    let all = 0..scene.syntax.instructions.len();
    all.flat_map(|index| secrets_of(scene, index))
        .map(|(_, path)| path)
        .collect()
}

fn finds(scene: &Scene<'_>) -> Vec<OwnFound> {
    let mut found = Vec::new();
    for index in 0..scene.syntax.instructions.len() {
        let secrets = secrets_of(scene, index);
        if secrets.is_empty() {
            continue;
        }
        let names: Vec<&str> = secrets.iter().map(|(_, path)| &**path).collect();
        let mut later = scene.after(index).filter_map(|later| scene.run(later));
        let hides = later.find(|run| {
            run.script.commands.iter().any(|command| {
                command.name() == "rm"
                    && names
                        .iter()
                        .any(|name| command.mentions(paths::base_name(name)))
            })
        });
        let (holds, they) = (
            names.join(", "),
            if names.len() == 1 { "it" } else { "them" },
        );
        let message = match hides {
            Some(run) => format!(
                "This layer holds {holds}; line {} hides {they}, and {they} can still be read",
                run.instruction.lines.first
            ),
            None => format!("This layer holds {holds}, which anybody who has the image can read"),
        };
        found.push(OwnFound {
            instruction: index,
            message: message.replace("and them can", "and they can"),
            remedy: remedy(scene, &secrets),
            ..OwnFound::default()
        });
    }
    found
}

fn remedy(scene: &Scene<'_>, secrets: &[(&RarelySent, Rc<str>)]) -> Remedy {
    if secrets.iter().any(|(_, path)| scene.is_named(path)) {
        return Remedy::ByHand(
            "The file is copied by its name: hand it to the step that needs it with RUN --mount=type=secret, or to the container when it starts.",
        );
    }
    let mut lines: Vec<&str> = secrets
        .iter()
        .map(|(thing, _)| thing.ignore_line.as_str())
        .collect();
    lines.dedup();
    Remedy::fix(
        format!("Add {} to {}", lines.join(", "), scene.ignore_path),
        vec![scene.ignore_edit(&lines)],
        "A program that reads the file from the image has to get it when the container starts. Secrets in images that were published already should be replaced.",
    )
}
