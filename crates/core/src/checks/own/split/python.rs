//! Python: packages are installed into a virtual environment, which is copied into the final stage.

use layerlab_catalog::base_image;
use layerlab_syntax::Command as Instruction;

use super::super::install::pip;
use super::super::scene::Run;
use super::super::script::Command;
use super::super::{Remedy, Scene};
use super::head::{BY_HAND, Does, Head};
use super::{Refused, Split, rest_builds_nothing, stage_of};
use crate::graph::paths;

const TITLE: &str =
    "Install in a stage of its own, and copy the virtual environment into the final image";
const RISK: &str = "A library that a compiled package needs when it runs, and that is not named in the final stage, is missing there: try the image. Scripts that name /usr/local/bin have to be changed.";
const OTHER_PLACE: Refused =
    "Install in a stage of its own, and copy the folder into which it installs to the final one.";

/// Where the environment is put.
const ENVIRONMENT: &str = "/opt/venv";

/// Packages of Python that install others and are not needed when the program runs.
const TOOLS: [&str; 9] = [
    "pip",
    "setuptools",
    "wheel",
    "pipenv",
    "poetry",
    "poetry-core",
    "pip-tools",
    "virtualenv",
    "uv",
];

const HEAD: Head = Head {
    does,
    with_code: false,
    tools: &[],
};

fn does(command: &Command<'_>) -> Result<Option<Does>, Refused> {
    if let Some((_, arguments)) = pip(command) {
        let elsewhere = ["--user", "--target", "-t", "--prefix", "--root"];
        let option = |text: &str| text.split('=').next().unwrap_or_default().to_owned();
        if arguments
            .iter()
            .any(|word| elsewhere.contains(&option(word.text).as_str()))
        {
            return Err(OTHER_PLACE);
        }
        let names: Vec<&str> = arguments
            .iter()
            .map(|word| word.text.trim_matches(['"', '\'']))
            .filter(|word| !word.starts_with('-'))
            .collect();
        let is_tool = |name: &&str| {
            let bare = name.split(['=', '<', '>', '~', '[', '!']).next();
            TOOLS.contains(&bare.unwrap_or_default())
        };
        let listed = command.has("-r") || command.has("--req") || command.has("-e");
        let tools = !names.is_empty() && names.iter().all(is_tool) && !listed;
        return Ok(Some(if tools { Does::Prepares } else { Does::Builds }));
    }
    if environment_in(command).is_some() {
        return Ok(Some(Does::Prepares));
    }
    let verb = command.verb(&[]).map(|(verb, _)| verb.text);
    Ok(match (command.name(), verb) {
        ("pipenv", Some("install" | "sync")) | ("poetry", Some("install")) => Some(Does::Builds),
        ("pipenv" | "poetry", _) => Some(Does::Prepares),
        (name, Some("cache" | "check" | "list" | "config")) if name.starts_with("pip") => {
            Some(Does::Prepares)
        }
        _ => None,
    })
}

/// The place of the environment that a command makes, as written.
fn environment_in<'a>(command: &Command<'a>) -> Option<&'a str> {
    let by_module = command.name().starts_with("python")
        && (command.texts()).any(|word| matches!(word, "venv" | "virtualenv"));
    let place = command.words.last()?;
    (by_module || command.name() == "virtualenv").then_some(place.text)
}

fn environment_of(run: &Run<'_>) -> Option<String> {
    let place = run.script.commands.iter().find_map(environment_in)?;
    let directory = &run.exec.working_directory;
    (!place.contains('$')).then(|| paths::join(directory, place))
}

/// The stage of an instruction, split behind its last installation; `None` if nothing is installed there with Python's
/// tools.
pub(in crate::checks::own) fn split(scene: &Scene<'_>, index: usize) -> Option<Remedy> {
    let stage = scene.syntax.stage_of(index)?;
    let building = HEAD.building(scene, stage);
    let (first, last) = (building.first()?.index, building.last()?.index);
    Some(match planned(scene, index, first, last) {
        Ok(split) => split.remedy(TITLE, RISK),
        Err(reason) => Remedy::ByHand(reason),
    })
}

/// Words behind the installation that count on the place where it is now.
const PLACES: [&str; 6] = [
    "/usr/local/bin/",
    "site-packages",
    "pipenv run",
    "poetry run",
    "\"pipenv\"",
    "\"poetry\"",
];

fn planned<'a, 's>(
    scene: &'s Scene<'a>,
    index: usize,
    first: usize,
    last: usize,
) -> Result<Split<'a, 's>, Refused> {
    let stage = stage_of(scene, index)?;
    rest_builds_nothing(scene, last)?;
    let planned = scene.plan.stages.get(stage).ok_or(BY_HAND)?;
    if base_image(&planned.base).python.is_none() {
        return Err(BY_HAND);
    }
    let installation = scene.syntax.instructions.get(last).ok_or(BY_HAND)?;
    let rest = scene.text.get(installation.span.end..).unwrap_or_default();
    if PLACES.iter().any(|place| rest.contains(place)) {
        return Err(BY_HAND);
    }
    let parts = HEAD.sorted(scene, stage, last, &planned.base)?;
    let made = parts
        .iter()
        .filter_map(|part| environment_of(&scene.run(part.index)?));
    let made = made.rev().find(|place| !place.is_empty());
    let place = made.as_deref().unwrap_or(ENVIRONMENT);
    let variables = format!("ENV VIRTUAL_ENV={place} PATH=\"{place}/bin:$PATH\"");
    let mut product = vec![format!("COPY --from=builder {place} {place}")];
    let mut before = None;
    if made.is_none() {
        let lines = vec![format!("RUN python -m venv {place}"), variables.clone()];
        before = Some((above_lists(scene, first), lines));
        product.push(variables);
    }
    Ok(Split {
        scene,
        stage,
        parts,
        before,
        at_end: Vec::new(),
        image: None,
        product,
    })
}

/// The first of the COPYs directly above an installation: what comes before them need not run again when a list is edited.
fn above_lists(scene: &Scene<'_>, installation: usize) -> usize {
    let is_copy = |index: &usize| {
        let instruction = scene.syntax.instructions.get(*index);
        matches!(
            instruction.map(|instruction| &instruction.command),
            Some(Instruction::Copy(_) | Instruction::Add(_))
        )
    };
    let above = (0..installation).rev().take_while(is_copy);
    above.last().unwrap_or(installation)
}
