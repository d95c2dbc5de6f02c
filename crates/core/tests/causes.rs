//! The cause that each kind of edit is given, in the words of the ledger.

#![allow(clippy::expect_used, reason = "a test may fail")]

use std::rc::Rc;

use layerlab_core::context::{FileNode, FileTree};
use layerlab_core::lab::{Lab, Project, RowState};

fn project(dockerfile: &str) -> Project {
    let files = FileTree::default()
        .with("a.txt", FileNode::text("a"))
        .with("b.txt", FileNode::text("b"))
        .with("sub/c.txt", FileNode::text("c"));
    Project {
        dockerfile: dockerfile.into(),
        files: Rc::new(files),
        ..Project::default()
    }
}

/// Builds `before`, then says for each line of `after` that runs: "line: cause".
fn causes(before: Project, after: Project) -> Vec<String> {
    let analysis = Lab::open(before).build().with_project(after).analyze();
    let running = analysis
        .rows
        .into_iter()
        .filter(|row| row.state == RowState::Runs);
    running
        .map(|row| format!("{}: {}", row.first_line, row.brief))
        .collect()
}

fn with_files(project: &Project, edit: impl Fn(&mut FileTree)) -> Project {
    let mut project = project.clone();
    edit(Rc::make_mut(&mut project.files));
    project
}

const FILE: &str = "FROM python:3.13-slim\nENV A=1\nRUN one $A\nCOPY a.txt /a\nRUN two\n";

#[test]
fn an_edited_command() {
    let after = project(&FILE.replace("two", "three"));
    assert_eq!(causes(project(FILE), after), ["5: this line was edited"]);
}

#[test]
fn an_edited_file_and_what_follows() {
    let before = project(FILE);
    let after = with_files(&before, |files| {
        files
            .entries
            .insert("a.txt".to_owned(), FileNode::text("other"));
    });
    assert_eq!(
        causes(before, after),
        ["4: a.txt changed", "5: the step before ran"]
    );
}

#[test]
fn a_file_that_nobody_copies_costs_nothing() {
    let before = project(FILE);
    let after = with_files(&before, |files| {
        files
            .entries
            .insert("b.txt".to_owned(), FileNode::text("other"));
    });
    assert_eq!(causes(before, after), Vec::<String>::new());
}

#[test]
fn other_permissions_count_and_the_time_does_not() {
    let before = project(FILE);
    let touched = with_files(&before, |files| {
        files.entries.insert(
            "a.txt".to_owned(),
            FileNode {
                modified: Some(7),
                ..FileNode::text("a")
            },
        );
    });
    assert_eq!(causes(before.clone(), touched), Vec::<String>::new());
    let executable = with_files(&before, |files| {
        files.entries.insert(
            "a.txt".to_owned(),
            FileNode {
                mode: 0o755,
                ..FileNode::text("a")
            },
        );
    });
    assert_eq!(
        causes(before, executable),
        ["4: a.txt has other permissions", "5: the step before ran"]
    );
}

#[test]
fn files_that_come_and_go() {
    let copy_all = "FROM python:3.13-slim\nCOPY sub/ /s/\n";
    let before = project(copy_all);
    let added = with_files(&before, |files| {
        files
            .entries
            .insert("sub/d.txt".to_owned(), FileNode::text("d"));
    });
    assert_eq!(causes(before.clone(), added), ["2: d.txt was added"]);
    let removed = with_files(&before, |files| {
        files.entries.remove("sub/c.txt");
        files
            .entries
            .insert("sub/e.txt".to_owned(), FileNode::text("e"));
    });
    assert_eq!(causes(before, removed), ["2: e.txt and 1 more file differ"]);
}

#[test]
fn folders_are_not_counted_as_files() {
    let before = project("FROM python:3.13-slim\nCOPY . /s/\n");
    let with = |paths: &[&str]| {
        with_files(&before, |files| {
            for path in paths {
                files
                    .entries
                    .insert((*path).to_owned(), FileNode::text("new"));
            }
        })
    };
    let one = with(&["new/deep/d.txt"]);
    assert_eq!(causes(before.clone(), one.clone()), ["2: d.txt was added"]);
    assert_eq!(causes(one, before.clone()), ["2: d.txt was removed"]);
    let ignored = Project {
        dockerignore: Some("*\n!a.txt\n".into()),
        ..before.clone()
    };
    assert_eq!(
        causes(before.clone(), ignored),
        ["2: Dockerfile and 2 more files differ"]
    );
    // A folder without files differs itself.
    let empty = with_files(&before, |files| {
        let folder = FileNode::directory();
        files.entries.insert("empty".to_owned(), folder);
    });
    assert_eq!(causes(before, empty), ["2: empty was added"]);
}

#[test]
fn files_of_an_image_that_was_no_source_before() {
    let before =
        project("FROM alpine AS builder\nRUN make\nFROM alpine\nCOPY --from=builder /a /b\n");
    let after =
        project("FROM alpine AS bilder\nRUN make\nFROM alpine\nCOPY --from=builder /a /b\n");
    let found = causes(before, after);
    assert_eq!(
        found.last().map(String::as_str),
        Some("4: another image than before")
    );
}

#[test]
fn a_variable_counts_for_every_run_below_it_and_for_no_copy() {
    let after = project(&FILE.replace("A=1", "A=2"));
    assert_eq!(
        causes(project(FILE), after),
        ["3: A changed", "4: the step before ran", "5: A changed"]
    );
}

#[test]
fn an_unused_argument_counts_too() {
    let before = project("FROM python:3.13-slim\nARG UNUSED=1\nRUN one\n");
    let mut after = before.clone();
    after
        .options
        .build_args
        .insert("UNUSED".to_owned(), "2".to_owned());
    assert_eq!(causes(before, after), ["3: UNUSED changed"]);
}

#[test]
fn settings_that_are_in_no_key() {
    let before = project("FROM python:3.13-slim\nLABEL a=1\nEXPOSE 80\nRUN one\nCMD [\"x\"]\n");
    let after = project(
        "FROM python:3.13-slim\nLABEL a=2\nEXPOSE 81\nHEALTHCHECK NONE\nRUN one\nCMD [\"y\"]\n",
    );
    assert_eq!(causes(before, after), Vec::<String>::new());
}

#[test]
fn an_inserted_step_is_new_and_the_next_one_follows() {
    let after = project(&FILE.replace("COPY a.txt", "RUN between\nCOPY a.txt"));
    assert_eq!(
        causes(project(FILE), after),
        [
            "4: new step",
            "5: the step before ran",
            "6: the step before ran"
        ]
    );
}

#[test]
fn a_removed_step_leaves_the_next_one_on_another() {
    let before = project("FROM python:3.13-slim\nRUN one\nRUN two\nRUN three\n");
    let after = project("FROM python:3.13-slim\nRUN one\nRUN three\n");
    assert_eq!(causes(before, after), ["3: another step before it"]);
}

#[test]
fn another_user_and_another_base() {
    let before = project("FROM python:3.13-slim\nUSER web\nRUN one\n");
    let after = project("FROM python:3.13-slim\nUSER root\nRUN one\n");
    assert_eq!(causes(before, after), ["3: the user changed"]);
    let before = project("FROM python:3.13-slim\nRUN one\n");
    let after = project("FROM python:3.12-slim\nRUN one\n");
    let found = causes(before, after);
    assert_eq!(found[0], "1: another base image");
    // The variables of the image differ too: they are the step's own cause.
    assert!(found[1].starts_with("2: "), "{found:?}");
}

#[test]
fn a_stage_that_ran_and_left_other_files() {
    let text = "FROM python:3.13-slim AS builder\nRUN build a\nFROM python:3.13-slim\nCOPY --from=builder /x /x\n";
    let after = project(&text.replace("build a", "build b"));
    assert_eq!(
        causes(project(text), after),
        ["2: this line was edited", "4: builder 2/2 changed"]
    );
}

#[test]
fn a_stage_that_ran_and_left_the_same_files_stops_there() {
    let text = "FROM python:3.13-slim AS builder\nCOPY a.txt /a\nCOPY b.txt /b\nFROM python:3.13-slim\nCOPY --from=builder /a /x\n";
    let before = project(text);
    let after = with_files(&before, |files| {
        files
            .entries
            .insert("b.txt".to_owned(), FileNode::text("other"));
    });
    assert_eq!(causes(before, after), ["3: b.txt changed"]);
}

#[test]
fn the_user_can_say_that_a_stage_left_the_same_files() {
    let two_stages = "FROM python:3.13-slim AS builder\nRUN make one\nFROM python:3.13-slim\nCOPY --from=builder /out /out\nRUN use\n";
    let lab = Lab::open(project(two_stages)).build();
    let edited = lab.with_project(project(&two_stages.replace("one", "two")));
    let claim = |lab: &Lab| lab.analyze().rows[3].claim.clone().expect("a claim");
    let open = claim(&edited);
    assert_eq!(
        (open.stage.as_str(), open.path.as_str(), open.told),
        ("builder", "/out", false)
    );
    let told = edited.with_output(&open.stage, &open.path, true);
    assert!(claim(&told).told);
    let states: Vec<RowState> = told.analyze().rows.iter().map(|row| row.state).collect();
    assert_eq!(states[1], RowState::Runs);
    assert_eq!(states[3..], [RowState::Cached, RowState::Cached]);
    assert!(told.with_output(&open.stage, &open.path, false).analyze() == edited.analyze());
    // It was said of that build only.
    let next = told
        .build()
        .with_project(project(&two_stages.replace("one", "three")));
    assert!(!claim(&next).told);
}

/// A stage built on another begins with the variables of its image: an ARG of the same name no longer counts, and the
/// order is that of the image's configuration.
#[test]
fn a_stage_on_a_stage_begins_with_the_images_variables() {
    let cut = "FROM alpine AS base\nENV A=1\nARG A=2\nFROM base\nRUN one\n";
    let whole = "FROM alpine\nENV A=1\nRUN one\n";
    assert_eq!(causes(project(whole), project(cut)), Vec::<String>::new());
    let with_argument = "FROM alpine\nENV A=1\nARG A=2\nRUN one\n";
    assert_eq!(causes(project(with_argument), project(cut)).len(), 1);
}
