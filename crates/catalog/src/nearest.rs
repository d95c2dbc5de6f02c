//! Which row of the table of base images stands in for an image, and how large that makes it.

use crate::estimate::{Basis, Estimate};
use crate::reference::{Distance, Tag};
use crate::table::{Row, rows, rows_from};

const TABLE: &str = include_str!("../data/base-images.tsv");

/// Columns of the table.
pub(crate) mod column {
    pub(crate) const IMAGE: usize = 0;
    pub(crate) const SYSTEM: usize = 1;
    pub(crate) const CREATED: usize = 2;
    pub(crate) const SIZE: usize = 3;
    pub(crate) const PRECISION: usize = 4;
    pub(crate) const COMPRESSED: usize = 5;
    pub(crate) const WORKING_DIRECTORY: usize = 6;
    pub(crate) const USER: usize = 7;
    pub(crate) const ENV: usize = 8;
    pub(crate) const ENTRYPOINT: usize = 9;
    pub(crate) const CMD: usize = 10;
    pub(crate) const PORTS: usize = 11;
    pub(crate) const VOLUMES: usize = 12;
}

/// Compressed bytes per byte over the 28 tags of which both are known: lowest, median and highest.
const COMPRESSION: (f64, f64, f64) = (0.296, 0.367, 0.457);

/// When the table was made.
const MADE_IN_YEAR: u64 = 2026;

/// Images whose plain tags stand on the image of build tools. Their `slim` tags stand on slim Debian.
pub(crate) const ON_BUILD_TOOLS: [&str; 8] = [
    "python", "node", "ruby", "rust", "perl", "gcc", "erlang", "elixir",
];

/// All rows.
pub(crate) fn all() -> impl Iterator<Item = Row<'static>> {
    rows(TABLE)
}

/// An image of the catalogue.
#[derive(Debug, Clone)]
struct Candidate {
    row: Row<'static>,
    tag: Tag,
    distance: Distance,
}

/// A row and what can be said of another image from it.
#[derive(Debug, Clone)]
pub(crate) struct Nearest {
    /// The row.
    pub(crate) row: Row<'static>,
    /// It is the very image.
    pub(crate) exact: bool,
    /// Version and kind of the row's image.
    pub(crate) tag: Tag,
    /// Size unpacked.
    pub(crate) size: Estimate,
    /// Size of the compressed layers.
    pub(crate) compressed: Estimate,
    /// On which data the size rests, one sentence.
    pub(crate) reason: String,
}

/// The image of the catalogue that is nearest to this one; `None` if the catalogue holds none of that name.
pub(crate) fn nearest(name: &str, tag: &str) -> Option<Nearest> {
    nearest_of(of_name(name), name, tag)
}

/// The rows of an image, which stand together in the table.
fn of_name(name: &str) -> impl Iterator<Item = Row<'static>> {
    rows_from(TABLE, name).take_while(move |row| split(*row).0.starts_with(name))
}

/// The same as if this very image were not in the catalogue.
#[cfg(test)]
pub(crate) fn nearest_without(name: &str, tag: &str) -> Option<Nearest> {
    nearest_of(all().filter(|row| split(*row) != (name, tag)), name, tag)
}

fn nearest_of(rows: impl Iterator<Item = Row<'static>>, name: &str, tag: &str) -> Option<Nearest> {
    let wanted = Tag::of(name, tag);
    let mut candidates: Vec<Candidate> = rows
        .filter(|row| split(*row).0 == name)
        .map(|row| {
            let mut tag = Tag::of(name, split(row).1);
            // Some images are made of Alpine without saying so in each tag.
            if wanted.has("alpine")
                && !tag.has("alpine")
                && row.text(column::SYSTEM).starts_with("alpine:")
            {
                tag.variant.push("alpine".to_owned());
                tag.variant.sort();
            }
            let distance = wanted.distance(&tag, row.text(column::SYSTEM));
            Candidate { row, tag, distance }
        })
        .collect();
    // Of several that are as near, the newest.
    candidates.sort_by(|one, two| {
        one.distance
            .cmp(&two.distance)
            .then_with(|| two.tag.version.cmp(&one.tag.version))
    });
    let same = candidates
        .iter()
        .find(|candidate| split(candidate.row).1 == tag);
    let chosen = same.or_else(|| candidates.first())?;
    let exact = same.is_some();
    let (size, reason) = if exact {
        measured(chosen.row)
    } else {
        estimated(name, &wanted, chosen, &candidates)
    };
    let compressed = compressed_size(chosen, exact, size, &candidates);
    Some(Nearest {
        row: chosen.row,
        exact,
        tag: chosen.tag.clone(),
        size,
        compressed,
        reason,
    })
}

/// Name and tag of a row.
fn split(row: Row<'static>) -> (&'static str, &'static str) {
    let image = row.text(column::IMAGE);
    image.split_once(':').unwrap_or((image, "latest"))
}

fn size_bytes(row: Row<'static>) -> u64 {
    row.number(column::SIZE).unwrap_or(0)
}

fn measured(row: Row<'static>) -> (Estimate, String) {
    let bytes = size_bytes(row);
    // The source rounds: above 1 GB to 10 MB.
    let rounding = row.number(column::PRECISION).unwrap_or(0) / 2;
    let size = Estimate::between(
        bytes.saturating_sub(rounding),
        bytes,
        bytes.saturating_add(rounding),
        Basis::Measured,
    );
    let reason = format!(
        "The published {} of {}.",
        row.text(column::IMAGE),
        row.text(column::CREATED)
    );
    (size, reason)
}

fn estimated(
    name: &str,
    wanted: &Tag,
    chosen: &Candidate,
    candidates: &[Candidate],
) -> (Estimate, String) {
    let bytes = size_bytes(chosen.row);
    let image = chosen.row.text(column::IMAGE);
    let created = chosen.row.text(column::CREATED);
    let distance = chosen.distance;
    if distance.variant > 0 {
        return another_kind(name, wanted, chosen, candidates);
    }
    // Less than a thousand: only the third number of the version differs.
    if distance.version < 1000 && distance.other == 0 {
        let percent = margin_percent(name, wanted, chosen);
        return (
            Estimate::within_percent(bytes, percent, Basis::Derived),
            format!("From {image} of {created}, which is nearly the same image."),
        );
    }
    // Another version: as far off as the versions of this kind are from each other.
    let kind = candidates
        .iter()
        .filter(|candidate| candidate.distance.variant == 0);
    let sizes = || kind.clone().map(|candidate| size_bytes(candidate.row));
    let around = Estimate::within_percent(bytes, 15, Basis::Derived);
    let low = sizes().min().unwrap_or(bytes).min(around.low_bytes);
    let high = sizes().max().unwrap_or(bytes).max(around.high_bytes);
    (
        Estimate::between(low, bytes, high, Basis::Derived),
        format!("From {image} of {created}, the nearest version in the catalogue."),
    )
}

/// How far off an image of the same kind and version may be.
fn margin_percent(name: &str, wanted: &Tag, chosen: &Candidate) -> u64 {
    let distribution = matches!(name, "debian" | "buildpack-deps");
    let moved = if wanted.version.is_empty() && !distribution {
        // The tag points to whatever is newest, and the catalogue's image has an age. The alpine, rust and python
        // images of which several years are known change by up to 8 % a year.
        let year = chosen.row.text(column::CREATED).get(..4);
        let year: u64 = year
            .and_then(|year| year.parse().ok())
            .unwrap_or(MADE_IN_YEAR);
        2 + 8 * MADE_IN_YEAR.saturating_sub(year)
    } else {
        0
    };
    // `1.75` of which only `1` is there.
    let open = if wanted.version.len() > 1 && chosen.tag.version.len() == 1 {
        12
    } else {
        0
    };
    3 + moved.min(40) + open + (5 * chosen.distance.release).min(15)
}

/// The size of an image of which the catalogue holds only other kinds.
fn another_kind(
    name: &str,
    wanted: &Tag,
    chosen: &Candidate,
    candidates: &[Candidate],
) -> (Estimate, String) {
    let image = chosen.row.text(column::IMAGE);
    let (from, to) = (Base::of(name, &chosen.tag), Base::of(name, wanted));
    // The same software on another base image.
    let bytes = size_bytes(chosen.row);
    let moved = if from == to {
        bytes
    } else {
        bytes
            .saturating_sub(from.bytes())
            .saturating_add(to.bytes())
    };
    let words = |tag: &Tag| -> Vec<String> {
        let base = |word: &&String| !matches!(word.as_str(), "slim" | "alpine");
        tag.variant.iter().filter(base).cloned().collect()
    };
    if from != to && words(wanted) == words(&chosen.tag) {
        // How far off this is for images of which both kinds are in the catalogue.
        let (low, high) = match to {
            Base::BuildTools => (85, 115),
            Base::Slim => (70, 150),
            // On Alpine much else is smaller too: php takes a fifth of what it takes on Debian.
            Base::Alpine => (20, 130),
        };
        let percent = |percent: u64| moved / 100 * percent;
        return (
            Estimate::between(percent(low), moved, percent(high), Basis::Assumed),
            format!(
                "No {name} image of this kind is in the catalogue. It is taken for {image} on another base image."
            ),
        );
    }
    // Alpine images are another world: they count only where no other says anything.
    let same_world = candidates
        .iter()
        .filter(|candidate| candidate.tag.has("alpine") == chosen.tag.has("alpine"));
    let sizes = || {
        same_world
            .clone()
            .map(|candidate| size_bytes(candidate.row))
    };
    // A single image says nothing of how far others are from it.
    let around = Estimate::within_percent(moved, 50, Basis::Assumed);
    let low = sizes().min().unwrap_or(moved).min(around.low_bytes);
    let high = sizes().max().unwrap_or(moved).max(around.high_bytes);
    (
        Estimate::between(low, moved, high, Basis::Assumed),
        format!(
            "No {name} image of this kind is in the catalogue. The range is that of the {name} images that are."
        ),
    )
}

/// What official images stand on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Base {
    Alpine,
    Slim,
    BuildTools,
}

impl Base {
    fn of(name: &str, tag: &Tag) -> Self {
        if tag.has("alpine") {
            Self::Alpine
        } else if ON_BUILD_TOOLS.contains(&name) && !tag.has("slim") {
            Self::BuildTools
        } else {
            Self::Slim
        }
    }

    fn bytes(self) -> u64 {
        let image = match self {
            Self::Alpine => "alpine:3.24",
            Self::Slim => "debian:trixie-slim",
            Self::BuildTools => "buildpack-deps:trixie",
        };
        all()
            .find(|row| row.text(column::IMAGE) == image)
            .map_or(0, size_bytes)
    }
}

fn compressed_size(
    chosen: &Candidate,
    exact: bool,
    size: Estimate,
    candidates: &[Candidate],
) -> Estimate {
    if let (true, Some(bytes)) = (exact, chosen.row.number(column::COMPRESSED)) {
        // The compressed layers may be those of a build some weeks apart.
        return Estimate::within_percent(bytes, 1, Basis::Measured);
    }
    // Images of the same name and kind are compressed alike.
    let alike = candidates
        .iter()
        .filter(|candidate| candidate.tag.variant == chosen.tag.variant)
        .find_map(|candidate| {
            let bytes = candidate.row.number(column::COMPRESSED)?;
            let whole = size_bytes(candidate.row);
            (whole > 0).then(|| bytes as f64 / whole as f64)
        });
    match alike {
        Some(ratio) => size.times_between(ratio * 0.93, ratio, ratio * 1.07, Basis::Derived),
        None => compressed(size),
    }
}

/// What an image takes compressed, if nothing better is known.
pub(crate) fn compressed(size: Estimate) -> Estimate {
    size.times_between(COMPRESSION.0, COMPRESSION.1, COMPRESSION.2, Basis::Derived)
}

/// The size of an image of which nothing is known: that of most images in the catalogue, or of those of its kind.
pub(crate) fn of_any(word: Option<&str>) -> Estimate {
    let mut sizes: Vec<u64> = all()
        .filter(|row| word.is_none_or(|word| row.text(column::IMAGE).contains(word)))
        .map(size_bytes)
        .collect();
    sizes.sort_unstable();
    let at = |percent: usize| sizes.get(sizes.len() * percent / 100).copied().unwrap_or(0);
    Estimate::between(at(5), at(50), at(95), Basis::Assumed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base_images::base_image;

    #[test]
    fn the_table_is_sorted_and_every_cell_has_its_form() {
        let images: Vec<&str> = all().map(|row| row.text(column::IMAGE)).collect();
        assert_eq!(images.len(), 101);
        assert!(images.is_sorted_by(|one, next| one < next));
        for row in all().filter(|row| row.text(column::IMAGE) != "scratch") {
            for number in [column::SIZE, column::PRECISION] {
                assert!(row.number(number).is_some_and(|bytes| bytes > 0), "{row:?}");
            }
            let compressed = row.number(column::COMPRESSED);
            assert!(compressed.is_none_or(|bytes| bytes < size_bytes(row)));
            assert_eq!(row.text(column::CREATED).len(), 10, "{row:?}");
            assert!(row.list(column::ENV).iter().all(|pair| pair.contains('=')));
        }
    }

    #[test]
    fn images_above_a_gigabyte_are_rounded_to_ten_megabytes() {
        let size = nearest("node", "24").map(|found| found.size);
        let limits = size.map(|size| (size.low_bytes, size.bytes, size.high_bytes));
        assert_eq!(limits, Some((1_135_000_000, 1_140_000_000, 1_145_000_000)));
    }

    #[test]
    fn the_margin_grows_with_what_differs() {
        let width = |tag| {
            nearest("python", tag).map_or(0, |found| found.size.width() * 100 / found.size.bytes)
        };
        let widths = [
            width("3.12-slim"),
            width("3.12.1-slim"),
            width("3.12.1-slim-bookworm"),
            width("3.5-slim"),
        ];
        assert!(widths.is_sorted_by(|one, next| one < next), "{widths:?}");
    }

    #[test]
    fn compressed_sizes_follow_images_of_the_same_kind() {
        // 3.12 was measured both ways, 3.13 only unpacked.
        let found = base_image("python:3.13");
        assert_eq!(found.compressed.basis, Basis::Derived);
        let ratio = found.compressed.bytes as f64 / found.size.bytes as f64;
        assert!((ratio - 410_908_459.0 / 1_110_000_000.0).abs() < 1e-6);
    }
}
