//! Base images: sizes and configuration of the official ones.

use crate::debian::Suite;
use crate::estimate::Estimate;
use crate::installed::package_list;
use crate::nearest::{Nearest, ON_BUILD_TOOLS, all, column, compressed, nearest, of_any};
use crate::reference::{Release, Tag, official};

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
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// Which of the lists of packages that images hold is nearest to it, see
    /// [`DebianIndex::installed`](crate::DebianIndex::installed); empty if it holds none.
    pub package_list: &'static str,
    /// Version of its Python such as `3.13`, if it is a Python image.
    pub python: Option<String>,
    /// It is a Node.js image: it has npm.
    pub node: bool,
}

/// Names of all images in the catalogue, such as `python:3.13-slim`.
pub fn base_image_names() -> impl Iterator<Item = &'static str> {
    all().map(|row| row.text(column::IMAGE))
}

/// Looks an image up by what stands after FROM. Total: of an unknown image it says so, with a wide range.
#[must_use]
pub fn base_image(reference: &str) -> BaseImageFacts {
    let Some((name, tag)) = official(reference) else {
        return unknown(reference);
    };
    if name == "scratch" {
        return BaseImageFacts {
            reference: name.to_owned(),
            matched: Match::Exact,
            size: Estimate::ZERO,
            compressed: Estimate::ZERO,
            size_reason: "An empty image.".to_owned(),
            distribution: Distribution::Other,
            package_list: "",
            ..unknown(reference)
        };
    }
    match nearest(name, tag) {
        Some(found) => known(name, tag, found),
        None => unknown(reference),
    }
}

fn known(name: &str, tag: &str, found: Nearest) -> BaseImageFacts {
    let row = found.row;
    let wanted = Tag::of(name, tag);
    let distribution = distribution(&wanted, row.text(column::SYSTEM));
    let plain =
        ["debian", "buildpack-deps", "golang"].contains(&name) || ON_BUILD_TOOLS.contains(&name);
    // Official images that do not stand on the build tools stand on slim Debian, whatever their tag says.
    let slim = matches!(distribution, Distribution::Debian(_)) && (wanted.has("slim") || !plain);
    let pair = |text: String| match text.split_once('=') {
        Some((name, value)) => (name.to_owned(), value.to_owned()),
        None => (text, String::new()),
    };
    BaseImageFacts {
        reference: format!("{name}:{tag}"),
        matched: if found.exact {
            Match::Exact
        } else {
            Match::Neighbour(row.text(column::IMAGE))
        },
        size: found.size,
        compressed: found.compressed,
        size_reason: found.reason,
        env: row.list(column::ENV).into_iter().map(pair).collect(),
        entrypoint: row.list(column::ENTRYPOINT),
        cmd: row.list(column::CMD),
        working_directory: row.text(column::WORKING_DIRECTORY).to_owned(),
        user: row.text(column::USER).to_owned(),
        exposed_ports: row.list(column::PORTS),
        volumes: row.list(column::VOLUMES),
        distribution,
        slim,
        package_list: package_list(name, distribution, slim),
        python: (name == "python").then(|| minor_version(&wanted, &found.tag)),
        node: name == "node",
    }
}

/// Two numbers of the version that is wanted, or of the one that stands in where the tag leaves them open.
fn minor_version(wanted: &Tag, found: &Tag) -> String {
    let given = if wanted.version.len() >= 2 {
        wanted
    } else {
        found
    };
    let numbers: Vec<String> = given.version.iter().take(2).map(u64::to_string).collect();
    numbers.join(".")
}

/// What the tag itself names, otherwise the operating system of the image that stands in.
fn distribution(wanted: &Tag, system: &str) -> Distribution {
    if wanted.has("alpine") || wanted.release.is_none() && system.starts_with("alpine:") {
        return Distribution::Alpine;
    }
    match wanted.release.or(Release::of_system(system)) {
        Some(release @ Release::Debian(_)) => Distribution::Debian(release.suite()),
        Some(release @ Release::Ubuntu(_)) => Distribution::Ubuntu(release.suite()),
        None => Distribution::Other,
    }
}

/// An image that is not in the catalogue. Its name and tag may still say what it is made of; otherwise it is taken for
/// Debian, which most images are.
fn unknown(reference: &str) -> BaseImageFacts {
    let short = reference.split('@').next().unwrap_or(reference);
    // `distroless/python3-debian12:nonroot`: the last part of the name may say it too.
    let last = short.rsplit('/').next().unwrap_or(short);
    let words = Tag::of("", &last.replace(':', "-"));
    let (distribution, word) = if short.contains("alpine") {
        (Distribution::Alpine, Some("alpine"))
    } else {
        let distribution = match words.release {
            Some(release @ Release::Ubuntu(_)) => Distribution::Ubuntu(release.suite()),
            Some(release @ Release::Debian(_)) => Distribution::Debian(release.suite()),
            None if short.contains("ubuntu") => Distribution::Ubuntu(Suite::Trixie),
            None => Distribution::Debian(Suite::Trixie),
        };
        (distribution, short.contains("slim").then_some("slim"))
    };
    let slim = word == Some("slim") && matches!(distribution, Distribution::Debian(_));
    let size = of_any(word);
    BaseImageFacts {
        reference: short.to_owned(),
        matched: Match::Unknown,
        size,
        compressed: compressed(size),
        size_reason: match word {
            Some(word) => format!(
                "The catalogue does not hold this image. The range is that of most {word} images in it."
            ),
            None => {
                "The catalogue does not hold this image. The range is that of most images in it."
                    .to_owned()
            }
        },
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
        package_list: package_list("", distribution, slim),
        python: None,
        node: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::Basis;

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
            ("node:lts-alpine", "node:24-alpine"),
            ("node:20-bookworm-slim", "node:20-slim"),
            ("debian:12", "debian:bookworm"),
            ("debian:trixie-20260101-slim", "debian:trixie-slim"),
            ("ubuntu:noble", "ubuntu:24.04"),
            ("caddy:2-alpine", "caddy:2"),
            ("eclipse-temurin:21-jdk-jammy", "eclipse-temurin:21-jdk"),
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
    fn a_kind_that_is_not_there_gets_the_range_of_the_image() {
        let image = base_image("php:8.3-cli");
        assert_eq!(image.size.basis, Basis::Assumed);
        let ruby = base_image("ruby:3.2");
        assert_eq!(ruby.matched, Match::Neighbour("ruby:3.3-slim"));
        assert!(ruby.size.low_bytes > 800_000_000, "{:?}", ruby.size);
        assert!(image.size.width() > image.size.bytes / 2);
        assert!(image.size_reason.contains("No php image of this kind"));
    }

    #[test]
    fn the_tag_decides_about_the_distribution() {
        for (reference, distribution, slim) in [
            (
                "python:3.12-slim",
                Distribution::Debian(Suite::Trixie),
                true,
            ),
            (
                "python:3.12-slim-bookworm",
                Distribution::Debian(Suite::Bookworm),
                true,
            ),
            ("python:3.12", Distribution::Debian(Suite::Trixie), false),
            // These stand on slim Debian without saying so.
            ("nginx", Distribution::Debian(Suite::Bookworm), true),
            ("postgres:16", Distribution::Debian(Suite::Trixie), true),
            ("alpine", Distribution::Alpine, false),
            ("nginx:alpine-slim", Distribution::Alpine, false),
            ("ubuntu:22.04", Distribution::Ubuntu(Suite::Bookworm), false),
            ("mysql:8.4", Distribution::Other, false),
            (
                "example/thing:1-ubuntu22.04",
                Distribution::Ubuntu(Suite::Bookworm),
                false,
            ),
            (
                "example/static-debian12",
                Distribution::Debian(Suite::Bookworm),
                false,
            ),
        ] {
            let image = base_image(reference);
            assert_eq!(
                (image.distribution, image.slim),
                (distribution, slim),
                "{reference}"
            );
        }
    }

    #[test]
    fn a_tag_left_out_of_the_catalogue_is_estimated_within_its_range() {
        // Each image in turn is estimated from the others of its name, as if it were not there.
        let (mut inside, mut all) = (0, 0);
        for name in base_image_names().filter(|name| *name != "scratch") {
            let (image, tag) = name.split_once(':').unwrap_or((name, "latest"));
            let Some(found) = crate::nearest::nearest_without(image, tag) else {
                continue;
            };
            let bytes = base_image(name).size.bytes;
            all += 1;
            inside += usize::from((found.size.low_bytes..=found.size.high_bytes).contains(&bytes));
        }
        println!("{inside} of {all} inside");
        assert!(all > 70 && inside * 100 >= all * 80, "{inside} of {all}");
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
