//! Node.js: what is needed to build stays in the first stage, `node_modules` and what was built are copied.

use layerlab_catalog::base_image;

use super::super::install::lists;
use super::super::scene::Run;
use super::super::script::Command;
use super::super::{Remedy, Scene};
use super::head::{BY_HAND, Does, Head};
use super::{Refused, Split, rest_builds_nothing, stage_of};
use crate::graph::paths;

const INSTALL: &str = "Install in a stage of its own, and copy node_modules into the final image";
const INSTALL_RISK: &str = "A library that a compiled package needs when it runs, and that is not named in the final stage, is missing there: try the image.";
const BUILD: &str =
    "Build in a stage of its own, and copy what is needed to run into the final image";
const BUILD_RISK: &str = "Files of the project that the program reads when it runs, and that are not copied into the final stage, are missing there: try the image.";

/// node-gyp, which compiles packages, is written in Python.
const COMPILING: &[&str] = &["python3", "python", "python-is-python3", "py3-setuptools"];

const TO_INSTALL: Head = Head {
    does: does_install,
    with_code: false,
    tools: COMPILING,
};
const TO_BUILD: Head = Head {
    does: does_build,
    with_code: true,
    tools: COMPILING,
};

fn is_manager(command: &Command<'_>) -> bool {
    matches!(command.name(), "npm" | "yarn" | "pnpm")
}

fn does_install(command: &Command<'_>) -> Result<Option<Does>, Refused> {
    if !is_manager(command) {
        return Ok((command.name() == "corepack").then_some(Does::Prepares));
    }
    let installs = lists(command).is_some();
    Ok(installs.then_some(Does::Builds))
}

/// `npm run build` and its like.
fn does_build(command: &Command<'_>) -> Result<Option<Does>, Refused> {
    Ok(is_build(command).then_some(Does::Builds))
}

fn is_build(command: &Command<'_>) -> bool {
    let words: Vec<&str> = command
        .texts()
        .skip(1)
        .filter(|word| !word.starts_with('-'))
        .collect();
    match (command.name(), words.as_slice()) {
        ("npm" | "yarn" | "pnpm", ["run" | "run-script", script, ..])
        | ("yarn" | "pnpm", [script, ..]) => *script == "build" || script.starts_with("build:"),
        ("npx", [tool, ..]) => matches!(*tool, "tsc" | "vite" | "webpack" | "next" | "nest" | "ng"),
        ("tsc", _) => true,
        _ => false,
    }
}

/// A step that builds a project of Node.js.
pub(in crate::checks::own) fn builds(run: &Run<'_>) -> bool {
    run.script.commands.iter().any(is_build)
}

/// The stage of an instruction, split behind its last installation; `None` if nothing is installed there with npm or its
/// like.
pub(in crate::checks::own) fn split_install(scene: &Scene<'_>, index: usize) -> Option<Remedy> {
    let stage = scene.syntax.stage_of(index)?;
    let building = TO_INSTALL.building(scene, stage);
    let last = building.last()?.index;
    let mut folders: Vec<String> = Vec::new();
    for run in &building {
        let folder = paths::join(&run.exec.working_directory, "node_modules");
        if !folders.contains(&folder) {
            folders.push(folder);
        }
    }
    let lines = folders
        .iter()
        .map(|folder| format!("COPY --from=builder {folder} {folder}"));
    let product = lines.collect();
    Some(
        match planned(scene, index, last, TO_INSTALL, Vec::new(), product) {
            Ok(split) => split.remedy(INSTALL, INSTALL_RISK),
            Err(reason) => Remedy::ByHand(reason),
        },
    )
}

/// The stage of an instruction, split behind its last build.
pub(in crate::checks::own) fn split_build(scene: &Scene<'_>, index: usize) -> Option<Remedy> {
    let stage = scene.syntax.stage_of(index)?;
    let building = TO_BUILD.building(scene, stage);
    let last = building.last()?;
    let folder = &last.exec.working_directory;
    let (at_end, product) = match (
        without_development(scene, stage, last.index),
        folder.as_str(),
    ) {
        (Err(reason), _) => return Some(Remedy::ByHand(reason)),
        (_, "" | "/") => return Some(Remedy::ByHand(BY_HAND)),
        (Ok(prune), folder) => (prune, product(scene, stage, folder)),
    };
    Some(
        match planned(scene, index, last.index, TO_BUILD, at_end, product) {
            Ok(split) => split.remedy(BUILD, BUILD_RISK),
            Err(reason) => Remedy::ByHand(reason),
        },
    )
}

fn planned<'a, 's>(
    scene: &'s Scene<'a>,
    index: usize,
    last: usize,
    head: Head,
    at_end: Vec<String>,
    product: Vec<String>,
) -> Result<Split<'a, 's>, Refused> {
    let stage = stage_of(scene, index)?;
    rest_builds_nothing(scene, last)?;
    let base = scene
        .plan
        .stages
        .get(stage)
        .map_or("", |stage| stage.base.as_str());
    if !base_image(base).node {
        return Err(BY_HAND);
    }
    let parts = head.sorted(scene, stage, last, base)?;
    Ok(Split {
        scene,
        stage,
        parts,
        before: None,
        at_end,
        image: None,
        product,
    })
}

/// The step that takes out what only development needs, in the words of the tool that installed it.
fn without_development(
    scene: &Scene<'_>,
    stage: usize,
    last: usize,
) -> Result<Vec<String>, Refused> {
    let mut installing = TO_INSTALL.building(scene, stage);
    installing.retain(|run| run.index <= last);
    let run = installing.last().ok_or(BY_HAND)?;
    let command = run
        .script
        .commands
        .iter()
        .find(|command| is_manager(command) && lists(command).is_some())
        .ok_or(BY_HAND)?;
    let omitted = ["--omit=dev", "--production", "--prod", "--only=production"];
    if omitted.iter().any(|option| command.has(option)) {
        return Ok(Vec::new());
    }
    let line = match command.name() {
        "npm" => "RUN npm prune --omit=dev",
        "pnpm" => "RUN pnpm prune --prod",
        _ => "RUN yarn install --production --ignore-scripts --prefer-offline",
    };
    Ok(vec![line.to_owned()])
}

/// Folders into which tools build.
const BUILT: [&str; 5] = ["dist", "build", "out", "lib", ".output"];

/// What is copied: packages and the folder that is built where the program lies in one, else the whole project.
fn product(scene: &Scene<'_>, stage: usize, folder: &str) -> Vec<String> {
    let started = scene.plan.stages.get(stage).map(|stage| {
        let words = stage.config.entrypoint.iter().chain(&stage.config.cmd);
        words.cloned().collect::<Vec<_>>().join(" ")
    });
    let started = started.unwrap_or_default();
    let program = program(scene, &started);
    let built = program.as_deref().and_then(|program| {
        let inside = paths::join(folder, program);
        let below = inside
            .strip_prefix(folder)?
            .trim_start_matches('/')
            .to_owned();
        let (first, _) = below.split_once('/')?;
        BUILT.contains(&first).then(|| first.to_owned())
    });
    let copy = |path: &str, to: &str| format!("COPY --from=builder {path} {to}");
    match built {
        Some(built) => {
            let mut lines = vec![copy(
                &format!("{folder}/package.json"),
                &format!("{folder}/"),
            )];
            for name in ["node_modules", &built] {
                let path = format!("{folder}/{name}");
                lines.push(copy(&path, &path));
            }
            lines
        }
        None => vec![copy(folder, folder)],
    }
}

/// The file that `node` runs, looked up in package.json if npm starts it.
fn program(scene: &Scene<'_>, started: &str) -> Option<String> {
    let words: Vec<&str> = started.split_whitespace().collect();
    if let Some(place) = words
        .iter()
        .position(|word| paths::base_name(word) == "node")
    {
        let mut rest = words.iter().skip(place + 1);
        return rest
            .find(|word| !word.starts_with('-'))
            .map(|word| (*word).to_owned());
    }
    let place = words
        .iter()
        .position(|word| matches!(paths::base_name(word), "npm" | "yarn" | "pnpm"))?;
    let mut rest = words.iter().skip(place + 1).filter(|word| **word != "run");
    let script = rest.find(|word| !word.starts_with('-'))?;
    let text = scene.context.get("package.json")?.node.as_text()?;
    let (_, scripts) = text.split_once("\"scripts\"")?;
    let (_, after) = scripts.split_once(&format!("\"{script}\""))?;
    let command = after.split('"').nth(1)?;
    let (_, file) = command.split_once("node ")?;
    file.split_whitespace()
        .find(|word| !word.starts_with('-'))
        .map(str::to_owned)
}
