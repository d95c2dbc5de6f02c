//! Every example loads, is whole, and says what it needs to say.

use std::collections::BTreeSet;

use crate::context::FileTree;

use super::{ExampleProject, examples, first_project, project, projects, read_example};

/// What stands at `path`, or below it.
fn exists(files: &FileTree, path: &str) -> bool {
    let below = format!("{path}/");
    path.is_empty()
        || files.get(path).is_some()
        || files.entries.keys().any(|entry| entry.starts_with(&below))
}

fn text_of(project: &ExampleProject, file: &str) -> String {
    let text = match file {
        "Dockerfile" => Some(&project.dockerfile),
        ".dockerignore" => project.dockerignore.as_ref(),
        path => project.files.get(path).and_then(|node| node.as_text()),
    };
    text.unwrap_or_else(|| panic!("{file} is a text file of {}", project.id))
        .to_string()
}

#[test]
fn the_menu_lists_each_project_once() {
    let all = projects();
    let ids: BTreeSet<_> = examples().iter().map(|entry| entry.id).collect();
    let names: BTreeSet<_> = examples().iter().map(|entry| entry.name).collect();
    assert_eq!((ids.len(), names.len()), (all.len(), all.len()));
    for (listed, entry) in all.iter().zip(examples()) {
        assert_eq!((&*listed.id, &*listed.name), (entry.id, entry.name));
        assert_eq!(project(&listed.id).as_ref(), Some(listed));
        assert!(entry.summary.ends_with('.'), "{}", listed.id);
    }
    assert_eq!(all.first(), Some(&first_project()));
    assert_eq!(project("nothing of the kind"), None);
}

#[test]
fn each_group_of_the_menu_is_in_one_place() {
    let mut groups: Vec<_> = examples().iter().map(|entry| entry.group).collect();
    groups.dedup();
    let different: BTreeSet<_> = groups.iter().collect();
    assert_eq!(different.len(), groups.len(), "{groups:?}");
}

#[test]
fn what_is_no_packed_project_is_refused() {
    for packed in ["", "x", "project.txt 3\nabc\n", "files/Dockerfile 1\na\n"] {
        assert!(read_example("x", packed).is_err(), "{packed}");
    }
}

#[test]
fn no_project_needs_files_that_it_lacks() {
    for project in projects() {
        let mut checked = 0;
        for line in logical_lines(&project.dockerfile) {
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
            let before = text_of(&project, &edit.file);
            let changed = before
                .lines()
                .zip(edit.text.lines())
                .filter(|(old, new)| old != new)
                .count();
            assert_eq!(before.lines().count(), edit.text.lines().count());
            assert!(changed == 1, "{}: {}", project.id, edit.what);
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
