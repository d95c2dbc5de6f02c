//! ONBUILD: the instructions that a stage or an image holds back for those built on it.
//!
//! BuildKit: `convert.go:initOnBuildTriggers`.

use layerlab_syntax::buildkit_view::trigger_text;
use layerlab_syntax::{Command, Dockerfile, Instruction};

/// The one instruction that a trigger is.
///
/// # Errors
/// BuildKit's words if it is none, or more than one.
pub(crate) fn read_trigger(text: &str) -> Result<Instruction<'static>, String> {
    let Dockerfile {
        errors,
        instructions,
        ..
    } = layerlab_syntax::parse(text).into_owned();
    if let Some(error) = errors.iter().find(|error| error.fatal) {
        return Err(error.message.clone());
    }
    let mut instructions = instructions.into_iter();
    let (Some(instruction), None) = (instructions.next(), instructions.next()) else {
        return Err("onbuild trigger should be a single expression".to_owned());
    };
    // That no stage is there is no error of a trigger.
    let broken = matches!(instruction.command, Command::Invalid);
    match errors.into_iter().next() {
        Some(error) if broken => Err(error.message),
        _ => Ok(instruction),
    }
}

/// The triggers that a stage of the file leaves for those built on it, as they are written.
pub(super) fn triggers_of(dockerfile: &Dockerfile, stage: usize) -> Vec<String> {
    let own = (dockerfile.stages.get(stage))
        .and_then(|stage| dockerfile.instructions.get(stage.from..stage.end));
    let own = own.unwrap_or_default().iter();
    own.filter_map(trigger_text).collect()
}
