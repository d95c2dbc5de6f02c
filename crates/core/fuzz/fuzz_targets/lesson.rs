//! Any text is a lesson of bounded size with flaws at lines that exist, and can be opened, solved and graded.

#![no_main]

use layerlab_core::lab::{Lab, Project};
use layerlab_core::lessons::{check_lesson, read_lesson};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (lesson, flaws) = read_lesson(text);
    let lines = text.lines().count().max(1);
    for flaw in &flaws {
        assert!((1..=lines).contains(&flaw.line), "{flaw:?}");
        assert!(!flaw.reason.is_empty());
    }
    for goal in &lesson.goals {
        assert!((1..=lines).contains(&goal.line));
    }
    assert!(lesson.steps.len() <= 500 && lesson.goals.len() <= 500 && flaws.len() <= 500);
    for flaw in check_lesson(&lesson, None, &Lab::open(Project::default())) {
        assert!((1..=lines).contains(&flaw.line), "{flaw:?}");
    }
});
