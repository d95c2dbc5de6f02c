//! Links of every version of the format that was ever in use, and how long links are.

#![allow(clippy::expect_used, reason = "a test may fail")]

use std::fs;
use std::path::Path;
use std::rc::Rc;

use layerlab_core::context::FileTree;
use layerlab_core::lab::{Lab, Project};
use layerlab_core::lessons::{ExampleProject, projects};
use layerlab_core::share::{Contents, LinkOptions, SharedState, View, link, open_link};

/// A file for each link, never changed and never removed: its name begins with the version, its first line is the link, the
/// rest is the Dockerfile that stands in it.
#[test]
fn links_of_every_version_stay_readable() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/permalinks");
    let mut read = 0;
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be listed").path();
        if path.extension().is_none_or(|extension| extension != "txt") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("it is a text");
        let (link, dockerfile) = text.split_once('\n').expect("it has two parts");
        let opened = open_link(link).expect("it can be opened");
        assert!(!opened.cut, "{}", path.display());
        assert_eq!(&*opened.state.now.project.dockerfile, dockerfile);
        read += 1;
    }
    assert!(read >= 3, "{read}");
}

fn opened(example: &ExampleProject) -> Lab {
    example.open(Lab::default())
}

fn dockerfile_alone(dockerfile: &str) -> SharedState {
    let project = Project {
        dockerfile: dockerfile.into(),
        ..Project::default()
    };
    SharedState::of(&Lab::open(project), View::default())
}

/// Run with `--nocapture` to see the table that stands in `docs/permalink.md`.
#[test]
fn links_are_as_long_as_the_documentation_says() {
    let mut table = Vec::new();
    let options = LinkOptions::default();
    let hello = "FROM alpine\nCMD [\"echo\", \"hello\"]\n";
    table.push((
        "two lines".to_owned(),
        link(&dockerfile_alone(hello), &options),
    ));
    for example in projects() {
        let state = SharedState::of(&opened(&example), View::default());
        let name = format!(
            "{}, {} files",
            example.name,
            state.now.project.files.entries.len()
        );
        table.push((name, link(&state, &options)));
    }
    let first = projects().into_iter().next().expect("there is one");
    let mut all = SharedState::of(&opened(&first), View::default());
    let with_all = LinkOptions {
        contents: Contents::All,
        ..LinkOptions::default()
    };
    table.push((format!("{}, all texts", first.name), link(&all, &with_all)));
    all.now.project.files = Rc::new(FileTree::default());
    all.builds.clear();
    table.push((format!("{}, no files", first.name), link(&all, &options)));
    let documentation = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/permalink.md");
    let documentation = fs::read_to_string(documentation).expect("it is there");
    let mut missing = Vec::new();
    for (name, link) in &table {
        let row = format!("| {name} | {} |", link.len());
        println!("{row}");
        if !documentation.contains(&row) {
            missing.push(row);
        }
    }
    assert!(
        missing.is_empty(),
        "docs/permalink.md lacks:\n{}",
        missing.join("\n")
    );
}
