//! Where stages are named and which stage each name means.
//!
//! BuildKit (`dockerfile2llb/convert.go`): FROM finds the last stage above it with the name, in any case. `COPY --from=`
//! and `--mount=from=` are looked up after all stages are known, so there it is the last one of the whole file. A number
//! in `COPY --from=` is the index of a stage.

use std::collections::BTreeMap;

use super::place::{mount_fields, plain_name};
use crate::expand::{ExpandOptions, expand_word};
use crate::keyword::Keyword;
use crate::{Command, Dockerfile, Instruction, Span};

/// What a mention of a stage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StageMentionKind {
    /// The name behind AS.
    Definition,
    /// The name where the stage is used.
    Use,
    /// The number of the stage.
    Index,
    /// The name of something that is no stage: an image.
    Image,
}

/// A place at which a stage is named, or could be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StageMention<'a> {
    /// The name or number.
    pub(super) span: Span,
    /// As written.
    pub(super) name: &'a str,
    pub(super) kind: StageMentionKind,
    /// Index in [`Dockerfile::stages`]; `None` for an image.
    pub(super) stage: Option<usize>,
}

/// All mentions in the order of the text. What ONBUILD holds back is about the stages of another file.
pub(super) fn mentions<'a>(dockerfile: &Dockerfile, text: &'a str) -> Vec<StageMention<'a>> {
    let all_names = names_before(dockerfile, dockerfile.stages.len());
    let mut names_above: BTreeMap<&str, usize> = BTreeMap::new();
    let mut stages = dockerfile.stages.iter().enumerate();
    let mut mentions = Vec::new();
    for instruction in &dockerfile.instructions {
        if let Command::From { image, name } = &instruction.command {
            if let Some((span, name)) = plain_name(text, image.span) {
                mentions.push(named(span, name, &names_above));
            }
            let Some((index, stage)) = stages.next() else {
                continue;
            };
            let (Some(written), Some(key)) = (name, &stage.name) else {
                continue;
            };
            names_above.insert(key, index);
            if let Some((span, name)) = plain_name(text, written.span)
                && name.to_lowercase() == *key
            {
                mentions.push(StageMention {
                    span,
                    name,
                    kind: StageMentionKind::Definition,
                    stage: Some(index),
                });
            }
            continue;
        }
        for (span, takes_index) in sources(instruction, text) {
            let Some((span, name)) = plain_name(text, span) else {
                continue;
            };
            mentions.push(match name.parse::<i64>() {
                Ok(index) if takes_index => {
                    let known =
                        usize::try_from(index).is_ok_and(|index| index < dockerfile.stages.len());
                    StageMention {
                        span,
                        name,
                        kind: StageMentionKind::Index,
                        stage: usize::try_from(index).ok().filter(|_| known),
                    }
                }
                _ => named(span, name, &all_names),
            });
        }
    }
    mentions
}

fn named<'a>(span: Span, name: &'a str, names: &BTreeMap<&str, usize>) -> StageMention<'a> {
    let stage = names.get(name.to_lowercase().as_str()).copied();
    let kind = match stage {
        Some(_) => StageMentionKind::Use,
        None => StageMentionKind::Image,
    };
    StageMention {
        span,
        name,
        kind,
        stage,
    }
}

/// The names of the first `count` stages; the last stage of a name counts.
fn names_before<'a>(dockerfile: &'a Dockerfile<'_>, count: usize) -> BTreeMap<&'a str, usize> {
    let stages = dockerfile.stages.iter().take(count).enumerate();
    stages
        .filter_map(|(index, stage)| Some((stage.name.as_deref()?, index)))
        .collect()
}

/// Where `COPY --from=` and `RUN --mount=from=` say what they read from, and whether a number is an index there. Looks
/// at the flags only, so that it works before the rest of the line is written.
fn sources(instruction: &Instruction, text: &str) -> Vec<(Span, bool)> {
    let keyword = Keyword::read(&instruction.keyword.value);
    let mut sources = Vec::new();
    for flag in &instruction.flags {
        let Some(value) = &flag.value else {
            continue;
        };
        match (keyword, flag.name.value.as_ref()) {
            (Some(Keyword::Copy), "from") => sources.push((value.span, true)),
            (Some(Keyword::Run), "mount") => {
                for field in mount_fields(text, value.span) {
                    let key = text.get(field.key.start..field.key.end).unwrap_or_default();
                    if key.eq_ignore_ascii_case("from") {
                        sources.extend(field.value.map(|value| (value, false)));
                    }
                }
            }
            _ => {}
        }
    }
    sources
}

/// No image reference is longer, and the limit keeps the work bounded.
const MAX_VALUE_BYTES: usize = 512;

/// For each stage the stage that it is built on, with the defaults of the global arguments put in.
pub(super) fn base_stages(dockerfile: &Dockerfile) -> Vec<Option<usize>> {
    let options = ExpandOptions::new(dockerfile.escape);
    let mut globals: BTreeMap<&str, String> = BTreeMap::new();
    let mut names_above: BTreeMap<&str, usize> = BTreeMap::new();
    let mut bases = Vec::with_capacity(dockerfile.stages.len());
    let mut stages = dockerfile.stages.iter().enumerate();
    for instruction in &dockerfile.instructions {
        match &instruction.command {
            Command::Arg(arguments) if bases.is_empty() => {
                for (name, value) in arguments {
                    let Some(value) = value else { continue };
                    let lookup = |name: &str| globals.get(name).cloned();
                    if let Ok(value) = expand_word(&value.value, options, &lookup)
                        && value.text.len() <= MAX_VALUE_BYTES
                    {
                        globals.insert(&name.value, value.text);
                    }
                }
            }
            Command::From { image, .. } => {
                let lookup = |name: &str| globals.get(name).cloned();
                let base = expand_word(&image.value, options, &lookup)
                    .map(|expanded| expanded.text.to_lowercase());
                bases.push(
                    base.ok()
                        .and_then(|base| names_above.get(base.as_str()).copied()),
                );
                if let Some((index, stage)) = stages.next()
                    && let Some(name) = &stage.name
                {
                    names_above.insert(name, index);
                }
            }
            _ => {}
        }
    }
    bases
}
