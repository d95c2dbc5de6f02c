//! What stands at a place.

use layerlab_syntax::services::{ElementKind, ReferenceKind, element_at};
use layerlab_syntax::{Arguments, Command, Span};

use super::variables::{innermost, shortened};
use super::{EditedDockerfile, Fact, FactValue, HoverCard, command, images};
use crate::explain::{About, TermKind, for_instruction, term, topic_of};

pub(super) fn hover(edited: &EditedDockerfile<'_>, offset: usize) -> Option<HoverCard> {
    let element = element_at(&edited.syntax, edited.text, offset)?;
    let span = element.span;
    match element.kind {
        ElementKind::Keyword(word) => edited.keyword(span, &word),
        ElementKind::FlagName { instruction, flag } => flag_card(span, &instruction, &flag),
        ElementKind::FlagValue {
            instruction, flag, ..
        } => edited.flag_value(span, offset, &instruction, &flag),
        ElementKind::Stage { stage, .. } => edited.stage(span, stage),
        ElementKind::Variable {
            name,
            is_definition,
        } => Some(edited.variable_card(span, &name, is_definition)),
        ElementKind::BaseImage(name) => edited.image(span, &name),
        ElementKind::Argument { instruction } => match instruction.as_str() {
            "COPY" | "ADD" => edited.path(span),
            _ => edited.command(offset),
        },
        ElementKind::JsonElement(_) => edited.json_word(span).or_else(|| edited.path(span)),
        ElementKind::HeredocBody(_) => edited.command(offset),
        ElementKind::Directive(name) => Some(HoverCard {
            span,
            title: name.clone(),
            kind: "parser directive",
            text: term(TermKind::Directive, &name)?.to_owned(),
            facts: Vec::new(),
            topic: topic_of(About::Directive, &name),
        }),
        ElementKind::HeredocMarker(_) | ElementKind::Comment => None,
    }
}

fn words(name: &'static str, value: impl Into<String>) -> Fact {
    Fact {
        name,
        value: FactValue::Words(value.into()),
    }
}

fn code(name: &'static str, value: impl Into<String>) -> Fact {
    Fact {
        name,
        value: FactValue::Code(value.into()),
    }
}

fn flag_card(span: Span, instruction: &str, flag: &str) -> Option<HoverCard> {
    let title = format!("{instruction} --{flag}");
    Some(HoverCard {
        span,
        text: term(TermKind::Flag, &title)?.to_owned(),
        topic: topic_of(About::Flag, &title),
        title,
        kind: "flag",
        facts: Vec::new(),
    })
}

impl EditedDockerfile<'_> {
    fn keyword(&self, span: Span, word: &str) -> Option<HoverCard> {
        let instruction = self
            .syntax
            .instructions
            .get(self.instruction_at(span.start)?)?;
        let inner = innermost(instruction);
        let is_name = span == instruction.keyword.span || span == inner.keyword.span;
        if !is_name {
            // A word such as AS.
            let title = format!("{} {word}", inner.keyword.value.to_uppercase());
            return Some(HoverCard {
                span,
                text: term(TermKind::Value, &title)?.to_owned(),
                topic: topic_of(About::Value, &title),
                title,
                kind: "keyword",
                facts: Vec::new(),
            });
        }
        let topic = for_instruction(word)?;
        Some(HoverCard {
            span,
            title: topic.title.to_owned(),
            kind: "instruction",
            text: topic.plain_summary(),
            facts: Vec::new(),
            topic: Some(topic),
        })
    }

    /// The part of a value at an offset, if something is known about it; else the flag.
    fn flag_value(
        &self,
        span: Span,
        offset: usize,
        instruction: &str,
        flag: &str,
    ) -> Option<HoverCard> {
        let written = self.text.get(span.start..span.end)?;
        let mut start = span.start;
        let mut part = (span, written);
        for field in written.split(',') {
            let field_span = Span::new(start, start + field.len());
            if field_span.touches(offset) {
                part = (field_span, field);
            }
            start += field.len() + 1;
        }
        let is_list = flag == "mount";
        let (span, written) = if is_list { part } else { (span, written) };
        let written = written.trim_matches(['"', '\'']);
        let names = if is_list {
            let key = written.split('=').next().unwrap_or_default();
            vec![
                format!("{instruction} --{flag} {}", written.to_lowercase()),
                format!("{instruction} --{flag} {}", key.to_lowercase()),
            ]
        } else {
            vec![format!("{instruction} --{flag}={}", written.to_lowercase())]
        };
        let known = |name: &String| Some((term(TermKind::Value, name)?, name.clone()));
        let Some((text, name)) = names.iter().find_map(known) else {
            return flag_card(span, instruction, flag);
        };
        Some(HoverCard {
            span,
            title: if is_list {
                written.to_owned()
            } else {
                format!("--{flag}={written}")
            },
            kind: "value of a flag",
            text: text.to_owned(),
            facts: Vec::new(),
            topic: topic_of(About::Value, &name),
        })
    }

    fn stage(&self, span: Span, index: usize) -> Option<HoverCard> {
        let stage = self.syntax.stages.get(index)?;
        let from = self.syntax.instructions.get(stage.from)?;
        let last = self.syntax.instructions.get(stage.end.checked_sub(1)?)?;
        let Command::From { image, name } = &from.command else {
            return None;
        };
        let references = self.references(span.start);
        let is_use = |kind| kind != ReferenceKind::Definition;
        let uses = references.iter().filter(|found| is_use(found.kind)).count();
        let base: &str = &image.value;
        let mut facts = vec![
            code("Built from", base),
            words(
                "Lines",
                format!("{} to {}", from.lines.first, last.lines.last),
            ),
            words("Used", count(uses)),
        ];
        if uses == 0 && index + 1 == self.syntax.stages.len() {
            facts.pop();
        }
        Some(HoverCard {
            span,
            title: match name {
                Some(name) => name.value.to_string(),
                None => format!("Stage {index}"),
            },
            kind: "build stage",
            text: sentence(&stage.comment),
            facts,
            topic: topic_of(About::Value, "FROM AS"),
        })
    }

    fn variable_card(&self, span: Span, name: &str, is_definition: bool) -> HoverCard {
        let variable = self.variable(name, span.start, is_definition);
        let mut facts = vec![match &variable.value {
            Some(value) if value.is_empty() => words("Value here", "empty"),
            Some(value) => code("Value here", value.as_str()),
            None => words("Value here", "none"),
        }];
        facts.extend(variable.source.map(|source| words("Set by", source)));
        HoverCard {
            span,
            title: name.to_owned(),
            kind: "variable",
            text: term(TermKind::Variable, name)
                .unwrap_or_default()
                .to_owned(),
            facts,
            topic: topic_of(About::Variable, name),
        }
    }

    fn image(&self, span: Span, name: &str) -> Option<HoverCard> {
        let index = self.instruction_at(span.start)?;
        let name = self.expanded(name, index)?;
        if name.eq_ignore_ascii_case("scratch") {
            return Some(HoverCard {
                span,
                title: name,
                kind: "base image",
                text: "An empty file system: no shell, no libraries, no size.".to_owned(),
                facts: Vec::new(),
                topic: topic_of(About::Image, "scratch"),
            });
        }
        let (text, facts) = images::facts(&name, &self.project.known);
        Some(HoverCard {
            span,
            title: shortened(&name),
            kind: "base image",
            text,
            facts,
            topic: topic_of(About::Image, repository(&name)).or_else(|| for_instruction("FROM")),
        })
    }

    /// A word of the shell form, or of a script in a heredoc.
    fn command(&self, offset: usize) -> Option<HoverCard> {
        let instruction = self.syntax.instructions.get(self.instruction_at(offset)?)?;
        let inner = innermost(instruction);
        let heredoc = instruction
            .heredocs
            .iter()
            .find(|heredoc| heredoc.body.touches(offset));
        let region = match (&inner.command, heredoc) {
            (Command::Run(_), Some(heredoc)) => heredoc.body,
            (_, Some(_)) => return None,
            (
                Command::Run(Arguments::Shell(line))
                | Command::Cmd(Arguments::Shell(line))
                | Command::Entrypoint(Arguments::Shell(line))
                | Command::Healthcheck(Some(Arguments::Shell(line))),
                None,
            ) => line.span,
            _ => return None,
        };
        let word = command::word_at(self.text, region, offset, self.syntax.escape)?;
        Some(command_card(word.span, word))
    }

    /// A word of the JSON form of a command.
    fn json_word(&self, span: Span) -> Option<HoverCard> {
        let instruction = self
            .syntax
            .instructions
            .get(self.instruction_at(span.start)?)?;
        let (Command::Run(Arguments::Json(list))
        | Command::Cmd(Arguments::Json(list))
        | Command::Entrypoint(Arguments::Json(list))
        | Command::Healthcheck(Some(Arguments::Json(list)))
        | Command::Shell(list)) = &innermost(instruction).command
        else {
            return None;
        };
        let index = list.iter().position(|word| word.span == span)?;
        let list: Vec<&str> = list.iter().map(|word| &*word.value).collect();
        Some(command_card(span, command::explain(&list, index)?))
    }

    /// A source of COPY or ADD.
    fn path(&self, span: Span) -> Option<HoverCard> {
        let index = self.instruction_at(span.start)?;
        let inner = innermost(self.syntax.instructions.get(index)?);
        let (Command::Copy(transfer) | Command::Add(transfer)) = &inner.command else {
            return None;
        };
        let is_destination = transfer.destination.span.touches(span.start);
        if is_destination || inner.flag("from").is_some() {
            return None;
        }
        let written = self.text.get(span.start..span.end)?;
        let path = self.expanded(written, index)?;
        let (kind, text, facts) = self.path_facts(&path)?;
        Some(HoverCard {
            span,
            title: shortened(&path),
            kind,
            text,
            facts,
            topic: None,
        })
    }
}

fn command_card(span: Span, word: command::Word) -> HoverCard {
    HoverCard {
        span,
        topic: topic_of(About::Command, &word.title),
        title: word.title,
        kind: if word.is_command {
            "command"
        } else {
            "part of a command"
        },
        text: word.text.to_owned(),
        facts: Vec::new(),
    }
}

/// The last part of an image's name, without its tag and digest: `python` of `docker.io/library/python:3.13-slim`.
fn repository(name: &str) -> &str {
    let name = name.split('@').next().unwrap_or(name);
    let last = name.rsplit('/').next().unwrap_or(name);
    last.split(':').next().unwrap_or(last)
}

fn count(uses: usize) -> String {
    match uses {
        0 => "nowhere".to_owned(),
        1 => "once".to_owned(),
        uses => format!("{uses} times"),
    }
}

/// A comment of the file as a sentence of the card.
fn sentence(comment: &str) -> String {
    let comment = shortened(comment.trim());
    if comment.is_empty() || comment.ends_with(['.', '?', '…']) {
        comment
    } else {
        format!("{comment}.")
    }
}
