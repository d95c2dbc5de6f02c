//! Two builds of the same project, of which the second may be the one that would run now.

use super::figures::{FigurePair, Quantity, pairs};
use super::steps::{StepPair, compare_steps};
use super::text::{TextComparison, compare_texts};
use crate::context::FileNode;
use crate::lab::analysis::Analysis;
use crate::lab::edits::changed_files;
use crate::lab::options::build_command;
use crate::lab::project::Project;
use crate::lab::workbench::BuildRecord;

/// Texts of more files are not compared line by line.
const MOST_TEXTS: usize = 20;

/// A file that is another one, or is in one of the builds only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// Its path.
    pub path: String,
    /// Its size before; `None` if it was not there.
    pub before_bytes: Option<u64>,
    /// Its size after; `None` if it is not there any more.
    pub after_bytes: Option<u64>,
}

/// What is another in the second of two builds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildComparison {
    /// The texts that differ: Dockerfile, ignore file, then files by their paths.
    pub texts: Vec<TextComparison>,
    /// The files that differ, those in `texts` too, by their paths.
    pub files: Vec<FileChange>,
    /// The commands with which they are built, if their options differ.
    pub commands: Option<(String, String)>,
    /// All steps of both.
    pub steps: Vec<StepPair>,
    /// The figures of both.
    pub figures: Vec<FigurePair>,
}

/// Compares two builds, each with what was built.
#[must_use]
pub fn compare_builds(
    before: (&Project, &Analysis),
    after: (&Project, &Analysis),
) -> BuildComparison {
    let (old, new) = (before.0, after.0);
    let ignore = |project: &Project| project.dockerignore.clone().unwrap_or_else(|| "".into());
    let changed = changed_files(old, new);
    let text_of = |project: &Project, path: &str| project.files.get(path)?.as_text().cloned();
    let texts_of_files = changed.iter().filter_map(|path| {
        let before = text_of(old, path);
        let after = text_of(new, path);
        // Of a file of which only the size is known on one side, there is nothing to compare.
        let known = |project: &Project, text: &Option<_>| {
            text.is_some() || project.files.get(path).is_none()
        };
        (known(old, &before) && known(new, &after)).then_some(())?;
        let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
        compare_texts(path, &before, &after)
    });
    let fixed = [
        compare_texts(
            old.options.dockerfile_path(),
            &old.dockerfile,
            &new.dockerfile,
        ),
        compare_texts(".dockerignore", &ignore(old), &ignore(new)),
    ];
    let size = |project: &Project, path: &str| project.files.get(path).map(FileNode::size_bytes);
    BuildComparison {
        texts: (fixed.into_iter().flatten())
            .chain(texts_of_files.take(MOST_TEXTS))
            .collect(),
        files: changed
            .iter()
            .map(|path| FileChange {
                path: path.clone(),
                before_bytes: size(old, path),
                after_bytes: size(new, path),
            })
            .collect(),
        commands: (old.options != new.options)
            .then(|| (build_command(&old.options), build_command(&new.options))),
        steps: compare_steps(before.1, after.1),
        figures: pairs(
            before.1,
            after.1,
            &[
                Quantity::StepsRun,
                Quantity::BuildTime,
                Quantity::ColdBuild,
                Quantity::ImageSize,
                Quantity::Pull,
                Quantity::Layers,
                Quantity::Context,
            ],
        ),
    }
}

/// The size of an image against that of an earlier build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Against {
    /// Number of that build.
    pub number: usize,
    /// Size of the image less that of the earlier build; `None` if one of them has no image.
    pub change_bytes: Option<i64>,
    /// Size of the earlier image.
    pub before_bytes: u64,
}

/// Compares the size of an image with that of an earlier build.
#[must_use]
pub fn against(analysis: &Analysis, build: &BuildRecord) -> Against {
    let size = |analysis: &Analysis| {
        let has_image = !analysis.summary.fails && !analysis.image.parts.is_empty();
        has_image.then_some(analysis.image.size.bytes)
    };
    let signed = |bytes: u64| i64::try_from(bytes).unwrap_or(i64::MAX);
    let before = size(&build.analysis);
    Against {
        number: build.number,
        change_bytes: size(analysis)
            .zip(before)
            .map(|(after, before)| signed(after) - signed(before)),
        before_bytes: before.unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::context::FileTree;
    use crate::lab::{Figure, Lab};

    fn project() -> Project {
        let files = FileTree::default()
            .with("app.py", FileNode::text("print(1)\n"))
            .with("old.txt", FileNode::text("old\n"))
            .with("photo.jpg", FileNode::sized(1000, "1"));
        Project {
            dockerfile: "FROM python:3.13-slim\nCOPY . /app\n".into(),
            files: Rc::new(files),
            ..Project::default()
        }
    }

    fn edited() -> Project {
        let mut edited = project();
        edited.dockerfile = "FROM python:3.13-slim\nRUN true\nCOPY . /app\n".into();
        edited.dockerignore = Some("*.pyc\n".into());
        edited.options.target = Some("x".to_owned());
        let files = Rc::make_mut(&mut edited.files);
        files.entries.remove("old.txt");
        let mut put = |path: &str, node| files.entries.insert(path.to_owned(), node);
        put("app.py", FileNode::text("print(2)\n"));
        put("photo.jpg", FileNode::sized(3000, "2"));
        edited
    }

    #[test]
    fn tells_what_differs() {
        let (before, after) = (project(), edited());
        let (old, new) = (
            Lab::open(before.clone()).analyze(),
            Lab::open(after.clone()).analyze(),
        );
        let compared = compare_builds((&before, &old), (&after, &new));
        let texts: Vec<&str> = compared
            .texts
            .iter()
            .map(|text| text.path.as_str())
            .collect();
        assert_eq!(texts, ["Dockerfile", ".dockerignore", "app.py", "old.txt"]);
        let files: Vec<(&str, Option<u64>, Option<u64>)> = compared
            .files
            .iter()
            .map(|file| (file.path.as_str(), file.before_bytes, file.after_bytes))
            .collect();
        assert_eq!(
            files,
            [
                ("app.py", Some(9), Some(9)),
                ("old.txt", Some(4), None),
                ("photo.jpg", Some(1000), Some(3000))
            ]
        );
        assert!(compared.commands.is_some());
    }

    #[test]
    fn a_build_beside_itself_differs_in_nothing() {
        let project = project();
        let analysis = Lab::open(project.clone()).analyze();
        let compared = compare_builds((&project, &analysis), (&project, &analysis));
        assert_eq!(compared.texts, []);
        assert_eq!(compared.files, []);
        assert_eq!(compared.commands, None);
        assert!(!compared.steps.iter().any(StepPair::differs));
        for pair in &compared.figures {
            assert_eq!(pair.trend(), Some(std::cmp::Ordering::Equal), "{pair:?}");
        }
    }

    #[test]
    fn a_build_that_runs_less_is_better_by_its_figures() {
        let lab = Lab::open(project());
        let first = lab.analyze();
        let second = lab.build().analyze();
        let compared = compare_builds((&lab.project, &first), (&lab.project, &second));
        let run = compared.figures.first().expect("a figure");
        assert_eq!(run.quantity, Quantity::StepsRun);
        assert_eq!(run.after, Some(Figure::Count(0)));
        assert_eq!(run.trend(), Some(std::cmp::Ordering::Less));
    }

    #[test]
    fn a_build_that_failed_is_passed_over() {
        let succeeding = project();
        let failing = Project {
            dockerfile: "FROM python:3.13-slim\nCOPY none /app\n".into(),
            ..succeeding.clone()
        };
        let compared = |lab: &Lab| lab.analyze().summary.compared_with;
        let failed = Lab::open(failing.clone()).build();
        assert_eq!(compared(&failed), None);
        let both = Lab::open(succeeding.clone()).build();
        let both = both.with_project(failing).build().with_project(succeeding);
        assert_eq!(compared(&both), Some(1));
        assert_eq!(both.analyze().summary.size_change_bytes, Some(0));
        let records = both.build().history;
        let third = records.last().map(|record| &record.analysis.summary);
        assert_eq!(third.and_then(|summary| summary.compared_with), Some(1));
    }

    #[test]
    fn an_image_is_compared_with_that_of_any_build() {
        let lab = Lab::open(project()).build();
        let lab = lab.with_project(edited_size(&lab.project)).build();
        let now = lab.analyze();
        let found: Vec<Option<i64>> = lab
            .history
            .iter()
            .map(|build| against(&now, build).change_bytes)
            .collect();
        assert_eq!(found, [Some(500), Some(0)]);
        let broken = lab.with_project(Project {
            dockerfile: "FORM x\n".into(),
            ..lab.project.clone()
        });
        let first = lab.history.first().expect("a build");
        assert_eq!(against(&broken.analyze(), first).change_bytes, None);
    }

    fn edited_size(project: &Project) -> Project {
        let mut project = project.clone();
        let files = Rc::make_mut(&mut project.files);
        let node = FileNode::sized(1500, "2");
        files.entries.insert("photo.jpg".to_owned(), node);
        project
    }
}
