//! Ranges of lines that an editor can fold.

use crate::{Command, Dockerfile, LineIndex, Lines};

/// Lines that can be folded into the first of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fold {
    /// At least two lines.
    pub lines: Lines,
    /// What they are.
    pub kind: FoldKind,
}

/// What can be folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FoldKind {
    /// A build stage, without the blank lines at its end.
    Stage,
    /// An instruction that goes over several lines, heredocs included.
    Instruction,
    /// The body of a heredoc, without the line that ends it.
    Heredoc,
    /// Comment lines that follow one another.
    Comments,
}

/// What can be folded in `text`, which `dockerfile` was read from: in the order of the first lines, the longer first.
#[must_use]
pub fn folding(dockerfile: &Dockerfile, text: &str) -> Vec<Fold> {
    let index = LineIndex::new(text);
    let mut folds = Vec::new();
    let mut add = |first: usize, last: usize, kind: FoldKind| {
        if first < last {
            folds.push(Fold {
                lines: Lines { first, last },
                kind,
            });
        }
    };
    add_stages(dockerfile, text, &index, &mut add);
    for instruction in &dockerfile.instructions {
        let lines = instruction.lines;
        add(lines.first, lines.last, FoldKind::Instruction);
        for heredoc in &instruction.heredocs {
            let body = heredoc.body;
            if body.start < body.end {
                add(
                    index.line(body.start),
                    index.line(body.end - 1),
                    FoldKind::Heredoc,
                );
            }
        }
    }
    add_comments(dockerfile, &index, &mut add);
    folds.sort_by_key(|fold| {
        (
            fold.lines.first,
            std::cmp::Reverse(fold.lines.last),
            fold.kind,
        )
    });
    folds
}

fn add_stages(
    dockerfile: &Dockerfile,
    text: &str,
    index: &LineIndex,
    add: &mut impl FnMut(usize, usize, FoldKind),
) {
    let first_lines = dockerfile
        .instructions
        .iter()
        .filter(|instruction| matches!(instruction.command, Command::From { .. }))
        .map(|instruction| instruction.lines.first);
    let mut first_lines = first_lines.peekable();
    while let Some(first) = first_lines.next() {
        let end = match first_lines.peek() {
            Some(next) => index.start(*next).unwrap_or(text.len()),
            None => text.len(),
        };
        let start = index.start(first).unwrap_or(end);
        let length = text
            .get(start..end)
            .map_or(0, |stage| stage.trim_end().len());
        add(
            first,
            index.line(start + length.saturating_sub(1)),
            FoldKind::Stage,
        );
    }
}

fn add_comments(
    dockerfile: &Dockerfile,
    index: &LineIndex,
    add: &mut impl FnMut(usize, usize, FoldKind),
) {
    let mut run: Option<Lines> = None;
    for comment in &dockerfile.comments {
        let line = index.line(comment.start);
        match &mut run {
            Some(lines) if lines.last + 1 == line => lines.last = line,
            _ => {
                if let Some(lines) = run.replace(Lines {
                    first: line,
                    last: line,
                }) {
                    add(lines.first, lines.last, FoldKind::Comments);
                }
            }
        }
    }
    if let Some(lines) = run {
        add(lines.first, lines.last, FoldKind::Comments);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    fn folds(text: &str) -> Vec<(usize, usize, FoldKind)> {
        folding(&parse(text), text)
            .iter()
            .map(|fold| (fold.lines.first, fold.lines.last, fold.kind))
            .collect()
    }

    #[test]
    fn stages_end_before_the_blank_lines() {
        assert_eq!(
            folds("FROM a\nRUN b\n\n\nFROM c\n\n\t\nUSER d\n\n"),
            [(1, 2, FoldKind::Stage), (5, 8, FoldKind::Stage)]
        );
        assert_eq!(folds("FROM a\nFROM b\n"), []);
    }

    #[test]
    fn instructions_heredocs_and_comments() {
        let text =
            "# a\n# b\n\n# c\nFROM x\nRUN a \\\n  # d\n  # e\n  b\nCOPY <<A <<B /\n1\n2\nA\n3\nB\n";
        assert_eq!(
            folds(text),
            [
                (1, 2, FoldKind::Comments),
                (5, 15, FoldKind::Stage),
                (6, 9, FoldKind::Instruction),
                (7, 8, FoldKind::Comments),
                (10, 15, FoldKind::Instruction),
                (11, 12, FoldKind::Heredoc),
            ]
        );
    }
}
