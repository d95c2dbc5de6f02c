//! Names of images taken apart.

use crate::debian::Suite;

/// A release of a distribution that a tag names or that an image is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Release {
    /// Debian, by its number.
    Debian(u64),
    /// Ubuntu, by its year.
    Ubuntu(u64),
}

/// Code names that tags use, oldest first. Forky and sid are not released; they get the numbers that come next.
const CODE_NAMES: [(&str, Release); 14] = [
    ("stretch", Release::Debian(9)),
    ("buster", Release::Debian(10)),
    ("bullseye", Release::Debian(11)),
    ("bookworm", Release::Debian(12)),
    ("oldstable", Release::Debian(12)),
    ("trixie", Release::Debian(13)),
    ("forky", Release::Debian(14)),
    ("testing", Release::Debian(14)),
    ("sid", Release::Debian(15)),
    ("bionic", Release::Ubuntu(18)),
    ("focal", Release::Ubuntu(20)),
    ("jammy", Release::Ubuntu(22)),
    ("noble", Release::Ubuntu(24)),
    ("resolute", Release::Ubuntu(26)),
];

/// Words that point to whatever is newest.
const MOVING: [&str; 8] = [
    "edge", "latest", "lts", "current", "stable", "mainline", "rc", "rolling",
];

impl Release {
    fn named(word: &str) -> Option<Self> {
        let known = CODE_NAMES.iter().find(|(name, _)| *name == word);
        if let Some((_, release)) = known {
            return Some(*release);
        }
        // `ubuntu22.04`, `debian12`
        let number = |text: &str| text.split('.').next()?.parse().ok();
        match (word.strip_prefix("ubuntu"), word.strip_prefix("debian")) {
            (Some(year), _) => number(year).map(Self::Ubuntu),
            (_, Some(release)) => number(release).map(Self::Debian),
            _ => None,
        }
    }

    /// From the operating system of an image in the catalogue, such as `debian:trixie` or `ubuntu:24.04`.
    pub(crate) fn of_system(system: &str) -> Option<Self> {
        let (name, release) = system.split_once(':')?;
        match name {
            "debian" => Self::named(release),
            "ubuntu" => release.split('.').next()?.parse().ok().map(Self::Ubuntu),
            _ => None,
        }
    }

    /// The Debian release in the catalogue that is nearest in time.
    pub(crate) fn suite(self) -> Suite {
        match self {
            Self::Debian(13..) | Self::Ubuntu(24..) => Suite::Trixie,
            Self::Debian(_) | Self::Ubuntu(_) => Suite::Bookworm,
        }
    }

    fn apart(self, other: Self) -> u64 {
        match (self, other) {
            (Self::Debian(one), Self::Debian(two)) => one.abs_diff(two),
            (Self::Ubuntu(one), Self::Ubuntu(two)) => one.abs_diff(two),
            _ => 100,
        }
    }
}

/// The parts of a tag: the version of the software, the kind of image, the distribution.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Tag {
    /// Numbers of the version, most significant first. Empty: whatever is newest.
    pub(crate) version: Vec<u64>,
    /// Words such as `slim`, `alpine`, `fpm`, sorted, without names of distributions.
    pub(crate) variant: Vec<String>,
    /// Number of other software in the image: 21 in `jdk21` or `temurin-21`.
    other: Option<u64>,
    /// The release that the tag names.
    pub(crate) release: Option<Release>,
}

/// How far an image is from the one that is wanted; the least is the nearest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Distance {
    /// Words of the variant that only one of them has.
    pub(crate) variant: u64,
    /// Of the versions: the first number that differs counts most.
    pub(crate) version: u64,
    /// Of the other software.
    pub(crate) other: u64,
    /// Of the distributions' releases.
    pub(crate) release: u64,
}

impl Tag {
    /// Takes the tag of an image apart.
    pub(crate) fn of(name: &str, tag: &str) -> Self {
        let mut found = Self::default();
        for part in tag.split('-') {
            let digits = part.trim_start_matches('v');
            if let Some(release) = Release::named(part) {
                found.release = Some(release);
            } else if digits.starts_with(|first: char| first.is_ascii_digit()) {
                let numbers: Vec<u64> = digits
                    .split('.')
                    .map_while(|number| number.parse().ok())
                    .collect();
                // Images of distributions carry the date of the build: `bookworm-20260918-slim`.
                let date = numbers.first().is_some_and(|number| *number >= 19_000_000);
                if found.version.is_empty() && !date {
                    found.version = numbers;
                } else if !date {
                    found.other = numbers.first().copied();
                }
            } else if !MOVING.contains(&part) && !part.is_empty() {
                // `alpine3.20` is the same kind of image as `alpine`.
                let word = part.trim_end_matches(|end: char| end.is_ascii_digit() || end == '.');
                if word != "alpine" {
                    found.other = part
                        .get(word.len()..)
                        .and_then(|number| number.parse().ok())
                        .or(found.other);
                }
                found.variant.push(word.to_owned());
            }
        }
        found.variant.sort();
        match name {
            // Here the version is the release.
            "debian" | "buildpack-deps" => {
                let numbered = found.version.first().map(|number| Release::Debian(*number));
                found.release = found.release.or(numbered).or(Some(Release::Debian(13)));
                found.version.clear();
            }
            "ubuntu" => {
                if let (Some(Release::Ubuntu(year)), true) =
                    (found.release, found.version.is_empty())
                {
                    found.version = vec![year];
                }
            }
            _ => {}
        }
        found
    }

    /// Whether the tag has this word.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.variant.iter().any(|variant| variant == word)
    }

    /// How far another image is from this one. What this tag leaves open does not count.
    pub(crate) fn distance(&self, other: &Self, system: &str) -> Distance {
        let missing = |one: &Self, two: &Self| {
            one.variant.iter().filter(|word| !two.has(word)).count() as u64
        };
        let differ = |word: &str| self.has(word) != other.has(word);
        // A slim image is further away than one with other words, one of another distribution further still.
        let kind = 10 * u64::from(differ("slim")) + 20 * u64::from(differ("alpine"));
        let release = match (self.release, other.release.or(Release::of_system(system))) {
            (Some(one), Some(two)) => one.apart(two),
            (Some(_), None) => 100,
            (None, _) => 0,
        };
        let software = match (self.other, other.other) {
            (Some(one), Some(two)) => one.abs_diff(two),
            _ => 0,
        };
        Distance {
            variant: missing(self, other) + missing(other, self) + kind,
            version: self.version_distance(other),
            other: software,
            release,
        }
    }

    fn version_distance(&self, other: &Self) -> u64 {
        if !self.version.is_empty() && other.version.is_empty() {
            // Nobody knows which version that is; taken for further than a neighbouring one of the same generation.
            return 500_000;
        }
        let mut weight = 1_000_000;
        let mut distance = 0_u64;
        for position in 0..3 {
            // A number that is not given stands for the newest.
            if let (Some(one), Some(two)) =
                (self.version.get(position), other.version.get(position))
            {
                distance = distance.saturating_add(one.abs_diff(*two).saturating_mul(weight));
            }
            weight /= 1000;
        }
        distance
    }
}

/// Name and tag of an official image; `None` for images of other owners.
pub(crate) fn official(reference: &str) -> Option<(&str, &str)> {
    let reference = reference.split('@').next().unwrap_or(reference);
    let (path, tag) = match reference.rsplit_once(':') {
        Some((path, tag)) if !tag.contains('/') => (path, tag),
        _ => (reference, "latest"),
    };
    let name = match path.rsplit_once('/') {
        None => path,
        // Mirrors of the official images keep `library/` before the name.
        Some((owner, name)) => {
            (owner == "docker.io" || owner == "library" || owner.ends_with("/library"))
                .then_some(name)?
        }
    };
    Some((name, tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_references_apart() {
        assert_eq!(official("python"), Some(("python", "latest")));
        assert_eq!(
            official("docker.io/library/python:3.13-slim@sha256:ab"),
            Some(("python", "3.13-slim"))
        );
        assert_eq!(official("localhost:5000/python"), None);
        assert_eq!(official("someone/python:3"), None);
    }

    #[test]
    fn takes_tags_apart() {
        let tag = Tag::of("python", "3.12.4-slim-bookworm");
        assert_eq!(
            (tag.version, tag.variant, tag.release),
            (
                vec![3, 12, 4],
                vec!["slim".to_owned()],
                Some(Release::Debian(12))
            )
        );
        assert_eq!(Tag::of("node", "22-alpine3.20").variant, ["alpine"]);
        assert_eq!(Tag::of("node", "lts-slim"), Tag::of("node", "slim"));
        let gradle = Tag::of("gradle", "8-jdk21-jammy");
        assert_eq!(
            (gradle.variant, gradle.other, gradle.release),
            (vec!["jdk".to_owned()], Some(21), Some(Release::Ubuntu(22)))
        );
        assert_eq!(Tag::of("maven", "3.9-eclipse-temurin-17").other, Some(17));
    }

    #[test]
    fn the_versions_of_distributions_are_releases() {
        let slim = Tag::of("debian", "bookworm-slim");
        assert_eq!(Tag::of("debian", "12-slim"), slim);
        assert_eq!(Tag::of("debian", "bookworm-20260918-slim"), slim);
        assert_eq!(
            Tag::of("debian", "latest").release,
            Some(Release::Debian(13))
        );
        assert_eq!(Tag::of("ubuntu", "jammy").version, [22]);
    }

    #[test]
    fn what_a_tag_leaves_open_does_not_count() {
        let zero = Distance {
            variant: 0,
            version: 0,
            other: 0,
            release: 0,
        };
        let wanted = Tag::of("python", "3.12");
        assert_eq!(
            wanted.distance(&Tag::of("python", "3.12.4"), "debian:trixie"),
            zero
        );
        let other = wanted.distance(&Tag::of("python", "3.12-alpine"), "alpine:3.24");
        assert!(other.variant > 0);
        let bookworm = Tag::of("python", "3.12-bookworm");
        assert_eq!(bookworm.distance(&wanted, "debian:trixie").release, 1);
    }
}
