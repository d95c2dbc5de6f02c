//! What the page shows in the text of the editor, in the core's terms, and its flat form for the editor.

#![allow(
    dead_code,
    reason = "offers all that the editor can show, whatever of it the page uses so far"
)]

use std::ops::Range;
use std::rc::Rc;

use super::bindings;
use super::offsets::Places;

/// Everything that is shown in one text. Byte ranges and lines (from 1, ended by `\n`) refer to `text`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decorations {
    /// The text that all of this was found out about. While the editor has another text, it is not shown.
    pub(crate) text: Rc<str>,
    /// Highlighting, in any order. Where two overlap, the one that starts first is kept, of those the first in the list.
    pub(crate) tags: Vec<(Range<usize>, Tag)>,
    /// Messages at places; they may overlap.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Lines with a mark at their left edge.
    pub(crate) marks: Vec<(u32, Mark)>,
    /// The few words at the end of a line that stand for its row where there is no room for rows.
    pub(crate) chips: Vec<Chip>,
    /// The lines with a row beside them; `on_geometry` tells where they are, in this order.
    pub(crate) rows: Vec<u32>,
    /// The first and the last line of what can be folded, in the order of the first, the longer first.
    pub(crate) folds: Vec<(u32, u32)>,
}

impl Decorations {
    /// Nothing to show in `text`.
    #[must_use]
    pub(crate) fn none(text: Rc<str>) -> Self {
        Self {
            text,
            tags: vec![],
            diagnostics: vec![],
            marks: vec![],
            chips: vec![],
            rows: vec![],
            folds: vec![],
        }
    }
}

/// The kinds of highlighted text, in the order of `TAG_NAMES` in `web/editor/src/names.ts`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tag {
    /// The name of an instruction, `AS`.
    Keyword,
    /// A quoted word.
    String,
    /// A comment.
    Comment,
    /// A flag of an instruction or a command.
    Flag,
    /// A reference to a variable.
    Variable,
    /// What joins commands or lines.
    Operator,
    /// The name of an image or a stage.
    Name,
    /// A parser directive such as `# syntax=`.
    Directive,
    /// Text without a meaning.
    Invalid,
}

/// How grave a diagnostic is, in the order of `SEVERITIES` in `web/editor/src/names.ts`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Severity {
    /// The build fails.
    Error,
    /// The build works and something about it is probably not meant.
    Warning,
    /// Worth knowing.
    Note,
}

/// A message at a place of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Diagnostic {
    /// The bytes it is about; where empty, the character next to it is underlined.
    pub(crate) span: Range<usize>,
    /// How grave it is.
    pub(crate) severity: Severity,
    /// The message, as plain text.
    pub(crate) message: String,
}

/// The kinds of marks of lines, in the order of `MARK_NAMES` in `web/editor/src/names.ts`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// The line was changed since the last build.
    Edited,
}

/// The look of a chip, in the order of `CHIP_STATES` in `web/editor/src/names.ts`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChipState {
    /// The step comes from the cache.
    Hit,
    /// The step runs.
    Run,
    /// The step is not built.
    Skip,
    /// The step fails.
    Fail,
}

/// The few words at the end of a line that stand for its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chip {
    /// The line, from 1.
    pub(crate) line: u32,
    /// Its look.
    pub(crate) state: ChipState,
    /// Its words.
    pub(crate) text: String,
}

/// The same in the editor's places, as flat lists.
#[derive(Debug, PartialEq, Eq)]
struct Flat {
    tags: Vec<u32>,
    diagnostics: Vec<u32>,
    marks: Vec<u32>,
    chips: Vec<u32>,
    rows: Vec<u32>,
    folds: Vec<u32>,
}

fn flat(decorations: &Decorations, places: &Places) -> Flat {
    let mut tags: Vec<(u32, u32, Tag)> = decorations
        .tags
        .iter()
        .map(|(span, tag)| (places.unit(span.start), places.unit(span.end), *tag))
        .filter(|(start, end, _)| start < end)
        .collect();
    tags.sort_by_key(|&(start, _, _)| start);
    let mut covered = 0;
    tags.retain(|&(start, end, _)| {
        let kept = start >= covered;
        if kept {
            covered = end;
        }
        kept
    });
    let line = |line: u32| places.editor_line(line);
    Flat {
        tags: tags
            .iter()
            .flat_map(|&(start, end, tag)| [start, end, tag as u32])
            .collect(),
        diagnostics: (decorations.diagnostics.iter())
            .flat_map(|found| {
                [
                    places.unit(found.span.start),
                    places.unit(found.span.end),
                    found.severity as u32,
                ]
            })
            .collect(),
        marks: decorations
            .marks
            .iter()
            .flat_map(|&(at, mark)| [line(at), mark as u32])
            .collect(),
        chips: decorations
            .chips
            .iter()
            .flat_map(|chip| [line(chip.line), chip.state as u32])
            .collect(),
        rows: decorations.rows.iter().map(|&at| line(at)).collect(),
        folds: decorations
            .folds
            .iter()
            .flat_map(|&(first, last)| [line(first), line(last)])
            .collect(),
    }
}

/// The decorations as the editor takes them.
pub(super) fn for_editor(decorations: &Decorations, places: &Places) -> bindings::Decorations {
    let Flat {
        tags,
        diagnostics,
        marks,
        chips,
        rows,
        folds,
    } = flat(decorations, places);
    let object: bindings::Decorations = bindings::object();
    object.set_tags(&bindings::numbers(&tags));
    object.set_diagnostics(&bindings::numbers(&diagnostics));
    object.set_messages(&bindings::strings(
        decorations
            .diagnostics
            .iter()
            .map(|found| found.message.as_str()),
    ));
    object.set_marks(&bindings::numbers(&marks));
    object.set_chips(&bindings::numbers(&chips));
    object.set_chip_texts(&bindings::strings(
        decorations.chips.iter().map(|chip| chip.text.as_str()),
    ));
    object.set_rows(&bindings::numbers(&rows));
    object.set_folds(&bindings::numbers(&folds));
    object
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The list `export const NAME = ["a", "b"] as const;` of a TypeScript file.
    pub(in crate::editor) fn list(source: &str, name: &str) -> Vec<String> {
        let start = source
            .find(&format!("export const {name} = ["))
            .expect("the list is there");
        let list = source[start..].split(']').next().expect("the list ends");
        list.split('"')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect()
    }

    /// The names of an enum's values in the order of their numbers, which must be 0, 1, 2, ….
    pub(in crate::editor) fn names<T: std::fmt::Debug + Copy>(
        values: &[T],
        number: impl Fn(T) -> u32,
    ) -> Vec<String> {
        assert!(
            values
                .iter()
                .map(|&value| number(value) as usize)
                .eq(0..values.len())
        );
        values
            .iter()
            .map(|value| format!("{value:?}").to_lowercase())
            .collect()
    }

    #[test]
    fn both_sides_number_alike() {
        let source = include_str!("../../editor/src/names.ts");
        {
            use Tag::*;
            let all = [
                Keyword, String, Comment, Flag, Variable, Operator, Name, Directive, Invalid,
            ];
            assert_eq!(list(source, "TAG_NAMES"), names(&all, |tag| tag as u32));
        }
        assert_eq!(
            list(source, "MARK_NAMES"),
            names(&[Mark::Edited], |mark| mark as u32)
        );
        let states = [
            ChipState::Hit,
            ChipState::Run,
            ChipState::Skip,
            ChipState::Fail,
        ];
        assert_eq!(
            list(source, "CHIP_STATES"),
            names(&states, |state| state as u32)
        );
        let severities = [Severity::Error, Severity::Warning, Severity::Note];
        assert_eq!(
            list(source, "SEVERITIES"),
            names(&severities, |severity| severity as u32)
        );
    }

    #[test]
    fn tags_are_sorted_disjoint_and_not_empty() {
        let text: Rc<str> = "é RUN x".into();
        let decorations = Decorations {
            tags: vec![
                (7..8, Tag::String),
                (3..6, Tag::Keyword),
                (4..8, Tag::Flag),
                (2..2, Tag::Comment),
                (0..2, Tag::Name),
            ],
            ..Decorations::none(text.clone())
        };
        let flat = flat(&decorations, &Places::new(&text));
        assert_eq!(
            flat.tags,
            [
                0,
                1,
                Tag::Name as u32,
                2,
                5,
                Tag::Keyword as u32,
                6,
                7,
                Tag::String as u32
            ]
        );
    }

    #[test]
    fn places_and_lines_are_the_editors() {
        let text: Rc<str> = "ä\r\nb\rc\n€d".into();
        let end = text.len();
        let decorations = Decorations {
            diagnostics: vec![Diagnostic {
                span: end - 1..end,
                severity: Severity::Warning,
                message: "d".into(),
            }],
            marks: vec![(3, Mark::Edited)],
            chips: vec![Chip {
                line: 2,
                state: ChipState::Run,
                text: "runs".into(),
            }],
            rows: vec![1, 3],
            ..Decorations::none(text.clone())
        };
        let flat = flat(&decorations, &Places::new(&text));
        assert_eq!(flat.diagnostics, [7, 8, Severity::Warning as u32]);
        assert_eq!(flat.marks, [4, Mark::Edited as u32]);
        assert_eq!(flat.chips, [2, ChipState::Run as u32]);
        assert_eq!(flat.rows, [1, 4]);
    }
}
