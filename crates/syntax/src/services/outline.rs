//! The outline: stages and what they consist of.

use crate::{Command, Dockerfile, Instruction, Lines, Span};

/// A stage, or what stands before the first one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlineStage {
    /// Index in [`Dockerfile::stages`]; `None` for what stands before the first FROM (global arguments).
    pub stage: Option<usize>,
    /// The name as written, or `stage-0`, `stage-1` by position as BuildKit shows it. Empty before the first FROM.
    pub name: String,
    /// From the first instruction to the end of the last one.
    pub span: Span,
    /// The lines of the span.
    pub lines: Lines,
    /// The image or stage behind FROM, not expanded. Empty before the first FROM.
    pub base: String,
    /// The instructions, without FROM itself.
    pub items: Vec<OutlineItem>,
}

/// One instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlineItem {
    /// The beginning of the instruction on one line.
    pub label: String,
    /// The whole instruction.
    pub span: Span,
    /// Its first line, 1-based.
    pub line: usize,
}

/// How many characters a label has at most.
const MAX_LABEL_CHARACTERS: usize = 60;

/// The stages of `text`, which `dockerfile` was read from, and their instructions, in the order of the text. What stands
/// before the first FROM is a group of its own, if there is anything.
#[must_use]
pub fn outline(dockerfile: &Dockerfile, text: &str) -> Vec<OutlineStage> {
    let first_from = dockerfile
        .stages
        .first()
        .map_or(dockerfile.instructions.len(), |stage| stage.from);
    let mut groups = Vec::new();
    let globals = dockerfile
        .instructions
        .get(..first_from)
        .unwrap_or_default();
    groups.extend(group(globals, text));
    for (index, stage) in dockerfile.stages.iter().enumerate() {
        let instructions = dockerfile
            .instructions
            .get(stage.from..stage.end)
            .unwrap_or_default();
        let Some(mut group) = group(instructions, text) else {
            continue;
        };
        group.stage = Some(index);
        group.items = group.items.split_off(group.items.len().min(1));
        group.name = format!("stage-{index}");
        if let Some(Command::From { image, name }) = instructions.first().map(|from| &from.command)
        {
            group.base = image.value.to_string();
            if let Some(name) = name {
                group.name = name.value.to_string();
            }
        }
        groups.push(group);
    }
    groups
}

/// All of `instructions`; none if there are none.
fn group(instructions: &[Instruction], text: &str) -> Option<OutlineStage> {
    let (first, last) = (instructions.first()?, instructions.last()?);
    let items = instructions
        .iter()
        .map(|instruction| OutlineItem {
            label: label(instruction, text),
            span: instruction.span,
            line: instruction.lines.first,
        })
        .collect();
    Some(OutlineStage {
        stage: None,
        name: String::new(),
        span: Span::new(first.span.start, last.span.end),
        lines: Lines {
            first: first.lines.first,
            last: last.lines.last,
        },
        base: String::new(),
        items,
    })
}

/// The keyword in capitals and the beginning of the rest, white space reduced to single spaces.
fn label(instruction: &Instruction, text: &str) -> String {
    let keyword = instruction.keyword.span;
    let mut label = text
        .get(keyword.start..keyword.end)
        .unwrap_or_default()
        .chars()
        .take(MAX_LABEL_CHARACTERS)
        .collect::<String>()
        .to_uppercase();
    let mut count = label.chars().count();
    let original = instruction.original();
    let rest = original
        .get(instruction.keyword.value.len()..)
        .unwrap_or_default();
    let mut space = true;
    for character in rest.trim().chars() {
        if character.is_whitespace() {
            space = true;
            continue;
        }
        if count + usize::from(space) >= MAX_LABEL_CHARACTERS {
            label.push('\u{2026}');
            break;
        }
        if space {
            label.push(' ');
            count += 1;
            space = false;
        }
        label.push(character);
        count += 1;
    }
    label
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    #[test]
    fn stages_and_global_arguments() {
        let text = "ARG V=1\nfrom alpine:$V as Build\nrun a \\\n   b\nFROM build\nRUN <<E\nx\nE\n";
        let outline = outline(&parse(text), text);
        let shown: Vec<_> = outline
            .iter()
            .map(|group| {
                let items: Vec<_> = group
                    .items
                    .iter()
                    .map(|item| (item.label.as_str(), item.line))
                    .collect();
                (
                    group.name.as_str(),
                    group.base.as_str(),
                    group.lines.first,
                    group.lines.last,
                    items,
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                ("", "", 1, 1, vec![("ARG V=1", 1)]),
                ("Build", "alpine:$V", 2, 4, vec![("RUN a b", 3)]),
                ("stage-1", "build", 5, 8, vec![("RUN <<E", 6)]),
            ]
        );
    }

    #[test]
    fn labels_are_short() {
        let text = format!("FROM a\nRUN {}\n", "word ".repeat(30));
        let outline = outline(&parse(&text), &text);
        let label = &outline[0].items[0].label;
        assert!(
            label.ends_with('\u{2026}') && label.chars().count() <= 61,
            "{label}"
        );
    }
}
