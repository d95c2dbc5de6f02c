//! Package lists of apt that stay in a layer.

use super::install::apt;
use super::scene::Run;
use super::{OwnFound, OwnRule, Promise, Remedy, Scene, Severity};
use crate::checks::Example;

pub(super) static RULE: OwnRule = OwnRule {
    name: "AptListsKept",
    severity: Severity::Note,
    description: "The package lists that apt-get update fetches stay in the image",
    explanation: "apt-get update writes the lists of all packages of the distribution, which nobody needs once the installation is done. Remove them at the end of the same RUN: a layer that is finished keeps its bytes, whatever a later step removes.",
    promise: Promise::ImageSize,
    finds,
    bad: &[
        Example::bad(
            "FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl\n",
            &["The package lists of apt stay in this layer"],
        ),
        Example::bad(
            "FROM debian:bookworm-slim\nRUN apt-get update && \\\n    apt-get install -y --no-install-recommends curl\nRUN rm -rf /var/lib/apt/lists/*\n",
            &["The package lists of apt stay in this layer; line 4 hides them and frees nothing"],
        ),
    ],
    good: &[
        Example::good(
            "FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n",
        ),
        Example::good(
            "FROM debian:bookworm-slim\nRUN --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y curl\n",
        ),
        Example::good(
            "FROM debian:bookworm-slim AS build\nRUN apt-get update && apt-get install -y curl\nFROM alpine:3.20\nCOPY --from=build /etc/hostname /x\n",
        ),
    ],
};

const LISTS: &str = "/var/lib/apt/lists";

fn removes(run: &Run<'_>) -> bool {
    let mut commands = run.script.commands.iter();
    commands.any(|command| {
        matches!(command.name(), "rm" | "find")
            && (command.mentions(LISTS) || command.texts().any(|word| word == "/var/lib/apt"))
    })
}

fn finds(scene: &Scene<'_>) -> Vec<OwnFound> {
    let found = scene.image_runs().filter_map(|run| {
        let commands = &run.script.commands;
        let updates = commands
            .iter()
            .any(|command| apt(command, "update").is_some());
        // An update alone is told of by a rule of its own.
        let alone = super::apt_update_alone::is_alone(scene, &run);
        if !updates || alone || removes(&run) || run.mounts(LISTS) {
            return None;
        }
        let mut later = scene.after(run.index).filter_map(|index| scene.run(index));
        let hidden = later.find(removes);
        let message = match &hidden {
            Some(later) => format!(
                "The package lists of apt stay in this layer; line {} hides them and frees nothing",
                later.instruction.lines.first
            ),
            None => "The package lists of apt stay in this layer".to_owned(),
        };
        Some(OwnFound {
            instruction: run.index,
            message,
            remedy: remedy(scene, &run),
            ..OwnFound::default()
        })
    });
    found.collect()
}

fn remedy(scene: &Scene<'_>, run: &Run<'_>) -> Remedy {
    let needs_lists = scene
        .runs()
        .filter(|other| other.index > run.index)
        .any(|other| {
            let commands = &other.script.commands;
            commands
                .iter()
                .any(|command| apt(command, "install").is_some())
                && !commands
                    .iter()
                    .any(|command| apt(command, "update").is_some())
        });
    if needs_lists {
        return Remedy::ByHand(
            "A later step installs with these lists: let it begin with apt-get update, then remove them here.",
        );
    }
    match scene.append_command(run, "rm -rf /var/lib/apt/lists/*") {
        Some(edit) => Remedy::fix(
            "Remove the lists at the end of the same RUN",
            vec![edit],
            "An apt-get install in a container of this image needs apt-get update first.",
        ),
        None => Remedy::ByHand("Let the script of this step end with rm -rf /var/lib/apt/lists/*."),
    }
}
