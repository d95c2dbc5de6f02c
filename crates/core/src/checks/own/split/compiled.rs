//! Languages that are compiled: the program is copied onto a small base image.

use layerlab_catalog::{Distribution, base_image, base_image_names};
use layerlab_syntax::Command as Instruction;

use super::super::scene::Run;
use super::super::script::Command;
use super::super::{Remedy, Scene};
use super::head::{BY_HAND, Does, Head};
use super::{Refused, Ships, Split, rest_builds_nothing, stage_of};
use crate::graph::paths;

const TITLE: &str = "Build in a stage of its own, and copy the program onto a small base image";
const RISK: &str = "The final image has no compiler, no shell tools beyond the basic ones, and only those files of the project that are copied there: try the image.";
const NO_PROGRAM: Refused = "Build in a stage of its own, and copy the program onto a small base image. It has to be done by hand: which file the program is cannot be told from here.";

/// A language whose programs need no compiler when they run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::checks::own) enum Language {
    Go,
    Rust,
    Java,
}

impl Language {
    fn of(command: &Command<'_>) -> Option<Self> {
        let verb = command.verb(&["-p", "-f", "-C"]).map(|(verb, _)| verb.text);
        match (command.name(), verb) {
            ("go", Some("build" | "install")) => Some(Self::Go),
            ("cargo", Some("build" | "b" | "install")) => Some(Self::Rust),
            ("mvn" | "mvnw", _) => {
                let goals = ["package", "install", "verify"];
                let packs = command.texts().any(|word| goals.contains(&word));
                packs.then_some(Self::Java)
            }
            ("gradle" | "gradlew", _) => {
                let tasks = ["build", "bootJar", "assemble", "shadowJar", "jar"];
                let packs = command.texts().any(|word| tasks.contains(&word));
                packs.then_some(Self::Java)
            }
            _ => None,
        }
    }

    /// The base image has the compiler.
    fn is_image(self, name: &str) -> bool {
        match self {
            Self::Go => name == "golang",
            Self::Rust => name == "rust",
            Self::Java => matches!(name, "maven" | "gradle" | "eclipse-temurin"),
        }
    }

    /// Variables that only the build reads.
    fn reads(self, name: &str) -> bool {
        let starts: &[&str] = match self {
            Self::Go => &["GO", "CGO_"],
            Self::Rust => &["CARGO", "RUST"],
            Self::Java => &["MAVEN", "MVN", "GRADLE"],
        };
        starts.iter().any(|start| name.starts_with(start))
    }
}

/// The language in which a step compiles a program.
pub(in crate::checks::own) fn language(run: &Run<'_>) -> Option<Language> {
    run.script.commands.iter().find_map(Language::of)
}

const HEAD: Head = Head {
    does: |command| Ok(Language::of(command).map(|_| Does::Builds)),
    with_code: true,
    tools: &[],
};

/// The stage of an instruction, split behind the step that compiles; `None` if none does.
pub(in crate::checks::own) fn split(scene: &Scene<'_>, index: usize) -> Option<Remedy> {
    let stage = scene.syntax.stage_of(index)?;
    let building = HEAD.building(scene, stage);
    let run = building.last()?;
    let language = language(run)?;
    Some(match planned(scene, index, run, language) {
        Ok(split) => split.remedy(TITLE, RISK),
        Err(reason) => Remedy::ByHand(reason),
    })
}

fn planned<'a, 's>(
    scene: &'s Scene<'a>,
    index: usize,
    run: &Run<'a>,
    language: Language,
) -> Result<Split<'a, 's>, Refused> {
    let stage = stage_of(scene, index)?;
    rest_builds_nothing(scene, run.index)?;
    let planned = scene.plan.stages.get(stage).ok_or(BY_HAND)?;
    let (name, tag) = name_and_tag(&planned.base);
    if !language.is_image(name) {
        return Err(BY_HAND);
    }
    let program = Program::of(scene, stage, run, language).ok_or(NO_PROGRAM)?;
    let mut parts = HEAD.sorted(scene, stage, run.index, &planned.base)?;
    for part in &mut parts {
        let instruction = scene.syntax.instructions.get(part.index);
        if let Some(Instruction::Env(pairs)) = instruction.map(|instruction| &instruction.command)
            && pairs.iter().all(|pair| language.reads(&pair.key.value))
        {
            part.ships = Ships::No;
        }
    }
    let is_run = |index: usize| {
        let instruction = scene.syntax.instructions.get(index);
        matches!(
            instruction.map(|instruction| &instruction.command),
            Some(Instruction::Run(_))
        )
    };
    let runs_in_head = parts
        .iter()
        .any(|part| part.ships != Ships::No && is_run(part.index));
    let runs = runs_in_head || scene.after(run.index).any(is_run);
    let alone = run
        .variable("CGO_ENABLED")
        .is_some_and(|value| value == "0")
        || scene.slice(run.instruction.span).contains("CGO_ENABLED=0");
    let image = image(language, &planned.base, tag, alone && !runs).ok_or(BY_HAND)?;
    let mut product = Vec::new();
    if language != Language::Java && image.starts_with("debian:") {
        let certificates = "/etc/ssl/certs/ca-certificates.crt";
        product.push(format!("COPY --from=builder {certificates} {certificates}"));
    }
    product
        .extend(folders(scene, run).map(|folder| format!("COPY --from=builder {folder} {folder}")));
    product.push(format!(
        "COPY --from=builder {} {}",
        program.from, program.to
    ));
    Ok(Split {
        scene,
        stage,
        parts,
        before: None,
        at_end: Vec::new(),
        image: Some(image),
        product,
    })
}

fn name_and_tag(base: &str) -> (&str, &str) {
    let bare = base.split('@').next().unwrap_or(base);
    let last = bare.rsplit('/').next().unwrap_or(bare);
    last.split_once(':').unwrap_or((last, ""))
}

/// The base image of the final stage. `alone`: the program needs no library of the system.
fn image(language: Language, base: &str, tag: &str, alone: bool) -> Option<String> {
    let alpine = tag.contains("alpine");
    if language == Language::Java {
        let version = tag
            .split(['-', '.'])
            .filter_map(|word| word.trim_start_matches("jdk").parse::<u32>().ok())
            .find(|number| matches!(number, 8 | 11 | 17 | 21 | 25))?;
        let end = if alpine { "-alpine" } else { "" };
        return Some(format!("eclipse-temurin:{version}-jre{end}"));
    }
    if alpine || alone {
        let given = tag.split('-').find_map(|word| word.strip_prefix("alpine"));
        let given = given.filter(|version| !version.is_empty());
        return given
            .map(|version| format!("alpine:{version}"))
            .or_else(newest_alpine);
    }
    match base_image(base).distribution {
        Distribution::Debian(suite) => Some(format!("debian:{}-slim", suite.name())),
        _ => None,
    }
}

fn newest_alpine() -> Option<String> {
    let versions = base_image_names().filter_map(|name| {
        let version = name.strip_prefix("alpine:")?;
        let (major, minor) = version.split_once('.')?;
        Some((major.parse::<u32>().ok()?, minor.parse::<u32>().ok()?))
    });
    let (major, minor) = versions.max()?;
    Some(format!("alpine:{major}.{minor}"))
}

/// Where the program lies after the build, and where the final stage has it.
struct Program {
    from: String,
    to: String,
}

/// Directories in which the shell looks for programs.
const SEARCHED: [&str; 5] = [
    "/usr/local/bin",
    "/usr/bin",
    "/bin",
    "/go/bin",
    "/usr/local/cargo/bin",
];

impl Program {
    /// What the container starts, if it is what the step builds.
    fn of(scene: &Scene<'_>, stage: usize, run: &Run<'_>, language: Language) -> Option<Self> {
        let config = &scene.plan.stages.get(stage)?.config;
        let words: Vec<&str> = config
            .entrypoint
            .iter()
            .chain(&config.cmd)
            .map(String::as_str)
            .collect();
        let words = match words.as_slice() {
            ["/bin/sh" | "sh", "-c", script, ..] if !script.contains(['&', ';', '$', '|']) => {
                script.split_whitespace().collect()
            }
            ["/bin/sh" | "sh", ..] => return None,
            _ => words,
        };
        let directory = &config.working_directory;
        if language == Language::Java {
            let jar = words.iter().position(|word| *word == "-jar")?;
            let jar = paths::join(directory, words.get(jar + 1)?);
            return Some(Self {
                from: jar.clone(),
                to: jar,
            });
        }
        let started = *words.first()?;
        let searched = !started.contains('/');
        let outputs = outputs(run);
        let is_started = |output: &&String| {
            if searched {
                let (folder, name) = output.rsplit_once('/').unwrap_or_default();
                name == started && SEARCHED.contains(&folder)
            } else {
                **output == paths::join(directory, started)
            }
        };
        if let Some(output) = outputs.iter().find(is_started) {
            return Some(Self {
                from: output.clone(),
                to: output.clone(),
            });
        }
        let installed = run
            .script
            .commands
            .iter()
            .any(|command| Language::of(command).is_some() && command.mentions("install"));
        if searched && installed {
            let folder = match language {
                Language::Go => "/go/bin",
                _ => "/usr/local/cargo/bin",
            };
            return Some(Self {
                from: format!("{folder}/{started}"),
                to: format!("/usr/local/bin/{started}"),
            });
        }
        let path = paths::join(directory, started);
        let released = path.contains("/target/") && path.contains("/release/");
        (language == Language::Rust && !searched && released).then(|| Self {
            from: path.clone(),
            to: path,
        })
    }
}

/// The files that a step says it writes: what follows `-o`, and the destinations of `cp` and `mv`.
fn outputs(run: &Run<'_>) -> Vec<String> {
    let directory = &run.exec.working_directory;
    let mut found = Vec::new();
    for command in &run.script.commands {
        let words: Vec<&str> = command.texts().collect();
        let written = match command.name() {
            "cp" | "mv" | "install" => words.last().copied(),
            _ => {
                let place = words.iter().position(|word| *word == "-o");
                place
                    .and_then(|place| words.get(place + 1).copied())
                    .or_else(|| words.iter().find_map(|word| word.strip_prefix("-o=")))
            }
        };
        if let Some(written) = written.filter(|path| !path.contains('$')) {
            let path = paths::join(directory, written);
            let source = words.get(words.len().saturating_sub(2)).copied();
            // Into a folder the file keeps its name.
            if written.ends_with('/') {
                let name = source.map_or("", paths::base_name);
                found.push(format!("{path}/{name}"));
            } else {
                found.push(path);
            }
        }
    }
    found
}

/// Folders of a project that programs often read when they run.
const READ: [&str; 11] = [
    "assets",
    "conf",
    "config",
    "configs",
    "locales",
    "migrations",
    "public",
    "static",
    "templates",
    "views",
    "www",
];

/// Those of them that the head copies with the whole project, by their places in the image.
fn folders(scene: &Scene<'_>, run: &Run<'_>) -> impl Iterator<Item = String> {
    let actions = scene
        .before(run.index)
        .flat_map(|index| scene.copied(index));
    let whole = actions.filter(|action| action.source.path == "/");
    let places: Vec<&str> = whole
        .map(|action| action.destination.trim_end_matches('/'))
        .collect();
    let there: Vec<&str> = READ
        .into_iter()
        .filter(|folder| scene.context.get(folder).is_some())
        .collect();
    let found: Vec<String> = places
        .iter()
        .flat_map(|place| there.iter().map(move |folder| format!("{place}/{folder}")))
        .collect();
    found.into_iter()
}
