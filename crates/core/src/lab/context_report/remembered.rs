//! The report of the analysis before. Making it looks at every file, and while a text is edited nothing in it changes but the
//! size of that text, and whether it differs from the last build.

use std::rc::Rc;

use layerlab_dockerignore::Decision;

use super::tree::{self, ContextKind, kind_of};
use super::{ContextReport, advice, largest, report};
use crate::context::{FileTree, FileVerdict, NodeKind, SentContext};
use crate::lab::dockerfiles::is_dockerfile;
use crate::lab::project::Project;

/// A report, and what it was made from.
#[derive(Debug, Clone)]
pub(in crate::lab) struct Remembered {
    files: Rc<FileTree>,
    last_files: Option<Rc<FileTree>>,
    ignore_text: Rc<str>,
    dockerignore: Option<Rc<str>>,
    dockerfile_path: String,
    /// What was decided about the Dockerfile, and its size.
    dockerfile: Option<FileVerdict>,
    pub(in crate::lab) report: Rc<ContextReport>,
}

fn same_files(left: Option<&Rc<FileTree>>, right: Option<&Rc<FileTree>>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => Rc::ptr_eq(left, right),
        (left, right) => left.is_none() && right.is_none(),
    }
}

impl Remembered {
    /// The report, made from `before` if that is of the same files.
    pub(in crate::lab) fn new(
        project: &Project,
        last_built: Option<&Project>,
        context: &SentContext,
        before: Option<&Self>,
    ) -> Self {
        let dockerfile_path = project.options.dockerfile_path();
        let last_files = last_built.map(|project| &project.files);
        let ignore_text = project.ignore_file_text();
        let same = before.filter(|before| {
            same_files(before.last_files.as_ref(), last_files)
                && before.ignore_text == ignore_text
                && before.dockerignore == project.dockerignore
                && before.dockerfile_path == dockerfile_path
                // Another file can be the ignore file by now, and say the same.
                && *before.report.ignore_file == *project.ignore_file_path()
        });
        let report = same
            .and_then(|before| before.edited(project, last_built, context))
            .unwrap_or_else(|| Rc::new(report(project, last_built, context)));
        Self::of(project, last_built, context, report)
    }

    /// A report that was made of these.
    pub(super) fn of(
        project: &Project,
        last_built: Option<&Project>,
        context: &SentContext,
        report: Rc<ContextReport>,
    ) -> Self {
        let dockerfile_path = project.options.dockerfile_path();
        Self {
            files: project.files.clone(),
            last_files: last_built.map(|project| project.files.clone()),
            ignore_text: project.ignore_file_text(),
            dockerignore: project.dockerignore.clone(),
            dockerfile_path: dockerfile_path.to_owned(),
            dockerfile: context.verdict(dockerfile_path).cloned(),
            report,
        }
    }
}

impl Remembered {
    /// The report of the same project with other contents of some texts; `None` if something else differs.
    fn edited(
        &self,
        project: &Project,
        last_built: Option<&Project>,
        context: &SentContext,
    ) -> Option<Rc<ContextReport>> {
        let mut report = Rc::clone(&self.report);
        let old = self.dockerfile.as_ref()?;
        let new = context.verdict(&old.path)?;
        if old.decision != new.decision {
            return None;
        }
        // A file of the project at that path is looked at below.
        let is_text = project.files.get(&old.path).is_none();
        if is_text && old.size_bytes != new.size_bytes {
            let report = Rc::make_mut(&mut report);
            resize(report, new, old.size_bytes)?;
        }
        for (path, own, other) in project.files.entries.differences(&self.files.entries) {
            let (own, other) = (own?, other?);
            let files = [own, other].map(|node| matches!(node.kind, NodeKind::File(_)));
            let kind = kind_of(&own.kind);
            let found_out = kind != kind_of(&other.kind) && is_dockerfile(path);
            if files != [true, true] || found_out {
                return None;
            }
            let report = Rc::make_mut(&mut report);
            resize(report, context.verdict(path)?, other.size_bytes())?;
            let edited = last_built.is_some_and(|built| built.files.get(path) != Some(own));
            mark(report, path, kind, edited)?;
        }
        if !Rc::ptr_eq(&report, &self.report) {
            let report = Rc::make_mut(&mut report);
            report.largest = largest::largest(&report.entries);
            advice::sort(&mut report.advice);
        }
        Some(report)
    }
}

/// Takes over another size of a file. `None` if a sum cannot be trusted to be exact.
fn resize(report: &mut ContextReport, new: &FileVerdict, old_bytes: u64) -> Option<()> {
    if report.entries.first()?.size_bytes == u64::MAX {
        return None;
    }
    let resize = |sum: &mut u64| {
        *sum = sum.saturating_sub(old_bytes).saturating_add(new.size_bytes);
    };
    let sent = !new.decision.is_excluded();
    for index in tree::way_to(&report.entries, &new.path)? {
        let entry = report.entries.get_mut(index as usize)?;
        resize(&mut entry.size_bytes);
        if sent {
            resize(&mut entry.sent_bytes);
        }
    }
    resize(if sent {
        &mut report.sent_bytes
    } else {
        &mut report.ignored_bytes
    });
    match new.decision {
        Decision::Included => {}
        Decision::Excluded { pattern } => {
            resize(&mut report.lines.get_mut(pattern)?.excluded_bytes)
        }
        Decision::Readmitted { pattern } => {
            resize(&mut report.lines.get_mut(pattern)?.readmitted_bytes);
        }
    }
    if sent {
        for advice in &mut report.advice {
            let paths = advice.paths.iter();
            if paths.filter(|path| is_at_or_in(&new.path, path)).count() > 0 {
                resize(&mut advice.sent_bytes);
            }
        }
    }
    Some(())
}

/// Notes what a file is now, and whether it differs from the last build.
fn mark(report: &mut ContextReport, path: &str, kind: ContextKind, edited: bool) -> Option<()> {
    let way = tree::way_to(&report.entries, path)?;
    let (file, folders) = way.split_last()?;
    let entry = report.entries.get_mut(*file as usize)?;
    entry.kind = kind;
    if entry.edited == edited {
        return Some(());
    }
    entry.edited = edited;
    for folder in folders.iter().rev() {
        let children = &report.entries.get(*folder as usize)?.children;
        let mut children = children.iter();
        let edited = children.any(|child| {
            let child = report.entries.get(*child as usize);
            child.is_some_and(|child| child.edited)
        });
        report.entries.get_mut(*folder as usize)?.edited = edited;
    }
    Some(())
}

fn is_at_or_in(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::{ContextMemo, FileNode};
    use crate::graph::BuildOptions;

    fn context(project: &Project) -> SentContext {
        SentContext::new(
            &project.files,
            &[(project.options.dockerfile_path(), &project.dockerfile)],
            &project.ignore_file_text(),
            &Rc::default(),
            &ContextMemo::default(),
        )
    }

    fn project(dockerfile: &str, path: Option<&str>, ignore: &str) -> Project {
        let files = FileTree::default()
            .with("a/b.txt", FileNode::text("b"))
            .with("node_modules/x.js", FileNode::sized(2_000, "x"))
            .with("docker/compose.yml", FileNode::text("compose"));
        Project {
            dockerfile: dockerfile.into(),
            dockerignore: Some(ignore.into()),
            files: Rc::new(files),
            options: BuildOptions {
                dockerfile_name: path.map(str::to_owned),
                ..BuildOptions::default()
            },
            ..Project::default()
        }
    }

    #[test]
    fn a_remembered_report_is_the_one_that_would_be_made() {
        for path in [
            None,
            Some("docker/Dockerfile"),
            Some("node_modules/Dockerfile"),
        ] {
            for ignore in ["", "Dockerfile", "docker\n!docker/Dockerfile", "*"] {
                let first = project("FROM scratch\n", path, ignore);
                let before = Remembered::new(&first, None, &context(&first), None);
                for text in [
                    "FROM scratch\n",
                    "",
                    "FROM scratch\nCOPY a /a\n",
                    &"#".repeat(5_000),
                ] {
                    let edited = Project {
                        dockerfile: text.into(),
                        ..first.clone()
                    };
                    let sent = context(&edited);
                    let again = Remembered::new(&edited, None, &sent, Some(&before));
                    assert_eq!(
                        *again.report,
                        report(&edited, None, &sent),
                        "{path:?} {ignore:?}"
                    );
                    let built = Remembered::new(&edited, Some(&first), &sent, Some(&before));
                    assert_eq!(*built.report, report(&edited, Some(&first), &sent));
                }
            }
        }
    }
}
