//! What a visitor sees on the first project: the edits of the first lesson, each with the steps it costs.

#![allow(clippy::expect_used, reason = "a test may fail")]

use std::rc::Rc;

use layerlab_core::context::FileNode;
use layerlab_core::lab::{Lab, LedgerRow, RowState};
use layerlab_core::lessons::{first_project, projects};

fn built() -> Lab {
    Lab::open(first_project().project()).build()
}

fn with_file(lab: &Lab, path: &str, edit: impl Fn(&str) -> String) -> Lab {
    let mut project = lab.project.clone();
    let text = project
        .files
        .get(path)
        .and_then(FileNode::as_text)
        .cloned()
        .expect("a text file");
    let files = Rc::make_mut(&mut project.files);
    files
        .entries
        .insert(path.to_owned(), FileNode::text(&edit(&text)));
    lab.with_project(project)
}

fn running(lab: &Lab) -> Vec<LedgerRow> {
    lab.analyze()
        .rows
        .into_iter()
        .filter(|row| row.state == RowState::Runs)
        .collect()
}

fn words(rows: &[LedgerRow]) -> Vec<String> {
    rows.iter()
        .map(|row| {
            row.step
                .as_ref()
                .map(|step| step.text.clone())
                .unwrap_or_default()
        })
        .collect()
}

#[test]
fn a_build_repeated_at_once_runs_nothing() {
    let lab = built();
    assert!(running(&lab).is_empty(), "{:?}", words(&running(&lab)));
    assert_eq!(lab.analyze().summary.steps_run, 0);
}

#[test]
fn the_first_build_runs_all_nine_steps() {
    let lab = Lab::open(first_project().project());
    let summary = lab.analyze().summary;
    assert_eq!((summary.steps, summary.steps_run), (9, 9));
}

#[test]
fn an_edit_of_the_code_runs_the_last_copy_only() {
    let lab = with_file(&built(), "catalogue/views.py", |text| {
        format!("{text}\n# edited\n")
    });
    let rows = running(&lab);
    assert_eq!(words(&rows), ["COPY --chown=web:web . ."]);
    assert_eq!(rows[0].brief, "views.py changed");
}

#[test]
fn an_edit_of_the_requirements_runs_the_installation_and_names_the_cause() {
    let lab = with_file(&built(), "requirements.txt", |text| {
        format!("{text}\ndjango-extensions==3.2\n")
    });
    let rows = running(&lab);
    let texts = words(&rows);
    assert!(texts[0].starts_with("COPY requirements.txt"), "{texts:?}");
    assert!(texts[1].starts_with("RUN pip install"), "{texts:?}");
    assert_eq!(rows[0].brief, "requirements.txt changed");
    assert_eq!(rows[1].brief, "the step before ran");
    let chain: Vec<&str> = rows[1]
        .chain
        .iter()
        .map(|link| link.step.as_str())
        .collect();
    assert_eq!(chain.first(), Some(&"builder 4/5"), "{chain:?}");
    // The stage below copies what the installation left.
    assert!(
        texts
            .iter()
            .any(|text| text.starts_with("COPY --from=builder")),
        "{texts:?}"
    );
}

#[test]
fn a_file_that_is_ignored_costs_nothing() {
    let mut project = built().project;
    project.dockerignore =
        Some(format!("{}\n*.md\n", project.dockerignore.as_deref().unwrap_or("")).into());
    let lab = built().with_project(project).build();
    let lab = with_file(&lab, "README.md", |text| format!("{text}\nMore.\n"));
    assert!(running(&lab).is_empty(), "{:?}", words(&running(&lab)));
}

#[test]
fn there_and_back_again_runs_nothing() {
    let first = built();
    let second = with_file(&first, "catalogue/views.py", |text| {
        format!("{text}\n# edited\n")
    })
    .build();
    let third = second.with_project(first.project.clone());
    assert!(running(&third).is_empty(), "{:?}", words(&running(&third)));
}

#[test]
fn another_target_leaves_the_rest_out() {
    let mut project = built().project;
    project.options.target = Some("builder".to_owned());
    let analysis = built().with_project(project).analyze();
    assert!(
        analysis
            .rows
            .iter()
            .any(|row| row.state == RowState::NotNeeded)
    );
    assert_eq!(analysis.summary.steps, 5);
    assert_eq!(analysis.summary.steps_run, 0);
}

#[test]
fn a_broken_line_leaves_the_rest_standing() {
    let mut project = built().project;
    project.dockerfile = project
        .dockerfile
        .replace("WORKDIR /app\nRUN apt", "WORKDIRR /app\nRUN apt")
        .into();
    let analysis = built().with_project(project).analyze();
    assert!(
        analysis.problems[0]
            .message
            .starts_with("unknown instruction: WORKDIRR"),
        "{:?}",
        analysis.problems
    );
    assert_eq!(analysis.problems[0].line, 3);
    for row in &analysis.rows {
        let refused = row.first_line == 3;
        assert_eq!(row.state == RowState::Broken, refused, "{row:?}");
        assert_eq!(row.step.is_some(), row.state == RowState::NotReached);
    }
}

#[test]
fn every_example_builds_without_an_error_and_has_a_time_and_a_size() {
    for example in projects() {
        let lab = Lab::open(example.project());
        let analysis = lab.analyze();
        assert!(
            analysis
                .problems
                .iter()
                .all(|problem| problem.severity != layerlab_core::lab::Severity::Error),
            "{}: {:?}",
            example.id,
            analysis.problems
        );
        assert!(
            analysis
                .ignore_problems
                .iter()
                .all(|problem| problem.severity != layerlab_core::lab::Severity::Error),
            "{}: {:?}",
            example.id,
            analysis.ignore_problems
        );
        assert!(
            analysis.timeline.total.as_secs() > 0,
            "{}: no time",
            example.id
        );
        assert!(
            analysis.image.size.bytes > 1_000_000,
            "{}: no size",
            example.id
        );
        assert!(!analysis.summary.fails, "{}: fails", example.id);
        let again = lab.build().analyze();
        assert_eq!(
            again.summary.steps_run, 0,
            "{}: a repeated build runs something",
            example.id
        );
    }
}
