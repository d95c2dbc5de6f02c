//! A final image whose program runs as root.

use layerlab_catalog::{Distribution, base_image};
use layerlab_syntax::{Command, Span};

use super::scene::insert;
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
            remedy: remedy(scene, instruction),
            ..OwnFound::default()
        }],
        _ => Vec::new(),
    }
}

const BY_HAND: &str = "Make a user, give it the files that the program writes, and name it with USER above this line. Which files that are cannot be told from here.";
const RISK: &str = "The program can read all files of the image and write none of them: give it the folders into which it writes, with chown in the step that makes the user.";

/// Images in which nothing runs before the program that needs to be root.
const PLAIN: [&str; 12] = [
    "alpine",
    "debian",
    "eclipse-temurin",
    "golang",
    "gradle",
    "maven",
    "node",
    "openjdk",
    "python",
    "ruby",
    "rust",
    "ubuntu",
];

/// A user of its own, and USER below the last step of the final stage.
fn remedy(scene: &Scene<'_>, set: usize) -> Remedy {
    user(scene, set).map_or(Remedy::ByHand(BY_HAND), |edits| {
        Remedy::fix("Run the program as a user of its own", edits, RISK)
    })
}

fn user(scene: &Scene<'_>, set: usize) -> Option<Vec<crate::checks::TextEdit>> {
    let target = scene.plan.target?;
    let stage = scene.syntax.stages.get(target)?;
    let base = root_image(scene, target)?;
    let bare = base.split(['@', ':']).next().unwrap_or_default();
    let name = bare.rsplit('/').next().unwrap_or(bare);
    let official = !bare.contains('/') || bare.starts_with("docker.io/library/");
    let in_stage = (stage.from + 1..stage.end).contains(&set);
    // A script may set up what only root can, and a database in a file is written.
    let config = &scene.target()?.config;
    let facts = base_image(&base);
    let of_image = |word: &&String| !facts.entrypoint.contains(word);
    let mut started = config.entrypoint.iter().filter(of_image).chain(&config.cmd);
    let script = started.any(|word| word.ends_with(".sh") || word.contains("entrypoint"));
    let writes = (0..scene.syntax.instructions.len())
        .flat_map(|index| scene.copied(index))
        .flat_map(|action| scene.taken(action))
        .any(|path| {
            [".sqlite3", ".sqlite", ".db"]
                .iter()
                .any(|end| path.ends_with(end))
        });
    let low_port = config.exposed_ports.iter().any(|port| {
        let number = port
            .split('/')
            .next()
            .and_then(|number| number.parse::<u32>().ok());
        number.is_none_or(|number| number < 1024)
    });
    if !PLAIN.contains(&name) || !official || !in_stage || script || writes || low_port {
        return None;
    }
    let from = scene.syntax.instructions.get(stage.from)?;
    let end = scene.line_break();
    let shell = config.shell.is_empty();
    let made = match (name, facts.distribution) {
        // The image has one.
        ("node", _) => None,
        (_, Distribution::Alpine) if shell => Some("adduser -D app"),
        (_, Distribution::Debian(_) | Distribution::Ubuntu(_)) if shell => {
            Some("useradd --create-home app")
        }
        _ => return None,
    };
    let user = if made.is_some() { "app" } else { "node" };
    if made.is_some() && mentions_user(scene) {
        return None;
    }
    // Below the last step that changes files.
    let last = (stage.from + 1..stage.end).rev().find(|index| {
        let instruction = scene.syntax.instructions.get(*index);
        matches!(
            instruction.map(|instruction| &instruction.command),
            Some(
                Command::Run(_)
                    | Command::Copy(_)
                    | Command::Add(_)
                    | Command::Workdir(_)
                    | Command::User(_)
                    | Command::Volume(_)
            )
        )
    });
    let last = scene.syntax.instructions.get(last.unwrap_or(stage.from))?;
    let mut edits = Vec::new();
    if let Some(made) = made {
        edits.push(insert(from.span.end, format!("{end}RUN {made}")));
    }
    edits.push(insert(last.span.end, format!("{end}USER {user}")));
    Some(edits)
}

/// The image on which the layers of a stage stand, if it is the stage's own.
fn root_image(scene: &Scene<'_>, stage: usize) -> Option<String> {
    let planned = scene.plan.stages.get(stage)?;
    planned.base_stage.is_none().then(|| planned.base.clone())
}

/// The Dockerfile makes users itself, or counts on one.
fn mentions_user(scene: &Scene<'_>) -> bool {
    let mut instructions = scene.syntax.instructions.iter().enumerate();
    instructions.any(|(index, instruction)| {
        matches!(instruction.command, Command::User(_))
            || scene
                .run(index)
                .is_some_and(|run| run.script.commands.iter().any(super::install::is_account))
            || scene
                .slice(Span::new(instruction.span.start, instruction.span.end))
                .contains("--chown=")
    })
}
