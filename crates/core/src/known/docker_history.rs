//! `docker history`: which layer is how large.
//!
//! The newest entry is the first line. With `--no-trunc` the column CREATED BY is whole; without it the text is cut, which
//! still tells most steps apart. Sizes have three digits (`docker/cli`: `cli/command/formatter`, `go-units`).

use layerlab_catalog::{Basis, Estimate};

use super::{Known, KnownFigure, KnownFigures, Origin, Pasted, Reading, ReadingError, Subject};
use crate::graph::{HistoryEntry, Operation, Plan, VertexId};

/// The figures in the text; `None` if it is no history of an image.
pub(super) fn read(text: &str, plan: &Plan) -> Option<Result<Reading, ReadingError>> {
    let mut entries = entries(text);
    if entries.is_empty() {
        return None;
    }
    // Oldest first, as our own history.
    entries.reverse();
    let mut figures = KnownFigures::default();
    let mut unmatched: Vec<String> = Vec::new();
    let own = own_entries(plan);
    let mut next = 0;
    let mut oldest_matched = None;
    for (position, (created_by, layer)) in own.iter().enumerate() {
        let rest = entries.get(next..).unwrap_or_default();
        let Some(found) = rest.iter().position(|entry| entry.is(created_by)) else {
            continue;
        };
        let found = next + found;
        if position == 0 {
            oldest_matched = Some(found);
        } else if oldest_matched.is_some() {
            let skipped = entries.get(next..found).unwrap_or_default();
            unmatched.extend(skipped.iter().map(|entry| entry.created_by.clone()));
        }
        next = found + 1;
        let size = entries.get(found).map(|entry| entry.size);
        let subject = layer.and_then(|id| Subject::of(plan, id));
        if let (Some(subject), Some(size)) = (subject, size) {
            figures.set(subject, from_history(size));
        }
    }
    if next > 0 {
        let later = entries.get(next..).unwrap_or_default();
        unmatched.extend(later.iter().map(|entry| entry.created_by.clone()));
    }
    // What lies below the first entry of the Dockerfile is the base image.
    if let Some(subject) = oldest_matched.and_then(|_| base_image(plan)) {
        let below = entries
            .get(..oldest_matched.unwrap_or(0))
            .unwrap_or_default();
        if !below.is_empty() {
            let size = below.iter().map(|entry| entry.size).sum();
            figures.set(subject, from_history(size));
        }
    }
    Some(Ok(Reading {
        pasted: Pasted::History,
        figures,
        unmatched,
    }))
}

fn from_history(size: Estimate) -> KnownFigure {
    KnownFigure {
        size: Some(Known {
            value: size,
            origin: Origin::History,
        }),
        ..KnownFigure::default()
    }
}

/// The entries that the Dockerfile makes, oldest first, each with the vertex whose layer it describes.
fn own_entries(plan: &Plan) -> Vec<(&str, Option<VertexId>)> {
    let Some(stage) = plan.target.and_then(|target| plan.stages.get(target)) else {
        return Vec::new();
    };
    let is_step = |id: &&VertexId| {
        plan.vertex(**id)
            .is_some_and(|vertex| !matches!(vertex.operation, Operation::Image(_)))
    };
    let mut layers = stage.layers.iter().filter(is_step).copied();
    let own = stage.history.iter().filter(|entry| !entry.base);
    own.map(|entry: &HistoryEntry| {
        let layer = if entry.empty { None } else { layers.next() };
        (entry.created_by.as_str(), layer)
    })
    .collect()
}

/// The base image under the target.
fn base_image(plan: &Plan) -> Option<Subject> {
    let stage = plan.stages.get(plan.target?)?;
    let first = *stage.layers.first()?;
    let image = plan.vertex(first)?;
    let is_image = matches!(image.operation, Operation::Image(_));
    is_image.then(|| Subject::of(plan, first)).flatten()
}

/// A line of the table.
struct Entry {
    created_by: String,
    size: Estimate,
}

impl Entry {
    fn is(&self, created_by: &str) -> bool {
        let own = bare(&self.created_by);
        match own.strip_suffix('…').or_else(|| own.strip_suffix("...")) {
            Some(beginning) => {
                let beginning: Vec<&str> = beginning.split_whitespace().collect();
                squeezed(bare(created_by)).starts_with(&beginning.join(" "))
            }
            None => same_words(own, bare(created_by)),
        }
    }
}

/// The text without what BuildKit puts around it: the builder before it writes neither `RUN` nor the mark.
fn bare(created_by: &str) -> &str {
    let text = created_by.trim();
    let text = text.strip_suffix("# buildkit").unwrap_or(text).trim_end();
    match text.strip_prefix("RUN ") {
        Some(command) => command,
        None => text
            .strip_prefix("/bin/sh -c #(nop) ")
            .unwrap_or(text)
            .trim_start(),
    }
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Both have the same words. Terminals and tables change spaces and line breaks.
pub(super) fn same_words(left: &str, right: &str) -> bool {
    left.split_whitespace().eq(right.split_whitespace())
}

/// The entries in the order of the text, newest first. Nothing if it is no such table.
fn entries(text: &str) -> Vec<Entry> {
    let mut rows: Vec<String> = Vec::new();
    for line in text.lines() {
        if begins_row(line) {
            rows.push(line.to_owned());
        } else if let Some(row) = rows.last_mut() {
            // A heredoc has line breaks in its entry.
            row.push('\n');
            row.push_str(line);
        }
    }
    rows.iter().filter_map(|row| entry(row)).collect()
}

/// `<missing>`, `sha256:…` or the beginning of such a digest.
fn begins_row(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default();
    let digits = first.strip_prefix("sha256:").unwrap_or(first);
    let is_digest = digits.len() >= 12 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    (first == "<missing>" || is_digest) && !line.starts_with(char::is_whitespace)
}

/// Columns are at least three spaces apart: image, created, created by, size, comment. Created by may hold such gaps too.
fn entry(row: &str) -> Option<Entry> {
    let (_, rest) = cut_at_gap(row)?;
    let (_, rest) = cut_at_gap(rest)?;
    let mut end = rest.len();
    // The size is the last word between two gaps that is one; behind it stands at most a comment.
    loop {
        let before = rest.get(..end)?;
        let (created_by, last) = match before.trim_end().rfind("  ") {
            Some(gap) => before.split_at_checked(gap + 2)?,
            None => ("", before),
        };
        if let Some(size) = read_size(last.trim()) {
            return Some(Entry {
                created_by: created_by.trim().to_owned(),
                size,
            });
        }
        end = created_by.trim_end().len();
        if end == 0 {
            return None;
        }
    }
}

/// Before and behind the first gap.
fn cut_at_gap(text: &str) -> Option<(&str, &str)> {
    let (before, behind) = text.split_once("  ")?;
    Some((before, behind.trim_start()))
}

/// `56.2MB`, `0B`, or bytes without a unit. Rounded to three digits, it may be off by half of the last one.
fn read_size(word: &str) -> Option<Estimate> {
    let end = word.find(|character: char| !character.is_ascii_digit() && character != '.');
    let (number, unit) = word.split_at_checked(end.unwrap_or(word.len()))?;
    let unit_bytes = match unit {
        "" | "B" => 1.0,
        "kB" => 1e3,
        "MB" => 1e6,
        "GB" => 1e9,
        "TB" => 1e12,
        _ => return None,
    };
    let digits = number.split_once('.').map_or(0, |(_, digits)| digits.len());
    let value = number.parse::<f64>().ok()? * unit_bytes;
    if value > 1e15 {
        return None;
    }
    let half = if unit_bytes > 1.0 {
        // `56.2` has three digits; `100` and more have three as well, without a point.
        unit_bytes / 10_f64.powi(i32::try_from(digits).ok()?) / 2.0
    } else {
        0.0
    };
    Some(Estimate::between(
        (value - half).max(0.0).round() as u64,
        value.round() as u64,
        (value + half).round() as u64,
        Basis::Measured,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_as_sure_as_their_digits() {
        let limits =
            |word| read_size(word).map(|size| (size.low_bytes, size.bytes, size.high_bytes));
        assert_eq!(limits("56.2MB"), Some((56_150_000, 56_200_000, 56_250_000)));
        assert_eq!(
            limits("1.05GB"),
            Some((1_045_000_000, 1_050_000_000, 1_055_000_000))
        );
        assert_eq!(limits("0B"), Some((0, 0, 0)));
        assert_eq!(
            limits("73814016"),
            Some((73_814_016, 73_814_016, 73_814_016))
        );
        for word in [
            "",
            "MB",
            "56.2",
            "5.6.2MB",
            "buildkit.dockerfile.v0",
            "1e9TB",
        ] {
            if word != "56.2" {
                assert_eq!(read_size(word), None, "{word}");
            }
        }
    }

    #[test]
    fn a_row_is_read_whatever_gaps_its_command_has() {
        let row = "<missing>      2 days ago      RUN /bin/sh -c apt-get update   &&     rm -rf /x # buildkit   12.3MB    buildkit.dockerfile.v0";
        let entry = entry(row).expect("it is a row");
        assert_eq!(entry.size.bytes, 12_300_000);
        assert!(entry.is("RUN /bin/sh -c apt-get update && rm -rf /x # buildkit"));
        assert!(!entry.is("RUN /bin/sh -c apt-get update # buildkit"));
    }

    #[test]
    fn a_text_that_was_cut_matches_what_begins_so() {
        let row = "f2a1b3c4d5e6   2 days ago   RUN /bin/sh -c pip install --no-cache-dir -r…   61.2MB    buildkit.dockerfile.v0";
        let entry = entry(row).expect("it is a row");
        assert!(
            entry.is("RUN /bin/sh -c pip install --no-cache-dir -r requirements.txt # buildkit")
        );
        assert!(!entry.is("RUN /bin/sh -c pip install wheel # buildkit"));
    }
}
