//! The part of an instruction that stands before the cursor.

use std::ops::Range;

use crate::{Dockerfile, Instruction};

/// What was typed of an instruction, continuations joined and comment lines left out, with the way back to the text.
pub(super) struct Written {
    pub(super) text: String,
    /// For each byte of the text where it stands.
    sources: Vec<usize>,
    /// The cursor.
    offset: usize,
}

/// Where the cursor is in relation to an instruction.
pub(super) enum Place {
    /// In its keyword, flags or arguments.
    Line(Written),
    /// In a heredoc: what stands before the cursor on its line, and whether variables mean something.
    Heredoc(Written, bool),
    /// In a comment.
    Comment,
    /// Between instructions.
    Outside,
}

impl Written {
    fn new(offset: usize) -> Self {
        Self {
            text: String::new(),
            sources: Vec::new(),
            offset,
        }
    }

    fn push(&mut self, piece: &str, start: usize) {
        self.text.push_str(piece);
        self.sources.extend(start..start + piece.len());
    }

    /// Where the byte at `index` stands; the cursor, if it is the next one that will be typed.
    pub(super) fn source(&self, index: usize) -> usize {
        self.sources.get(index).copied().unwrap_or(self.offset)
    }

    /// The text from `index` on.
    pub(super) fn from(&self, index: usize) -> &str {
        self.text.get(index..).unwrap_or_default()
    }

    /// The words from `index` on. White space in the quotes of a flag does not end it. The last word is the one at the
    /// cursor, and empty if there is a space before the cursor.
    pub(super) fn words(&self, index: usize) -> Vec<Range<usize>> {
        let mut words = Vec::new();
        let mut start = index;
        let mut quote = None;
        for (at, character) in self.from(index).char_indices() {
            let at = index + at;
            if let Some(open) = quote {
                if character == open {
                    quote = None;
                }
            } else if character.is_whitespace() {
                if start < at {
                    words.push(start..at);
                }
                start = at + character.len_utf8();
            } else if matches!(character, '"' | '\'')
                && self
                    .text
                    .get(start..at)
                    .is_some_and(|word| word.starts_with("--"))
            {
                quote = Some(character);
            }
        }
        words.push(start..self.text.len());
        words
    }
}

/// Finds the instruction at `offset`, an offset at which a character begins, and its index.
pub(super) fn place(dockerfile: &Dockerfile, text: &str, offset: usize) -> (usize, Place) {
    let following = dockerfile
        .instructions
        .partition_point(|instruction| instruction.span.start <= offset);
    let is_comment = is_inside(&dockerfile.comments, offset, |span| *span)
        || is_inside(&dockerfile.directives, offset, |directive| directive.span);
    if is_comment {
        return (following, Place::Comment);
    }
    let current = following
        .checked_sub(1)
        .and_then(|index| Some((index, dockerfile.instructions.get(index)?)));
    match current {
        Some((index, instruction)) if belongs(dockerfile, instruction, text, offset) => {
            (index, read(dockerfile, instruction, text, offset))
        }
        _ => (following, Place::Outside),
    }
}

/// Whether `offset` lies behind the start of one of `items`, up to its end.
fn is_inside<T>(items: &[T], offset: usize, span: impl Fn(&T) -> crate::Span) -> bool {
    let following = items.partition_point(|item| span(item).start < offset);
    following
        .checked_sub(1)
        .and_then(|index| items.get(index))
        .is_some_and(|item| span(item).touches(offset))
}

/// Also behind the end of an instruction that says at the end of the text that it goes on.
fn belongs(dockerfile: &Dockerfile, instruction: &Instruction, text: &str, offset: usize) -> bool {
    if instruction.span.touches(offset) {
        return true;
    }
    let between = text.get(instruction.span.end..offset).unwrap_or("-");
    let written = text
        .get(instruction.span.start..instruction.span.end)
        .unwrap_or_default();
    instruction.heredocs.is_empty()
        && between.trim().is_empty()
        && written.trim_end().ends_with(dockerfile.escape)
        && text.get(offset..).unwrap_or_default().trim().is_empty()
}

fn read(dockerfile: &Dockerfile, instruction: &Instruction, text: &str, offset: usize) -> Place {
    let start = instruction.span.start;
    let heredoc = instruction
        .heredocs
        .iter()
        .rfind(|heredoc| heredoc.body.start <= offset);
    let mut written = Written::new(offset);
    let mut position = start;
    let before = text.get(start..offset).unwrap_or_default();
    let mut lines = before.split_inclusive('\n').peekable();
    while let (None, Some(line)) = (heredoc, lines.next()) {
        let content = line.trim_end_matches(['\r', '\n']);
        let is_last = lines.peek().is_none();
        let is_whole = line.ends_with('\n');
        let is_skipped = position > start
            && (content.trim_start().starts_with('#') || (is_whole && content.trim().is_empty()));
        let continued = content
            .trim_end_matches([' ', '\t'])
            .strip_suffix(dockerfile.escape);
        match continued {
            _ if is_skipped => {}
            Some(kept) if is_whole => written.push(kept, position),
            _ if is_whole && !is_last => break,
            _ => written.push(content, position),
        }
        position += line.len();
    }
    if heredoc.is_none() && position >= offset {
        return Place::Line(written);
    }
    let line_start = before.rfind('\n').map_or(start, |at| start + at + 1);
    let mut line = Written::new(offset);
    line.push(text.get(line_start..offset).unwrap_or_default(), line_start);
    Place::Heredoc(line, heredoc.is_none_or(|heredoc| heredoc.expand))
}
