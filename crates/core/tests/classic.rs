//! The builder before BuildKit, by the rules that Docker's documentation and moby's source give.

use std::rc::Rc;

use layerlab_core::classic::ClassicState::{self, Cached, Fails, NotReached, Runs};
use layerlab_core::context::{FileNode, FileTree};
use layerlab_core::lab::{BuilderComparison, Lab, Project};

fn project(dockerfile: &str, content: &str) -> Project {
    Project {
        dockerfile: dockerfile.into(),
        files: Rc::new(FileTree::default().with("a.txt", FileNode::text(content))),
        ..Project::default()
    }
}

fn compared(lab: &Lab) -> BuilderComparison {
    lab.compare_builders(&lab.analyze())
}

/// What the classic builder does with the lines of the last of some builds.
fn classic(builds: &[(&str, &str)]) -> Vec<Option<ClassicState>> {
    let mut lab = Lab::default();
    for (index, (dockerfile, content)) in builds.iter().enumerate() {
        if index > 0 {
            lab = lab.build();
        }
        lab = lab.with_project(project(dockerfile, content));
    }
    let rows = compared(&lab).rows;
    rows.into_iter().map(|row| row.classic).collect()
}

const FILE: &str =
    "FROM python:3.13-slim\nLABEL v=1\nRUN one\nCOPY a.txt /a\nRUN two\nCMD [\"x\"]\n";

#[test]
fn a_label_breaks_the_chain() {
    let edited = FILE.replace("v=1", "v=2");
    let lab = Lab::open(project(FILE, "a"))
        .build()
        .with_project(project(&edited, "a"));
    let comparison = compared(&lab);
    assert_eq!((comparison.buildkit_runs, comparison.classic_runs), (0, 5));
    assert_eq!(
        comparison.rows[1].classic_why,
        "LABEL changed, and here every line counts"
    );
    assert_eq!(
        comparison.rows[2].classic_why,
        "a step above it was not cached"
    );
}

#[test]
fn the_first_miss_makes_all_that_follows_run() {
    let states = classic(&[(FILE, "a"), (FILE, "b")]);
    let expected = [Cached, Cached, Cached, Runs, Runs, Runs];
    assert_eq!(states, expected.map(Some));
}

#[test]
fn the_same_build_and_an_earlier_one_are_found() {
    assert_eq!(classic(&[(FILE, "a"), (FILE, "a")]), [Some(Cached); 6]);
    assert_eq!(
        classic(&[(FILE, "a"), (FILE, "b"), (FILE, "a")]),
        [Some(Cached); 6]
    );
}

const STAGES: &str = "FROM python:3.13-slim AS unused\nRUN unused\nFROM python:3.13-slim AS builder\nLABEL v=1\nRUN make > /out\n\
                      FROM python:3.13-slim\nCOPY --from=builder /out /out\nRUN use\n";

#[test]
fn every_stage_up_to_the_target_is_built() {
    let lab = Lab::open(project(STAGES, "a"));
    let comparison = compared(&lab);
    assert_eq!(comparison.rows[1].classic, Some(Runs));
    let mut target = project(STAGES, "a");
    target.options.target = Some("builder".to_owned());
    let states: Vec<_> = compared(&Lab::open(target)).rows;
    assert_eq!(states[1].classic, Some(Runs));
    assert_eq!(states[6].classic, None);
}

/// `COPY --from` compares the files (`copy.go`), and a stage that did the same work again has the same files.
#[test]
fn a_copy_from_a_stage_compares_files() {
    let relabelled = STAGES.replace("v=1", "v=2");
    let states = classic(&[(STAGES, "a"), (&relabelled, "a")]);
    assert_eq!(states[3..], [Runs, Runs, Cached, Cached, Cached].map(Some));
    let rebuilt = STAGES.replace("make", "make all");
    let states = classic(&[(STAGES, "a"), (&rebuilt, "a")]);
    assert_eq!(states[3..], [Cached, Runs, Cached, Runs, Runs].map(Some));
}

#[test]
fn what_needs_buildkit_is_refused() {
    let file = "FROM python:3.13-slim\nRUN --mount=type=cache,target=/c true\nRUN two\n";
    let comparison = compared(&Lab::open(project(file, "a")));
    assert_eq!(comparison.rows[1].classic, Some(Fails));
    assert_eq!(comparison.rows[2].classic, Some(NotReached));
    let error = comparison.classic_error.unwrap_or_default();
    assert!(
        error.starts_with("the --mount option requires BuildKit."),
        "{error}"
    );
}

#[test]
fn a_missing_file_is_told_in_its_words() {
    let file = "FROM python:3.13-slim\nRUN one\nCOPY nope.txt /\nRUN two\n";
    let comparison = compared(&Lab::open(project(file, "a")));
    assert_eq!(comparison.rows[1].classic, Some(Runs));
    assert_eq!(
        comparison.classic_error.as_deref(),
        Some(
            "COPY failed: file not found in build context or excluded by .dockerignore: stat nope.txt: file does not exist"
        )
    );
}

#[test]
fn without_the_cache_everything_runs() {
    let mut again = project(FILE, "a");
    again.options.no_cache = true;
    let lab = Lab::open(project(FILE, "a")).build().with_project(again);
    assert_eq!(compared(&lab).classic_runs, 5);
}
