//! Instructions to build stages. BuildKit: `instructions.Parse`.

use crate::{Command, Instruction, Stage, SyntaxError};

/// BuildKit's words for an instruction that has no stage to belong to.
pub(crate) const NO_STAGE: &str = "no build stage in current context";

/// Finds the stages, and adds the error of an instruction before the first of them.
pub(crate) fn find(instructions: &[Instruction], errors: &mut Vec<SyntaxError>) -> Vec<Stage> {
    let mut stages: Vec<Stage> = Vec::new();
    for (index, instruction) in instructions.iter().enumerate() {
        let Command::From { name, .. } = &instruction.command else {
            continue;
        };
        if let Some(stage) = stages.last_mut() {
            stage.end = index;
        }
        let name = name.as_ref().map(|name| name.value.to_lowercase());
        let comment = name
            .as_deref()
            .map(|name| doc_comment(&instruction.comments_before, name))
            .unwrap_or_default();
        stages.push(Stage {
            from: index,
            end: instructions.len(),
            name,
            comment,
        });
    }
    let first_from = stages
        .first()
        .map_or(instructions.len(), |stage| stage.from);
    let stray = instructions
        .iter()
        .take(first_from)
        .find(|instruction| !matches!(instruction.command, Command::Arg(_) | Command::Invalid));
    if let Some(stray) = stray {
        add_stray(stray, errors);
    }
    stages
}

/// One error is enough, and none is needed if something broken before the instruction may have been the FROM.
fn add_stray(stray: &Instruction, errors: &mut Vec<SyntaxError>) {
    let place = errors.partition_point(|error| error.span.start < stray.span.start);
    if place > 0 {
        return;
    }
    let error = SyntaxError {
        message: NO_STAGE.to_owned(),
        lines: vec![stray.lines],
        span: stray.keyword.span,
        hint: "Only ARG can stand before the first FROM.".to_owned(),
        fatal: false,
    };
    errors.insert(place, error);
}

/// The text behind `name` in the comment line that begins with it.
pub(crate) fn doc_comment(comments: &[String], name: &str) -> String {
    let text = |line: &String| {
        line.strip_prefix(name)?
            .strip_prefix(' ')
            .map(str::to_owned)
    };
    comments.iter().find_map(text).unwrap_or_default()
}
