//! Lessons that somebody wrote: texts from anywhere, which may be no lessons at all.

use super::lesson::Lesson;
use super::read::{Flaw, read_lesson};

/// Reads a text as a lesson, with what is wrong with it. What it needs to be opened and is not there is made up.
///
/// # Errors
///
/// Why the text is no lesson.
pub fn read_own_lesson(text: &str) -> Result<(Lesson, Vec<Flaw>), Flaw> {
    let (mut lesson, flaws) = read_lesson(text);
    let is_other_text = lesson.id.is_empty() && lesson.goals.is_empty() && lesson.start.is_empty();
    if is_other_text && let Some(flaw) = flaws.first() {
        return Err(flaw.clone());
    }
    if lesson.id.is_empty() {
        lesson.id = "untitled".to_owned();
    }
    if lesson.title.is_empty() {
        lesson.title = "A lesson without a title".to_owned();
    }
    Ok((lesson, flaws))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lesson_with_flaws_is_still_one() {
        let text = "---\ntopics: none-such\n---\n\n## Goals\n\n```goals\nthe build wins\nthe build succeeds\n```\n";
        let (lesson, flaws) = read_own_lesson(text).expect("it has a goal");
        assert_eq!(lesson.id, "untitled");
        assert_eq!(lesson.title, "A lesson without a title");
        let lines: Vec<_> = flaws.iter().map(|flaw| flaw.line).collect();
        assert!(lines.contains(&2) && lines.contains(&8), "{flaws:?}");
    }

    #[test]
    fn another_text_is_none() {
        let flaw = read_own_lesson("# Read me\n\nThis is a program.\n").expect_err("no lesson");
        assert_eq!(flaw.line, 1);
        assert!(flaw.reason.contains("front matter"), "{}", flaw.reason);
        assert!(read_own_lesson("").is_err());
    }
}
