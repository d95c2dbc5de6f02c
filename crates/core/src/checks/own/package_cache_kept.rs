//! Caches of package managers that stay in a layer.

use super::install::{apk, npm, pip};
use super::scene::{Run, insert};
use super::script::Command;
use super::{OwnFound, OwnRule, Promise, Remedy, Scene, Severity};
use crate::checks::{Example, TextEdit};

pub(super) static RULE: OwnRule = OwnRule {
    name: "PackageCacheKept",
    severity: Severity::Note,
    description: "The download cache of a package manager stays in the image",
    explanation: "pip, npm, yarn and apk keep what they download, so that the next installation is quicker; in an image there is none. Tell them to keep nothing (pip install --no-cache-dir, apk add --no-cache), clean up in the same RUN (npm cache clean --force), or keep the cache outside of the image with a cache mount.",
    promise: Promise::ImageSize,
    finds,
    bad: &[
        Example::bad(
            "FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n",
            &["pip's cache stays in this layer"],
        ),
        Example::bad(
            "FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\n",
            &["npm's cache stays in this layer"],
        ),
        Example::bad(
            "FROM node:22\nWORKDIR /app\nCOPY package.json ./\nRUN yarn install\n",
            &["yarn's cache stays in this layer"],
        ),
        Example::bad(
            "FROM alpine:3.20\nRUN apk add curl\n",
            &["apk's index of packages stays in this layer"],
        ),
    ],
    good: &[
        Example::good(
            "FROM python:3.13-slim\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\n",
        ),
        Example::good(
            "FROM python:3.13-slim\nENV PIP_NO_CACHE_DIR=1\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n",
        ),
        Example::good(
            "FROM python:3.13-slim\nCOPY requirements.txt .\nRUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt\n",
        ),
        Example::good(
            "FROM node:22\nWORKDIR /app\nCOPY package.json ./\nRUN npm install && npm cache clean --force\n",
        ),
        Example::good(
            "FROM node:22\nWORKDIR /app\nCOPY package.json ./\nRUN yarn && yarn cache clean\n",
        ),
        Example::good("FROM alpine:3.20\nRUN apk add --no-cache curl\n"),
    ],
};

fn finds(scene: &Scene<'_>) -> Vec<OwnFound> {
    scene
        .image_runs()
        .flat_map(|run| {
            [
                of_pip(&run),
                of_npm(scene, &run),
                of_yarn(scene, &run),
                of_apk(&run),
            ]
        })
        .flatten()
        .collect()
}

/// The instructions that this rule finds something in.
pub(super) fn instructions(scene: &Scene<'_>) -> Vec<usize> {
    let found = finds(scene).into_iter();
    found.map(|found| found.instruction).collect()
}

/// A later command of the step removes something with this in its path.
fn removes(run: &Run<'_>, part: &str) -> bool {
    let mut commands = run.script.commands.iter();
    commands.any(|command| matches!(command.name(), "rm" | "find") && command.mentions(part))
}

fn found(run: &Run<'_>, message: &str, remedy: Remedy) -> Option<OwnFound> {
    Some(OwnFound {
        instruction: run.index,
        message: message.to_owned(),
        remedy,
        ..OwnFound::default()
    })
}

fn of_pip(run: &Run<'_>) -> Option<OwnFound> {
    let off = run.variable("PIP_NO_CACHE_DIR").is_some_and(|value| {
        !matches!(
            value.to_ascii_lowercase().as_str(),
            "" | "0" | "false" | "no" | "off"
        )
    });
    let commands = &run.script.commands;
    let purges = commands
        .iter()
        .any(|command| command.mentions("purge") && command.name().starts_with("pip"));
    let elsewhere = run.mounts("/root/.cache")
        || run
            .variable("PIP_CACHE_DIR")
            .is_some_and(|path| run.mounts(path));
    if off || purges || elsewhere || removes(run, ".cache") {
        return None;
    }
    let keeping = commands.iter().filter_map(|command| {
        let (verb, _) = pip(command)?;
        let told = command.has("--no-cache") || command.has("--cache-dir");
        (!told).then(|| insert(verb.span.end, " --no-cache-dir"))
    });
    let edits: Vec<TextEdit> = keeping.collect();
    if edits.is_empty() {
        return None;
    }
    found(
        run,
        "pip's cache stays in this layer",
        Remedy::fix(
            "Let pip keep no cache",
            edits,
            "Nothing in the image; a cache mount would save the downloads of the next installation as well.",
        ),
    )
}

fn of_npm(scene: &Scene<'_>, run: &Run<'_>) -> Option<OwnFound> {
    let commands = &run.script.commands;
    let installs = commands.iter().any(|command| npm(command).is_some());
    let cleans = commands
        .iter()
        .any(|command| command.name() == "npm" && command.mentions("cache"));
    if !installs || cleans || run.mounts("/root/.npm") || removes(run, ".npm") {
        return None;
    }
    let remedy = match scene.append_command(run, "npm cache clean --force") {
        Some(edit) => Remedy::fix(
            "Empty npm's cache at the end of the same RUN",
            vec![edit],
            "Nothing in the image; a cache mount would save the downloads of the next installation as well.",
        ),
        None => Remedy::ByHand("Let the script of this step end with npm cache clean --force."),
    };
    found(run, "npm's cache stays in this layer", remedy)
}

/// Yarn 1, which the images of Node.js bring. Later versions keep their downloads elsewhere, and have this file.
fn of_yarn(scene: &Scene<'_>, run: &Run<'_>) -> Option<OwnFound> {
    let commands = &run.script.commands;
    let verb = |command: &Command<'_>| command.verb(&[]).map(|(verb, _)| verb.text.to_owned());
    let installs = commands.iter().any(|command| {
        command.name() == "yarn" && matches!(verb(command).as_deref(), None | Some("install"))
    });
    let cleans = commands
        .iter()
        .any(|command| command.name() == "yarn" && verb(command).as_deref() == Some("cache"));
    let elsewhere = run.mounts("/usr/local/share/.cache")
        || run.variable("YARN_CACHE_FOLDER").is_some()
        || commands.iter().any(|command| command.has("--cache-folder"))
        || scene.context.get(".yarnrc.yml").is_some();
    if !installs || cleans || elsewhere || removes(run, ".cache") {
        return None;
    }
    let remedy = match scene.append_command(run, "yarn cache clean") {
        Some(edit) => Remedy::fix(
            "Empty yarn's cache at the end of the same RUN",
            vec![edit],
            "Nothing in the image; a cache mount would save the downloads of the next installation as well.",
        ),
        None => Remedy::ByHand("Let the script of this step end with yarn cache clean."),
    };
    found(run, "yarn's cache stays in this layer", remedy)
}

fn of_apk(run: &Run<'_>) -> Option<OwnFound> {
    if run.mounts("/var/cache/apk")
        || run.mounts("/etc/apk/cache")
        || removes(run, "/var/cache/apk")
    {
        return None;
    }
    let commands = &run.script.commands;
    let keeping = commands.iter().filter_map(|command| {
        let (verb, _) = apk(command, "add")?;
        (!command.has("--no-cache")).then(|| insert(verb.span.end, " --no-cache"))
    });
    let edits: Vec<TextEdit> = keeping.collect();
    if edits.is_empty() {
        return None;
    }
    let updates = commands
        .iter()
        .any(|command| apk(command, "update").is_some());
    let remedy = if updates {
        Remedy::ByHand(
            "Leave apk update out, and write apk add --no-cache: it reads the index without keeping it.",
        )
    } else {
        Remedy::fix(
            "Let apk keep no index",
            edits,
            "Nothing in the image; the index is fetched whenever the step runs, as it is now.",
        )
    };
    found(run, "apk's index of packages stays in this layer", remedy)
}
