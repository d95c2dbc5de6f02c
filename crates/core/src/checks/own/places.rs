//! Where things stand: in the text of the Dockerfile, and in the final image.

use std::rc::Rc;

use layerlab_syntax::{Command, Span};

use super::Scene;
use crate::cache::landing_path;
use crate::context::{NodeKind, Query};
use crate::graph::Operation;

impl Scene<'_> {
    /// The image that a stage stands on is known, and so is what it sets.
    pub(super) fn is_known(&self, stage: usize) -> bool {
        let layers = self.plan.stages.get(stage).map(|stage| &stage.layers);
        let mut layers = layers.into_iter().flatten();
        layers.all(|id| {
            let operation = self.plan.vertex(*id).map(|vertex| &vertex.operation);
            !matches!(operation, Some(Operation::Image(image)) if !image.known)
        })
    }

    /// The image that the final one stands on is known.
    pub(super) fn base_is_known(&self) -> bool {
        self.plan.target.is_some_and(|target| self.is_known(target))
    }

    /// The last CMD or ENTRYPOINT of the final image.
    pub(super) fn last_start(&self) -> Option<usize> {
        let mut instructions = self.syntax.instructions.iter().enumerate().rev();
        let found = instructions.find(|(index, instruction)| {
            let starts = matches!(
                instruction.command,
                Command::Cmd(_) | Command::Entrypoint(_)
            );
            starts && self.is_in_image(*index)
        });
        found.map(|(index, _)| index)
    }

    /// The beginning of the lines of an instruction, those of the comments directly above it included.
    pub(super) fn block_start(&self, span: Span) -> usize {
        let mut start = self.whole_lines(span).start;
        loop {
            let before = self.text.get(..start).unwrap_or_default();
            let above = before.strip_suffix('\n').unwrap_or(before);
            let line_start = above.rfind('\n').map_or(0, |at| at + 1);
            let line = above.get(line_start..).unwrap_or_default();
            // The first lines of a file may be directives, which have to stay the first.
            if line_start == 0 || !line.trim_start().starts_with('#') {
                return start;
            }
            start = line_start;
        }
    }

    /// The file of the context that a COPY puts at an absolute path of the final image.
    pub(super) fn file_at(&self, path: &str) -> Option<Rc<str>> {
        let copied = (0..self.syntax.instructions.len())
            .rev()
            .filter(|index| self.is_in_image(*index))
            .flat_map(|index| self.copied(index));
        for action in copied {
            let query = Query {
                path: &action.source.path,
                wildcards: action.source.wildcards,
                parents: action.kept_below(),
                exclude: &action.exclude,
            };
            let Ok(selection) = self.context.select(query) else {
                continue;
            };
            let mut files = selection.files.iter();
            let found = files.find(|file| {
                matches!(file.node.kind, NodeKind::File(_))
                    && landing_path(action, &selection, file) == path
            });
            if let Some(file) = found {
                return Some(Rc::clone(&file.path));
            }
        }
        None
    }
}
