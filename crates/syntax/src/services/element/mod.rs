//! What stands at a place, for a text that is shown there.

use crate::highlight::{Tag, highlight};
use crate::services::place::{clamp, find_at, innermost};
use crate::services::stage_names::{self, StageMentionKind};
use crate::services::variables::{self, Role};
use crate::{Arguments, Command, Dockerfile, Heredoc, Instruction, Source, Span, Word};

/// A piece of the text and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// Where; never empty.
    pub span: Span,
    /// What.
    pub kind: ElementKind,
}

/// What a piece of a Dockerfile is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ElementKind {
    /// The name of an instruction, or a word such as `AS` or `NONE`: in capitals.
    Keyword(String),
    /// The name of a flag, its dashes included in the span.
    FlagName {
        /// The instruction, in capitals.
        instruction: String,
        /// Without dashes.
        flag: String,
    },
    /// The value of a flag.
    FlagValue {
        /// The instruction, in capitals.
        instruction: String,
        /// Without dashes.
        flag: String,
        /// Without quotes, not expanded.
        value: String,
    },
    /// The name or the number of a stage.
    Stage {
        /// Index in [`Dockerfile::stages`].
        stage: usize,
        /// As written.
        name: String,
        /// Whether the stage gets its name here.
        is_definition: bool,
    },
    /// A variable, its `$` and brace included in the span.
    Variable {
        /// Without `$`.
        name: String,
        /// Whether it is set or declared here.
        is_definition: bool,
    },
    /// The image in FROM, in `COPY --from=` or in `--mount=from=`, not expanded.
    BaseImage(String),
    /// A word of the arguments of an instruction.
    Argument {
        /// The instruction, in capitals.
        instruction: String,
    },
    /// A string of the JSON form: its value.
    JsonElement(String),
    /// The marker of a heredoc: the word that ends it.
    HeredocMarker(String),
    /// The body of a heredoc, and the line that ends it.
    HeredocBody(String),
    /// A comment.
    Comment,
    /// A parser directive: its name.
    Directive(String),
}

/// What stands at `offset` of `text`, which `dockerfile` was read from, or ends there: a name before what it is part of.
/// `None` in white space.
#[must_use]
pub fn element_at(dockerfile: &Dockerfile, text: &str, offset: usize) -> Option<Element> {
    let offset = clamp(text, offset);
    let span = |element: &Element| element.span;
    if let Some(named) = find_at(named_elements(dockerfile, text), offset, span) {
        return Some(named);
    }
    let mut elements: Vec<Element> = Vec::new();
    elements.extend(dockerfile.comments.iter().map(|span| Element {
        span: *span,
        kind: ElementKind::Comment,
    }));
    elements.extend(dockerfile.directives.iter().map(|directive| Element {
        span: directive.span,
        kind: ElementKind::Directive(directive.name.value.to_string()),
    }));
    let following = dockerfile
        .instructions
        .partition_point(|instruction| instruction.span.start <= offset);
    let instruction = following
        .checked_sub(1)
        .and_then(|index| dockerfile.instructions.get(index))
        .filter(|instruction| instruction.span.touches(offset));
    if let Some(instruction) = instruction {
        add_instruction(instruction, text, &mut elements);
        elements.extend(argument_word(instruction, text, offset));
    }
    elements.retain(|element| element.span.start < element.span.end);
    find_at(elements, offset, span)
}

/// Stages, images, variables, and keywords.
fn named_elements(dockerfile: &Dockerfile, text: &str) -> Vec<Element> {
    let mut elements = Vec::new();
    for mention in variables::mentions(dockerfile, text) {
        elements.push(Element {
            span: mention.hit,
            kind: ElementKind::Variable {
                name: mention.name.to_owned(),
                is_definition: matches!(mention.role, Role::Definition { .. }),
            },
        });
    }
    for mention in stage_names::mentions(dockerfile, text) {
        let kind = match mention.stage {
            Some(stage) => ElementKind::Stage {
                stage,
                name: mention.name.to_owned(),
                is_definition: mention.kind == StageMentionKind::Definition,
            },
            None => ElementKind::BaseImage(mention.name.to_owned()),
        };
        elements.push(Element {
            span: mention.span,
            kind,
        });
    }
    for token in highlight(dockerfile, text) {
        if token.tag == Tag::Keyword {
            let written = text.get(token.span.start..token.span.end);
            elements.push(Element {
                span: token.span,
                kind: ElementKind::Keyword(written.unwrap_or_default().to_uppercase()),
            });
        }
    }
    elements
}

fn add_instruction(instruction: &Instruction, text: &str, elements: &mut Vec<Element>) {
    if let Command::Onbuild(nested) = &instruction.command {
        add_flags(instruction, elements);
        add_instruction(nested, text, elements);
        return;
    }
    add_flags(instruction, elements);
    for heredoc in &instruction.heredocs {
        add_heredoc(heredoc, text, elements);
    }
    let mut add_json = |words: &[Word<'_>]| {
        elements.extend(words.iter().map(|word| Element {
            span: word.span,
            kind: ElementKind::JsonElement(word.value.to_string()),
        }));
    };
    match &instruction.command {
        Command::Run(Arguments::Json(words))
        | Command::Cmd(Arguments::Json(words))
        | Command::Entrypoint(Arguments::Json(words))
        | Command::Healthcheck(Some(Arguments::Json(words)))
        | Command::Shell(words) => add_json(words),
        Command::Volume(words) => {
            let is_json = |word: &&Word<'_>| {
                let written = text.get(word.span.start..word.span.end);
                written.is_some_and(|written| written.starts_with('"'))
            };
            let words: Vec<_> = words.iter().filter(is_json).cloned().collect();
            add_json(&words);
        }
        Command::Copy(transfer) | Command::Add(transfer) if transfer.json => {
            let paths = transfer.sources.iter().filter_map(|source| match source {
                Source::Path(path) => Some(path.clone()),
                Source::Heredoc(_) => None,
            });
            let words: Vec<_> = paths.chain([transfer.destination.clone()]).collect();
            add_json(&words);
        }
        Command::From { image, .. } => elements.push(Element {
            span: image.span,
            kind: ElementKind::BaseImage(image.value.to_string()),
        }),
        _ => {}
    }
}

fn add_flags(instruction: &Instruction, elements: &mut Vec<Element>) {
    let name = instruction.keyword.value.to_uppercase();
    for flag in &instruction.flags {
        elements.push(Element {
            span: Span::new(flag.span.start, flag.name.span.end.max(flag.span.start)),
            kind: ElementKind::FlagName {
                instruction: name.clone(),
                flag: flag.name.value.to_string(),
            },
        });
        if let Some(value) = &flag.value {
            elements.push(Element {
                span: value.span,
                kind: ElementKind::FlagValue {
                    instruction: name.clone(),
                    flag: flag.name.value.to_string(),
                    value: value.value.to_string(),
                },
            });
        }
    }
}

fn add_heredoc(heredoc: &Heredoc, text: &str, elements: &mut Vec<Element>) {
    elements.push(Element {
        span: heredoc.marker,
        kind: ElementKind::HeredocMarker(heredoc.name.to_string()),
    });
    let behind = text.get(heredoc.body.end..).unwrap_or_default();
    let last_line = behind.split('\n').next().unwrap_or_default();
    elements.push(Element {
        span: Span::new(heredoc.body.start, heredoc.body.end + last_line.len()),
        kind: ElementKind::HeredocBody(heredoc.name.to_string()),
    });
}

/// The word at `offset`, or else the one that ends there.
fn argument_word(instruction: &Instruction, text: &str, offset: usize) -> Option<Element> {
    let inner = innermost(instruction);
    let span = instruction.span;
    let before = text.get(inner.keyword.span.end..offset)?;
    let behind = text.get(offset..span.end)?;
    let start = before
        .char_indices()
        .rev()
        .find(|(_, next)| next.is_whitespace())
        .map_or(inner.keyword.span.end, |(at, space)| {
            inner.keyword.span.end + at + space.len_utf8()
        });
    let length = behind.find(char::is_whitespace).unwrap_or(behind.len());
    Some(Element {
        span: Span::new(start, offset + length),
        kind: ElementKind::Argument {
            instruction: inner.keyword.value.to_uppercase(),
        },
    })
}

#[cfg(test)]
mod tests;
