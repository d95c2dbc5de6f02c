//! Estimates with the tables of packages, without them, and when they arrive.

#![allow(clippy::expect_used, reason = "a test may fail")]

use std::rc::Rc;

use layerlab_core::context::{FileNode, FileTree};
use layerlab_core::lab::{Analysis, Lab, LedgerRow, Project};
use layerlab_core::{PackageTable, Packages};

const DOCKERFILE: &str = "FROM debian:bookworm-slim\n\
    RUN apt-get update && apt-get install -y --no-install-recommends gcc git && rm -rf /var/lib/apt/lists/*\n\
    COPY . /app\n\
    RUN apt-get purge -y --auto-remove gcc\n";

fn project(dockerfile: &str) -> Project {
    Project {
        dockerfile: dockerfile.into(),
        files: Rc::new(FileTree::default().with("main.py", FileNode::text("print()\n"))),
        ..Project::default()
    }
}

fn without(dockerfile: &str) -> Lab {
    Lab::open(project(dockerfile)).with_packages(Packages::none())
}

fn row(analysis: &Analysis, line: usize) -> &LedgerRow {
    let row = analysis.rows.iter().find(|row| row.first_line == line);
    row.expect("the line has a row")
}

#[test]
fn a_step_whose_packages_are_not_here_is_rough_and_says_so() {
    let rough = without(DOCKERFILE).analyze();
    let exact = Lab::open(project(DOCKERFILE)).analyze();
    assert_eq!(
        rough.lacking.iter().collect::<Vec<_>>(),
        [&PackageTable::Debian12]
    );
    assert!(exact.lacking.is_empty());

    let install = row(&rough, 2);
    let (guess, real) = (install.size, row(&exact, 2).size);
    let (guess, real) = guess.zip(real).expect("both make a layer");
    assert!(guess.bytes > 1_000_000, "never nothing: {guess:?}");
    assert!((guess.low_bytes..=guess.high_bytes).contains(&real.bytes));
    assert!(guess.high_bytes - guess.low_bytes > 5 * (real.high_bytes - real.low_bytes));
    assert!(
        install
            .size_reason
            .contains("Debian 12's packages is not loaded"),
        "{}",
        install.size_reason
    );
    assert!(!row(&exact, 2).size_reason.contains("not loaded"));
    assert!(install.duration > Some(std::time::Duration::from_secs(1)));
    let part = rough.image.parts.iter().find(|part| part.line == Some(2));
    assert_eq!(part.map(|part| part.basis), Some("assumed"));

    // What was counted with the package goes with it.
    assert!(rough.image.wasted_bytes > 1_000_000);
}

#[test]
fn what_needs_no_table_is_the_same_without() {
    for dockerfile in [
        "FROM python:3.13-slim\nCOPY . /app\nRUN pip install django\n",
        "FROM node:22-slim\nRUN npm install express\n",
        "FROM alpine:3.22\nRUN apk add --no-cache git\n",
        "FROM debian:trixie\nRUN apt-get update\n",
        "FROM nowhere/unknown\nRUN make\n",
    ] {
        let rough = without(dockerfile).analyze();
        assert!(rough.lacking.is_empty(), "{dockerfile}");
        assert_eq!(rough, Lab::open(project(dockerfile)).analyze());
    }
}

#[test]
fn only_what_the_target_needs_is_lacking() {
    let text = "FROM debian:bookworm AS unused\nRUN apt-get install -y git\n\
                FROM debian:trixie\nRUN apt-get install -y curl\n";
    let lacking = without(text).analyze().lacking;
    assert_eq!(
        lacking.into_iter().collect::<Vec<_>>(),
        [PackageTable::Debian13]
    );
}

#[test]
fn when_the_table_arrives_all_builds_are_as_if_it_had_been_there() {
    let steps = |lab: Lab| {
        let edited = DOCKERFILE.replace("gcc git", "gcc git make");
        lab.build()
            .with_project(project(&edited))
            .build()
            .with_project(project(&edited.replace("COPY . ", "COPY main.py ")))
    };
    let late = steps(without(DOCKERFILE));
    assert!(
        late.history
            .iter()
            .all(|build| !build.analysis.lacking.is_empty())
    );
    // The figures of the build that would run now are remembered.
    let rough = late.analyze();
    let late = late.with_packages(Packages::compiled_in());
    let early = steps(Lab::open(project(DOCKERFILE)));
    assert_eq!(late.history, early.history);
    assert_eq!(late, early);
    let now = late.analyze();
    assert_eq!(now, early.analyze());
    assert_ne!(now.image, rough.image);
    assert_eq!(late.edit_costs(), early.edit_costs());
}
