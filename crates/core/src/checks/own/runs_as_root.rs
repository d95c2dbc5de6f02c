//! A final image whose program runs as root.

use layerlab_syntax::Command;

use super::{OwnFound, OwnRule, Promise, Remedy, Scene, Severity};
use crate::checks::Example;
use crate::graph::Operation;

pub(super) static RULE: OwnRule = OwnRule {
    name: "RunsAsRoot",
    severity: Severity::Note,
    description: "The program of the final image runs as root",
    explanation: "Without USER a container runs as root, and a hole in the program gives root's rights over all files in the container and over whatever is mounted into it. Make a user, give it the files that the program writes, and name it with USER before CMD.",
    promise: Promise::Safety,
    finds,
    bad: &[Example::bad(
        "FROM python:3.13-slim\nCOPY app.py /\nCMD [\"python\", \"/app.py\"]\n",
        &["The container starts this as root"],
    )],
    good: &[
        Example::good(
            "FROM python:3.13-slim\nCOPY app.py /\nUSER 1000\nCMD [\"python\", \"/app.py\"]\n",
        ),
        // The image's own program, which gives up its rights by itself.
        Example::good("FROM nginx:1.27\nCOPY index.html /usr/share/nginx/html/\n"),
    ],
};

fn finds(scene: &Scene<'_>) -> Vec<OwnFound> {
    let Some(target) = scene.target() else {
        return Vec::new();
    };
    let user = target.config.user.split(':').next().unwrap_or_default();
    if !matches!(user, "" | "root" | "0") {
        return Vec::new();
    }
    // What an image that is not known sets is not known.
    let stages = scene.image_stages();
    let unknown = scene.plan.vertices.iter().any(|vertex| {
        let in_chain = vertex.stage.is_some_and(|stage| stages.contains(&stage));
        matches!(&vertex.operation, Operation::Image(image) if in_chain && !image.known)
    });
    let set = scene
        .syntax
        .instructions
        .iter()
        .enumerate()
        .rev()
        .find(|(index, instruction)| {
            matches!(
                instruction.command,
                Command::Cmd(_) | Command::Entrypoint(_)
            ) && scene.is_in_image(*index)
        });
    match set {
        Some((instruction, _)) if !unknown => vec![OwnFound {
            instruction,
            message: "The container starts this as root".to_owned(),
            remedy: Remedy::ByHand(
                "No fix is offered: which files the program must be able to write cannot be told from here.",
            ),
            ..OwnFound::default()
        }],
        _ => Vec::new(),
    }
}
