//! Laws that hold for any text.

use std::rc::Rc;

use layerlab_core::context::{FileNode, FileTree};
use layerlab_core::lab::{Lab, Project};
use proptest::prelude::*;

/// Lines that Dockerfiles are made of, whole and half typed.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("FROM python:3.13-slim AS builder".to_owned()),
        Just("FROM builder".to_owned()),
        Just("FROM scratch".to_owned()),
        Just("FROM alpine AS other".to_owned()),
        Just("ARG VERSION=1".to_owned()),
        Just("ENV A=1 B=$A".to_owned()),
        Just("WORKDIR /app".to_owned()),
        Just("COPY . .".to_owned()),
        Just("COPY requirements.txt /app/".to_owned()),
        Just("COPY --from=builder /app /app".to_owned()),
        Just("COPY --link --chown=1000 a.txt /x/".to_owned()),
        Just("COPY --from=0 /a /b".to_owned()),
        Just("RUN apt-get update && apt-get install -y gcc".to_owned()),
        Just("RUN --mount=type=cache,target=/root/.cache pip install django".to_owned()),
        Just("RUN --mount=type=bind,from=builder,source=/x,target=/y true".to_owned()),
        Just("RUN <<EOF\necho $A\nEOF".to_owned()),
        Just("ADD https://example.com/a.tar /a".to_owned()),
        Just("CMD [\"x\"]".to_owned()),
        Just("LABEL a=b".to_owned()),
        Just("USER web".to_owned()),
        Just("ONBUILD RUN x".to_owned()),
        "[A-Z]{2,8} [a-z$\\\\\"'{} <=,-]{0,20}",
        "\\PC{0,20}",
    ]
}

fn project(lines: &[String], ignore: &str) -> Project {
    let files = FileTree::default()
        .with("requirements.txt", FileNode::text("django\n"))
        .with("a.txt", FileNode::text("a"))
        .with("dir/b.txt", FileNode::sized(1000, "b"));
    Project {
        dockerfile: lines.join("\n").into(),
        dockerignore: (!ignore.is_empty()).then(|| ignore.into()),
        files: Rc::new(files),
        ..Project::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any text gives an analysis, and the same build twice in a row runs nothing the second time.
    #[test]
    fn the_same_build_twice_runs_nothing(
        lines in proptest::collection::vec(line(), 0..12),
        ignore in "[a-z*!/.\\n]{0,12}",
    ) {
        let lab = Lab::open(project(&lines, &ignore));
        let first = lab.analyze();
        prop_assert_eq!(first.rows.len(), first.syntax.instructions.len());
        prop_assert_eq!(lab.edit_costs().instructions.len(), first.rows.len());
        prop_assert_eq!(lab.compare_builders(&first).rows.len(), first.rows.len());
        if !first.summary.fails {
            let second = lab.build().analyze();
            prop_assert_eq!(second.summary.steps_run, 0);
        }
    }

    /// A comment line or an empty one runs nothing, unless the Dockerfile itself is copied.
    #[test]
    fn a_comment_runs_nothing(lines in proptest::collection::vec(line(), 1..10)) {
        let kept = lines.into_iter().filter(|line| !line.starts_with("COPY ."));
        let lines: Vec<String> = std::iter::once("FROM alpine".to_owned()).chain(kept).collect();
        let lab = Lab::open(project(&lines, "Dockerfile"));
        if lab.analyze().summary.fails {
            return Ok(());
        }
        let lab = lab.build();
        let mut commented = lines.clone();
        commented.push("# a comment".to_owned());
        let next = lab.with_project(project(&commented, "Dockerfile")).analyze();
        if next.summary.fails {
            return Ok(());
        }
        prop_assert_eq!(next.summary.steps_run, 0);
    }

    /// Every step that runs says why.
    #[test]
    fn what_runs_has_a_cause(
        first in proptest::collection::vec(line(), 1..8),
        second in proptest::collection::vec(line(), 1..8),
    ) {
        let lab = Lab::open(project(&first, "")).build();
        let analysis = lab.with_project(project(&second, "")).analyze();
        for row in &analysis.rows {
            if row.state == layerlab_core::lab::RowState::Runs {
                prop_assert!(!row.brief.is_empty(), "{row:?}");
                prop_assert!(!row.chain.is_empty(), "{row:?}");
            }
        }
    }

    /// What is remembered from one keystroke to the next changes no result.
    #[test]
    fn a_row_of_edits_ends_where_one_edit_does(
        texts in proptest::collection::vec(proptest::collection::vec(line(), 1..8), 2..5),
        ignores in proptest::collection::vec("[a-z*!/.\\n]{0,6}", 2..3),
    ) {
        let first = project(texts.first().map_or(&[][..], Vec::as_slice), "");
        let built = || Lab::open(first.clone()).build();
        let mut lab = built();
        for (index, lines) in texts.iter().chain(&texts).enumerate() {
            let ignore = ignores.get(index / texts.len()).map_or("", String::as_str);
            let edited = Project { files: first.files.clone(), ..project(lines, ignore) };
            lab = lab.with_project(edited.clone());
            prop_assert_eq!(lab.analyze(), built().with_project(edited).analyze());
        }
    }

    /// Every result is kept: going back to what was built before runs nothing, whatever was built in between.
    #[test]
    fn going_back_runs_nothing(
        first in proptest::collection::vec(line(), 0..10),
        second in proptest::collection::vec(line(), 0..10),
        ignore in "[a-z*!/.\\n]{0,12}",
    ) {
        let lab = Lab::open(project(&first, ""));
        if lab.analyze().summary.fails {
            return Ok(());
        }
        let between = lab.build().with_project(project(&second, &ignore)).build();
        let again = between.with_project(project(&first, "")).analyze();
        prop_assert_eq!(again.summary.steps_run, 0);
    }
}
