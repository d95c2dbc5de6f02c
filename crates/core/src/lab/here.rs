//! Why a line matters in this very build: its share of the image and what an edit of it costs, with the figures of the project.

use std::time::Duration;

use super::analysis::{Analysis, LedgerRow, Range, RowState};
use super::what_if::{EditCost, EditCosts};
use crate::graph::reference::short_name;

/// A part of a sentence. Figures stay figures, so that they read the same wherever they are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words; between backquotes they are code.
    Words(String),
    /// A size that is not exact.
    Size(Range),
    /// Bytes that are sent.
    Bytes(u64),
    /// How long something takes.
    Time(Duration),
}

fn words(words: impl Into<String>) -> Piece {
    Piece::Words(words.into())
}

/// Sentences about a line, each a list of pieces, the most important first. Nothing is said of a build that fails, and of a
/// line that it does not need.
#[must_use]
pub fn why_here(analysis: &Analysis, costs: &EditCosts, row: &LedgerRow) -> Vec<Vec<Piece>> {
    if analysis.summary.fails || matches!(row.state, RowState::NotNeeded | RowState::Broken) {
        return Vec::new();
    }
    let edit = costs.instructions.get(row.instruction);
    // Two stages on the same image share its step, so it is found by its name.
    let image = base_image(row).and_then(|name| {
        let mut images = costs.base_images.iter();
        images.find(|(other, _, _)| other == name)
    });
    let image = image.map(|(_, _, cost)| cost);
    let sentences = [
        share(analysis, row),
        image.map(|cost| new_image(analysis, cost)),
        edit.filter(|_| image.is_none())
            .map(|cost| edited(analysis, cost)),
        critical(analysis, row),
    ];
    sentences.into_iter().flatten().collect()
}

/// The image that a `FROM` takes, as its step names it.
fn base_image(row: &LedgerRow) -> Option<&str> {
    row.step.as_ref()?.text.strip_prefix("FROM ")
}

/// How much of the image its layer is; nothing of a layer that is empty, which its size says already.
fn share(analysis: &Analysis, row: &LedgerRow) -> Option<Vec<Piece>> {
    let size = row.size.filter(|size| size.bytes > 0)?;
    let image = &analysis.image;
    let base = base_image(row).and_then(|name| name.split('@').next());
    let in_image = image.parts.iter().any(|part| {
        let same_base = part.base && base.map(short_name) == Some(&*part.label);
        same_base || part.line == Some(row.first_line)
    });
    let what = if row.topic == "from" {
        "The base image has "
    } else {
        "The layer of this line has "
    };
    let mut sentence = vec![words(what), Piece::Size(size)];
    if !in_image {
        sentence.push(words(
            ", and none of it is in the final image: only what later stages copy from here is.",
        ));
    } else if image.size.bytes > 0 {
        let percent = percent(size.bytes, image.size.bytes);
        sentence.push(words(format!(", {percent} of the image's ")));
        sentence.push(Piece::Size(image.size));
        sentence.push(words("."));
    } else {
        return None;
    }
    Some(sentence)
}

fn percent(part: u64, whole: u64) -> String {
    let percent = u128::from(part) * 100 / u128::from(whole.max(1));
    match percent {
        0 if part > 0 => "less than 1 %".to_owned(),
        percent => format!("{percent} %"),
    }
}

fn steps(count: usize) -> String {
    match count {
        1 => "1 step runs".to_owned(),
        count => format!("{count} steps run"),
    }
}

fn edited(analysis: &Analysis, cost: &EditCost) -> Vec<Piece> {
    if cost.steps == 0 {
        return vec![
            words("An edit of this line runs no step again: the build takes "),
            Piece::Time(cost.duration),
            words("."),
        ];
    }
    costing("After an edit of this line ", analysis.summary.steps, cost)
}

fn new_image(analysis: &Analysis, cost: &EditCost) -> Vec<Piece> {
    let begin = "When this name gets a newer image, ";
    costing(begin, analysis.summary.steps, cost)
}

/// `of` is the number of all steps.
fn costing(begin: &str, of: usize, cost: &EditCost) -> Vec<Piece> {
    let (all, of) = match of {
        1 => ("", String::new()),
        of if of > cost.steps => ("", format!(" of {of}")),
        _ => ("all ", String::new()),
    };
    let count = steps(cost.steps);
    let (number, run) = count.split_once(' ').unwrap_or((&count, ""));
    let mut sentence = vec![
        words(format!(
            "{begin}{all}{number}{of} {run} and the build takes "
        )),
        Piece::Time(cost.duration),
    ];
    if cost.push_bytes > 0 {
        sentence.push(words("; a push then sends "));
        sentence.push(Piece::Bytes(cost.push_bytes));
    }
    sentence.push(words("."));
    sentence
}

/// Whether a quicker step would make this build quicker.
fn critical(analysis: &Analysis, row: &LedgerRow) -> Option<Vec<Piece>> {
    // In builds for several platforms there is a bar for each.
    let bars = analysis.timeline.bars.iter();
    let own = bars.filter(|bar| bar.runs && bar.line == Some(row.first_line));
    let critical = own
        .map(|bar| bar.critical)
        .reduce(|one, other| one || other)?;
    // With a single chain of steps that is so for each, and says nothing.
    let idle = |bar: &&super::analysis::TimelineBar| bar.runs && !bar.critical;
    analysis.timeline.bars.iter().find(idle)?;
    let sentence = if critical {
        "Nothing else is waited for meanwhile: were this step quicker, the build would be."
    } else {
        "Other steps run at the same time and take longer, so a quicker step here would not make the build quicker."
    };
    Some(vec![words(sentence)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::{Lab, Project};

    /// What is said of the instruction on a line of a project that was built as it stands.
    fn said(dockerfile: &str, line: usize) -> String {
        let project = Project {
            dockerfile: dockerfile.into(),
            ..Project::default()
        };
        let lab = Lab::open(project).build();
        let analysis = lab.analyze();
        let costs = lab.edit_costs();
        let row = analysis.rows.iter().find(|row| row.first_line == line);
        let sentences = why_here(&analysis, &costs, row.expect("an instruction"));
        let pieces = sentences.into_iter().map(|pieces| {
            let word = |piece| match piece {
                Piece::Words(words) => words,
                Piece::Size(_) => "SIZE".to_owned(),
                Piece::Bytes(_) => "BYTES".to_owned(),
                Piece::Time(_) => "TIME".to_owned(),
            };
            pieces.into_iter().map(word).collect::<String>()
        });
        pieces.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_share_is_in_whole_percent() {
        assert_eq!(percent(0, 0), "0 %");
        assert_eq!(percent(1, 1000), "less than 1 %");
        assert_eq!(percent(u64::MAX, u64::MAX), "100 %");
    }

    const STAGES: &str = "FROM python:3.13-slim AS build\nRUN pip wheel django\nFROM python:3.13-slim\nRUN pip \
                          install flask\nEXPOSE 80\nCOPY --from=build /wheels /wheels\n";

    #[test]
    fn a_line_is_told_its_share_and_what_its_edit_costs() {
        let install = said(STAGES, 4);
        assert!(
            install.contains("The layer of this line has SIZE, "),
            "{install}"
        );
        assert!(install.contains(" % of the image's SIZE."), "{install}");
        let edit = "After an edit of this line 2 of 4 steps run and the build takes TIME; a push then sends BYTES.";
        assert!(install.contains(edit), "{install}");
    }

    #[test]
    fn no_share_is_told_of_a_layer_without_files() {
        let echo = said("FROM python:3.13-slim\nRUN echo\n", 2);
        assert!(!echo.contains("The layer of this line"), "{echo}");
        assert!(echo.starts_with("After an edit of this line "), "{echo}");
    }

    #[test]
    fn what_stays_behind_in_a_stage_is_not_in_the_image() {
        let wheel = said(STAGES, 2);
        assert!(
            wheel.contains("none of it is in the final image"),
            "{wheel}"
        );
    }

    #[test]
    fn a_base_image_is_told_what_a_newer_one_costs() {
        let base = said(STAGES, 3);
        assert!(base.starts_with("The base image has SIZE, "), "{base}");
        assert!(
            base.contains("When this name gets a newer image, all 4 steps run"),
            "{base}"
        );
    }

    #[test]
    fn every_outcome_has_a_topic() {
        let project = Project {
            dockerfile: STAGES.into(),
            ..Project::default()
        };
        let first = Lab::open(project);
        for lab in [first.clone(), first.build()] {
            for row in lab.analyze().rows {
                let topic = row.cause_topic.map(|topic| topic.id);
                assert!(topic.is_some(), "line {}: {}", row.first_line, row.brief);
            }
        }
    }

    #[test]
    fn a_setting_costs_nothing() {
        assert_eq!(
            said(STAGES, 5),
            "An edit of this line runs no step again: the build takes TIME."
        );
    }

    #[test]
    fn a_build_that_fails_has_no_figures() {
        assert_eq!(said("FROM scratch\nCOPY missing /\n", 2), "");
    }
}
