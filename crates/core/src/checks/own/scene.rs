//! What our rules look at: the text, the plan of the build, and what it takes from the context.

use std::collections::BTreeSet;
use std::rc::Rc;

use layerlab_catalog::Packages;
use layerlab_syntax::{Dockerfile, Instruction, Span};

use super::script::Script;
use super::scripts::Scripts;
use crate::checks::rule::TextEdit;
use crate::context::{NodeKind, Query, SentContext};
use crate::graph::{
    BuildOptions, CopyAction, Exec, Operation, Placement, Plan, PlannedStage, Vertex, paths,
};

/// Something that is sent and should rarely be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RarelySent {
    /// Where, relative to the root; files or folders.
    pub paths: Vec<Rc<str>>,
    /// The line that ignores all of them.
    pub ignore_line: String,
    /// It may hold secrets.
    pub secret: bool,
}

/// A project and its build, as far as rules look at them.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// The text of the Dockerfile.
    pub text: &'a str,
    /// The same as read.
    pub syntax: &'a Dockerfile<'a>,
    /// Its scripts.
    pub scripts: &'a Scripts<'a>,
    /// Build arguments, platform and target.
    pub options: &'a BuildOptions,
    /// The build.
    pub plan: &'a Plan,
    /// What is sent.
    pub context: &'a SentContext,
    /// Path of the ignore file that BuildKit reads.
    pub ignore_path: &'a str,
    /// Its text.
    pub ignore_text: &'a str,
    /// What is sent and should rarely be.
    pub rarely_sent: &'a [RarelySent],
    /// The tables of packages that are here.
    pub packages: &'a Packages,
    /// Whether the name of a path is one under which secrets are kept.
    pub looks_secret: fn(&str) -> bool,
}

/// A RUN whose script stands in the text.
pub(super) struct Run<'a> {
    /// Index of the instruction.
    pub(super) index: usize,
    pub(super) instruction: &'a Instruction<'a>,
    pub(super) script: Rc<Script<'a>>,
    /// As planned.
    pub(super) exec: &'a Exec,
}

impl<'a> Scene<'a> {
    /// The step of an instruction; `None` if the target does not need it.
    pub(super) fn vertex(&self, index: usize) -> Option<&'a Vertex> {
        let Some(Placement::Step(id)) = self.plan.placements.get(index) else {
            return None;
        };
        let id = self.plan.first_half(*id).unwrap_or(*id);
        self.plan.vertex(id)
    }

    /// The stage that is built.
    pub(super) fn target(&self) -> Option<&'a PlannedStage> {
        self.plan.stages.get(self.plan.target?)
    }

    /// The stages whose layers the final image has: the target and those that it is built FROM. Their steps in order.
    pub(super) fn image_stages(&self) -> BTreeSet<usize> {
        let mut stages = BTreeSet::new();
        let mut next = self.plan.target;
        while let Some(stage) = next {
            if !stages.insert(stage) {
                break;
            }
            next = self
                .plan
                .stages
                .get(stage)
                .and_then(|stage| stage.base_stage);
        }
        stages
    }

    /// The instruction is in a stage whose layers the final image has.
    pub(super) fn is_in_image(&self, index: usize) -> bool {
        let stage = self.syntax.stage_of(index);
        stage.is_some_and(|stage| self.image_stages().contains(&stage))
    }

    /// The RUNs that the target needs and whose script can be read, in order.
    pub(super) fn runs(&self) -> impl Iterator<Item = Run<'a>> {
        let scene = *self;
        (0..self.syntax.instructions.len()).filter_map(move |index| scene.run(index))
    }

    /// Those of them whose layers the final image has.
    pub(super) fn image_runs(&self) -> impl Iterator<Item = Run<'a>> {
        let scene = *self;
        let stages = self.image_stages();
        // Before the scripts are read, which takes longer.
        (0..self.syntax.instructions.len())
            .filter(move |index| {
                let stage = scene.syntax.stage_of(*index);
                stage.is_some_and(|stage| stages.contains(&stage))
            })
            .filter_map(move |index| scene.run(index))
    }

    /// The instruction as such a RUN.
    pub(super) fn run(&self, index: usize) -> Option<Run<'a>> {
        let instruction = self.syntax.instructions.get(index)?;
        let Operation::Exec(exec) = &self.vertex(index)?.operation else {
            return None;
        };
        let script = self.scripts.of(index)?;
        Some(Run {
            index,
            instruction,
            script,
            exec,
        })
    }

    /// What an instruction copies from the context.
    pub(super) fn copied(&self, index: usize) -> Vec<&'a CopyAction> {
        let Some(vertex) = self.vertex(index) else {
            return Vec::new();
        };
        let Operation::Copy(actions) = &vertex.operation else {
            return Vec::new();
        };
        let from_context = |action: &&CopyAction| {
            let input = vertex.inputs.get(action.input);
            let source = input.and_then(|input| self.plan.vertex(input.vertex?));
            source.is_some_and(|source| matches!(source.operation, Operation::Context))
        };
        actions.iter().filter(from_context).collect()
    }

    /// The paths of files, relative to the root, that one of them takes.
    pub(super) fn taken(&self, action: &CopyAction) -> Vec<Rc<str>> {
        let mut paths = Vec::new();
        self.visit_taken(action, |path| paths.push(Rc::clone(path)));
        paths
    }

    /// Looks at each of these paths where it is: there may be many of them.
    pub(super) fn visit_taken(&self, action: &CopyAction, mut look: impl FnMut(&Rc<str>)) {
        let query = Query {
            path: &action.source.path,
            wildcards: action.source.wildcards,
            parents: action.kept_below(),
            exclude: &action.exclude,
        };
        let selection = self.context.select(query).unwrap_or_default();
        for file in &selection.files {
            if !matches!(file.node.kind, NodeKind::Directory) {
                look(&file.path);
            }
        }
    }

    /// The instructions of the stage of this one that come before it, in order, FROM left out.
    pub(super) fn before(&self, index: usize) -> std::ops::Range<usize> {
        let stage = self.syntax.stage_of(index);
        let stage = stage.and_then(|stage| self.syntax.stages.get(stage));
        stage.map_or(index..index, |stage| stage.from + 1..index)
    }

    /// Those that come after it.
    pub(super) fn after(&self, index: usize) -> std::ops::Range<usize> {
        let stage = self.syntax.stage_of(index);
        let stage = stage.and_then(|stage| self.syntax.stages.get(stage));
        stage.map_or(index..index, |stage| index + 1..stage.end)
    }

    /// The text of a range.
    pub(super) fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// The line break of the Dockerfile.
    pub(super) fn line_break(&self) -> &'static str {
        if self.text.contains("\r\n") {
            "\r\n"
        } else {
            "\n"
        }
    }

    /// An instruction with its line break, so that nothing is left when it is taken out.
    pub(super) fn whole_lines(&self, span: Span) -> Span {
        let rest = self.text.get(span.end..).unwrap_or_default();
        let end = rest
            .find('\n')
            .map_or(self.text.len(), |at| span.end + at + 1);
        let before = self.text.get(..span.start).unwrap_or_default();
        Span::new(before.rfind('\n').map_or(0, |at| at + 1), end)
    }

    /// A command put behind the others of a RUN, on a line of its own if they stand on several.
    pub(super) fn append_command(&self, run: &Run<'_>, command: &str) -> Option<TextEdit> {
        let end = run.script.end?;
        let span = run.instruction.span;
        let written = self.text.get(span.start..end)?;
        let text = match written.rsplit_once('\n') {
            None => format!(" && {command}"),
            Some((_, line)) => {
                let indent = line.len() - line.trim_start().len();
                format!(
                    " {}{}{}&& {command}",
                    self.syntax.escape,
                    self.line_break(),
                    line.get(..indent).unwrap_or_default(),
                )
            }
        };
        Some(insert(end, text))
    }

    /// Lines put at the end of the ignore file.
    pub(super) fn ignore_edit(&self, lines: &[&str]) -> TextEdit {
        let text = self.ignore_text;
        let line_break = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut added = String::new();
        if !text.is_empty() && !text.ends_with('\n') {
            added.push_str(line_break);
        }
        for line in lines {
            added.push_str(line);
            added.push_str(line_break);
        }
        TextEdit {
            file: self.ignore_path.to_owned(),
            ..insert(text.len(), added)
        }
    }

    /// The path is a source that an instruction names by itself: ignoring it would fail the build.
    pub(super) fn is_named(&self, path: &str) -> bool {
        (0..self.syntax.instructions.len()).any(|index| {
            let copied = self.copied(index);
            copied.iter().any(|action| {
                let source = action.source.path.trim_start_matches('/');
                !source.is_empty() && paths::is_within(source, path)
            })
        })
    }
}

impl Run<'_> {
    /// A cache is mounted at this path, above it or below it.
    pub(super) fn mounts(&self, path: &str) -> bool {
        let mut mounts = self.exec.mounts.iter();
        mounts.any(|mount| {
            paths::is_within(path, &mount.target) || paths::is_within(&mount.target, path)
        })
    }

    /// The value of a variable.
    pub(super) fn variable(&self, name: &str) -> Option<&str> {
        let mut variables = self.exec.env.iter().rev();
        let found = variables.find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// Text put in at a place of the Dockerfile.
pub(super) fn insert(at: usize, text: impl Into<String>) -> TextEdit {
    replace(Span::new(at, at), text)
}

/// Text in the place of another of the Dockerfile.
pub(super) fn replace(span: Span, text: impl Into<String>) -> TextEdit {
    TextEdit {
        file: "Dockerfile".to_owned(),
        span,
        text: text.into(),
    }
}
