//! A program that is built in the stage that becomes the final image.

use super::split::{language, node_builds, split_compiled, split_node_build};
use super::{OwnFound, OwnRule, Promise, Scene, Severity};
use crate::checks::Example;

pub(super) static RULE: OwnRule = OwnRule {
    name: "SingleStageBuild",
    severity: Severity::Note,
    description: "The program is built in the stage that becomes the final image",
    explanation: "The final image then holds the compiler, the sources of all libraries and what the build left behind, none of which is needed when the program runs. Build in a stage of its own, and copy the program into a second one that stands on a small image: COPY --from=builder.",
    promise: Promise::ImageSize,
    finds,
    bad: &[
        Example::bad(
            "FROM golang:1.24\nWORKDIR /src\nCOPY . .\nRUN go build -o /usr/local/bin/app .\nCMD [\"app\"]\n",
            &["The final image holds all that line 4 needs to build"],
        ),
        Example::bad(
            "FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\nCMD [\"node\", \"dist/app.js\"]\n",
            &["The final image holds all that line 6 needs to build"],
        ),
    ],
    good: &[
        Example::good(
            "FROM golang:1.24 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\nFROM debian:bookworm-slim\nCOPY --from=build /app /app\nCMD [\"/app\"]\n",
        ),
        Example::good(
            "FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\nCMD [\"node\", \"app.js\"]\n",
        ),
    ],
};

fn finds(scene: &Scene<'_>) -> Vec<OwnFound> {
    // Of several steps that build, the last one is told of.
    let building = scene
        .image_runs()
        .filter(|run| language(run).is_some() || node_builds(run));
    let Some(run) = building.last() else {
        return Vec::new();
    };
    let started = scene
        .target()
        .is_some_and(|stage| !stage.config.cmd.is_empty() || !stage.config.entrypoint.is_empty());
    if !started {
        return Vec::new();
    }
    let remedy = split_compiled(scene, run.index)
        .or_else(|| split_node_build(scene, run.index))
        .unwrap_or_default();
    vec![OwnFound {
        instruction: run.index,
        message: format!(
            "The final image holds all that line {} needs to build",
            run.instruction.lines.first
        ),
        remedy,
        ..OwnFound::default()
    }]
}
