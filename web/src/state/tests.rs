//! What each action does.

use std::rc::Rc;

use layerlab_core::lab::RowState;
use yew::Reducible;

use super::*;

pub(super) fn first() -> Rc<State> {
    Rc::new(State::first(Theme::System))
}

pub(super) fn after(state: &Rc<State>, actions: impl IntoIterator<Item = Action>) -> Rc<State> {
    actions
        .into_iter()
        .fold(Rc::clone(state), |state, action| state.reduce(action))
}

pub(super) fn path(state: &State, name: &str) -> Rc<str> {
    state
        .lab
        .project
        .files
        .entries
        .iter()
        .find(|(path, node)| path.ends_with(name) && node.as_text().is_some())
        .map(|(path, _)| Rc::clone(path))
        .expect("the first project has such a file")
}

#[test]
fn the_page_opens_on_a_project_built_once_and_edited_since() {
    let state = first();
    assert_eq!(state.lab.history.len(), 1);
    assert!(state.now.summary.steps_run > 0);
    assert!(state.now.summary.steps_run < state.now.summary.steps);
    assert!(!state.now.summary.fails);
    let row = row_at(&state.now, state.line).expect("the line has a row");
    assert_eq!(row.state, RowState::Runs);
}

#[test]
fn an_action_that_changes_nothing_gives_the_same_state() {
    let state = first();
    let project = &state.lab.project;
    let actions = [
        Action::DockerfileEdited(Rc::clone(&project.dockerfile)),
        Action::IgnoreEdited(project.dockerignore.clone().unwrap_or_else(|| "".into())),
        Action::FileEdited {
            path: "no/such/file".into(),
            text: "x".into(),
        },
        Action::FileRemoved("no/such/file".into()),
        Action::FileAdded("../outside".into()),
        Action::FileRenamed {
            from: "no/such/file".into(),
            to: "x".into(),
        },
        Action::TargetChosen(None),
        Action::OutputTold {
            stage: "builder".to_owned(),
            path: "/install".to_owned(),
            unchanged: false,
        },
        Action::TabChosen(FileTab::Dockerfile),
        Action::TabChosen(FileTab::File("no/such/file".into())),
        Action::FileClosed("no/such/file".into()),
        Action::LineChosen(state.line),
        Action::PanelChosen(Panel::Explain),
        Action::BuildSelected(Moment::Now),
        Action::BuildSelected(Moment::Build(99)),
        Action::ProjectOpened("no such project".into()),
        Action::ProjectOpened(state.example.to_string()),
        Action::ThemeChosen(Theme::System),
        Action::TableWanted(PackageTable::Debian12),
        arrives(PackageTable::Debian12),
    ];
    for action in actions {
        let next = Rc::clone(&state).reduce(action.clone());
        assert!(Rc::ptr_eq(&state, &next), "{action:?}");
    }
}

#[test]
fn an_edit_is_analysed_and_a_build_commits_it() {
    let state = first();
    let text: Rc<str> = format!("{}RUN echo more\n", state.lab.project.dockerfile).into();
    let edited = after(&state, [Action::DockerfileEdited(Rc::clone(&text))]);
    assert!(Rc::ptr_eq(&edited.lab.project.dockerfile, &text));
    assert!(edited.now.rows.len() > state.now.rows.len());
    assert_eq!(edited.lab.history.len(), 1);

    let built = after(&edited, [Action::Built]);
    assert_eq!(built.lab.history.len(), 2);
    assert_eq!(built.now.summary.steps_run, 0);
}

#[test]
fn editing_a_file_of_the_project_keeps_its_mode() {
    let state = first();
    let manage = path(&state, "manage.py");
    let mode = state.lab.project.files.get(&manage).map(|node| node.mode);
    let edited = after(
        &state,
        [Action::FileEdited {
            path: Rc::clone(&manage),
            text: "print()\n".into(),
        }],
    );
    let node = edited.lab.project.files.get(&manage).expect("still there");
    assert_eq!(node.as_text().map(AsRef::as_ref), Some("print()\n"));
    assert_eq!(Some(node.mode), mode);
}

#[test]
fn a_new_file_opens_and_a_deleted_one_closes() {
    let state = first();
    let added = after(&state, [Action::FileAdded("./docs//new.txt".into())]);
    assert!(added.lab.project.files.get("docs/new.txt").is_some());
    assert_eq!(added.tab, FileTab::File("docs/new.txt".into()));

    let removed = after(&added, [Action::FileRemoved("docs".into())]);
    assert!(removed.lab.project.files.get("docs/new.txt").is_none());
    assert_eq!(removed.tab, FileTab::Context);
    assert!(removed.open_files.is_empty());
}

#[test]
fn renaming_a_folder_moves_what_is_in_it_and_its_tabs() {
    let state = after(
        &first(),
        [
            Action::FileAdded("old/a.txt".into()),
            Action::FileAdded("old/b/c.txt".into()),
            Action::FileAdded("older.txt".into()),
            Action::FileRenamed {
                from: "old".into(),
                to: "new/place".into(),
            },
        ],
    );
    let files = &state.lab.project.files;
    assert!(files.get("new/place/a.txt").is_some());
    assert!(files.get("new/place/b/c.txt").is_some());
    assert!(files.get("older.txt").is_some());
    assert!(files.entries.keys().all(|path| !path.starts_with("old/")));
    let open: Vec<&str> = state.open_files.iter().map(AsRef::as_ref).collect();
    assert_eq!(open, ["new/place/a.txt", "new/place/b/c.txt", "older.txt"]);
}

#[test]
fn renaming_onto_something_is_refused() {
    let state = after(&first(), [Action::FileAdded("a.txt".into())]);
    for to in ["manage.py", "", "../a.txt", "manage.py/a.txt"] {
        let next = after(
            &state,
            [Action::FileRenamed {
                from: "a.txt".into(),
                to: to.into(),
            }],
        );
        assert!(Rc::ptr_eq(&state, &next), "{to}");
    }
}

#[test]
fn closing_a_tab_shows_the_one_before_it() {
    let state = first();
    let one = path(&state, "manage.py");
    let two = path(&state, "requirements.txt");
    let open = after(
        &state,
        [
            Action::TabChosen(FileTab::File(Rc::clone(&one))),
            Action::TabChosen(FileTab::File(Rc::clone(&two))),
            Action::TabChosen(FileTab::File(Rc::clone(&two))),
        ],
    );
    assert_eq!(open.open_files.len(), 2);
    let closed = after(&open, [Action::FileClosed(Rc::clone(&two))]);
    assert_eq!(closed.tab, FileTab::File(Rc::clone(&one)));
    let closed = after(&closed, [Action::FileClosed(one)]);
    assert_eq!(closed.tab, FileTab::Context);
}

#[test]
fn an_earlier_build_is_shown_as_it_was_until_something_is_edited() {
    let state = first();
    let past = after(&state, [Action::BuildSelected(Moment::Build(1))]);
    assert_eq!(past.past().map(|build| build.number), Some(1));
    assert!(past.shown() != past.now);
    assert!(past.shown() == past.shown());

    let edited = after(&past, [Action::DockerfileEdited("FROM scratch\n".into())]);
    assert_eq!(edited.moment, Moment::Now);
    assert!(edited.shown() == edited.now);
}

#[test]
fn a_file_that_an_earlier_build_did_not_have_is_not_shown_for_it() {
    let state = after(
        &first(),
        [
            Action::FileAdded("new.txt".into()),
            Action::BuildSelected(Moment::Build(1)),
        ],
    );
    assert_eq!(state.tab, FileTab::Context);
}

#[test]
fn going_to_a_line_opens_the_dockerfile_each_time() {
    let state = after(
        &first(),
        [Action::TabChosen(FileTab::Context), Action::LineRevealed(4)],
    );
    assert_eq!((state.line, &state.tab), (4, &FileTab::Dockerfile));
    let again = after(&state, [Action::LineRevealed(4)]);
    assert_ne!(state.reveal, again.reveal);
}

/// An example packed as the page gets it.
fn packed(id: &str, dockerfile: &str) -> Action {
    let manifest = "order: 1\ngroup: A\nname: B\nsummary: C.\n";
    let parts = [("project.txt", manifest), ("files/Dockerfile", dockerfile)];
    let packed = parts.map(|(path, text)| format!("{path} {}\n{text}\n", text.len()));
    Action::ExampleRead {
        id: id.into(),
        packed: packed.concat().into(),
        opened: true,
    }
}

#[test]
fn another_project_leaves_the_edits_of_this_one_as_they_are() {
    let state = first();
    let back = after(
        &state,
        [
            Action::DockerfileEdited("FROM scratch\n".into()),
            Action::ThemeChosen(Theme::Dark),
            packed("other", "FROM alpine:3.22\n"),
            Action::ThemeChosen(Theme::Light),
            Action::ProjectOpened(state.example.to_string()),
        ],
    );
    assert_eq!(&*back.lab.project.dockerfile, "FROM scratch\n");
    assert_eq!(back.theme, Theme::Light);
    assert_eq!(back.lab.history.len(), 1);
    // What was loaded once is at hand.
    let again = after(&back, [Action::ProjectOpened("other".to_owned())]);
    assert_eq!(&*again.lab.project.dockerfile, "FROM alpine:3.22\n");
    assert_eq!(again.lab.history.len(), 1);
    let unknown = after(&again, [Action::ProjectOpened("no such".to_owned())]);
    assert_eq!(&*unknown.example, "other");
}

#[test]
fn an_example_that_is_forgotten_is_as_it_was_at_first() {
    let state = after(
        &first(),
        [
            packed("other", "FROM alpine:3.22\n"),
            Action::DockerfileEdited("FROM scratch\n".into()),
            Action::ProjectForgotten("other".into()),
        ],
    );
    assert_eq!(&*state.example, "other");
    assert_eq!(&*state.lab.project.dockerfile, "FROM alpine:3.22\n");
}

#[test]
fn a_damaged_example_is_told_and_changes_nothing_else() {
    let state = first();
    let damaged = Action::ExampleRead {
        id: "other".into(),
        packed: "files/Dockerfile 99\nFROM".into(),
        opened: true,
    };
    let told = after(&state, [damaged]);
    assert_eq!(told.example, state.example);
    assert!(
        told.notice
            .as_deref()
            .is_some_and(|notice| notice.contains("damaged"))
    );
}

#[test]
fn a_line_without_an_instruction_belongs_to_the_one_above() {
    let state = after(
        &first(),
        [Action::DockerfileEdited(
            "# a comment\n\nFROM scratch\n\nWORKDIR /app\n".into(),
        )],
    );
    let line = |line| row_at(&state.now, line).map(|row| row.first_line);
    assert_eq!(line(1), Some(3));
    assert_eq!(line(3), Some(3));
    assert_eq!(line(4), Some(3));
    assert_eq!(line(99), Some(5));
}

fn loaded(state: &Rc<State>) -> Rc<State> {
    let files = layerlab_core::context::FileTree::default().with(
        "data.csv",
        layerlab_core::context::FileNode::sized(3, "modified 1"),
    );
    let project = Project {
        name: "mine".into(),
        dockerfile: "FROM scratch\nCOPY . /\n".into(),
        files: Rc::new(files),
        ..Project::default()
    };
    let action = Action::ProjectLoaded {
        id: "loaded-1".into(),
        lab: Box::new(Lab::open(project)),
        note: None,
    };
    after(state, [action])
}

#[test]
fn a_loaded_project_leaves_the_others_as_they_are_and_can_be_returned_to() {
    let edited = after(
        &first(),
        [Action::DockerfileEdited("FROM scratch\n".into())],
    );
    let state = loaded(&edited);
    assert!(state.lab.history.is_empty());
    assert_eq!(state.loaded.len(), 1);
    let back = after(&state, [Action::ProjectOpened(edited.example.to_string())]);
    assert_eq!(&*back.lab.project.dockerfile, "FROM scratch\n");
    assert_eq!(back.loaded.len(), 1);
    let again = after(&back, [Action::ProjectOpened("loaded-1".to_owned())]);
    assert_eq!(again.lab.project, state.lab.project);
}

#[test]
fn a_renamed_example_is_a_project_of_its_own() {
    let first = first();
    let example = Rc::clone(&first.example);
    let named = after(
        &first,
        [
            Action::DockerfileEdited("FROM scratch\n".into()),
            Action::ProjectRenamed {
                id: Rc::clone(&example),
                to: "own-1".into(),
                name: "my shop".into(),
            },
        ],
    );
    assert_eq!((&*named.example, named.name()), ("own-1", "my shop"));
    let back = after(&named, [Action::ProjectOpened(example.to_string())]);
    assert_ne!(&*back.lab.project.dockerfile, "FROM scratch\n");
    let again = Action::ProjectRenamed {
        id: "own-1".into(),
        to: "own-1".into(),
        name: "shop 2".into(),
    };
    let again = after(&back, [again, Action::ProjectOpened("own-1".to_owned())]);
    assert_eq!(again.name(), "shop 2");
    assert_eq!(&*again.lab.project.name, "shop 2");
    assert_eq!(&*again.lab.project.dockerfile, "FROM scratch\n");
    assert_eq!(again.loaded.len(), 1);
}

fn service(context: &str, dockerfile: &str) -> Action {
    Action::ServiceChosen(Box::new(layerlab_core::compose::Service {
        name: "web".to_owned(),
        context: context.to_owned(),
        dockerfile: Some(dockerfile.to_owned()),
        target: Some("runtime".to_owned()),
        ..layerlab_core::compose::Service::default()
    }))
}

#[test]
fn a_service_with_another_dockerfile_closes_its_tab() {
    let path: Rc<str> = "other.Dockerfile".into();
    let state = after(
        &first(),
        [
            Action::FileAdded(path.to_string()),
            Action::FileEdited {
                path: Rc::clone(&path),
                text: "FROM scratch AS runtime\n".into(),
            },
            service(".", "other.Dockerfile"),
        ],
    );
    assert_eq!(&*state.lab.project.dockerfile, "FROM scratch AS runtime\n");
    assert_eq!(
        state.lab.project.options.dockerfile_path(),
        "other.Dockerfile"
    );
    assert_eq!(state.lab.project.options.target.as_deref(), Some("runtime"));
    assert_eq!(
        (&state.tab, state.open_files.len()),
        (&FileTab::Dockerfile, 0)
    );
    assert_ne!(state.dockerfile_edition, 0);
}

#[test]
fn a_service_that_cannot_be_built_is_a_notice() {
    let state = after(&first(), [service("nowhere", "Dockerfile")]);
    let notice = state.notice.as_deref().unwrap_or_default();
    assert!(
        notice.contains("nowhere, which is not in the project"),
        "{notice}"
    );
    assert_eq!(state.lab.project, first().lab.project);
}

#[test]
fn looking_at_a_text_that_was_read_changes_nothing_and_an_edit_does() {
    let read = |project: &str| Action::TextRead {
        project: project.into(),
        path: "data.csv".into(),
        text: "1;2".into(),
    };
    let state = loaded(&first());
    assert!(Rc::ptr_eq(&state, &state.clone().reduce(read("another"))));
    let opened = after(&state, [read("loaded-1")]);
    assert_eq!(opened.tab, FileTab::File("data.csv".into()));
    assert_eq!(opened.lab.project, state.lab.project);
    let edit = |text: &str| Action::FileEdited {
        path: "data.csv".into(),
        text: text.into(),
    };
    assert!(Rc::ptr_eq(&opened, &opened.clone().reduce(edit("1;2"))));
    let edited = after(&opened, [edit("1;3")]);
    let text = edited.text_of(&edited.lab.project, "data.csv");
    assert_eq!(text.map(AsRef::as_ref), Some("1;3"));
}

#[test]
fn a_line_is_added_to_the_ignore_file_once() {
    let state = loaded(&first());
    let ignored = after(&state, [Action::LineIgnored("data.csv".to_owned())]);
    assert_eq!(
        ignored.lab.project.dockerignore.as_deref(),
        Some("data.csv\n")
    );
    assert_ne!(ignored.ignore_edition, state.ignore_edition);
    let again = ignored
        .clone()
        .reduce(Action::LineIgnored("data.csv".to_owned()));
    assert!(Rc::ptr_eq(&ignored, &again));
}

#[test]
fn a_fix_is_applied_to_the_text_that_it_was_found_for_and_to_no_other() {
    let text: Rc<str> = "FROM alpine:3.20\nADD manage.py /\n".into();
    let state = after(&first(), [Action::DockerfileEdited(Rc::clone(&text))]);
    let offers = state.lab.offers();
    let finding = |name: &str| {
        let findings = state.findings().own;
        let mut findings = findings.iter();
        findings.position(|finding| finding.rule.name == name)
    };
    let copy = finding("AddForCopy").expect("it is found");
    let offer = offers.iter().find(|offer| offer.finding == copy);
    let fix = Action::FixApplied {
        dockerfile: text,
        edits: offer.expect("it is offered").fix.edits.clone(),
    };
    let fixed = after(&state, [fix.clone()]);
    let written = &*fixed.lab.project.dockerfile;
    assert_eq!(written, "FROM alpine:3.20\nCOPY manage.py /\n");
    assert_ne!(fixed.dockerfile_edition, state.dockerfile_edition);
    assert_eq!(fixed.ignore_edition, state.ignore_edition);
    let again = fixed.clone().reduce(fix);
    assert!(Rc::ptr_eq(&fixed, &again));
}

/// Those that the state lacks.
fn asked(state: &State) -> Vec<(PackageTable, Fetch)> {
    state.tables.asked.clone().into_iter().collect()
}

/// The first project with a Dockerfile that needs the packages of Debian 12.
fn needing_packages() -> Rc<State> {
    let text = "FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y git\n";
    after(&first(), [Action::DockerfileEdited(text.into())])
}

fn arrives(table: PackageTable) -> Action {
    let bytes: &[u8] = match table {
        PackageTable::Debian12 => include_bytes!("../../../crates/catalog/data/lazy/debian-12.tsv"),
        PackageTable::Debian13 => include_bytes!("../../../crates/catalog/data/lazy/debian-13.tsv"),
    };
    let bytes = Ok(bytes.into());
    Action::TableArrived { table, bytes }
}

#[test]
fn tables_that_are_needed_are_asked_for_once_and_no_others() {
    let state = needing_packages();
    let running = Fetch::Running { attempt: 1 };
    assert!(asked(&state).contains(&(PackageTable::Debian12, running.clone())));
    let without = after(
        &first(),
        [Action::DockerfileEdited("FROM scratch\n".into())],
    );
    assert!(!without.tables.asked.contains_key(&PackageTable::Debian12));
    assert!(without.lacking().is_empty());

    let edited = after(&state, [Action::Built, Action::LineChosen(2)]);
    assert_eq!(asked(&edited), asked(&state));
    assert_eq!(state.lacking(), [(PackageTable::Debian12, running)]);
}

#[test]
fn when_a_table_arrives_the_estimates_are_as_if_it_had_been_there() {
    let rough = after(&needing_packages(), [Action::Built]);
    let state = after(&rough, [arrives(PackageTable::Debian12)]);
    assert!(state.now.lacking.is_empty() && state.lacking().is_empty());
    assert!(state.now.image != rough.now.image);
    assert!(row_at(&state.now, 2).is_some_and(|row| row.size_reason.contains("packages")));
    // The build that was made before has the same figures.
    assert_eq!(state.now.summary.size_change_bytes, Some(0));

    // The next project has them from the beginning, and the one before when it is opened again.
    let other = Action::ProjectOpened("no such project".to_owned());
    let again = after(
        &state,
        [
            other,
            Action::DockerfileEdited("FROM debian:12\nRUN apt-get install -y curl\n".into()),
        ],
    );
    assert!(again.now.lacking.is_empty());
    let left = after(
        &rough,
        [Action::ProjectLoaded {
            id: "mine".into(),
            lab: Box::new(Lab::open(Project::default())),
            note: None,
        }],
    );
    let left = after(
        &left,
        [
            arrives(PackageTable::Debian12),
            Action::ProjectOpened(rough.example.to_string()),
        ],
    );
    assert!(left.now.image == state.now.image);
    assert_eq!(left.lab.history, state.lab.history);
}

#[test]
fn a_table_that_cannot_be_had_is_said_and_asked_for_again_only_when_wanted() {
    let state = needing_packages();
    let table = PackageTable::Debian12;
    let fails = |reason: &str| Action::TableArrived {
        table,
        bytes: Err(reason.into()),
    };
    let failed = after(&state, [fails("this device is offline")]);
    let fetch = Fetch::Failed {
        attempt: 1,
        reason: "this device is offline".into(),
    };
    assert_eq!(failed.lacking(), [(table, fetch)]);
    assert!(failed.now.image == state.now.image);

    let edited = after(
        &failed,
        [Action::DockerfileEdited(
            "FROM debian:12\nRUN apt-get install -y curl\n".into(),
        )],
    );
    assert_eq!(asked(&edited), asked(&failed));
    let again = after(&edited, [Action::TableWanted(table)]);
    assert_eq!(again.lacking(), [(table, Fetch::Running { attempt: 2 })]);
    assert!(after(&again, [arrives(table)]).lacking().is_empty());
}

#[test]
fn a_damaged_table_is_no_table() {
    let state = needing_packages();
    let table = PackageTable::Debian12;
    let page = Ok(b"<!doctype html>".as_slice().into());
    let damaged = after(&state, [Action::TableArrived { table, bytes: page }]);
    assert!(matches!(
        damaged.lacking().as_slice(),
        [(PackageTable::Debian12, Fetch::Failed { reason, .. })] if reason.contains("damaged")
    ));
}

const LESSON: &str = "---
id: small
title: Small
---

## Start

```dockerfile Dockerfile
FROM alpine:3.22
LABEL a=1
```

## Step: One

## Step: Two

## Goals

```goals
file Dockerfile contains \"a=2\"
```

## Hint

Line 2.

## Solution

```dockerfile Dockerfile
FROM alpine:3.22
LABEL a=2
```
";

fn in_lesson() -> Rc<State> {
    let packed = format!("small.md {}\n{LESSON}\n", LESSON.len());
    after(
        &first(),
        [
            Action::CourseRead(Ok(packed.into())),
            Action::LessonOpened("small".into()),
        ],
    )
}

#[test]
fn a_lesson_opens_beside_the_project_and_is_gone_on_with() {
    let state = in_lesson();
    assert_eq!(
        (state.lesson_id(), state.panel),
        (Some("small"), Panel::Lesson)
    );
    assert_eq!(state.lab.history.len(), 1);
    let edited = after(
        &state,
        [
            Action::DockerfileEdited("FROM alpine:3.22\nLABEL a=2\n".into()),
            Action::LessonStepChosen(1),
            Action::ProjectOpened(first().example.to_string()),
        ],
    );
    assert_eq!((edited.lesson_id(), edited.lesson.is_some()), (None, false));
    let back = after(&edited, [Action::LessonOpened("small".into())]);
    assert!(back.lab.project.dockerfile.contains("a=2"));
    assert_eq!(back.lesson.as_ref().map(|open| open.step), Some(1));
    assert!(back.grades().iter().all(|grade| grade.met));
    let again = after(&back, [Action::LessonRestarted]);
    assert!(again.lab.project.dockerfile.contains("a=1"));
    assert_ne!(again.session, back.session);
    assert_eq!(again.lesson.as_ref().map(|open| open.step), Some(0));
}

#[test]
fn hints_come_one_by_one_and_the_solution_solves() {
    let state = in_lesson();
    let shown = after(
        &state,
        [
            Action::HintWanted,
            Action::HintWanted,
            Action::SolutionWanted,
        ],
    );
    let open = shown.lesson.as_ref().expect("it is open");
    assert_eq!((open.hints, open.solution), (1, true));
    let solved = after(&shown, [Action::SolutionApplied, Action::LessonDone]);
    assert!(solved.grades().iter().all(|grade| grade.met));
    assert!(solved.course.done.contains("small"));
    assert!(solved.lesson.is_some());
}

#[test]
fn lessons_that_cannot_be_had_are_told_and_an_unknown_one_changes_nothing() {
    let state = after(&first(), [Action::CourseRead(Err("it rains".into()))]);
    assert_eq!(state.course.lessons, Some(Err("it rains".into())));
    let same = after(&state, [Action::LessonOpened("none".into())]);
    assert_eq!(same.example, state.example);
    let damaged = after(&state, [Action::CourseRead(Ok("x".into()))]);
    assert!(matches!(damaged.course.lessons, Some(Err(_))));
}

#[test]
fn another_dockerfile_is_chosen_and_its_editor_starts_anew() {
    let files = layerlab_core::context::FileTree::default()
        .with(
            "Dockerfile.dev",
            layerlab_core::context::FileNode::text("FROM scratch\nCOPY a /\n"),
        )
        .with("a", layerlab_core::context::FileNode::text("a"));
    let project = Project {
        name: "mine".into(),
        dockerfile: "FROM scratch\n".into(),
        files: Rc::new(files),
        ..Project::default()
    };
    let action = Action::ProjectLoaded {
        id: "loaded-1".into(),
        lab: Box::new(Lab::open(project)),
        note: None,
    };
    let path: Rc<str> = "Dockerfile.dev".into();
    let opened = after(
        &first(),
        [action, Action::TabChosen(FileTab::File(Rc::clone(&path)))],
    );
    assert_eq!(opened.open_files, [Rc::clone(&path)]);
    let chosen = after(&opened, [Action::DockerfileChosen(Rc::clone(&path))]);
    assert_eq!(chosen.tab, FileTab::Dockerfile);
    assert!(chosen.open_files.is_empty());
    assert_ne!(chosen.session, opened.session);
    assert_eq!(&*chosen.lab.project.dockerfile, "FROM scratch\nCOPY a /\n");
    let back = after(&chosen, [Action::DockerfileChosen("Dockerfile".into())]);
    assert_eq!(back.lab.project, opened.lab.project);
    let same = after(&back, [Action::DockerfileChosen("Dockerfile".into())]);
    assert_eq!(same.session, back.session);
}
