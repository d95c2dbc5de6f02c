//! Where variables are defined and used.
//!
//! BuildKit (`dockerfile2llb/convert.go:dispatchEnv`, `dispatchArg`): in a stage, ENV and ARG set the same environment, the
//! later one wins, and a stage built on another begins with what that one ended with. FROM sees only the ARGs before the
//! first FROM; a stage takes such a one over with `ARG NAME` without a default.

use super::place::{innermost, plain_name};
use crate::highlight::{Tag, highlight};
use crate::{Arguments, Command, Dockerfile, Instruction, Span};

/// The arguments that BuildKit sets itself: FROM sees them, and a stage that declares them.
pub(super) const PLATFORM_ARGUMENTS: [&str; 11] = [
    "BUILDARCH",
    "BUILDOS",
    "BUILDOSVERSION",
    "BUILDPLATFORM",
    "BUILDVARIANT",
    "TARGETARCH",
    "TARGETOS",
    "TARGETOSVERSION",
    "TARGETPLATFORM",
    "TARGETSTAGE",
    "TARGETVARIANT",
];

/// Who reads a variable. Each sees another environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    /// The build.
    Build,
    /// The container that is started later: ARG is gone.
    Container,
    /// A build on top of this one (ONBUILD): sees ENV, and what other triggers set.
    Trigger,
}

/// Something for each environment: that of the build, of the container, and what triggers set in these two later.
pub(super) type PerView<T> = [T; 4];

/// What a mention of a variable does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Definition {
        sets: PerView<bool>,
        /// `ARG NAME`: takes over a global argument.
        imports: bool,
    },
    Use(View),
}

/// A place at which a variable is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct VariableMention<'a> {
    /// The name.
    pub(super) span: Span,
    /// The name with the `$` or `${` before it.
    pub(super) hit: Span,
    pub(super) name: &'a str,
    /// The stage; `None` before the first FROM and in the FROM lines.
    pub(super) stage: Option<usize>,
    pub(super) role: Role,
    /// From which offset on a definition counts; where a use stands.
    pub(super) effective: usize,
}

/// All mentions, in the order in which they take effect.
pub(super) fn mentions<'a>(dockerfile: &Dockerfile, text: &'a str) -> Vec<VariableMention<'a>> {
    let mut mentions = Vec::new();
    let mut current = Scope::default();
    for (index, instruction) in dockerfile.instructions.iter().enumerate() {
        let stage = current.enter(dockerfile, index);
        add_definitions(instruction, stage, text, &mut mentions);
    }
    add_uses(dockerfile, text, &mut mentions);
    mentions.sort_by_key(|mention| (mention.effective, mention.span));
    mentions
}

/// Follows the stages while instructions are walked over in order.
#[derive(Default)]
struct Scope {
    stages_begun: usize,
}

impl Scope {
    /// The stage whose variables an instruction sees.
    fn enter(&mut self, dockerfile: &Dockerfile, index: usize) -> Option<usize> {
        let next = dockerfile.stages.get(self.stages_begun);
        if next.is_some_and(|stage| stage.from == index) {
            self.stages_begun += 1;
            return None;
        }
        self.stages_begun.checked_sub(1)
    }
}

fn add_definitions<'a>(
    instruction: &Instruction,
    stage: Option<usize>,
    text: &'a str,
    mentions: &mut Vec<VariableMention<'a>>,
) {
    let is_trigger = matches!(instruction.command, Command::Onbuild(_));
    let mut add = |span: Span, effective: usize, sets: PerView<bool>, imports: bool| {
        if let Some((span, name)) = plain_name(text, span) {
            let [build, container, ..] = sets;
            let sets = if is_trigger {
                [false, false, build, container]
            } else {
                sets
            };
            mentions.push(VariableMention {
                span,
                hit: span,
                name,
                stage,
                role: Role::Definition { sets, imports },
                effective,
            });
        }
    };
    match &innermost(instruction).command {
        // The values of one ENV do not see each other, those of one ARG do.
        // Before the first FROM only ARG means something.
        Command::Env(pairs) if stage.is_some() => {
            for pair in pairs {
                add(
                    pair.key.span,
                    instruction.span.end,
                    [true, true, false, false],
                    false,
                );
            }
        }
        Command::Arg(arguments) => {
            for (name, value) in arguments {
                let end = value.as_ref().map_or(name.span.end, |value| value.span.end);
                add(name.span, end, [true, false, false, false], value.is_none());
            }
        }
        _ => {}
    }
}

fn add_uses<'a>(dockerfile: &Dockerfile, text: &'a str, mentions: &mut Vec<VariableMention<'a>>) {
    let mut instructions = dockerfile.instructions.iter().enumerate().peekable();
    let mut scope = Scope::default();
    let mut stage = None;
    let mut current: Option<&Instruction> = None;
    for token in highlight(dockerfile, text) {
        if token.tag != Tag::Variable {
            continue;
        }
        while let Some((index, instruction)) =
            instructions.next_if(|(_, next)| next.span.start <= token.span.start)
        {
            stage = scope.enter(dockerfile, index);
            current = Some(instruction);
        }
        let (Some(instruction), Some((span, name))) = (current, name_in(text, token.span)) else {
            continue;
        };
        if let Some(view) = view(instruction, token.span.start) {
            mentions.push(VariableMention {
                span,
                hit: Span::new(token.span.start, span.end),
                name,
                stage,
                role: Role::Use(view),
                effective: span.start,
            });
        }
    }
}

/// Whether a character can stand in the name of a variable.
pub(super) fn is_name_character(character: char) -> bool {
    character == '_' || character.is_alphanumeric()
}

/// The name in `$NAME` or `${NAME…`.
fn name_in(text: &str, span: Span) -> Option<(Span, &str)> {
    let written = text.get(span.start..span.end)?.strip_prefix('$')?;
    let behind = written.strip_prefix('{').unwrap_or(written);
    let start = span.end - behind.len();
    let length = behind
        .find(|next| !is_name_character(next))
        .unwrap_or(behind.len());
    let name = behind.get(..length)?;
    let first = name.chars().next()?;
    (!first.is_numeric()).then_some((Span::new(start, start + length), name))
}

/// Which environment a variable at `offset` of an instruction is looked up in; `None` where `$` means nothing.
fn view(instruction: &Instruction, offset: usize) -> Option<View> {
    let inner = innermost(instruction);
    let in_flags = inner
        .flags
        .last()
        .is_some_and(|flag| offset < flag.span.end);
    let view = match &inner.command {
        Command::Run(_) if in_flags => View::Build,
        Command::Run(Arguments::Json(_))
        | Command::Cmd(Arguments::Json(_))
        | Command::Entrypoint(Arguments::Json(_))
        | Command::Healthcheck(Some(Arguments::Json(_)))
        | Command::Shell(_) => return None,
        Command::Cmd(_) | Command::Entrypoint(_) | Command::Healthcheck(_) => View::Container,
        _ => View::Build,
    };
    let is_trigger = matches!(instruction.command, Command::Onbuild(_));
    Some(if is_trigger && view == View::Build {
        View::Trigger
    } else {
        view
    })
}
