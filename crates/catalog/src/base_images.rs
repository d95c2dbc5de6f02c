//! Base images: sizes and configuration of the official ones.

use crate::debian::Suite;
use crate::estimate::{Basis, Estimate};
use crate::installed::installed_list;
use crate::reference::{Tag, official};
use crate::table::{Row, rows};

const TABLE: &str = include_str!("../data/base-images.tsv");

/// How an image was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    /// This very tag is in the catalogue.
    Exact,
    /// Another tag of the same image stands in for it, such as `python:3.13-slim`.
    Neighbour(&'static str),
    /// Nothing is known about it.
    Unknown,
}

/// The distribution that an image is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distribution {
    /// Debian. Releases other than these two are taken for the nearest.
    Debian(Suite),
    /// Ubuntu; its packages are taken for those of the Debian release nearest in time.
    Ubuntu(Suite),
    /// Alpine.
    Alpine,
    /// Any other, or none.
    Other,
}

impl Distribution {
    /// The Debian release whose packages stand in for those of the distribution.
    #[must_use]
    pub fn suite(self) -> Option<Suite> {
        match self {
            Self::Debian(suite) | Self::Ubuntu(suite) => Some(suite),
            Self::Alpine | Self::Other => None,
        }
    }
}

/// What is known of a base image.
#[derive(Debug, Clone, PartialEq)]
pub struct BaseImageFacts {
    /// Name and tag without registry.
    pub reference: String,
    /// How it was found.
    pub matched: Match,
    /// Size unpacked.
    pub size: Estimate,
    /// Size of the compressed layers: what a pull downloads.
    pub compressed: Estimate,
    /// On which data the size rests, one sentence.
    pub size_reason: String,
    /// `ENV` in order.
    pub env: Vec<(String, String)>,
    /// `ENTRYPOINT`.
    pub entrypoint: Vec<String>,
    /// `CMD`.
    pub cmd: Vec<String>,
    /// `WORKDIR`, empty if none or not known.
    pub working_directory: String,
    /// `USER`, empty if none or not known.
    pub user: String,
    /// Ports such as `80/tcp`.
    pub exposed_ports: Vec<String>,
    /// Volumes.
    pub volumes: Vec<String>,
    /// What it is made of.
    pub distribution: Distribution,
    /// Debian packages leave out documentation and manual pages when they are installed here.
    pub slim: bool,
    /// Debian packages that it holds.
    pub installed: Vec<&'static str>,
    /// Version of its Python such as `3.13`, if it is a Python image.
    pub python: Option<String>,
}

mod column {
    pub(super) const IMAGE: usize = 0;
    pub(super) const OS: usize = 1;
    pub(super) const CREATED: usize = 2;
    pub(super) const SIZE: usize = 3;
    pub(super) const PRECISION: usize = 4;
    pub(super) const COMPRESSED: usize = 5;
    pub(super) const WORKING_DIRECTORY: usize = 6;
    pub(super) const USER: usize = 7;
    pub(super) const ENV: usize = 8;
    pub(super) const ENTRYPOINT: usize = 9;
    pub(super) const CMD: usize = 10;
    pub(super) const PORTS: usize = 11;
    pub(super) const VOLUMES: usize = 12;
}

/// Compressed bytes per byte over the 28 tags of which both are known: lowest, median and highest.
const COMPRESSION: (f64, f64, f64) = (0.296, 0.367, 0.457);

/// Names of all images in the catalogue, such as `python:3.13-slim`.
pub fn base_image_names() -> impl Iterator<Item = &'static str> {
    rows(TABLE).map(|row| row.text(column::IMAGE))
}

/// Looks an image up by what stands after FROM. Total: of an unknown image it says so, with a wide range.
#[must_use]
pub fn base_image(reference: &str) -> BaseImageFacts {
    let Some((name, tag)) = official(reference) else {
        return unknown(reference);
    };
    if name == "scratch" {
        return BaseImageFacts {
            size: Estimate::ZERO,
            compressed: Estimate::ZERO,
            size_reason: "An empty image.".to_owned(),
            matched: Match::Exact,
            distribution: Distribution::Other,
            ..unknown(reference)
        };
    }
    let wanted = Tag::parse(tag);
    let of_name = || rows(TABLE).filter(|row| split(row.text(column::IMAGE)).0 == name);
    if let Some(row) = of_name().find(|row| split(row.text(column::IMAGE)).1 == tag) {
        return known(row, name, tag, Match::Exact, Precision::Same);
    }
    let same_kind = of_name()
        .map(|row| (row, Tag::parse(split(row.text(column::IMAGE)).1)))
        .filter(|(_, tag)| tag.variant == wanted.variant)
        // Of several that are as near, the newest.
        .min_by_key(|(_, tag)| (wanted.distance(tag), std::cmp::Reverse(tag.version.clone())));
    if let Some((row, found)) = same_kind {
        let near = wanted.distance(&found) < 1000;
        let precision = if near {
            Precision::Near
        } else {
            Precision::Far
        };
        return known(
            row,
            name,
            tag,
            Match::Neighbour(row.text(column::IMAGE)),
            precision,
        );
    }
    let any =
        of_name().min_by_key(|row| wanted.distance(&Tag::parse(split(row.text(column::IMAGE)).1)));
    let Some(row) = any else {
        return unknown(reference);
    };
    let mut facts = known(
        row,
        name,
        tag,
        Match::Neighbour(row.text(column::IMAGE)),
        Precision::Far,
    );
    let sizes: Vec<u64> = of_name()
        .filter_map(|row| row.number(column::SIZE))
        .collect();
    let (low, high) = (
        sizes.iter().min().copied().unwrap_or(0),
        sizes.iter().max().copied().unwrap_or(0),
    );
    facts.size = Estimate::between(low, facts.size.bytes, high, Basis::Assumed);
    facts.compressed = compressed(facts.size);
    facts.size_reason = format!(
        "No {name} image of this kind is in the catalogue. The range is that of the {name} images that are."
    );
    facts
}

fn split(image: &'static str) -> (&'static str, &'static str) {
    image.split_once(':').unwrap_or((image, "latest"))
}

enum Precision {
    Same,
    Near,
    Far,
}

fn compressed(size: Estimate) -> Estimate {
    size.times_between(COMPRESSION.0, COMPRESSION.1, COMPRESSION.2, Basis::Derived)
}

fn known(row: Row, name: &str, tag: &str, matched: Match, precision: Precision) -> BaseImageFacts {
    let bytes = row.number(column::SIZE).unwrap_or(0);
    let rounding = row.number(column::PRECISION).unwrap_or(0) / 2;
    let measured = Estimate::between(
        bytes.saturating_sub(rounding),
        bytes,
        bytes.saturating_add(rounding),
        Basis::Measured,
    );
    let image = row.text(column::IMAGE);
    let created = row.text(column::CREATED);
    let (size, size_reason) = match precision {
        Precision::Same => (measured, format!("The published {image} of {created}.")),
        Precision::Near => (
            Estimate::within_percent(bytes, 3, Basis::Derived),
            format!("From {image} of {created}, which is nearly the same image."),
        ),
        Precision::Far => (
            Estimate::within_percent(bytes, 15, Basis::Derived),
            format!("From {image} of {created}, the nearest version in the catalogue."),
        ),
    };
    let pull = match (row.number(column::COMPRESSED), &precision) {
        (Some(bytes), Precision::Same) => Estimate::within_percent(bytes, 1, Basis::Measured),
        (Some(bytes), Precision::Near) => Estimate::within_percent(bytes, 3, Basis::Derived),
        (Some(bytes), Precision::Far) => Estimate::within_percent(bytes, 15, Basis::Derived),
        (None, _) => compressed(size),
    };
    let parsed = Tag::parse(tag);
    let distribution = distribution(row.text(column::OS), parsed.suite.as_deref());
    let slim = parsed.variant.iter().any(|word| word == "slim");
    let env = row.list(column::ENV);
    let pair = |text: String| match text.split_once('=') {
        Some((name, value)) => (name.to_owned(), value.to_owned()),
        None => (text, String::new()),
    };
    let version = |count: usize| {
        let numbers: Vec<String> = parsed
            .version
            .iter()
            .take(count)
            .map(u64::to_string)
            .collect();
        numbers.join(".")
    };
    BaseImageFacts {
        reference: format!("{name}:{tag}"),
        matched,
        size,
        compressed: pull,
        size_reason,
        env: env.into_iter().map(pair).collect(),
        entrypoint: row.list(column::ENTRYPOINT),
        cmd: row.list(column::CMD),
        working_directory: row.text(column::WORKING_DIRECTORY).to_owned(),
        user: row.text(column::USER).to_owned(),
        exposed_ports: row.list(column::PORTS),
        volumes: row.list(column::VOLUMES),
        distribution,
        slim,
        installed: installed_list(name, distribution, slim),
        python: (name == "python").then(|| {
            let own = version(2);
            let found = Tag::parse(split(image).1).version;
            if own.contains('.') {
                own
            } else {
                found
                    .iter()
                    .take(2)
                    .map(u64::to_string)
                    .collect::<Vec<_>>()
                    .join(".")
            }
        }),
    }
}

/// From the operating system of the catalogue's image, or the release that the tag itself names.
fn distribution(os: &str, suite: Option<&str>) -> Distribution {
    let (system, release) = os.split_once(':').unwrap_or((os, ""));
    match system {
        "debian" => Distribution::Debian(match suite.unwrap_or(release) {
            "trixie" | "forky" | "sid" => Suite::Trixie,
            _ => Suite::Bookworm,
        }),
        "ubuntu" => Distribution::Ubuntu(match release {
            "24.04" | "26.04" => Suite::Trixie,
            _ => Suite::Bookworm,
        }),
        "alpine" => Distribution::Alpine,
        _ => Distribution::Other,
    }
}

/// An image that is not in the catalogue. Its tag may still say what it is made of.
fn unknown(reference: &str) -> BaseImageFacts {
    let short = reference.split('@').next().unwrap_or(reference);
    let tag = short.rsplit_once(':').map_or("", |(_, tag)| tag);
    let words = Tag::parse(tag);
    let kind =
        |word: &str| words.variant.iter().any(|variant| variant == word) || short.contains(word);
    let (distribution, slim, word) = if kind("alpine") {
        (Distribution::Alpine, false, Some("alpine"))
    } else if kind("slim") {
        (Distribution::Debian(Suite::Trixie), true, Some("slim"))
    } else {
        (Distribution::Debian(Suite::Trixie), false, None)
    };
    let mut sizes: Vec<u64> = rows(TABLE)
        .filter(|row| word.is_none_or(|word| row.text(column::IMAGE).contains(word)))
        .filter_map(|row| row.number(column::SIZE))
        .collect();
    sizes.sort_unstable();
    let at = |share: usize| sizes.get(sizes.len() * share / 100).copied().unwrap_or(0);
    let size = Estimate::between(at(5), at(50), at(95), Basis::Assumed);
    BaseImageFacts {
        reference: short.to_owned(),
        matched: Match::Unknown,
        size,
        compressed: compressed(size),
        size_reason:
            "The catalogue does not hold this image. The range is that of most images in it."
                .to_owned(),
        env: vec![(
            "PATH".to_owned(),
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin".to_owned(),
        )],
        entrypoint: Vec::new(),
        cmd: Vec::new(),
        working_directory: String::new(),
        user: String::new(),
        exposed_ports: Vec::new(),
        volumes: Vec::new(),
        distribution,
        slim,
        installed: installed_list("", distribution, slim),
        python: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_it_holds() {
        let image = base_image("docker.io/library/python:3.13-slim@sha256:00");
        assert_eq!(
            (image.matched, image.slim, image.python.as_deref()),
            (Match::Exact, true, Some("3.13"))
        );
        assert!(
            (100_000_000..150_000_000).contains(&image.size.bytes),
            "{:?}",
            image.size
        );
        assert!(image.env.iter().any(|(name, _)| name == "PATH"));
        assert_eq!(base_image("scratch").size, Estimate::ZERO);
        for name in base_image_names() {
            let image = base_image(name);
            assert_eq!(image.matched, Match::Exact, "{name}");
            assert!(
                image.size.low_bytes <= image.size.bytes
                    && image.size.bytes <= image.size.high_bytes
            );
        }
    }

    #[test]
    fn takes_the_nearest_for_what_it_does_not_hold() {
        for (wanted, found) in [
            ("python:3.13.1-slim", "python:3.13-slim"),
            ("python:3.12.4-slim-bookworm", "python:3.12-slim"),
            ("python:3.8-slim", "python:3.9-slim"),
            ("node:18-slim", "node:20-slim"),
            ("golang:1.25", "golang:1.26"),
            ("python", "python:3.13"),
            ("nginx:1.27-alpine", "nginx:1.23-alpine"),
        ] {
            assert_eq!(
                base_image(wanted).matched,
                Match::Neighbour(found),
                "{wanted}"
            );
            assert_eq!(base_image(wanted).size.basis, Basis::Derived);
        }
    }

    #[test]
    fn says_what_it_does_not_know() {
        for reference in [
            "ghcr.io/someone/thing:1",
            "nonsense",
            "a b",
            "",
            ":",
            "@",
            "x:alpine",
        ] {
            let image = base_image(reference);
            assert_eq!(
                (image.matched, image.size.basis),
                (Match::Unknown, Basis::Assumed),
                "{reference}"
            );
            assert!(image.size.high_bytes > image.size.low_bytes);
        }
    }
}
