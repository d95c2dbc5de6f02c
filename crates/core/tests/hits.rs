//! Hits that surprise, and the reason that is given for them.

#![allow(clippy::expect_used, reason = "a test may fail")]

use std::rc::Rc;

use layerlab_core::context::{FileNode, FileTree};
use layerlab_core::lab::{Lab, Project, RowState};

const FILE: &str =
    "FROM python:3.13-slim\nLABEL v=1\nENV A=1\nUSER web\nCOPY a.txt /a\nWORKDIR /app\n";

fn project(dockerfile: &str, content: &str) -> Project {
    let files = FileTree::default()
        .with("a.txt", FileNode::text(content))
        .with("b.txt", FileNode::text("b"));
    Project {
        dockerfile: dockerfile.into(),
        files: Rc::new(files),
        ..Project::default()
    }
}

/// What the ledger says of a cached line after the edits.
fn reason(edits: &[(&str, &str)], line: usize) -> String {
    let mut lab = Lab::default();
    let mut last = None;
    for (dockerfile, content) in edits {
        lab = match last {
            None => Lab::open(project(dockerfile, content)),
            Some(()) => lab.build().with_project(project(dockerfile, content)),
        };
        last = Some(());
    }
    let analysis = lab.analyze();
    let row = analysis
        .rows
        .iter()
        .find(|row| row.first_line == line)
        .expect("a row");
    assert_eq!(row.state, RowState::Cached, "{row:?}");
    row.brief.clone()
}

#[test]
fn settings_that_are_in_no_key() {
    let edited = FILE.replace("v=1", "v=2");
    assert_eq!(
        reason(&[(FILE, "a"), (&edited, "a")], 5),
        "LABEL is in no key"
    );
    let edited = FILE.replace("A=1", "A=2");
    assert_eq!(
        reason(&[(FILE, "a"), (&edited, "a")], 5),
        "ENV does not count here"
    );
    let edited = FILE.replace("web", "root");
    assert_eq!(
        reason(&[(FILE, "a"), (&edited, "a")], 5),
        "USER does not count here"
    );
}

#[test]
fn lines_that_mean_the_same() {
    let edited = FILE.replace("COPY a.txt", "COPY ./a.txt");
    assert_eq!(reason(&[(FILE, "a"), (&edited, "a")], 5), "means the same");
    let run = "FROM python:3.13-slim\nENV A=1\nRUN x\n";
    let edited = run.replace("ENV A=1", "ENV A 1");
    assert_eq!(reason(&[(run, "a"), (&edited, "a")], 3), "same values");
}

#[test]
fn going_back_to_an_earlier_build() {
    assert_eq!(
        reason(&[(FILE, "a"), (FILE, "b"), (FILE, "a")], 5),
        "as in build 1"
    );
    let edited = FILE.replace("/a", "/x");
    assert_eq!(
        reason(&[(FILE, "a"), (&edited, "a"), (FILE, "a")], 5),
        "as in build 1"
    );
}

#[test]
fn a_file_that_the_step_does_not_copy() {
    let lab = Lab::open(project(FILE, "a")).build();
    let mut edited = project(FILE, "a");
    Rc::make_mut(&mut edited.files)
        .entries
        .insert("b.txt".to_owned(), FileNode::text("other"));
    let analysis = lab.with_project(edited).analyze();
    let row = analysis
        .rows
        .iter()
        .find(|row| row.first_line == 5)
        .expect("a row");
    assert_eq!(row.brief, "b.txt is not in it");
    assert_eq!(row.answer, "b.txt changed, but this step does not copy it.");
}
