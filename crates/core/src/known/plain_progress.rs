//! The plain progress of a build: which step took how long.
//!
//! `#7 [builder 2/5] RUN make` names step 7, `#7 DONE 12.3s` or `#7 CACHED` ends it (BuildKit:
//! `util/progress/progressui/printer.go`).

use std::collections::BTreeMap;
use std::time::Duration;

use super::docker_history::same_words;
use super::{
    Known, KnownFigure, KnownFigures, Origin, Pasted, Reading, ReadingError, Subject,
    without_digest,
};
use crate::graph::{Operation, Plan, VertexId};

/// The figures in the text; `None` if it is no plain progress.
pub(super) fn read(text: &str, plan: &Plan) -> Option<Result<Reading, ReadingError>> {
    let steps = steps(text);
    if steps.is_empty() {
        return None;
    }
    if steps.iter().all(|step| step.took.is_none()) {
        let cached = text
            .lines()
            .any(|line| line.trim_end().ends_with(" CACHED"));
        return cached.then_some(Err(ReadingError::OnlyCached));
    }
    let mut figures = KnownFigures::default();
    let mut unmatched = Vec::new();
    for step in steps {
        let Some(took) = step.took else { continue };
        let known = KnownFigure {
            duration: Some(Known {
                value: took,
                origin: Origin::Progress,
            }),
            ..KnownFigure::default()
        };
        let found = (0..plan.vertices.len())
            .map(VertexId)
            .find(|id| is_named(plan, *id, step.name));
        match found.and_then(|id| Subject::of(plan, id)) {
            Some(subject) => figures.set(subject, known),
            None if step.name.starts_with("[internal]") => {}
            None => unmatched.push(step.name.to_owned()),
        }
    }
    Some(Ok(Reading {
        pasted: Pasted::Progress,
        figures,
        unmatched,
    }))
}

/// A step as the progress tells it.
struct Step<'a> {
    /// `[builder 2/5] RUN make`.
    name: &'a str,
    /// `None` if it came from the cache or was not finished.
    took: Option<Duration>,
}

/// Steps with brackets in their names, in the order of their numbers.
fn steps(text: &str) -> Vec<Step<'_>> {
    let mut steps: BTreeMap<u32, Step<'_>> = BTreeMap::new();
    for line in text.lines() {
        let Some(line) = line.trim_end().strip_prefix('#') else {
            continue;
        };
        let Some((number, rest)) = line.split_once(' ') else {
            continue;
        };
        let Ok(number) = number.parse() else { continue };
        if let Some(step) = steps.get_mut(&number) {
            let seconds = rest.strip_prefix("DONE ");
            let seconds = seconds.and_then(|rest| rest.strip_suffix('s')?.parse::<f64>().ok());
            // An image has a DONE for looking it up and another one for its download.
            if let Some(took) = seconds.and_then(|took| Duration::try_from_secs_f64(took).ok()) {
                step.took = Some(step.took.unwrap_or_default().max(took));
            }
        } else if rest.starts_with('[') {
            let step = Step {
                name: rest,
                took: None,
            };
            steps.insert(number, step);
        }
    }
    steps.into_values().collect()
}

/// `[builder 2/5] RUN make` is the step of stage `builder` with this text, whatever its number: that changes with the
/// target.
fn is_named(plan: &Plan, id: VertexId, name: &str) -> bool {
    let Some(vertex) = plan.vertex(id) else {
        return false;
    };
    let Some(display) = &vertex.display else {
        return false;
    };
    let Some((brackets, text)) = name.trim_start_matches('[').split_once("] ") else {
        return false;
    };
    let mut words = brackets.split_whitespace().rev();
    let numbers = words.next().unwrap_or_default();
    if display.total == 0 || !numbers.contains('/') {
        return false;
    }
    let stage = words.next().filter(|word| !word.contains('/'));
    if stage != display.stage.as_deref() {
        return false;
    }
    if matches!(vertex.operation, Operation::Image(_)) {
        return without_digest(text) == without_digest(&display.text);
    }
    same_words(text, &display.text)
}
