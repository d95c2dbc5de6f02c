//! The steps of two builds beside each other.

use std::time::Duration;

use similar::DiffOp;

use super::text::operations;
use crate::lab::analysis::{Analysis, LedgerRow, Range, RowState};

/// What became of a step in one of the builds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepOutcome {
    /// First line of the instruction, 1-based.
    pub line: usize,
    /// Name of the stage.
    pub stage: String,
    /// The instruction as BuildKit shows it.
    pub text: String,
    /// The outcome.
    pub state: RowState,
    /// Why, in a few words.
    pub brief: String,
    /// Time that it took.
    pub duration: Option<Duration>,
    /// Size of its layer.
    pub size: Option<Range>,
}

/// A step in both builds. At least one of them has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepPair {
    /// In the build before.
    pub before: Option<StepOutcome>,
    /// In the build after.
    pub after: Option<StepOutcome>,
}

impl StepPair {
    /// Text or outcome is another one.
    #[must_use]
    pub fn differs(&self) -> bool {
        let same = |(before, after): (&StepOutcome, &StepOutcome)| {
            before.text == after.text
                && before.stage == after.stage
                && before.state == after.state
                && before.size.map(|size| size.bytes) == after.size.map(|size| size.bytes)
        };
        !self
            .before
            .as_ref()
            .zip(self.after.as_ref())
            .is_some_and(same)
    }
}

fn outcome(row: &LedgerRow) -> Option<StepOutcome> {
    let step = row.step.as_ref()?;
    Some(StepOutcome {
        line: row.first_line,
        stage: step.stage.clone(),
        text: step.text.clone(),
        state: row.state,
        brief: row.brief.clone(),
        duration: row.duration,
        size: row.size,
    })
}

/// The instruction: the first word of a step.
fn instruction(outcome: &StepOutcome) -> &str {
    outcome.text.split_whitespace().next().unwrap_or_default()
}

/// Steps with the same text stand beside each other. In between, steps of the same instruction do, in order: one was edited
/// into the other.
pub(super) fn compare_steps(before: &Analysis, after: &Analysis) -> Vec<StepPair> {
    let old: Vec<StepOutcome> = before.rows.iter().filter_map(outcome).collect();
    let new: Vec<StepOutcome> = after.rows.iter().filter_map(outcome).collect();
    let texts = |steps: &[StepOutcome]| -> Vec<(String, String)> {
        let steps = steps.iter();
        steps
            .map(|step| (step.stage.clone(), step.text.clone()))
            .collect()
    };
    let mut pairs = Vec::new();
    // What was removed and what was added since the last step that is in both.
    let (mut removed, mut added) = (Vec::new(), Vec::new());
    for operation in operations(&texts(&old), &texts(&new)) {
        let before = old.get(operation.old_range()).unwrap_or_default();
        let after = new.get(operation.new_range()).unwrap_or_default();
        if let DiffOp::Equal { .. } = operation {
            pair_up(&mut pairs, &removed, &added);
            (removed, added) = (Vec::new(), Vec::new());
            pairs.extend(before.iter().zip(after).map(|(before, after)| StepPair {
                before: Some(before.clone()),
                after: Some(after.clone()),
            }));
        } else {
            removed.extend(before.iter());
            added.extend(after.iter());
        }
    }
    pair_up(&mut pairs, &removed, &added);
    pairs
}

fn pair_up(pairs: &mut Vec<StepPair>, removed: &[&StepOutcome], added: &[&StepOutcome]) {
    let names = |steps: &[&StepOutcome]| -> Vec<String> {
        let steps = steps.iter();
        steps.map(|step| instruction(step).to_owned()).collect()
    };
    for operation in operations(&names(removed), &names(added)) {
        let before = removed.get(operation.old_range()).unwrap_or_default();
        let after = added.get(operation.new_range()).unwrap_or_default();
        if let DiffOp::Equal { .. } = operation {
            pairs.extend(before.iter().zip(after).map(|(before, after)| StepPair {
                before: Some((*before).clone()),
                after: Some((*after).clone()),
            }));
        } else {
            pairs.extend(before.iter().map(|step| StepPair {
                before: Some((*step).clone()),
                after: None,
            }));
            pairs.extend(after.iter().map(|step| StepPair {
                before: None,
                after: Some((*step).clone()),
            }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::{Lab, Project};

    fn analysis(dockerfile: &str) -> Analysis {
        Lab::open(Project {
            dockerfile: dockerfile.into(),
            ..Project::default()
        })
        .analyze()
    }

    fn lines(before: &str, after: &str) -> Vec<(Option<usize>, Option<usize>)> {
        let line = |step: &Option<StepOutcome>| step.as_ref().map(|step| step.line);
        compare_steps(&analysis(before), &analysis(after))
            .iter()
            .map(|pair| (line(&pair.before), line(&pair.after)))
            .collect()
    }

    #[test]
    fn an_edited_step_stands_beside_itself() {
        assert_eq!(
            lines("FROM alpine\nRUN a\nRUN b\n", "FROM alpine\nRUN a\nRUN c\n"),
            [(Some(1), Some(1)), (Some(2), Some(2)), (Some(3), Some(3))]
        );
    }

    #[test]
    fn a_new_step_stands_alone() {
        assert_eq!(
            lines(
                "FROM alpine\nRUN a\nRUN b\n",
                "FROM alpine\nRUN a\nCOPY . .\nRUN b\n"
            ),
            [
                (Some(1), Some(1)),
                (Some(2), Some(2)),
                (None, Some(3)),
                (Some(3), Some(4))
            ]
        );
    }

    #[test]
    fn another_outcome_is_a_difference() {
        let lab = Lab::open(Project {
            dockerfile: "FROM alpine\nRUN a\n".into(),
            ..Project::default()
        });
        let first = lab.analyze();
        let second = lab.build().analyze();
        let pairs = compare_steps(&first, &second);
        let differing: Vec<bool> = pairs.iter().map(StepPair::differs).collect();
        assert_eq!(differing.last(), Some(&true));
        let same = compare_steps(&first, &first);
        assert!(!same.iter().any(StepPair::differs));
    }
}
