//! Files that hold secrets and are copied into a layer of the image.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::scene::Run;
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
        Example::bad(
            "FROM node:22\nARG NPM_TOKEN\nRUN echo \"//x/:_authToken=$NPM_TOKEN\" > /root/.npmrc\nRUN rm /root/.npmrc\n",
            &[
                "This step writes a secret to /root/.npmrc; line 4 hides it, and it can still be read",
            ],
        ),
    ],
    good: &[
        Example::good(
            "FROM node:22\nARG NPM_TOKEN\nRUN echo \"//x/:_authToken=$NPM_TOKEN\" > .npmrc && npm -v && rm .npmrc\n",
        ),
        Example::good("FROM node:22\nRUN echo NODE_ENV=production > .env\n"),
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

/// The file that a step writes a secret into and leaves in its layer.
fn written<'a>(scene: &Scene<'a>, run: &Run<'a>) -> Option<&'a str> {
    let commands = &run.script.commands;
    commands.iter().enumerate().find_map(|(place, command)| {
        let mut words = command.texts().skip(1);
        let secret = command.words.iter().any(|word| names_secret(word.text));
        let path = loop {
            let word = words.next()?;
            let target = word.trim_start_matches('>');
            match (target.len() < word.len(), target) {
                (false, _) => {}
                (true, "") => break words.next()?,
                (true, target) => break target,
            }
        };
        let path = path.trim_matches(['"', '\'']);
        let name = paths::base_name(path);
        let keeps_secrets =
            name == ".npmrc" || (scene.looks_secret)(path.trim_start_matches(['/', '~']));
        let later = commands.get(place + 1..).unwrap_or_default();
        let removed = later
            .iter()
            .any(|later| later.name() == "rm" && later.mentions(name));
        (secret && keeps_secrets && !removed && !run.mounts(path)).then_some(path)
    })
}

/// A word that holds a secret or the variable that does.
fn names_secret(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    ["token", "secret", "passw", "credential", "_key", "apikey"]
        .iter()
        .any(|part| lower.contains(part))
}

/// A later step removes a file of one of these names: its first line.
fn hidden_by(scene: &Scene<'_>, index: usize, names: &[&str]) -> Option<usize> {
    let mut later = scene.after(index).filter_map(|later| scene.run(later));
    let hides = later.find(|run| {
        run.script.commands.iter().any(|command| {
            let mut names = names.iter().map(|name| paths::base_name(name));
            command.name() == "rm" && names.any(|name| command.mentions(name))
        })
    });
    hides.map(|run| run.instruction.lines.first)
}

fn finds(scene: &Scene<'_>) -> Vec<OwnFound> {
    let mut found = Vec::new();
    for run in scene.image_runs() {
        let Some(path) = written(scene, &run) else {
            continue;
        };
        let message = match hidden_by(scene, run.index, &[path]) {
            Some(line) => format!(
                "This step writes a secret to {path}; line {line} hides it, and it can still be read"
            ),
            None => format!(
                "This step writes a secret to {path}, which anybody who has the image can read"
            ),
        };
        found.push(OwnFound {
            instruction: run.index,
            message,
            remedy: Remedy::ByHand(
                "Hand the file to the step that needs it with RUN --mount=type=secret: it is in no layer then.",
            ),
            ..OwnFound::default()
        });
    }
    for index in 0..scene.syntax.instructions.len() {
        let secrets = secrets_of(scene, index);
        if secrets.is_empty() {
            continue;
        }
        let names: Vec<&str> = secrets.iter().map(|(_, path)| &**path).collect();
        let (holds, they) = (
            names.join(", "),
            if names.len() == 1 { "it" } else { "them" },
        );
        let message = match hidden_by(scene, index, &names) {
            Some(line) => format!(
                "This layer holds {holds}; line {line} hides {they}, and {they} can still be read"
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
