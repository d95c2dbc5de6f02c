//! Things that are sent to the builder and should rarely be.

use super::{OwnFound, OwnRule, Promise, RarelySent, Remedy, Scene, Severity};
use crate::checks::Example;
use crate::graph::{MountKind, Operation, paths};

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
        // BuildKit asks only for what is copied.
        Example::good("FROM python:3.13-slim\nCOPY app.py requirements.txt /app/\n"),
    ],
};

const RISK: &str = "A step that reads one of these files would miss it; a line that begins with ! takes a file back in.";

/// A source takes something of what lies at a path.
fn meets(source: &str, path: &str) -> bool {
    let source = source.trim_matches('/');
    source.is_empty() || paths::is_within(path, source) || paths::is_within(source, path)
}

/// An instruction copies something of what lies at a path.
fn copies(scene: &Scene<'_>, index: usize, path: &str) -> bool {
    scene.copied(index).into_iter().any(|action| {
        let fixed = action.source.path.split(['*', '?', '[']).next();
        let whole = fixed.is_none_or(|fixed| fixed.len() == action.source.path.len());
        if whole || !action.source.wildcards {
            meets(&action.source.path, path)
        } else {
            let taken = scene.taken(action);
            taken.iter().any(|file| paths::is_within(file, path))
        }
    })
}

/// BuildKit asks for the sources of COPY, ADD and bind mounts only, and for everything if one of them is the whole context
/// (`dockerfile2llb/convert.go:filterPaths`).
fn is_asked_for(scene: &Scene<'_>, path: &str) -> bool {
    let mut instructions = 0..scene.syntax.instructions.len();
    let is_copied = instructions.any(|index| copies(scene, index, path));
    let mut vertices = scene.plan.vertices.iter();
    let is_mounted = vertices.any(|vertex| {
        let Operation::Exec(exec) = &vertex.operation else {
            return false;
        };
        exec.mounts.iter().any(|mount| match &mount.kind {
            MountKind::Bind(bind) => {
                let input = vertex.inputs.get(bind.input);
                let source = input.and_then(|input| scene.plan.vertex(input.vertex?));
                let of_context =
                    source.is_some_and(|source| matches!(source.operation, Operation::Context));
                of_context && meets(&bind.source, path)
            }
            _ => false,
        })
    });
    is_copied || is_mounted
}

fn finds(scene: &Scene<'_>) -> Vec<OwnFound> {
    let mut instructions = 0..scene.syntax.instructions.len();
    let Some(first) = instructions
        .clone()
        .find(|index| !scene.copied(*index).is_empty())
    else {
        return Vec::new();
    };
    // Secrets that end in the image are told of by a rule of their own.
    let in_image = super::secret_in_layer::copied_secrets(scene);
    let things: Vec<&RarelySent> = scene
        .rarely_sent
        .iter()
        .filter(|thing| !thing.paths.iter().any(|path| in_image.contains(path)))
        .filter(|thing| !thing.paths.iter().any(|path| scene.is_named(path)))
        .filter(|thing| thing.paths.iter().any(|path| is_asked_for(scene, path)))
        .collect();
    if things.is_empty() {
        return Vec::new();
    }
    let found = things.iter().flat_map(|thing| &thing.paths);
    let takes = |index: &usize| found.clone().any(|path| copies(scene, *index, path));
    // Of what only mounts ask for, the first one that copies is told.
    let instruction = instructions.find(takes).unwrap_or(first);
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
