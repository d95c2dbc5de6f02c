//! Folders that a program does not need when it runs, copied into the final image.

use std::collections::BTreeSet;

use super::{OwnFound, OwnRule, Promise, Remedy, Scene, Severity};
use crate::checks::Example;
use crate::graph::paths;

pub(super) static RULE: OwnRule = OwnRule {
    name: "UnneededFiles",
    severity: Severity::Hint,
    description: "Tests, documentation or settings of the repository's host are copied into the final image",
    explanation: "A program that runs needs neither its tests nor its documentation, yet a COPY of everything takes them along, and an edit of one of them runs that step and those below again. Name the folders in .dockerignore, or leave them out of this COPY with --exclude if a stage needs them.",
    promise: Promise::ImageSize,
    finds,
    bad: &[Example::bad(
        "FROM python:3.13-slim\nCOPY . /app\nCMD [\"python\", \"/app/app.py\"]\n",
        &["The final image gets tests with this COPY, and nothing in the Dockerfile uses it"],
    )],
    good: &[
        Example::good("FROM python:3.13-slim\nCOPY . /app\n").ignoring("tests\n"),
        Example::good("FROM python:3.13-slim\nCOPY . /app\nRUN python -m pytest /app/tests\n"),
        Example::good("FROM python:3.13-slim\nCOPY tests /tests\nCMD [\"python\", \"/tests\"]\n"),
        Example::good(
            "FROM python:3.13-slim AS build\nCOPY . /app\nFROM python:3.13-slim\nCOPY --from=build /app/app.py /\n",
        ),
    ],
};

/// Names of folders, and what a command that uses one of them mentions.
const FOLDERS: [(&str, &str); 6] = [
    ("tests", "test"),
    ("test", "test"),
    ("__tests__", "test"),
    ("docs", "doc"),
    (".github", ".github"),
    (".circleci", ".circleci"),
];

/// Some command of the build, or the one that is started, mentions this.
fn is_mentioned(scene: &Scene<'_>, part: &str) -> bool {
    let mut instructions = scene.syntax.instructions.iter();
    instructions.any(|instruction| {
        use layerlab_syntax::Command::{Cmd, Copy, Entrypoint, Healthcheck, Run};
        let runs = matches!(
            instruction.command,
            Run(_) | Cmd(_) | Entrypoint(_) | Healthcheck(_) | Copy(_)
        );
        let heredocs = instruction.heredocs.iter();
        let mut bodies = heredocs.map(|heredoc| scene.slice(heredoc.body));
        runs && (scene.slice(instruction.span).contains(part)
            || bodies.any(|body| body.contains(part)))
    })
}

fn finds(scene: &Scene<'_>) -> Vec<OwnFound> {
    let mut found = Vec::new();
    for index in 0..scene.syntax.instructions.len() {
        if !scene.is_in_image(index) {
            continue;
        }
        let mut folders: BTreeSet<String> = BTreeSet::new();
        for action in scene.copied(index) {
            let source = action.source.path.trim_matches('/');
            scene.visit_taken(action, |file| {
                if let Some(folder) = folder_of(file, source)
                    && !folders.contains(folder)
                {
                    folders.insert(folder.to_owned());
                }
            });
        }
        folders.retain(|folder| {
            let name = paths::base_name(folder);
            let part = FOLDERS.iter().find(|(known, _)| *known == name);
            part.is_some_and(|(_, part)| !is_mentioned(scene, part)) && !scene.is_named(folder)
        });
        if folders.is_empty() {
            continue;
        }
        let lines: Vec<&str> = folders.iter().map(String::as_str).collect();
        let it = if lines.len() == 1 { "it" } else { "them" };
        found.push(OwnFound {
            instruction: index,
            message: format!(
                "The final image gets {} with this COPY, and nothing in the Dockerfile uses {it}",
                lines.join(", ")
            ),
            remedy: Remedy::fix(
                format!("Add {} to {}", lines.join(", "), scene.ignore_path),
                vec![scene.ignore_edit(&lines)],
                "A program that reads a file of these folders when it runs would miss it.",
            ),
            ..OwnFound::default()
        });
    }
    found
}

/// The topmost of these folders that a file lies in, if it is below what was copied as a whole.
fn folder_of<'f>(file: &'f str, source: &str) -> Option<&'f str> {
    let mut below = match source {
        "" => file,
        source => file.strip_prefix(source)?.strip_prefix('/')?,
    };
    // Deeper ones mostly belong to a package that ships them.
    for _ in 0..2 {
        let (name, behind) = below.split_once('/')?;
        if FOLDERS.iter().any(|(known, _)| *known == name) {
            return file.get(..file.len() - behind.len() - 1);
        }
        below = behind;
    }
    None
}
