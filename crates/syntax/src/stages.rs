//! Instructions to build stages. BuildKit: `instructions.Parse`.

use std::borrow::Cow;

use crate::{Command, Instruction, Stage, SyntaxError};

/// BuildKit's words for an instruction that has no stage to belong to.
pub(crate) const NO_STAGE: &str = "no build stage in current context";

/// Finds the stages, which begin with the instructions at `froms`, and adds the error of an instruction before the first
/// of them.
pub(crate) fn find<'a>(
    instructions: &[Instruction<'a>],
    froms: &[usize],
    errors: &mut Vec<SyntaxError>,
) -> Vec<Stage<'a>> {
    let mut stages: Vec<Stage<'a>> = Vec::with_capacity(froms.len());
    let ends = froms.iter().skip(1).copied().chain([instructions.len()]);
    for (from, end) in froms.iter().copied().zip(ends) {
        let Some(instruction) = instructions.get(from) else {
            continue;
        };
        let Command::From { name, .. } = &instruction.command else {
            continue;
        };
        let name = name.as_ref().map(|name| lower_case(&name.value));
        let comment = name
            .as_deref()
            .map(|name| instruction.doc_comment(name))
            .unwrap_or_default();
        stages.push(Stage {
            from,
            end,
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

/// `str::to_lowercase`, without a copy where nothing changes.
fn lower_case<'a>(name: &Cow<'a, str>) -> Cow<'a, str> {
    let is_lower = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    if name.bytes().all(is_lower) {
        name.clone()
    } else {
        Cow::Owned(name.to_lowercase())
    }
}
