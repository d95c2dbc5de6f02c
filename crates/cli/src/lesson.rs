//! `layerlab lesson`: checks the file of a lesson.

use std::fs;
use std::path::Path;

use layerlab_core::lab::{Lab, Project};
use layerlab_core::lessons::{check_lesson, grade, project, read_lesson};

/// Prints what is wrong with a lesson, with line and reason; if nothing is, how the start and the solution stand with each
/// goal. False if something is wrong.
///
/// # Errors
/// A sentence if the file cannot be read.
pub fn check(path: &Path, verbose: bool) -> Result<bool, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let (lesson, mut flaws) = read_lesson(&text);
    let example = lesson.example.as_deref().and_then(project);
    let empty = Lab::open(Project::default());
    flaws.extend(check_lesson(&lesson, example.as_ref(), &empty));
    flaws.sort();
    for flaw in &flaws {
        say!("{}:{}: {}", path.display(), flaw.line, flaw.reason);
    }
    if flaws.is_empty() || verbose {
        let start = lesson.open(example.as_ref(), empty);
        let solved = start.with_project(lesson.solved(example.as_ref()));
        let at_start = grade(&lesson.goals, &start, &start.analyze());
        let at_end = grade(&lesson.goals, &solved, &solved.analyze());
        say!("{}", lesson.title);
        for (goal, (start, end)) in lesson.goals.iter().zip(at_start.iter().zip(&at_end)) {
            let told = |grade: &layerlab_core::lessons::Grade| {
                let state = if grade.met { "met" } else { "not met" };
                match grade.now.to_string() {
                    now if now.is_empty() => state.to_owned(),
                    now => format!("{state} ({now})"),
                }
            };
            say!("  {}", goal.text);
            say!("    start: {}", told(start));
            say!("    solution: {}", told(end));
        }
    }
    Ok(flaws.is_empty())
}
