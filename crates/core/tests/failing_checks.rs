//! `# check=error=true`: a build that the checks refuse, in BuildKit's words.
//!
//! The words and their order are those of `linter.go:Error` and `dockerfile2llb/convert.go:toDispatchState` (BuildKit,
//! read in November 2026): said after everything that is wrong with the Dockerfile itself, and before the context is
//! asked for.

use layerlab_core::context::{FileNode, FileTree};
use layerlab_core::lab::{Lab, Project, Severity};

fn lab(dockerfile: &str) -> Lab {
    Lab::open(Project {
        dockerfile: dockerfile.into(),
        files: FileTree::default()
            .with("app.py", FileNode::text("print(1)\n"))
            .into(),
        ..Project::default()
    })
}

/// What the build says and whether it fails.
fn outcome(lab: &Lab) -> Option<String> {
    let analysis = lab.analyze();
    let mut problems = analysis.problems.iter();
    let first = problems.find(|problem| problem.severity == Severity::Error);
    assert_eq!(analysis.summary.fails, first.is_some());
    let log = lab.build();
    let said = log
        .history
        .last()
        .and_then(|record| record.log.error.clone());
    assert_eq!(said, first.map(|problem| problem.message.clone()));
    said
}

#[test]
fn findings_fail_the_build_if_they_are_to() {
    let finding = "FROM alpine:3.20\nCOPY app.py /\nCMD python /app.py\n";
    assert_eq!(outcome(&lab(finding)), None);
    let strict = format!("# check=error=true\n{finding}");
    assert_eq!(
        outcome(&lab(&strict)).as_deref(),
        Some("lint violation found for rules: JSONArgsRecommended")
    );
    let skipped = format!("# check=skip=JSONArgsRecommended;error=true\n{finding}");
    assert_eq!(outcome(&lab(&skipped)), None);
    let two = "# check=error=true\nfrom alpine:3.20\nCOPY app.py /\nCMD python /app.py\nRUN $x\n";
    let said = outcome(&lab(two)).unwrap_or_default();
    assert!(said.contains("ConsistentInstructionCasing, "), "{said}");
}

#[test]
fn nothing_is_built_and_nothing_remembered() {
    let strict = lab("# check=error=true\nFROM alpine:3.20\nCOPY app.py /\nCMD python /app.py\n");
    let analysis = strict.analyze();
    assert_eq!(analysis.image.size.bytes, 0);
    let mut mended = strict.build();
    mended.project.dockerfile =
        "FROM alpine:3.20\nCOPY app.py /\nCMD [\"python\", \"/app.py\"]\n".into();
    let steps = mended.analyze().summary;
    assert_eq!(steps.steps_run, steps.steps);
}

/// A check looks at all stages; a build only at those that it needs.
#[test]
fn stages_that_are_not_built_fail_no_build() {
    let text =
        "# check=error=true\nFROM alpine:3.20 AS other\nCMD a b\nFROM alpine:3.20\nCOPY app.py /\n";
    let lab = lab(text);
    assert!(lab.findings(&lab.analyze()).docker.error.is_some());
    assert_eq!(outcome(&lab), None);
}

#[test]
fn what_is_wrong_with_the_file_is_said_first() {
    let text =
        "# check=error=true\nFROM alpine:3.20\nCMD a b\nCOPY --from=later / /\nEXPOSE x/y/z\n";
    let said = outcome(&lab(text)).unwrap_or_default();
    assert!(!said.starts_with("lint violation"), "{said}");
    // A file that is not there is noticed only when its step runs, which it does not.
    let text = "# check=error=true\nFROM alpine:3.20\nCMD a b\nCOPY missing /\n";
    assert_eq!(
        outcome(&lab(text)).as_deref(),
        Some("lint violation found for rules: JSONArgsRecommended")
    );
}

#[test]
fn settings_that_cannot_be_read_come_before_everything_else() {
    let text = "# check=bogus\nFROM alpine:3.20\nCOPY missing /\nEXPOSE x/y/z\n";
    assert_eq!(
        outcome(&lab(text)).as_deref(),
        Some("failed to parse check options: invalid check option \"bogus\"")
    );
}

#[test]
fn the_build_argument_takes_the_place_of_the_directive() {
    let with = |text: &str, value: &str| {
        let mut lab = lab(text);
        let arguments = &mut lab.project.options.build_args;
        arguments.insert("BUILDKIT_DOCKERFILE_CHECK".to_owned(), value.to_owned());
        outcome(&lab)
    };
    let finding = "FROM alpine:3.20\nCOPY app.py /\nCMD python /app.py\n";
    assert_eq!(
        with(finding, "error=true").as_deref(),
        Some("lint violation found for rules: JSONArgsRecommended")
    );
    let strict = format!("# check=error=true\n{finding}");
    assert_eq!(with(&strict, "error=false"), None);
    assert_eq!(
        with(finding, "x=1").as_deref(),
        Some("failed to parse build-arg:BUILDKIT_DOCKERFILE_CHECK: invalid check option \"x\"")
    );
}
