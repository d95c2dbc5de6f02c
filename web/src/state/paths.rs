//! Paths that a user types for a file of the project.

use layerlab_core::context::FileTree;

/// Why a path cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PathProblem {
    /// Nothing was typed.
    Empty,
    /// It leads out of the project.
    Outside,
    /// Something stands there.
    Taken,
    /// A file stands where a folder would have to be.
    ThroughFile,
}

impl PathProblem {
    /// One sentence for the user.
    pub(crate) fn message(self) -> &'static str {
        match self {
            Self::Empty => "Type a path, such as shop/urls.py.",
            Self::Outside => "A path cannot lead out of the project.",
            Self::Taken => "There is already a file or folder of this name.",
            Self::ThroughFile => "A part of this path is a file, not a folder.",
        }
    }
}

/// A typed path in the form that the tree has: no leading slash, no empty parts, no `.`.
///
/// # Errors
///
/// If nothing can be put there.
pub(crate) fn checked_path(tree: &FileTree, typed: &str) -> Result<String, PathProblem> {
    let parts: Vec<&str> = typed
        .trim()
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".")
        .collect();
    if parts.is_empty() {
        return Err(PathProblem::Empty);
    }
    if parts.contains(&"..") {
        return Err(PathProblem::Outside);
    }
    let path = parts.join("/");
    let is_folder = tree.entries.keys().any(|entry| is_within(entry, &path));
    if is_folder || tree.get(&path).is_some() || path == "Dockerfile" || path == ".dockerignore" {
        return Err(PathProblem::Taken);
    }
    let through_file = tree.entries.iter().any(|(entry, node)| {
        is_within(&path, entry) && node.kind != layerlab_core::context::NodeKind::Directory
    });
    if through_file || is_within(&path, "Dockerfile") || is_within(&path, ".dockerignore") {
        return Err(PathProblem::ThroughFile);
    }
    Ok(path)
}

/// Whether `path` lies in the folder.
pub(super) fn is_within(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder)
        .is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use layerlab_core::context::FileNode;

    use super::*;

    fn tree() -> FileTree {
        FileTree::default()
            .with("manage.py", FileNode::text(""))
            .with("shop/views.py", FileNode::text(""))
    }

    #[test]
    fn a_path_is_written_as_the_tree_writes_it() {
        for typed in ["shop/urls.py", " /shop//urls.py ", "./shop/./urls.py"] {
            assert_eq!(checked_path(&tree(), typed).as_deref(), Ok("shop/urls.py"));
        }
    }

    #[test]
    fn a_path_that_cannot_be_is_named() {
        let cases = [
            ("", PathProblem::Empty),
            (" / ", PathProblem::Empty),
            ("../x", PathProblem::Outside),
            ("shop/../../x", PathProblem::Outside),
            ("shop", PathProblem::Taken),
            ("manage.py", PathProblem::Taken),
            ("Dockerfile", PathProblem::Taken),
            ("manage.py/x", PathProblem::ThroughFile),
        ];
        for (typed, problem) in cases {
            assert_eq!(checked_path(&tree(), typed), Err(problem), "{typed}");
        }
    }

    #[test]
    fn a_name_that_begins_like_a_folder_is_free() {
        assert!(checked_path(&tree(), "shopping.py").is_ok());
    }
}
