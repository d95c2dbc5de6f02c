//! Names of images taken apart.

/// The part of a tag that says what kind of image it is, and the version.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Tag {
    /// Numbers of the version, most significant first.
    pub(crate) version: Vec<u64>,
    /// Words such as `slim`, `alpine`, `fpm`, sorted, without names of distributions.
    pub(crate) variant: Vec<String>,
    /// The name of a Debian release, if the tag has one.
    pub(crate) suite: Option<String>,
}

/// Names of Debian releases that tags use.
const SUITES: [&str; 6] = ["buster", "bullseye", "bookworm", "trixie", "forky", "sid"];

impl Tag {
    pub(crate) fn parse(tag: &str) -> Self {
        let mut found = Self::default();
        for part in tag.split('-') {
            let digits = part.trim_start_matches('v');
            if digits.starts_with(|first: char| first.is_ascii_digit()) && found.version.is_empty()
            {
                found.version = digits
                    .split('.')
                    .map_while(|number| number.parse().ok())
                    .collect();
            } else if SUITES.contains(&part) {
                found.suite = Some(part.to_owned());
            } else if part != "latest" && !part.is_empty() {
                // `alpine3.20` is the same kind of image as `alpine`.
                let word = part.trim_end_matches(|end: char| end.is_ascii_digit() || end == '.');
                found
                    .variant
                    .push(if word.is_empty() { part } else { word }.to_owned());
            }
        }
        found.variant.sort();
        found
    }

    /// How far apart two versions are: the first number that differs counts most.
    pub(crate) fn distance(&self, other: &Self) -> u64 {
        let mut weight = 1_000_000;
        let mut distance = 0_u64;
        for position in 0..3 {
            // A version that is not given stands for the newest.
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
    use super::{Tag, official};

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
        let tag = Tag::parse("3.12.4-slim-bookworm");
        assert_eq!(
            (tag.version, tag.variant, tag.suite.as_deref()),
            (vec![3, 12, 4], vec!["slim".to_owned()], Some("bookworm"))
        );
        assert_eq!(Tag::parse("22-alpine3.20").variant, ["alpine"]);
        assert_eq!(Tag::parse("3.12").distance(&Tag::parse("3.12.4")), 0);
    }
}
