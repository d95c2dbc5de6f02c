//! Builds that BuildKit refuses while it reads and plans the file: nothing runs, and the line that is wrong says so.

#![allow(clippy::expect_used, reason = "a test may fail")]

use std::rc::Rc;

use layerlab_core::cache::Status;
use layerlab_core::context::{FileNode, FileTree};
use layerlab_core::graph::BuildOptions;
use layerlab_core::lab::{Analysis, Lab, Project, RowState};

fn lab(dockerfile: &str) -> Lab {
    Lab::open(Project {
        dockerfile: dockerfile.into(),
        files: Rc::new(FileTree::default().with("a.txt", FileNode::text("a"))),
        ..Project::default()
    })
}

fn states(analysis: &Analysis) -> Vec<&'static str> {
    analysis.rows.iter().map(|row| row.state.word()).collect()
}

/// The lines whose rows say that they are wrong, of a build of which no step runs.
fn refused_lines(lab: &Lab) -> Vec<usize> {
    let analysis = lab.analyze();
    assert!(analysis.summary.fails);
    assert_eq!(analysis.summary.steps_run, 0);
    let mut pattern = analysis.summary.pattern.iter();
    assert!(pattern.all(|status| *status == Status::NotReached));
    assert!(analysis.timeline.total.is_zero());
    let record = lab.build().history.last().cloned().expect("it was built");
    assert_eq!(record.analysis.summary.steps_run, 0);
    for row in &analysis.rows {
        assert!(
            matches!(
                row.state,
                RowState::Broken
                    | RowState::NotReached
                    | RowState::Setting(_)
                    | RowState::Continues
            ),
            "{row:?}"
        );
        assert_eq!(row.duration, None, "{row:?}");
        assert_eq!(row.size, None, "{row:?}");
    }
    let broken = analysis
        .rows
        .iter()
        .filter(|row| row.state == RowState::Broken);
    broken.map(|row| row.first_line).collect()
}

#[test]
fn no_step_runs_when_the_file_has_an_error() {
    for (dockerfile, lines) in [
        ("FROM alpine\nRUMM x\nRUN echo\n", vec![2]),
        ("FROM alpine\nRUN one\nRUN --mount=type=no two\n", vec![3]),
        ("FROM alpine\nRUN one\nRUN <<E\ntwo\n", vec![3]),
        ("FROM alpine\nRUN one\nCOPY --from=7 /a /b\n", vec![3]),
        ("FROM alpine\nRUN one\nSTOPSIGNAL nonsense\n", vec![3]),
        ("FORM alpine\nRUN one\n", vec![1]),
        ("FROM Not/A/Name\nRUN one\n", vec![1]),
        // A stage that the target does not need.
        (
            "FROM alpine AS other\nRUMM x\nFROM alpine\nRUN one\n",
            vec![2],
        ),
        // Two errors: BuildKit says the first, both lines are wrong.
        ("FROM alpine\nRUMM x\nRUN one\nCPY a b\n", vec![2, 4]),
    ] {
        assert_eq!(refused_lines(&lab(dockerfile)), lines, "{dockerfile}");
    }
}

#[test]
fn a_trigger_that_is_refused_is_told_at_the_line_that_fires_it() {
    let dockerfile = "FROM alpine AS base\nONBUILD COPY --from=9 /a /b\nFROM base\nRUN one\n";
    let lab = lab(dockerfile);
    let line = lab.analyze().problems.first().map(|problem| problem.line);
    assert_eq!(refused_lines(&lab), line.into_iter().collect::<Vec<_>>());
}

#[test]
fn an_error_of_no_line_leaves_all_lines_unreached() {
    let mut target = lab("FROM alpine\nRUN one\n");
    target.project.options = BuildOptions {
        target: Some("nowhere".to_owned()),
        ..BuildOptions::default()
    };
    assert_eq!(refused_lines(&target), [0_usize; 0]);
    let mut ignored = lab("FROM alpine\nRUN one\n");
    ignored.project.dockerignore = Some("[\n".into());
    assert_eq!(refused_lines(&ignored), [0_usize; 0]);
    let mut checked = lab("# check=error=true\nFROM alpine\nCMD a b\nRUN one\n");
    assert_eq!(refused_lines(&checked), [0_usize; 0]);
    checked.project.dockerfile = "# check=nonsense\nFROM alpine\nRUN one\n".into();
    assert_eq!(refused_lines(&checked), [0_usize; 0]);
}

#[test]
fn the_answer_names_the_line_that_is_wrong() {
    let analysis = lab("FROM alpine\nRUMM x\n").analyze();
    let answer = |row: usize| analysis.rows.get(row).map(|row| row.answer.as_str());
    assert_eq!(
        answer(0),
        Some(
            "BuildKit reads the whole file before it runs a step, and refuses line 2: unknown instruction: RUMM (did you mean RUN?)"
        )
    );
    assert_eq!(
        answer(1),
        Some(
            "BuildKit reads the whole file before it runs a step, and refuses this line: unknown instruction: RUMM (did you mean RUN?)"
        )
    );
}

#[test]
fn a_file_that_is_not_there_stops_a_build_that_has_begun() {
    let analysis = lab("FROM alpine\nRUN one\nCOPY none.txt /\nRUN two\n").analyze();
    assert_eq!(
        states(&analysis),
        ["runs", "not reached", "fails", "not reached"],
        "{:?}",
        analysis.rows
    );
    assert_eq!(analysis.summary.steps_run, 1);
    use Status::{Fails, NotReached, Runs};
    assert_eq!(
        analysis.summary.pattern,
        [Runs, NotReached, Fails, NotReached]
    );
    // It stands above the line that fails.
    let brief = analysis.rows.get(1).map(|row| &*row.brief);
    assert_eq!(brief, Some("line 3 fails"));
}

#[test]
fn a_trigger_that_fails_is_told_at_the_line_that_fires_it() {
    let dockerfile = "FROM alpine AS base\nONBUILD COPY none.txt /\nFROM base\nRUN one\n";
    let analysis = lab(dockerfile).analyze();
    assert_eq!(states(&analysis), ["runs", "", "fails", "not reached"]);
    assert_eq!(
        analysis.rows.get(2).map(|row| &*row.brief),
        Some("fails here")
    );
}
