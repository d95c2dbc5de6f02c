//! The history of the final image as `docker history` prints it.

use std::rc::Rc;

use super::figures::first_line;
use super::simulation::Simulation;
use crate::graph::Operation;
use crate::graph::reference::short_name;
use crate::image::StepResult;

/// Docker cuts the column CREATED BY to so many characters, the sign for what is left out among them
/// (`cli/command/formatter/utils.go:Ellipsis`).
const CREATED_BY_WIDTH: usize = 45;

/// A row of `docker history`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryRow {
    /// The column IMAGE. Only a real build knows the id of the newest.
    pub image: &'static str,
    /// The column CREATED BY, whole.
    pub created_by: String,
    /// The column SIZE.
    pub size: String,
    /// First line of the instruction that made it.
    pub line: Option<usize>,
    /// It comes with the base image.
    pub base: bool,
}

impl HistoryRow {
    /// The column CREATED BY as Docker cuts it unless it is told not to.
    #[must_use]
    pub fn created_by_cut(&self) -> String {
        if self.created_by.chars().count() <= CREATED_BY_WIDTH {
            return self.created_by.clone();
        }
        let kept = self.created_by.chars().take(CREATED_BY_WIDTH - 1);
        kept.chain(['…']).collect()
    }
}

/// The rows as a text, as `docker history` prints its columns.
#[must_use]
pub fn history_text(rows: &[HistoryRow]) -> String {
    let cut: Vec<String> = rows.iter().map(HistoryRow::created_by_cut).collect();
    let width = |cells: &mut dyn Iterator<Item = usize>| cells.max().unwrap_or(0) + 3;
    let image = width(&mut rows.iter().map(|row| row.image.len()).chain([5]));
    let created = width(&mut cut.iter().map(|cell| cell.chars().count()).chain([10]));
    let mut text = format!("{:image$}{:created$}SIZE\n", "IMAGE", "CREATED BY");
    for (row, cut) in rows.iter().zip(cut) {
        text.push_str(&format!("{:image$}{cut:created$}{}\n", row.image, row.size));
    }
    text
}

/// The history of the image for the first platform, newest first.
pub(super) fn history(simulation: &Simulation, results: &[Rc<StepResult>]) -> Vec<HistoryRow> {
    let plan = &simulation.plan;
    let Some(stage) = plan.images.first().map(|image| &image.stage) else {
        return Vec::new();
    };
    let size = |id: crate::graph::VertexId| results.get(id.0).and_then(|result| result.size);
    let mut layers = stage.layers.iter().copied().filter(|id| {
        !matches!(
            plan.vertex(*id).map(|vertex| &vertex.operation),
            Some(Operation::Image(_))
        )
    });
    let mut rows: Vec<HistoryRow> = Vec::new();
    // What the catalogue knows of a base image is its size, not its history.
    let base = stage
        .layers
        .iter()
        .find_map(|id| match &plan.vertex(*id)?.operation {
            Operation::Image(image) => Some((short_name(image.reference.split('@').next()?), *id)),
            _ => None,
        });
    if let Some((name, id)) = base {
        rows.push(HistoryRow {
            image: MISSING,
            created_by: format!("all layers of {name}"),
            size: docker_size(size(id).unwrap_or_default().bytes),
            line: first_line(simulation, id),
            base: true,
        });
    }
    for entry in stage.history.iter().filter(|entry| !entry.base) {
        let layer = if entry.empty { None } else { layers.next() };
        let bytes = layer.and_then(size).unwrap_or_default().bytes;
        let line = entry.instruction.and_then(|index| {
            let instruction = simulation.syntax.instructions.get(index)?;
            Some(instruction.lines.first)
        });
        rows.push(HistoryRow {
            image: MISSING,
            // Docker puts a space for each tab (`cli/command/formatter/history.go`).
            created_by: entry.created_by.replace('\t', " "),
            size: docker_size(bytes),
            line,
            base: false,
        });
    }
    rows.reverse();
    if let Some(newest) = rows.first_mut() {
        newest.image = NOT_BUILT;
    }
    rows
}

const MISSING: &str = "<missing>";
const NOT_BUILT: &str = "<not built>";

/// A size as `docker history` prints it: three digits with a decimal unit
/// (`go-units/size.go:HumanSizeWithPrecision`, which is Go's `%.3g`).
pub(super) fn docker_size(bytes: u64) -> String {
    const UNITS: [&str; 7] = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];
    let mut unit = 0;
    let mut size = bytes as f64;
    while size >= 1000.0 && unit + 1 < UNITS.len() {
        size /= 1000.0;
        unit += 1;
    }
    format!("{}{}", three_digits(size), UNITS.get(unit).unwrap_or(&""))
}

/// Go's `%.3g` of a number from 0 to 1000.
fn three_digits(number: f64) -> String {
    let decimals = match number {
        number if number >= 999.5 => return "1e+03".to_owned(),
        number if number >= 99.95 => 0,
        number if number >= 9.995 => 1,
        _ => 2,
    };
    let text = format!("{number:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::{Lab, Project};

    #[test]
    fn sizes_are_written_as_docker_writes_them() {
        // What go-units prints for these.
        let sizes = [
            (0, "0B"),
            (7, "7B"),
            (999, "999B"),
            (1000, "1kB"),
            (1536, "1.54kB"),
            (12_345, "12.3kB"),
            (74_800_000, "74.8MB"),
            (100_000_000, "100MB"),
            (999_900, "1e+03kB"),
            (1_048_576_000, "1.05GB"),
        ];
        for (bytes, text) in sizes {
            assert_eq!(docker_size(bytes), text, "{bytes}");
        }
    }

    #[test]
    fn the_newest_comes_first_and_settings_have_no_bytes() {
        let lab = Lab::open(Project {
            dockerfile: "FROM alpine:3.20\nWORKDIR /srv\nENV A=1\nRUN echo a very long command that docker history has no room for\nCMD [\"sh\"]\n".into(),
            ..Project::default()
        });
        let rows = lab.image_detail().history;
        let shown: Vec<(&str, Option<usize>)> = rows
            .iter()
            .map(|row| (row.created_by.as_str(), row.line))
            .collect();
        assert_eq!(
            shown,
            [
                ("CMD [\"sh\"]", Some(5)),
                (
                    "RUN /bin/sh -c echo a very long command that docker history has no room for # buildkit",
                    Some(4)
                ),
                ("ENV A=1", Some(3)),
                ("WORKDIR /srv", Some(2)),
                ("all layers of alpine:3.20", Some(1)),
            ]
        );
        assert_eq!(rows[0].size, "0B");
        let text = history_text(&rows);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines[0],
            "IMAGE         CREATED BY                                      SIZE"
        );
        assert_eq!(
            lines[2],
            "<missing>     RUN /bin/sh -c echo a very long command that…   0B"
        );
    }
}
