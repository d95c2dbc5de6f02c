//! Projects with several Dockerfiles, of which one is built.

use std::rc::Rc;

use super::project::Project;
use crate::context::FileNode;

/// Folders in which Dockerfiles of others lie.
const FOLDERS_OF_OTHERS: [&str; 3] = ["node_modules", "vendor", ".git"];

/// Whether a file is a Dockerfile by its name: `Dockerfile`, `Dockerfile.dev`, `Dockerfile-dev` or `dev.Dockerfile`.
#[must_use]
pub fn is_dockerfile(path: &str) -> bool {
    const NAME: &str = "Dockerfile";
    const END: &str = ".dockerfile";
    const IGNORE: &str = ".dockerignore";
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let begins = name.strip_prefix(NAME).is_some_and(|rest| {
        rest.is_empty() || rest.starts_with(['.', '-', '_']) && !rest.ends_with(IGNORE)
    });
    let start = name.len().checked_sub(END.len());
    let end = start.and_then(|start| name.get(start..));
    let ends = end.is_some_and(|end| end.eq_ignore_ascii_case(END));
    (begins || ends) && !(folders.split('/')).any(|folder| FOLDERS_OF_OTHERS.contains(&folder))
}

/// Dockerfiles near the root first, `Dockerfile` before others that are as near.
pub fn sort_dockerfiles(paths: &mut [Rc<str>]) {
    paths.sort_by_cached_key(|path| {
        let name = path.rsplit('/').next().unwrap_or_default();
        let usual = name == "Dockerfile";
        (path.matches('/').count(), !usual, Rc::clone(path))
    });
}

impl Project {
    /// The project with another of its files as the Dockerfile. The one that was built until now is a file like any other.
    /// `None` if the file is no text of the project, or is built already.
    #[must_use]
    pub fn with_dockerfile(&self, path: &str) -> Option<Self> {
        let text = self.files.get(path)?.as_text()?;
        let mut project = self.clone();
        project.dockerfile = Rc::clone(text);
        let before = self.options.dockerfile_path();
        let files = Rc::make_mut(&mut project.files);
        files.entries.remove(path);
        // What the project has at that path itself counts more than the text.
        if files.entries.get(before).is_none() {
            files
                .entries
                .insert(before, FileNode::text(&self.dockerfile));
        }
        project.options.dockerfile_name = (path != "Dockerfile").then(|| path.to_owned());
        Some(project)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::FileTree;
    use crate::lab::Lab;

    #[test]
    fn dockerfiles_are_known_by_their_names() {
        let names = [
            ("Dockerfile", true),
            ("docker/Dockerfile.dev", true),
            ("Dockerfile-dev", true),
            ("docker/prod.Dockerfile", true),
            ("docker/prod.dockerfile", true),
            ("Dockerfile.dockerignore", false),
            ("Dockerfile.dev.dockerignore", false),
            ("Dockerfiles", false),
            ("node_modules/x/Dockerfile", false),
            ("dockerfile", false),
            ("src/main.rs", false),
        ];
        for (name, expected) in names {
            assert_eq!(is_dockerfile(name), expected, "{name}");
        }
        let mut paths = [
            "a/Dockerfile",
            "Dockerfile.dev",
            "Dockerfile",
            "A.Dockerfile",
        ]
        .map(Rc::from);
        sort_dockerfiles(&mut paths);
        assert_eq!(
            paths,
            [
                "Dockerfile",
                "A.Dockerfile",
                "Dockerfile.dev",
                "a/Dockerfile"
            ]
            .map(Rc::from)
        );
    }

    #[test]
    fn the_ignore_file_follows_the_choice() {
        let files = FileTree::default()
            .with("Dockerfile.dev", FileNode::text("FROM scratch\nCOPY b /\n"))
            .with("Dockerfile.dev.dockerignore", FileNode::text("a\n"))
            .with("Dockerfile.bin", FileNode::sized(3, "x"))
            .with("a", FileNode::text("a"))
            .with("b", FileNode::text("b"));
        let first = Project {
            dockerfile: "FROM scratch\nCOPY a /\n".into(),
            dockerignore: Some("b\n".into()),
            files: Rc::new(files),
            ..Project::default()
        };
        let lab = Lab::open(first.clone()).build();
        let report = lab.analyze().context;
        assert_eq!(
            report.dockerfiles,
            ["Dockerfile", "Dockerfile.dev"].map(Rc::from)
        );
        assert_eq!(&*report.ignore_file, ".dockerignore");

        let other = first.with_dockerfile("Dockerfile.dev").unwrap();
        assert_eq!(&*other.dockerfile, "FROM scratch\nCOPY b /\n");
        let lab = lab.with_project(other.clone());
        let analysis = lab.analyze();
        assert_eq!(
            analysis.context.dockerfiles,
            ["Dockerfile", "Dockerfile.dev"].map(Rc::from)
        );
        assert_eq!(
            &*analysis.context.ignore_file,
            "Dockerfile.dev.dockerignore"
        );
        assert!(analysis.context.dockerignore_unused);
        assert!(!analysis.summary.fails);
        assert_eq!(analysis.edit, "Dockerfile.dev");
        assert_eq!(analysis.edited_lines, Vec::<usize>::new());

        assert_eq!(other.with_dockerfile("Dockerfile").as_ref(), Some(&first));
        assert_eq!(first.with_dockerfile("Dockerfile"), None);
        assert_eq!(first.with_dockerfile("Dockerfile.bin"), None);
        assert_eq!(first.with_dockerfile("none"), None);
    }
}
