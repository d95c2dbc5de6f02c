//! The project's files as they are saved.

use std::rc::Rc;

use crate::context::{FileNode, NodeKind};
use crate::lab::Project;

/// A file to be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedFile {
    /// Its path in the project.
    pub path: String,
    /// What is in it.
    pub text: Rc<str>,
    /// Permission bits.
    pub mode: u32,
}

/// The files of which the text is known, in the order of their paths, and how many others there are: of those only the size
/// is known.
#[must_use]
pub fn project_files(project: &Project) -> (Vec<SavedFile>, usize) {
    let mut saved = Vec::new();
    let mut others = 0;
    let own = |path: &str| path == project.options.dockerfile_path() || path == ".dockerignore";
    for (path, node) in project.files.entries.iter().filter(|(path, _)| !own(path)) {
        match (&node.kind, node.as_text()) {
            (NodeKind::Directory, _) => {}
            (_, Some(text)) => saved.push(SavedFile {
                path: path.to_string(),
                text: text.clone(),
                mode: node.mode,
            }),
            (_, None) => others += 1,
        }
    }
    let mode = |path: &str| {
        project
            .files
            .get(path)
            .map_or(0o644, |node: &FileNode| node.mode)
    };
    let dockerfile = project.options.dockerfile_path();
    saved.push(SavedFile {
        path: dockerfile.to_owned(),
        text: project.dockerfile.clone(),
        mode: mode(dockerfile),
    });
    if let Some(text) = &project.dockerignore {
        saved.push(SavedFile {
            path: ".dockerignore".to_owned(),
            text: text.clone(),
            mode: mode(".dockerignore"),
        });
    }
    saved.sort_by(|left, right| left.path.cmp(&right.path));
    (saved, others)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::FileTree;

    #[test]
    fn texts_are_saved_and_others_counted() {
        let files = FileTree::default()
            .with("a.txt", FileNode::text("a"))
            .with("Dockerfile", FileNode::text("stale"))
            .with("data.bin", FileNode::sized(3, "x"));
        let project = Project {
            dockerfile: "FROM scratch\n".into(),
            dockerignore: Some("x\n".into()),
            files: Rc::new(files),
            ..Project::default()
        };
        let (saved, others) = project_files(&project);
        let shown: Vec<(&str, &str)> = (saved.iter())
            .map(|file| (file.path.as_str(), &*file.text))
            .collect();
        assert_eq!(
            shown,
            [
                (".dockerignore", "x\n"),
                ("Dockerfile", "FROM scratch\n"),
                ("a.txt", "a")
            ]
        );
        assert_eq!(others, 1);
    }
}
