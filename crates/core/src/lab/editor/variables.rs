//! Values of variables at a place.

use layerlab_syntax::{Command, Instruction};

use super::EditedDockerfile;
use crate::graph::{Scope, scope_after};
use crate::lab::images::CatalogImages;

/// Longer values are cut where they are shown.
const LONGEST_SHOWN: usize = 120;

/// A variable at a place.
pub(super) struct Variable {
    /// Its value; `None` if it has none here.
    pub(super) value: Option<String>,
    /// Where it has it from: "line 3", "the base image", "BuildKit".
    pub(super) source: Option<String>,
}

impl EditedDockerfile<'_> {
    /// The variable `name` at `offset`. Of a definition it is the value that it gets there.
    pub(super) fn variable(&self, name: &str, offset: usize, is_definition: bool) -> Variable {
        let Some(index) = self.instruction_at(offset) else {
            return Variable {
                value: None,
                source: None,
            };
        };
        let definition = self.definition(offset);
        // `ARG A=1 B=$A`: the value is given in the same instruction.
        let is_set_here = definition
            .is_some_and(|definition| self.instruction_at(definition.start) == Some(index));
        let instruction = self.syntax.instructions.get(index);
        let scope = self.scope(index, is_definition || is_set_here);
        let variables = match instruction.map(innermost) {
            Some(instruction) if reads_container(instruction) => &scope.container,
            _ => &scope.build,
        };
        let value = value_of(variables, name);
        let given = self.project.options.build_args.contains_key(name);
        let is_argument =
            |instruction: &Instruction| matches!(innermost(instruction).command, Command::Arg(_));
        let defining = definition
            .and_then(|definition| self.instruction_at(definition.start))
            .and_then(|index| self.syntax.instructions.get(index))
            .or(instruction.filter(|_| is_definition));
        let source = match (defining, definition) {
            _ if value.is_none() => None,
            (Some(defining), _) if given && is_argument(defining) => {
                Some("the build argument that is given".to_owned())
            }
            (_, Some(definition)) => Some(format!("line {}", self.line_of(definition.start))),
            (Some(_), None) if is_definition => None,
            _ if index_is_global(self, index) => Some("BuildKit".to_owned()),
            _ => Some("the base image".to_owned()),
        };
        Variable {
            value: value.map(|value| shortened(&value)),
            source,
        }
    }

    /// The variables before the instruction at `index`, or after it.
    pub(super) fn scope(&self, index: usize, after: bool) -> Scope {
        let within_stage = !index_is_global(self, index);
        scope_after(
            &self.syntax,
            &self.project.options,
            &CatalogImages,
            index + usize::from(after),
            within_stage,
        )
    }
}

/// Whether an instruction sees the global arguments: it stands before the first FROM or is a FROM.
fn index_is_global(edited: &EditedDockerfile<'_>, index: usize) -> bool {
    let stage = edited.syntax.stage_of(index);
    stage
        .and_then(|stage| edited.syntax.stages.get(stage))
        .is_none_or(|stage| stage.from == index)
}

/// What ONBUILD holds back, or the instruction itself.
pub(super) fn innermost<'i, 'a>(instruction: &'i Instruction<'a>) -> &'i Instruction<'a> {
    match &instruction.command {
        Command::Onbuild(nested) => nested,
        _ => instruction,
    }
}

/// Whether its variables are replaced when a container starts.
fn reads_container(instruction: &Instruction) -> bool {
    matches!(
        instruction.command,
        Command::Cmd(_) | Command::Entrypoint(_) | Command::Healthcheck(_)
    )
}

/// The value of a variable in a scope.
pub(super) fn value_of(variables: &[(String, String)], name: &str) -> Option<String> {
    let mut variables = variables.iter();
    let (_, value) = variables.find(|(other, _)| other == name)?;
    Some(value.clone())
}

/// A value that is not too long to be shown.
pub(super) fn shortened(value: &str) -> String {
    match value.char_indices().nth(LONGEST_SHOWN) {
        Some((end, _)) => format!("{}…", value.get(..end).unwrap_or_default()),
        None => value.to_owned(),
    }
}
