//! Paths inside images and contexts: always with `/`, cleaned as Go's `path.Clean` does.

pub use layerlab_dockerignore::has_wildcards;

/// `path.Clean` for an absolute result: `.` and empty parts dropped, `..` goes up and stops at the root.
#[must_use]
pub fn clean(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    format!("/{}", parts.join("/"))
}

/// `path` seen from the directory `base`, cleaned.
#[must_use]
pub fn join(base: &str, path: &str) -> String {
    if path.starts_with('/') {
        clean(path)
    } else {
        clean(&format!("{base}/{path}"))
    }
}

/// The destination of a COPY: absolute, and with a trailing slash where it names a directory
/// (BuildKit: `system.NormalizePath` with `keepSlash`).
#[must_use]
pub fn destination(working_directory: &str, path: &str) -> String {
    let directory = path.is_empty() || path == "." || path.ends_with('/') || path.ends_with("/.");
    let mut joined = join(working_directory, path);
    if directory && !joined.ends_with('/') {
        joined.push('/');
    }
    joined
}

/// The last component, `/` for the root (Go's `path.Base`).
#[must_use]
pub fn base_name(path: &str) -> &str {
    let trimmed = path.trim_end_matches('/');
    if trimmed.is_empty() {
        return "/";
    }
    trimmed.rsplit('/').next().unwrap_or(trimmed)
}

/// Whether `path` is `directory` or lies below it.
#[must_use]
pub fn is_within(path: &str, directory: &str) -> bool {
    let directory = directory.trim_end_matches('/');
    path.strip_prefix(directory)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cleans_as_go_does() {
        assert_eq!(clean("a//b/./../c"), "/a/c");
        assert_eq!(clean("../../x"), "/x");
        assert_eq!(clean(""), "/");
    }

    #[test]
    fn keeps_the_slash_of_a_destination() {
        assert_eq!(destination("/app", "."), "/app/");
        assert_eq!(destination("/app", "x"), "/app/x");
        assert_eq!(destination("/", "."), "/");
        assert_eq!(destination("/app", "/dst/."), "/dst/");
    }

    #[test]
    fn tells_what_lies_within() {
        assert!(is_within("/app/x", "/app"));
        assert!(is_within("/app", "/app/"));
        assert!(!is_within("/apple", "/app"));
        assert!(is_within("/x", "/"));
    }
}
