//! Splitting a stage in two: one that builds, and a final one with only what is needed when the program runs.
//!
//! The head of the stage, up to the last step that builds, is sorted: what builds goes into the first stage as it is written,
//! settings go into both, and what only a container needs moves to the final stage together with its comments. What follows
//! the head stays where it is.

mod compiled;
mod head;
mod node;
mod python;
mod system;

use layerlab_syntax::{Command, Instruction, Span};

use super::scene::replace;
use super::{Remedy, Scene};
use crate::checks::TextEdit;
use crate::graph::{CopyAction, Operation};

pub(super) use compiled::language;
pub(super) use compiled::split as split_compiled;
pub(super) use node::split_build as split_node_build;
pub(super) use node::{builds as node_builds, split_install as split_node_install};
pub(super) use python::split as split_python;
pub(super) use system::is_tool;

/// Why a stage is not split, one sentence that says what to do by hand.
pub(super) type Refused = &'static str;

/// What becomes of an instruction of the head in the final stage.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Ships {
    /// It is not there.
    No,
    /// It is there and no longer in the first stage, so its comments come along.
    Moved,
    /// It is there as well.
    Again,
    /// These lines are there in its place.
    As(String),
}

/// An instruction of the head.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    index: usize,
    /// It is in the first stage.
    builds: bool,
    ships: Ships,
}

impl Part {
    fn both(index: usize) -> Self {
        Self::of(index, true, Ships::Again)
    }

    fn moved(index: usize) -> Self {
        Self::of(index, false, Ships::Moved)
    }

    fn builds(index: usize) -> Self {
        Self::of(index, true, Ships::No)
    }

    fn of(index: usize, builds: bool, ships: Ships) -> Self {
        Self {
            index,
            builds,
            ships,
        }
    }
}

/// A stage that can be split.
struct Split<'a, 's> {
    scene: &'s Scene<'a>,
    stage: usize,
    /// The head, FROM left out, in order.
    parts: Vec<Part>,
    /// Lines in front of an instruction of the first stage, without its comments.
    before: Option<(usize, Vec<String>)>,
    /// Lines at the end of the first stage.
    at_end: Vec<String>,
    /// Another base image for the final stage.
    image: Option<String>,
    /// Lines that bring what was built; `builder` stands for the name of the first stage.
    product: Vec<String>,
}

const ELSEWHERE: Refused = "Build in a stage of its own, and copy what came out of it into the final one. It has to be done by hand, because other stages stand on this one.";

/// The stage of an instruction, if it can be split at all: it is the target, stands on an image, and no other stage counts
/// on what it holds.
fn stage_of(scene: &Scene<'_>, index: usize) -> Result<usize, Refused> {
    let stage = scene.syntax.stage_of(index).ok_or(ELSEWHERE)?;
    let planned = scene.plan.stages.get(stage).ok_or(ELSEWHERE)?;
    let is_target = scene.plan.target == Some(stage);
    if !is_target || planned.base_stage.is_some() {
        return Err(ELSEWHERE);
    }
    // Others may be counted by their numbers, which a new stage would shift.
    let last = stage + 1 == scene.syntax.stages.len();
    let by_name = scene
        .syntax
        .stages
        .get(stage)
        .is_some_and(|stage| stage.name.is_some());
    let used = scene
        .plan
        .stages
        .iter()
        .any(|other| other.base_stage == Some(stage));
    if used || !(last || by_name) || !last && scene.text.contains("from=") {
        return Err(ELSEWHERE);
    }
    Ok(stage)
}

/// Settings, which both stages need, and what describes the container, which only the final one does. `None` for all else.
fn setting(index: usize, instruction: &Instruction<'_>) -> Option<Part> {
    match &instruction.command {
        Command::Env(_) | Command::Arg(_) | Command::Workdir(_) | Command::Shell(_) => {
            Some(Part::both(index))
        }
        Command::Label(_)
        | Command::Expose(_)
        | Command::Volume(_)
        | Command::Cmd(_)
        | Command::Entrypoint(_)
        | Command::Stopsignal(_)
        | Command::Maintainer(_)
        | Command::Healthcheck(_)
        | Command::Onbuild(_) => Some(Part::moved(index)),
        Command::User(user) if matches!(&*user.value, "root" | "0") => Some(Part::both(index)),
        _ => None,
    }
}

impl Split<'_, '_> {
    /// The edits: the head is written anew, all that follows stays.
    fn edits(&self) -> Option<Vec<TextEdit>> {
        let scene = self.scene;
        let stage = scene.syntax.stages.get(self.stage)?;
        let from = scene.syntax.instructions.get(stage.from)?;
        let Command::From { image, name } = &from.command else {
            return None;
        };
        let end = scene.line_break();
        let builder = self.builder_name();
        let until_image = scene.slice(Span::new(from.span.start, image.span.end));
        let shouts = from.keyword.value.chars().all(char::is_uppercase);
        let word = if shouts { "AS" } else { "as" };
        let mut text = format!("{until_image} {word} {builder}{end}");
        for part in self.parts.iter().filter(|part| part.builds) {
            let (comments, own) = self.block(part.index)?;
            text.push_str(comments);
            if let Some((index, lines)) = &self.before
                && *index == part.index
            {
                push_lines(&mut text, lines, end);
            }
            self.push(&mut text, own);
        }
        push_lines(&mut text, &self.at_end, end);
        let head = match (&self.image, name) {
            (None, _) => scene.slice(from.span).to_owned(),
            (Some(other), None) => format!("{} {other}", from.keyword.value),
            (Some(other), Some(name)) => {
                format!("{} {other} {word} {}", from.keyword.value, name.value)
            }
        };
        text.push_str(&format!("{end}{FINAL}{end}{head}{end}"));
        for part in &self.parts {
            let (comments, own) = self.block(part.index)?;
            match &part.ships {
                Ships::No => {}
                Ships::Moved => {
                    text.push_str(comments);
                    self.push(&mut text, own);
                }
                Ships::Again => self.push(&mut text, own),
                Ships::As(lines) => {
                    text.push_str(lines);
                    text.push_str(end);
                }
            }
        }
        let product: Vec<String> = (self.product.iter())
            .map(|line| line.replace("--from=builder", &format!("--from={builder}")))
            .collect();
        push_lines(&mut text, &product, end);
        let last = self.parts.last()?;
        let last = scene.syntax.instructions.get(last.index)?;
        let all = Span::new(from.span.start, scene.whole_lines(last.span).end);
        if !scene.slice(all).ends_with('\n') {
            // The head is the whole file, which has no line break at its end.
            text.truncate(text.trim_end().len());
        }
        Some(vec![replace(all, text)])
    }

    /// What stands between an instruction and the one before it, and the instruction with its line break.
    fn block(&self, index: usize) -> Option<(&str, &str)> {
        let scene = self.scene;
        let before = scene.syntax.instructions.get(index.checked_sub(1)?)?;
        let own = scene.whole_lines(scene.syntax.instructions.get(index)?.span);
        let above = scene.whole_lines(before.span).end;
        Some((scene.slice(Span::new(above, own.start)), scene.slice(own)))
    }

    fn push(&self, text: &mut String, own: &str) {
        text.push_str(own);
        if !own.ends_with('\n') {
            text.push_str(self.scene.line_break());
        }
    }

    /// A name that no stage has.
    fn builder_name(&self) -> String {
        let stages = &self.scene.syntax.stages;
        let taken = |name: &str| {
            let mut names = stages.iter().filter_map(|stage| stage.name.as_deref());
            names.any(|known| known == name)
        };
        let numbered = (2..100).map(|number| format!("builder{number}"));
        let mut names = std::iter::once("builder".to_owned()).chain(numbered);
        names.find(|name| !taken(name)).unwrap_or_default()
    }

    fn remedy(&self, title: &str, risk: &'static str) -> Remedy {
        match self.edits() {
            Some(edits) => Remedy::fix(title, edits, risk),
            None => Remedy::ByHand(ELSEWHERE),
        }
    }
}

/// Above the final stage, for people who read the file later.
const FINAL: &str = "# The final image: only what is needed when it runs";

fn push_lines(text: &mut String, lines: &[String], end: &str) {
    for line in lines {
        text.push_str(line);
        text.push_str(end);
    }
}

/// What an instruction copies, from the context or from another stage.
fn copies<'a>(scene: &Scene<'a>, index: usize) -> Option<&'a [CopyAction]> {
    match &scene.vertex(index)?.operation {
        Operation::Copy(actions) => Some(actions),
        _ => None,
    }
}

/// All that an instruction copies from the context is copied by a later one of the stage, too.
fn copied_later(scene: &Scene<'_>, index: usize, after: usize) -> bool {
    let taken = |index: usize| {
        let actions = scene.copied(index).into_iter();
        actions.flat_map(|action| scene.taken(action))
    };
    let later: std::collections::BTreeSet<_> = scene.after(after).flat_map(taken).collect();
    taken(index).all(|path| later.contains(&path))
}

/// No command behind the head compiles or takes out what the head installed.
fn rest_builds_nothing(scene: &Scene<'_>, until: usize) -> Result<(), Refused> {
    for index in scene.after(until) {
        let is_run = matches!(
            scene
                .syntax
                .instructions
                .get(index)
                .map(|rest| &rest.command),
            Some(Command::Run(_))
        );
        if !is_run {
            continue;
        }
        let run = scene.run(index).ok_or(LATER)?;
        let compiles = run.script.commands.iter().any(|command| {
            matches!(
                command.name(),
                "make"
                    | "gcc"
                    | "cc"
                    | "g++"
                    | "c++"
                    | "clang"
                    | "cmake"
                    | "cargo"
                    | "go"
                    | "mvn"
                    | "gradle"
            ) || command.mentions("setup.py")
                || system::removes(command)
        });
        if compiles {
            return Err(LATER);
        }
    }
    Ok(())
}

const LATER: Refused = "Build in a stage of its own, and copy what came out of it into the final one. It has to be done by hand, because later steps may need what is installed here.";
