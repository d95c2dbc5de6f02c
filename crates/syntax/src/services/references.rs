//! Definition and uses of stage names and variables.

use super::place::{clamp, find_at};
use super::resolve::{self, Resolved};
use super::stage_names::{self, StageMentionKind};
use super::variables::{self, Role, VariableMention};
use crate::{Dockerfile, Span};

/// A place at which a stage or a variable is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// The name, without `$` and braces; or the number of the stage.
    pub span: Span,
    /// What it is there.
    pub kind: ReferenceKind,
}

/// What a reference is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReferenceKind {
    /// `AS name`, `ARG name`, `ENV name=`.
    Definition,
    /// The name where its value is meant.
    Use,
    /// The number of a stage (`COPY --from=0`): a use that stays as it is when the stage gets another name.
    StageIndex,
}

/// What stands at an offset.
pub(super) enum Symbol<'a> {
    /// A stage, by its index.
    Stage(usize),
    /// A variable: all mentions of the name, and the one at the offset.
    Variable(Vec<Resolved<'a>>, Resolved<'a>),
}

/// The stage or the variable at `offset`. Images, and variables that nothing defines, are no symbols.
pub(super) fn symbol_at<'a>(
    dockerfile: &Dockerfile,
    text: &'a str,
    offset: usize,
) -> Option<Symbol<'a>> {
    let offset = clamp(text, offset);
    let stages = stage_names::mentions(dockerfile, text);
    if let Some(mention) = find_at(stages, offset, |mention| mention.span) {
        return Some(Symbol::Stage(mention.stage?));
    }
    let mentions = variables::mentions(dockerfile, text);
    let name = find_at(&mentions, offset, |mention| mention.hit)?.name;
    let resolved = resolve_name(dockerfile, &mentions, name);
    let here = find_at(&resolved, offset, |resolved| resolved.mention.hit).copied()?;
    here.variable?;
    Some(Symbol::Variable(resolved, here))
}

/// What the mentions of `name` mean.
pub(super) fn resolve_name<'a>(
    dockerfile: &Dockerfile,
    mentions: &[VariableMention<'a>],
    name: &str,
) -> Vec<Resolved<'a>> {
    let same_name: Vec<_> = mentions
        .iter()
        .filter(|mention| mention.name == name)
        .copied()
        .collect();
    resolve::resolve(&same_name, &stage_names::base_stages(dockerfile))
}

/// Where the stage name or variable at `offset` of `text` is defined. `dockerfile` was read from `text`.
///
/// Of a variable it is the definition that counts at this place; of `ARG NAME` in a stage the global argument that it takes
/// over, if there is one. Of a stage without a name it is the FROM.
#[must_use]
pub fn definition(dockerfile: &Dockerfile, text: &str, offset: usize) -> Option<Span> {
    match symbol_at(dockerfile, text, offset)? {
        Symbol::Stage(stage) => {
            let named = stage_names::mentions(dockerfile, text)
                .into_iter()
                .find(|mention| {
                    mention.kind == StageMentionKind::Definition && mention.stage == Some(stage)
                });
            if let Some(named) = named {
                return Some(named.span);
            }
            let from = dockerfile.stages.get(stage)?.from;
            Some(dockerfile.instructions.get(from)?.keyword.span)
        }
        Symbol::Variable(_, here) => here.definition,
    }
}

/// The definitions and all uses of the stage name or variable at `offset` of `text`, in the order of the text, the place
/// itself included. `dockerfile` was read from `text`.
///
/// Definitions of a variable that can stand for one another (in one stage, in the stages built on it, and a global argument
/// that stages take over) are one variable.
#[must_use]
pub fn references(dockerfile: &Dockerfile, text: &str, offset: usize) -> Vec<Reference> {
    let mut references: Vec<Reference> = match symbol_at(dockerfile, text, offset) {
        None => Vec::new(),
        Some(Symbol::Stage(stage)) => stage_names::mentions(dockerfile, text)
            .into_iter()
            .filter(|mention| mention.stage == Some(stage))
            .map(|mention| Reference {
                span: mention.span,
                kind: match mention.kind {
                    StageMentionKind::Definition => ReferenceKind::Definition,
                    StageMentionKind::Index => ReferenceKind::StageIndex,
                    StageMentionKind::Use | StageMentionKind::Image => ReferenceKind::Use,
                },
            })
            .collect(),
        Some(Symbol::Variable(resolved, here)) => resolved
            .iter()
            .filter(|other| other.variable == here.variable)
            .map(|other| Reference {
                span: other.mention.span,
                kind: match other.mention.role {
                    Role::Definition { .. } => ReferenceKind::Definition,
                    Role::Use(_) => ReferenceKind::Use,
                },
            })
            .collect(),
    };
    references.sort_by_key(|reference| (reference.span, reference.kind));
    references
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    /// The text with its references marked: `<definition>`, `[use]`, `{index}`. The offset is that of the `|`.
    fn marked(marked_text: &str) -> String {
        let offset = marked_text.find('|').unwrap_or_default();
        let text = marked_text.replacen('|', "", 1);
        let mut shown = text.clone();
        for reference in references(&parse(&text), &text, offset).iter().rev() {
            let (open, close) = match reference.kind {
                ReferenceKind::Definition => ('<', '>'),
                ReferenceKind::Use => ('[', ']'),
                ReferenceKind::StageIndex => ('{', '}'),
            };
            shown.insert(reference.span.end, close);
            shown.insert(reference.span.start, open);
        }
        shown
    }

    #[test]
    fn stages_are_found_in_any_case_and_by_number() {
        assert_eq!(
            marked(
                "FROM a AS Bu|ild\nFROM build AS c\nCOPY --from=BUILD / /\nCOPY --from=0 / /\n\
                 RUN --mount=type=bind,from=build,target=/x ls\nRUN --mount=from=0 ls\n"
            ),
            "FROM a AS <Build>\nFROM [build] AS c\nCOPY --from=[BUILD] / /\nCOPY --from={0} / /\n\
             RUN --mount=type=bind,from=[build],target=/x ls\nRUN --mount=from=0 ls\n"
        );
        assert_eq!(
            marked("FROM a AS b\nFROM c\nCOPY --from=|b"),
            "FROM a AS <b>\nFROM c\nCOPY --from=[b]"
        );
    }

    #[test]
    fn a_later_stage_of_the_same_name_hides_the_first() {
        let text = "FROM a AS x\nFROM |x AS y\nFROM b AS x\nFROM x\nCOPY --from=x / /\n";
        assert_eq!(
            marked(text),
            "FROM a AS <x>\nFROM [x] AS y\nFROM b AS x\nFROM x\nCOPY --from=x / /\n"
        );
        let text = "FROM a AS x\nFROM x AS y\nFROM b AS x\nFROM x\nCOPY --from=|x / /\n";
        assert_eq!(
            marked(text),
            "FROM a AS x\nFROM x AS y\nFROM b AS <x>\nFROM [x]\nCOPY --from=[x] / /\n"
        );
        assert_eq!(marked("FROM |x AS x\n"), "FROM x AS x\n");
    }

    #[test]
    fn variables_have_the_scope_of_a_stage() {
        assert_eq!(
            marked(
                "ARG V=1\nFROM a:${V} AS b\nARG |V\nRUN echo $V '$V' ${V:-$V}\nFROM b\nENV X=$V\nFROM c\nENV V=2\nRUN $V\n"
            ),
            "ARG <V>=1\nFROM a:${[V]} AS b\nARG <V>\nRUN echo $[V] '$V' ${[V]:-$[V]}\nFROM b\nENV X=$[V]\nFROM c\nENV V=2\n\
             RUN $V\n"
        );
        assert_eq!(
            marked("ARG V=1\nFROM a\nARG V=2\nRUN |$V\n"),
            "ARG V=1\nFROM a\nARG <V>=2\nRUN $[V]\n"
        );
        assert_eq!(
            marked("FROM a\nRUN |$V\nENV V=1\n"),
            "FROM a\nRUN $V\nENV V=1\n"
        );
    }

    #[test]
    fn containers_and_triggers_see_no_arguments() {
        assert_eq!(
            marked("FROM a\nARG |V=1\nCMD $V\nRUN [\"$V\"]\nONBUILD RUN $V\n"),
            "FROM a\nARG <V>=1\nCMD $V\nRUN [\"$V\"]\nONBUILD RUN $V\n"
        );
        assert_eq!(
            marked("FROM a AS b\nENV |V=1 W=$V\nONBUILD RUN $V\nFROM b\nCMD $V\n"),
            "FROM a AS b\nENV <V>=1 W=$V\nONBUILD RUN $[V]\nFROM b\nCMD $[V]\n"
        );
    }

    #[test]
    fn definitions() {
        let text =
            "ARG V=1\nFROM a AS b\nARG V\nRUN $V\nENV V=2\nRUN $V\nFROM c\nCOPY --from=1 / /\n";
        let dockerfile = parse(text);
        let at = |needle: &str, skip: usize| {
            let offset = text.find(needle).unwrap_or_default() + skip;
            definition(&dockerfile, text, offset).map(|span| span.start)
        };
        let first = text.find("ARG V\n").map(|start| start + 4);
        assert_eq!(at("ARG V\n", 4), Some(4));
        assert_eq!(at("RUN $V\nENV", 4), first);
        assert_eq!(at("RUN $V\nFROM", 5), text.find("V=2"));
        assert_eq!(at("=1 / /", 1), text.find("FROM c"));
        assert_eq!(at("FROM a", 6), None);
    }
}
