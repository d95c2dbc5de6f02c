//! Things that are sent to the builder and should rarely be.

use super::{OwnFound, OwnRule, Promise, RarelySent, Remedy, Scene, Severity};
use crate::checks::Example;

pub(super) static RULE: OwnRule = OwnRule {
    name: "WeakIgnoreFile",
    severity: Severity::Note,
    description: ".dockerignore lets things through that rarely belong into a build",
    explanation: "What .dockerignore does not name is sent to the builder, and a COPY of everything puts it into the image. The history of the repository, caches and packages of your computer make that slow and large, and each of their changes runs steps again: name them in .dockerignore.",
    promise: Promise::Context,
    finds,
    bad: &[Example::bad(
        "FROM python:3.13-slim\nCOPY . /app\n",
        &["Sent to the builder, and rarely wanted there: node_modules, .git"],
    )],
    good: &[
        Example::good("FROM python:3.13-slim\nCOPY . /app\n")
            .ignoring(".git\nnode_modules\n.env\n"),
        Example::good("FROM python:3.13-slim\nRUN pip list\n"),
    ],
};

const RISK: &str = "A step that reads one of these files would miss it; a line that begins with ! takes a file back in.";

fn finds(scene: &Scene<'_>) -> Vec<OwnFound> {
    let first = (0..scene.syntax.instructions.len()).find(|index| !scene.copied(*index).is_empty());
    let Some(instruction) = first else {
        return Vec::new();
    };
    // Secrets that end in the image are told of by a rule of their own.
    let in_image = super::secret_in_layer::copied_secrets(scene);
    let things: Vec<&RarelySent> = scene
        .rarely_sent
        .iter()
        .filter(|thing| !thing.paths.iter().any(|path| in_image.contains(path)))
        .filter(|thing| !thing.paths.iter().any(|path| scene.is_named(path)))
        .collect();
    if things.is_empty() {
        return Vec::new();
    }
    let lines: Vec<&str> = things
        .iter()
        .map(|thing| thing.ignore_line.as_str())
        .collect();
    vec![OwnFound {
        instruction,
        message: format!(
            "Sent to the builder, and rarely wanted there: {}",
            lines.join(", ")
        ),
        remedy: Remedy::fix(
            format!("Add {} to {}", lines.join(", "), scene.ignore_path),
            vec![scene.ignore_edit(&lines)],
            RISK,
        ),
        ..OwnFound::default()
    }]
}
