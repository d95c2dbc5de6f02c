//! Dependencies installed on top of a COPY that takes the code too.

use std::collections::{BTreeMap, BTreeSet};

use layerlab_syntax::{Command, Instruction};

use super::install::{is_of_the_system, lists};
use super::scene::{Run, replace};
use super::{OwnFound, OwnRule, Promise, Remedy, Scene, Severity};
use crate::checks::{Example, TextEdit};
use crate::graph::{CopyAction, paths};

pub(super) static RULE: OwnRule = OwnRule {
    name: "DependenciesAfterSource",
    severity: Severity::Note,
    description: "Dependencies are installed after the code was copied, so that every edit of the code installs them again",
    explanation: "Each step stands on the ones above it, so when a COPY takes a file that changed, all steps below it run again. Copy the files that list the dependencies first, install, and copy the code after that: an edit of the code then leaves the installation in the cache.",
    promise: Promise::CodeEdit,
    finds,
    bad: &[
        Example::bad(
            "FROM python:3.13-slim\nWORKDIR /app\n# All of it\nCOPY . .\nRUN pip install -r requirements.txt\nCMD [\"python\", \"app.py\"]\n",
            &[
                "This step installs dependencies again whenever a file of line 4 changes, although it needs requirements.txt only",
            ],
        ),
        Example::bad(
            "FROM node:22\nWORKDIR /app\nCOPY . /app\nENV NODE_ENV=production\nRUN npm ci\n",
            &[
                "This step installs dependencies again whenever a file of line 3 changes, although it needs package.json and package-lock.json only",
            ],
        ),
    ],
    good: &[
        Example::good(
            "FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\n",
        ),
        Example::good("FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -e .\n"),
        Example::good(
            "FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n",
        ),
    ],
};

const RISK: &str = "If the installation runs a script or reads a file of the project that is not listed here, it has to be copied before as well.";

fn finds(scene: &Scene<'_>) -> Vec<OwnFound> {
    let mut found = Vec::new();
    // The first installation is told of; the ones below it come with it.
    let mut told = Vec::new();
    for run in scene.runs() {
        let installs = run
            .script
            .commands
            .iter()
            .any(|command| lists(command).is_some());
        if !installs {
            continue;
        }
        for copy in scene.before(run.index) {
            let Some(case) = Case::new(scene, copy, &run) else {
                continue;
            };
            if told.contains(&copy) {
                break;
            }
            told.push(copy);
            let line = scene.syntax.instructions.get(copy);
            let line = line.map_or(0, |copy| copy.lines.first);
            found.push(OwnFound {
                instruction: run.index,
                message: format!(
                    "This step installs dependencies again whenever a file of line {line} changes, although it needs {} only",
                    listed(&case.names())
                ),
                remedy: case.remedy(scene),
                ..OwnFound::default()
            });
            break;
        }
    }
    found.extend(super::download_first::finds(scene));
    found
}

pub(super) fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [name] => (*name).to_owned(),
        [names @ .., last] => format!("{} and {last}", names.join(", ")),
    }
}

/// A COPY that takes the lists of dependencies together with other files, and the installation below it.
struct Case<'a> {
    copy: usize,
    run: usize,
    instruction: &'a Instruction<'a>,
    action: &'a CopyAction,
    /// The lists, relative to what is copied.
    needed: Vec<String>,
}

impl<'a> Case<'a> {
    fn new(scene: &Scene<'a>, copy: usize, run: &Run<'a>) -> Option<Self> {
        let instruction = scene.syntax.instructions.get(copy)?;
        let [action] = scene.copied(copy)[..] else {
            return None;
        };
        let source = action.source.path.trim_matches('/');
        if paths::has_wildcards(source) {
            return None;
        }
        let mut needed = Vec::new();
        for command in &run.script.commands {
            if command.name() == "cd" {
                return None;
            }
            needed.extend(needed_files(scene, action, run, command).unwrap_or_default());
        }
        let mut seen = BTreeSet::new();
        needed.retain(|name: &String| seen.insert(name.clone()));
        let taken = scene.taken(action).len();
        (!needed.is_empty() && taken > needed.len()).then_some(Self {
            copy,
            run: run.index,
            instruction,
            action,
            needed,
        })
    }

    fn names(&self) -> Vec<&str> {
        self.needed.iter().map(String::as_str).collect()
    }

    /// The lists are copied where all was copied before, and all is copied behind the installation.
    fn remedy(&self, scene: &Scene<'a>) -> Remedy {
        match self.edits(scene) {
            Ok(edits) => Remedy::fix(
                format!(
                    "Copy {} first, and the rest after the installation",
                    listed(&self.names())
                ),
                edits,
                RISK,
            ),
            Err(reason) => Remedy::ByHand(reason),
        }
    }

    fn edits(&self, scene: &Scene<'a>) -> Result<Vec<TextEdit>, &'static str> {
        let mut needed = self.needed.clone();
        let destination = match &self.instruction.command {
            Command::Copy(transfer) | Command::Add(transfer) if !transfer.json => {
                &transfer.destination
            }
            _ => {
                return Err(
                    "Copy the files that list the dependencies in a COPY of their own above this one.",
                );
            }
        };
        let known_flags = ["chown", "chmod", "link"];
        let flags = &self.instruction.flags;
        let plain = |text: &str| !text.contains(['$', ' ', '"', '\'', '\\', '*', '?', '[']);
        if !flags
            .iter()
            .all(|flag| known_flags.contains(&&*flag.name.value))
            || !plain(&destination.value)
        {
            return Err(
                "Copy the files that list the dependencies in a COPY of their own above this one.",
            );
        }
        for index in self.copy + 1..=self.run {
            let Some(between) = scene.syntax.instructions.get(index) else {
                continue;
            };
            match &between.command {
                Command::Env(_)
                | Command::Arg(_)
                | Command::Label(_)
                | Command::User(_)
                | Command::Expose(_)
                | Command::Cmd(_)
                | Command::Entrypoint(_) => {}
                Command::Workdir(_) if destination.value.starts_with('/') => {}
                Command::Run(_) => {
                    let run = scene.run(index).ok_or(OTHER_WORK)?;
                    for command in &run.script.commands {
                        match needed_files(scene, self.action, &run, command) {
                            Some(files) if !files.is_empty() => needed.extend(files),
                            _ if is_of_the_system(command) => {}
                            _ => return Err(OTHER_WORK),
                        }
                    }
                }
                _ => {
                    return Err(
                        "Move the installation above the COPY by hand: other steps stand between the two.",
                    );
                }
            }
        }
        let mut seen = BTreeSet::new();
        needed.retain(|name: &String| seen.insert(name.clone()));
        if !needed.iter().all(|name| plain(name)) {
            return Err(
                "Copy the files that list the dependencies in a COPY of their own above this one.",
            );
        }
        if needed
            .iter()
            .any(|name| reads_more(scene, self.action, name))
        {
            return Err(
                "The list of dependencies names other files of the project, so that copying it alone is not enough.",
            );
        }
        let copy = self.lines(scene, &destination.value, &needed);
        let whole = scene.slice(self.instruction.span);
        let line_break = scene.line_break();
        let run = scene.syntax.instructions.get(self.run).ok_or(OTHER_WORK)?;
        Ok(vec![
            replace(self.instruction.span, copy),
            super::scene::insert(run.span.end, format!("{line_break}{whole}")),
        ])
    }

    /// A COPY for each folder in which lists stand.
    fn lines(&self, scene: &Scene<'a>, destination: &str, needed: &[String]) -> String {
        let source = self.action.source.path.trim_matches('/');
        let mut folders: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for name in needed {
            let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
            let path = if source.is_empty() {
                name.clone()
            } else {
                format!("{source}/{name}")
            };
            folders.entry(folder).or_default().push(path);
        }
        let flags = self.instruction.flags.iter();
        let flags: String = flags
            .map(|flag| format!("{} ", scene.slice(flag.span)))
            .collect();
        let keyword = scene.slice(self.instruction.keyword.span);
        let lines = folders.into_iter().map(|(folder, files)| {
            let base = destination.trim_end_matches('/');
            let to = if folder.is_empty() {
                format!("{base}/")
            } else {
                format!("{base}/{folder}/")
            };
            format!("{keyword} {flags}{} {to}", files.join(" "))
        });
        lines.collect::<Vec<_>>().join(scene.line_break())
    }
}

const OTHER_WORK: &str = "The step does other things too: give the installation a RUN of its own, with a COPY of the files that it needs above it.";

/// The files of what is copied that a command installs from; `None` if it installs from none or not from there.
fn needed_files(
    scene: &Scene<'_>,
    action: &CopyAction,
    run: &Run<'_>,
    command: &super::script::Command<'_>,
) -> Option<Vec<String>> {
    let (required, optional) = lists(command)?;
    let directory = if run.exec.working_directory.is_empty() {
        "/"
    } else {
        &run.exec.working_directory
    };
    let inside = |name: &str| -> Option<String> {
        let path = paths::join(directory, name);
        let destination = action.destination.trim_end_matches('/');
        let inside = path
            .strip_prefix(destination)?
            .strip_prefix('/')?
            .to_owned();
        let source = action.source.path.trim_matches('/');
        let in_context = if source.is_empty() {
            inside.clone()
        } else {
            format!("{source}/{inside}")
        };
        scene.context.get(&in_context).map(|_| inside)
    };
    let mut files: Vec<String> = required
        .iter()
        .map(|name| inside(name))
        .collect::<Option<_>>()?;
    files.extend(optional.iter().filter_map(|name| inside(name)));
    Some(files)
}

/// A list that names other files of the project, or runs scripts of it while it is installed.
pub(super) fn reads_more(scene: &Scene<'_>, action: &CopyAction, name: &str) -> bool {
    let source = action.source.path.trim_matches('/');
    let path = if source.is_empty() {
        name.to_owned()
    } else {
        format!("{source}/{name}")
    };
    let text = scene
        .context
        .get(&path)
        .and_then(|entry| entry.node.as_text());
    let Some(text) = text else {
        return false;
    };
    if name.ends_with(".txt") || name.ends_with(".in") {
        return text.lines().map(str::trim).any(|line| {
            line.starts_with(['-', '.', '/']) && !line.starts_with("--") || line.contains("file:")
        });
    }
    if name.ends_with("package.json") {
        let hooks = [
            "\"file:",
            "\"link:",
            "\"workspace",
            "install\":",
            "\"prepare\":",
        ];
        return hooks.iter().any(|hook| text.contains(hook));
    }
    // Paths in a Pipfile, pyproject.toml, go.mod or Gemfile.
    ["path =", "path:", "file:", "=> ."]
        .iter()
        .any(|part| text.contains(part))
}
