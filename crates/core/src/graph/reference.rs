//! Image references as BuildKit shows them.

use super::reference_grammar::{Parsed, digest_error};

/// `alpine` as `docker.io/library/alpine:latest`. References that are not well formed stay as they are.
#[must_use]
pub fn familiar_to_full(reference: &str) -> String {
    let (name, digest) = match reference.split_once('@') {
        Some((name, digest)) => (name, Some(digest)),
        None => (reference, None),
    };
    // A colon after the last slash separates the tag; before it, a port.
    let last_slash = name.rfind('/').map_or(0, |slash| slash + 1);
    let tag = name
        .get(last_slash..)
        .and_then(|last| last.split_once(':'))
        .map(|(_, tag)| tag);
    let repository = tag.map_or(name, |tag| {
        name.get(..name.len() - tag.len() - 1).unwrap_or(name)
    });
    let first = repository.split('/').next().unwrap_or("");
    let has_registry = repository.contains('/')
        && (first.contains('.') || first.contains(':') || first == "localhost");
    let full = if has_registry {
        repository.strip_prefix("docker.io/").map_or_else(
            || repository.to_owned(),
            |rest| {
                if rest.contains('/') {
                    repository.to_owned()
                } else {
                    format!("docker.io/library/{rest}")
                }
            },
        )
    } else if repository.contains('/') {
        format!("docker.io/{repository}")
    } else {
        format!("docker.io/library/{repository}")
    };
    match (tag, digest) {
        (Some(tag), Some(digest)) => format!("{full}:{tag}@{digest}"),
        (None, Some(digest)) => format!("{full}@{digest}"),
        (Some(tag), None) => format!("{full}:{tag}"),
        (None, None) => format!("{full}:latest"),
    }
}

/// As people write it: `python:3.13-slim` for `docker.io/library/python:3.13-slim`.
#[must_use]
pub fn short_name(reference: &str) -> &str {
    reference
        .strip_prefix("docker.io/library/")
        .or(reference.strip_prefix("docker.io/"))
        .unwrap_or(reference)
}

/// BuildKit's complaint about a reference that cannot be one, or `None` if it can (`distribution/reference`,
/// `ParseNormalizedNamed`).
#[must_use]
pub fn reference_error(reference: &str) -> Option<String> {
    let is_hash = reference.len() == 64
        && reference
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    if is_hash {
        return Some(format!(
            "invalid repository name ({reference}), cannot specify 64-byte hexadecimal strings"
        ));
    }
    let (domain, remainder) = split_domain(reference);
    let repository = remainder
        .split_once(':')
        .map_or(&*remainder, |(repository, _)| repository);
    if repository.to_lowercase() != repository {
        return Some(format!(
            "invalid reference format: repository name ({repository}) must be lowercase"
        ));
    }
    let whole = format!("{domain}/{remainder}");
    let Some(parsed) = Parsed::read(&whole) else {
        let lower = Parsed::read(&whole.to_lowercase()).is_some();
        return Some(
            if lower {
                "repository name must be lowercase"
            } else {
                "invalid reference format"
            }
            .to_owned(),
        );
    };
    if parsed.path.len() > LONGEST_NAME {
        return Some(format!(
            "repository name must not be more than {LONGEST_NAME} characters"
        ));
    }
    parsed.digest.and_then(digest_error).map(str::to_owned)
}

/// The length in bytes of the longest name of a repository.
const LONGEST_NAME: usize = 255;

/// The registry and the rest, with what is left out filled in (`splitDockerDomain`).
fn split_domain(name: &str) -> (&str, String) {
    const HUB: &str = "docker.io";
    let (domain, remainder) = match name.split_once('/') {
        Some(("index.docker.io", rest)) => (HUB, rest),
        Some((first, rest))
            if first == "localhost"
                || first.contains(['.', ':'])
                || first.to_lowercase() != first =>
        {
            (first, rest)
        }
        _ => (HUB, name),
    };
    if domain == HUB && !remainder.contains('/') {
        return (domain, format!("library/{remainder}"));
    }
    (domain, remainder.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn completes_names() {
        assert_eq!(
            familiar_to_full("alpine"),
            "docker.io/library/alpine:latest"
        );
        assert_eq!(
            familiar_to_full("docker.io/library/alpine:3.20"),
            "docker.io/library/alpine:3.20"
        );
        assert_eq!(
            familiar_to_full("example/onbuild:1"),
            "docker.io/example/onbuild:1"
        );
        assert_eq!(
            familiar_to_full("localhost:5000/a"),
            "localhost:5000/a:latest"
        );
        assert_eq!(
            familiar_to_full("alpine@sha256:ab"),
            "docker.io/library/alpine@sha256:ab"
        );
    }

    #[test]
    fn refuses_what_cannot_be_a_name() {
        assert!(
            reference_error("No_Pe::").is_some_and(|message| message.contains("must be lowercase"))
        );
        let plain = Some("invalid reference format".to_owned());
        for wrong in [
            "",
            ":",
            "alpine:",
            "py thon",
            "a..b",
            "-a",
            "a-",
            "a/",
            "/a",
            "a@",
            "a@sha256:1",
            "a:b:c",
        ] {
            assert_eq!(reference_error(wrong), plain, "{wrong}");
        }
        for right in [
            "python:3.13-slim",
            "a--b",
            "a__b.c/d_e",
            "Registry/a",
            "registry:5000/a:B_c",
            "[::1]:5000/a",
            "docker.io/library/a",
        ] {
            assert_eq!(reference_error(right), None, "{right}");
        }
        let digest = |code: &str| reference_error(&format!("a@{code}"));
        assert_eq!(digest(&format!("sha256:{}", "0".repeat(64))), None);
        assert_eq!(
            digest(&format!("sha256:{}", "0".repeat(63))).as_deref(),
            Some("invalid checksum digest length")
        );
        assert_eq!(
            digest(&format!("md5:{}", "0".repeat(32))).as_deref(),
            Some("unsupported digest algorithm")
        );
    }
}
