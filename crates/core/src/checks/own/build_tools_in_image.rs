//! Compilers and headers in the final image.

use super::install::{apk, apt};
use super::scene::Run;
use super::split::{is_tool, split_compiled, split_node_build, split_node_install, split_python};
use super::{OwnFound, OwnRule, Promise, Remedy, Scene, Severity};
use crate::checks::Example;

pub(super) static RULE: OwnRule = OwnRule {
    name: "BuildToolsInImage",
    severity: Severity::Note,
    description: "Compilers or headers, which are needed to build only, are part of the final image",
    explanation: "A compiler is needed while packages are built, and not when the program runs: it makes the image hundreds of megabytes larger and gives an attacker tools. Build in a stage of its own, and copy what came out of it into the final one, as in COPY --from=builder.",
    promise: Promise::ImageSize,
    finds,
    bad: &[
        Example::bad(
            "FROM python:3.13-slim\nWORKDIR /app\nRUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev && rm -rf /var/lib/apt/lists/*\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .\nCMD [\"python\", \"app.py\"]\n",
            &["gcc and libpq-dev stay in the final image"],
        ),
        Example::bad(
            "FROM python:3.13-slim\nRUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev && rm -rf /var/lib/apt/lists/*\n",
            &["gcc and libpq-dev stay in the final image"],
        ),
    ],
    good: &[
        Example::good(
            "FROM python:3.13-slim AS builder\nRUN apt-get update && apt-get install -y gcc\nFROM python:3.13-slim\nCOPY --from=builder /usr/lib /x\n",
        ),
        Example::good(
            "FROM python:3.13-slim\nRUN apt-get update && apt-get install -y gcc && pip install x && apt-get purge -y gcc\n",
        ),
        Example::good(
            "FROM alpine:3.20\nRUN apk add --virtual .build gcc && make && apk del .build\n",
        ),
    ],
};

fn removes(run: &Run<'_>) -> bool {
    let mut commands = run.script.commands.iter();
    commands.any(|command| {
        ["purge", "remove", "autoremove", "autopurge"]
            .iter()
            .any(|verb| apt(command, verb).is_some())
            || apk(command, "del").is_some()
    })
}

fn finds(scene: &Scene<'_>) -> Vec<OwnFound> {
    let found = scene.image_runs().filter_map(|run| {
        if removes(&run) {
            return None;
        }
        let installed = run
            .script
            .commands
            .iter()
            .filter_map(|command| apt(command, "install").or(apk(command, "add")));
        let names = installed
            .flat_map(|(_, arguments)| arguments)
            .map(|word| word.text);
        let tools: Vec<&str> = names.filter(|name| is_tool(name)).collect();
        let listed = match tools.as_slice() {
            [] => return None,
            [one] => format!("{one} stays"),
            [names @ .., last] => format!("{} and {last} stay", names.join(", ")),
        };
        Some(OwnFound {
            instruction: run.index,
            message: format!("{listed} in the final image"),
            remedy: remedy(scene, run.index),
            ..OwnFound::default()
        })
    });
    found.collect()
}

/// The stage split in two, as the language of the project has it.
fn remedy(scene: &Scene<'_>, index: usize) -> Remedy {
    split_compiled(scene, index)
        .or_else(|| split_python(scene, index))
        .or_else(|| {
            let stage = scene.syntax.stage_of(index);
            let mut runs = scene.image_runs();
            let builds = runs.any(|run| {
                scene.syntax.stage_of(run.index) == stage && super::split::node_builds(&run)
            });
            if builds {
                split_node_build(scene, index)
            } else {
                split_node_install(scene, index)
            }
        })
        .unwrap_or(Remedy::ByHand(
            "Build in a stage of its own, and copy what came out of it into the final one. What that is cannot be told from here.",
        ))
}
