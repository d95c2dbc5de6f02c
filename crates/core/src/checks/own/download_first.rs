//! Builds that download what they need on top of a COPY that takes the code too: a step that only downloads can come before.

use layerlab_syntax::Command as Instruction;

use super::dependencies_after_source::{listed, reads_more};
use super::scene::{Run, insert};
use super::script::Command;
use super::{OwnFound, Remedy, Scene};
use crate::graph::{CopyAction, paths};

/// A tool that downloads while it builds.
struct Tool {
    /// Builds with it.
    builds: fn(&Command<'_>) -> bool,
    /// Downloads and does nothing else.
    downloads: fn(&Command<'_>) -> bool,
    /// The command that does.
    command: &'static str,
    /// The file that lists what is needed, and those that belong to it.
    list: &'static str,
    beside: &'static [&'static str],
    /// Words in the list or files beside it that make it count on other files of the project.
    needs_more: &'static [&'static str],
}

const TOOLS: [Tool; 2] = [
    Tool {
        builds: |command| {
            let verb = command.verb(&["-C"]).map(|(verb, _)| verb.text);
            command.name() == "go" && matches!(verb, Some("build" | "install" | "test"))
        },
        downloads: |command| command.name() == "go" && command.mentions("download"),
        command: "go mod download",
        list: "go.mod",
        beside: &["go.sum"],
        needs_more: &["go.work", "vendor"],
    },
    Tool {
        builds: |command| {
            let goals = ["package", "install", "verify", "test", "compile"];
            command.name() == "mvn" && command.texts().any(|word| goals.contains(&word))
        },
        downloads: |command| command.name() == "mvn" && command.mentions("dependency:"),
        command: "mvn -B dependency:go-offline",
        list: "pom.xml",
        beside: &[],
        needs_more: &["<modules>", "<parent>"],
    },
];

const RISK: &str = "If the list names other files of the project, they have to be copied before the download as well.";
const BY_HAND: &str = "Copy the files that list the dependencies first, and download in a step of its own above the COPY of the code.";

/// Steps that download again whenever the code changes.
pub(super) fn finds(scene: &Scene<'_>) -> Vec<OwnFound> {
    let mut found: Vec<OwnFound> = Vec::new();
    // For each tool whether a step further up in the stage has used it: told of is the first step that builds.
    let mut had = [false; TOOLS.len()];
    let mut stage = None;
    for run in scene.runs() {
        let own_stage = scene.syntax.stage_of(run.index);
        if own_stage != stage {
            stage = own_stage;
            had = [false; TOOLS.len()];
        }
        let commands = &run.script.commands;
        for (tool, had) in TOOLS.iter().zip(&mut had) {
            let builds = commands.iter().any(tool.builds);
            if builds && !*had {
                found.extend(tool.finds(scene, &run));
            }
            *had = *had || builds || commands.iter().any(tool.downloads);
        }
    }
    found
}

impl Tool {
    /// `run` is the first step of its stage that uses the tool, and it builds.
    fn finds(&self, scene: &Scene<'_>, run: &Run<'_>) -> Option<OwnFound> {
        // A cache that is mounted keeps what was downloaded.
        if !run.exec.mounts.is_empty() {
            return None;
        }
        let (copy, action) = scene.before(run.index).find_map(|copy| {
            let [action] = scene.copied(copy)[..] else {
                return None;
            };
            let inside = self.inside(scene, action, run)?;
            let taken = scene.taken(action);
            let others = taken.iter().any(|path| {
                let name = paths::base_name(path);
                name != self.list && !self.beside.contains(&name)
            });
            (others && inside == self.list).then_some((copy, action))
        })?;
        let line = scene.syntax.instructions.get(copy)?.lines.first;
        Some(OwnFound {
            instruction: run.index,
            message: format!(
                "This step downloads dependencies again whenever a file of line {line} changes, although they are listed in {} only",
                listed(&self.files(scene, action))
            ),
            remedy: self
                .remedy(scene, run, copy, action)
                .unwrap_or(Remedy::ByHand(BY_HAND)),
            ..OwnFound::default()
        })
    }

    /// The list that the step reads, relative to what is copied, if it is copied there.
    fn inside(&self, scene: &Scene<'_>, action: &CopyAction, run: &Run<'_>) -> Option<String> {
        let path = paths::join(&run.exec.working_directory, self.list);
        let destination = action.destination.trim_end_matches('/');
        let inside = path.strip_prefix(destination)?.strip_prefix('/')?;
        scene.context.get(&in_context(action, inside))?;
        Some(inside.to_owned())
    }

    fn files(&self, scene: &Scene<'_>, action: &CopyAction) -> Vec<&'static str> {
        let there = |name: &&&str| scene.context.get(&in_context(action, name)).is_some();
        let beside = self.beside.iter().filter(there).copied();
        std::iter::once(self.list).chain(beside).collect()
    }

    fn remedy(
        &self,
        scene: &Scene<'_>,
        run: &Run<'_>,
        copy: usize,
        action: &CopyAction,
    ) -> Option<Remedy> {
        let own = scene.syntax.instructions.get(copy)?;
        let moves = (copy + 1..run.index).any(|index| {
            let between = scene.syntax.instructions.get(index);
            matches!(
                between.map(|between| &between.command),
                Some(Instruction::Workdir(_) | Instruction::Env(_) | Instruction::Arg(_))
            )
        });
        let text = scene.context.get(&in_context(action, self.list))?;
        let text = text.node.as_text()?.to_string();
        let needs_more = self.needs_more.iter().any(|word| {
            text.contains(word) || scene.context.get(&in_context(action, word)).is_some()
        });
        let directory = &run.exec.working_directory;
        if moves
            || needs_more
            || reads_more(scene, action, self.list)
            || run
                .script
                .commands
                .iter()
                .any(|command| command.name() == "cd")
            || directory.contains([' ', '$'])
        {
            return None;
        }
        let files = self.files(scene, action);
        let sources: Vec<String> = files.iter().map(|name| in_context(action, name)).collect();
        let before = scene.syntax.instructions.get(copy.checked_sub(1)?)?;
        let keyword = scene.slice(own.keyword.span);
        let end = scene.line_break();
        let run_word = scene.slice(run.instruction.keyword.span);
        let lines = format!(
            "{end}{keyword} {} {}/{end}{run_word} {}",
            sources.join(" "),
            directory.trim_end_matches('/'),
            self.command
        );
        Some(Remedy::fix(
            format!(
                "Download what {} lists before the code is copied",
                self.list
            ),
            vec![insert(before.span.end, lines)],
            RISK,
        ))
    }
}

fn in_context(action: &CopyAction, name: &str) -> String {
    let source = action.source.path.trim_matches('/');
    if source.is_empty() {
        name.to_owned()
    } else {
        format!("{source}/{name}")
    }
}
