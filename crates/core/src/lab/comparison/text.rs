//! Which lines of a text are others.

use std::rc::Rc;

use similar::DiffOp;
use similar::algorithms::{Capture, myers};

/// Lines that stayed which are shown around those that did not.
const AROUND: usize = 3;

/// Longer texts are not compared line by line.
const MOST_LINES: usize = 5_000;

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineChange {
    /// It stayed.
    Same,
    /// It is only in the text before.
    Removed,
    /// It is only in the text after.
    Added,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffLine {
    /// What became of it.
    pub change: LineChange,
    /// Its number in the text before, 1-based.
    pub before: Option<usize>,
    /// Its number in the text after, 1-based.
    pub after: Option<usize>,
    /// The line, without its line break.
    pub text: Rc<str>,
}

/// A text that is another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextComparison {
    /// Path of the file.
    pub path: String,
    /// The lines that changed, with those around them. Between two of these are lines that stayed. Empty if the text is too
    /// long to be compared, or only its line breaks are others.
    pub hunks: Vec<Vec<DiffLine>>,
    /// Lines that are only in the text after.
    pub added: usize,
    /// Lines that are only in the text before.
    pub removed: usize,
}

/// The comparison of two texts; `None` if they are the same.
pub(super) fn compare_texts(path: &str, before: &str, after: &str) -> Option<TextComparison> {
    if before == after {
        return None;
    }
    let lines = all_lines(before, after).unwrap_or_default();
    let count = |change| lines.iter().filter(|line| line.change == change).count();
    Some(TextComparison {
        path: path.to_owned(),
        added: count(LineChange::Added),
        removed: count(LineChange::Removed),
        hunks: hunks(lines),
    })
}

/// Both texts as one list of lines; `None` if they are too long.
fn all_lines(before: &str, after: &str) -> Option<Vec<DiffLine>> {
    let old: Vec<&str> = before.lines().collect();
    let new: Vec<&str> = after.lines().collect();
    if old.len() > MOST_LINES || new.len() > MOST_LINES {
        return None;
    }
    let mut lines = Vec::new();
    let line = |change, before: Option<usize>, after: Option<usize>| {
        let text = before.and_then(|index| old.get(index));
        let text = text.or_else(|| after.and_then(|index| new.get(index)));
        DiffLine {
            change,
            before: before.map(|index| index + 1),
            after: after.map(|index| index + 1),
            text: text.copied().unwrap_or_default().into(),
        }
    };
    // What was removed and what was added since the last line that stayed: the removed ones come first.
    let (mut removed, mut added) = (Vec::new(), Vec::new());
    for operation in operations(&old, &new) {
        let (before, after) = (operation.old_range(), operation.new_range());
        if let DiffOp::Equal { .. } = operation {
            lines.append(&mut removed);
            lines.append(&mut added);
            let same = before.zip(after);
            lines.extend(same.map(|(old, new)| line(LineChange::Same, Some(old), Some(new))));
        } else {
            removed.extend(before.map(|old| line(LineChange::Removed, Some(old), None)));
            added.extend(after.map(|new| line(LineChange::Added, None, Some(new))));
        }
    }
    lines.append(&mut removed);
    lines.append(&mut added);
    Some(lines)
}

/// What turns one list into the other.
pub(super) fn operations<T: PartialEq>(old: &[T], new: &[T]) -> Vec<DiffOp> {
    // The algorithm by itself: the helpers of the crate bring all its others along.
    let mut found = Capture::new();
    // A list of operations that is kept in memory cannot fail.
    let _ = myers::diff(&mut found, old, 0..old.len(), new, 0..new.len());
    found.into_ops()
}

fn hunks(lines: Vec<DiffLine>) -> Vec<Vec<DiffLine>> {
    let changed: Vec<usize> = (lines.iter().enumerate())
        .filter(|(_, line)| line.change != LineChange::Same)
        .map(|(index, _)| index)
        .collect();
    let mut hunks: Vec<Vec<DiffLine>> = Vec::new();
    let mut shown_to = None;
    let mut next_changed = changed.iter().copied().peekable();
    let mut last_changed: Option<usize> = None;
    for (index, line) in lines.into_iter().enumerate() {
        while next_changed.peek().is_some_and(|next| *next <= index) {
            last_changed = next_changed.next();
        }
        let near_last = last_changed.is_some_and(|last| index <= last + AROUND);
        let near_next = next_changed
            .peek()
            .is_some_and(|next| *next <= index + AROUND);
        if !near_last && !near_next {
            continue;
        }
        let goes_on = shown_to.is_some_and(|shown| shown + 1 == index);
        shown_to = Some(index);
        match hunks.last_mut() {
            Some(hunk) if goes_on => hunk.push(line),
            _ => hunks.push(vec![line]),
        }
    }
    hunks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(before: &str, after: &str) -> Vec<Vec<String>> {
        let compared = compare_texts("f", before, after).expect("they differ");
        let line = |line: &DiffLine| {
            let sign = match line.change {
                LineChange::Same => ' ',
                LineChange::Removed => '-',
                LineChange::Added => '+',
            };
            format!("{sign}{}", line.text)
        };
        let hunks = compared.hunks.iter();
        hunks.map(|hunk| hunk.iter().map(line).collect()).collect()
    }

    #[test]
    fn equal_texts_have_no_comparison() {
        assert_eq!(compare_texts("f", "a\nb\n", "a\nb\n"), None);
    }

    #[test]
    fn a_line_that_was_edited_is_removed_and_added() {
        assert_eq!(
            written("a\nb\nc\n", "a\nx\nc\n"),
            [vec![" a", "-b", "+x", " c"]]
        );
    }

    #[test]
    fn lines_far_from_each_other_are_apart() {
        let before: String = (1..=20).map(|line| format!("{line}\n")).collect();
        let after = before.replace("2\n3\n", "2\nthree\n") + "21\n";
        let hunks = written(&before, &after);
        assert_eq!(hunks.len(), 2);
        assert_eq!(
            hunks.first().map(Vec::as_slice),
            Some(&[" 1", " 2", "-3", "+three", " 4", " 5", " 6"].map(str::to_owned)[..])
        );
        assert_eq!(
            hunks.last().map(Vec::as_slice),
            Some(&[" 18", " 19", " 20", "+21"].map(str::to_owned)[..])
        );
    }

    #[test]
    fn lines_have_the_numbers_of_their_texts() {
        let compared = compare_texts("f", "a\nb\nc", "b\nc\nd").expect("they differ");
        let lines: Vec<(Option<usize>, Option<usize>)> = compared
            .hunks
            .concat()
            .iter()
            .map(|line| (line.before, line.after))
            .collect();
        assert_eq!(
            lines,
            [
                (Some(1), None),
                (Some(2), Some(1)),
                (Some(3), Some(2)),
                (None, Some(3))
            ]
        );
        assert_eq!((compared.added, compared.removed), (1, 1));
    }

    #[test]
    fn empty_texts_and_line_breaks() {
        assert_eq!(written("", "a\n"), [vec!["+a"]]);
        assert_eq!(written("a\n", ""), [vec!["-a"]]);
        let breaks = compare_texts("f", "a\r\n", "a\n").expect("they differ");
        assert_eq!(breaks.hunks, Vec::<Vec<DiffLine>>::new());
    }

    #[test]
    fn a_very_long_text_is_only_said_to_differ() {
        let long = "x\n".repeat(MOST_LINES + 1);
        let compared = compare_texts("f", &long, "x\n").expect("they differ");
        assert_eq!(compared.hunks, Vec::<Vec<DiffLine>>::new());
    }
}
