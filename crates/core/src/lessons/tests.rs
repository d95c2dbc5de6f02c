//! Every example loads, is whole, and says what it needs to say.

use std::collections::BTreeSet;

use crate::context::FileTree;

use super::{EditTarget, ExampleProject, first_project, project, projects};

/// What stands at `path`, or below it.
fn exists(files: &FileTree, path: &str) -> bool {
    let below = format!("{path}/");
    path.is_empty()
        || files.get(path).is_some()
        || files.entries.keys().any(|entry| entry.starts_with(&below))
}

fn edited(project: &ExampleProject, target: EditTarget) -> String {
    match target {
        EditTarget::Dockerfile => project.dockerfile.to_owned(),
        EditTarget::Dockerignore => project.dockerignore.to_owned(),
        EditTarget::File(path) => project
            .files
            .get(path)
            .and_then(|node| node.as_text())
            .map(|text| text.to_string())
            .unwrap_or_else(|| panic!("{path} is a text file of {}", project.id)),
    }
}

#[test]
fn the_menu_lists_each_project_once() {
    let all = projects();
    let ids: BTreeSet<_> = all.iter().map(|project| project.id).collect();
    let names: BTreeSet<_> = all.iter().map(|project| project.name).collect();
    assert_eq!(ids.len(), all.len());
    assert_eq!(names.len(), all.len());
    for listed in &all {
        assert_eq!(project(listed.id).as_ref(), Some(listed));
        assert!(listed.summary.ends_with('.'), "{}", listed.id);
    }
    assert_eq!(all.first(), Some(&first_project()));
    assert_eq!(project("nothing of the kind"), None);
}

#[test]
fn no_project_needs_files_that_it_lacks() {
    for project in projects() {
        let mut checked = 0;
        for line in logical_lines(project.dockerfile) {
            let mut words = line.split_whitespace();
            let keyword = words.next().unwrap_or_default();
            if !["COPY", "ADD"].contains(&keyword) || line.contains("--from=") {
                continue;
            }
            let paths: Vec<_> = words.filter(|word| !word.starts_with("--")).collect();
            let (_, sources) = paths.split_last().expect("a destination");
            for source in sources {
                let place = source.trim_start_matches("./").trim_matches(['/', '.']);
                assert!(
                    exists(&project.files, place),
                    "{}: {source} is missing",
                    project.id
                );
                checked += 1;
            }
        }
        assert!(checked > 0, "{} copies nothing", project.id);
        assert!(project.dockerfile.contains("FROM "), "{}", project.id);
    }
}

#[test]
fn dockerfile_and_dockerignore_are_not_among_the_files() {
    for project in projects() {
        assert_eq!(project.files.get("Dockerfile"), None);
        assert_eq!(project.files.get(".dockerignore"), None);
        for path in project.files.entries.keys() {
            assert!(!path.starts_with('/') && !path.contains("//"), "{path}");
            assert!(!path.contains("dot-"), "{path}");
        }
    }
}

#[test]
fn edits_change_one_line() {
    for project in projects() {
        for edit in &project.edits {
            let before = edited(&project, edit.target);
            let changed = before
                .lines()
                .zip(edit.text.lines())
                .filter(|(old, new)| old != new)
                .count();
            assert_eq!(before.lines().count(), edit.text.lines().count());
            assert!(changed >= 1, "{}: {}", project.id, edit.what);
        }
    }
}

#[test]
fn the_first_project_opens_with_one_edit_and_a_heavy_context() {
    let project = first_project();
    assert_eq!(project.edits.len(), 1);
    let size: u64 = project
        .files
        .entries
        .values()
        .map(|node| node.size_bytes())
        .sum();
    assert!(size > 200_000_000, "{size}");
    let manage = project.files.get("manage.py").expect("manage.py");
    assert_eq!(manage.mode, 0o755);
    assert!(project.files.get(".env").is_some());
}

/// Lines with continuations joined. Enough for the examples, which hold no heredocs around COPY.
fn logical_lines(dockerfile: &str) -> Vec<String> {
    dockerfile
        .replace("\\\n", " ")
        .lines()
        .map(str::to_owned)
        .collect()
}
