//! Instructions to build stages. BuildKit: `instructions.Parse`.

use std::borrow::Cow;

use crate::go_text;
use crate::{Command, Instruction, Stage, SyntaxError};

/// BuildKit's words for an instruction that has no stage to belong to.
pub(crate) const NO_STAGE: &str = "no build stage in current context";

impl Stage<'_> {
    /// The stage that begins with the FROM at an index, before anything else is known of it.
    pub(crate) fn beginning_at(from: usize) -> Self {
        Self {
            from,
            end: from,
            name: None,
            comment: String::new(),
        }
    }
}

/// Completes the stages of which only the beginnings are known, and adds the error of an instruction before the first of
/// them.
pub(crate) fn complete<'a>(
    stages: &mut [Stage<'a>],
    instructions: &[Instruction<'a>],
    errors: &mut Vec<SyntaxError>,
) {
    let mut end = instructions.len();
    for stage in stages.iter_mut().rev() {
        stage.end = std::mem::replace(&mut end, stage.from);
        let Some(instruction) = instructions.get(stage.from) else {
            continue;
        };
        if let Command::From {
            name: Some(name), ..
        } = &instruction.command
        {
            let name = lower_case(&name.value);
            stage.comment = instruction.doc_comment(&name);
            stage.name = Some(name);
        }
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

/// Go's lower case, without a copy where nothing changes.
fn lower_case<'a>(name: &Cow<'a, str>) -> Cow<'a, str> {
    let is_lower = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    if name.bytes().all(is_lower) {
        name.clone()
    } else {
        Cow::Owned(go_text::to_lower(name))
    }
}
