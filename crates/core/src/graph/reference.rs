//! Image references as BuildKit shows them.

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

/// BuildKit's complaint about a reference that cannot be one, or `None` if it can.
#[must_use]
pub fn reference_error(reference: &str) -> Option<String> {
    let name = reference.split('@').next().unwrap_or(reference);
    let last_slash = name.rfind('/').map_or(0, |slash| slash + 1);
    let repository_end = name
        .get(last_slash..)
        .and_then(|last| last.find(':'))
        .map_or(name.len(), |colon| last_slash + colon);
    let repository = name.get(..repository_end).unwrap_or(name);
    if repository
        .chars()
        .any(|character| character.is_ascii_uppercase())
    {
        let shown = if repository.contains('/') {
            repository.to_owned()
        } else {
            format!("library/{repository}")
        };
        return Some(format!(
            "invalid reference format: repository name ({shown}) must be lowercase"
        ));
    }
    let allowed = |character: char| {
        character.is_ascii_lowercase() || character.is_ascii_digit() || "._-/:".contains(character)
    };
    let tag = name.get(repository_end..).unwrap_or("");
    let tag_allowed =
        |character: char| character.is_ascii_alphanumeric() || "._-:".contains(character);
    if repository.is_empty()
        || !repository.chars().all(allowed)
        || tag == ":"
        || !tag.chars().all(tag_allowed)
    {
        return Some("invalid reference format".to_owned());
    }
    None
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
        assert!(reference_error("python:3.13-slim").is_none());
        assert!(reference_error("py thon").is_some());
    }
}
