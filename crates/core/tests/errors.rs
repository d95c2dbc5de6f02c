//! Errors that no recording shows, in BuildKit's words as its source has them.

use layerlab_core::lab::{Lab, Project};

fn error(dockerfile: &str) -> String {
    let project = Project {
        dockerfile: dockerfile.into(),
        ..Project::default()
    };
    Lab::open(project).log().error.unwrap_or_default()
}

#[test]
fn no_variables_in_copy_from() {
    assert_eq!(
        error("ARG X=a\nFROM alpine AS a\nFROM alpine\nCOPY --from=$X /a /b\n"),
        "variable expansion is not supported for --from, define a new stage with FROM using ARG from global scope as a workaround"
    );
    assert_eq!(
        error("FROM alpine AS a\nFROM alpine\nCOPY --from=a /a /b\n"),
        ""
    );
}

#[test]
fn volumes_have_names() {
    assert_eq!(
        error("FROM alpine\nARG X\nVOLUME $X\n"),
        "VOLUME specified can not be an empty string"
    );
}

/// The stage that a trigger takes files from is built too, though no line of the stage itself names it.
#[test]
fn triggers_may_copy_from_other_stages() {
    let project = Project {
        dockerfile: "FROM alpine AS source\nRUN make /out\nFROM alpine AS base\nONBUILD COPY --from=source /out /out\nFROM base\nRUN use\n"
            .into(),
        ..Project::default()
    };
    let names: Vec<String> = Lab::open(project)
        .log()
        .lines
        .into_iter()
        .map(|line| line.name)
        .collect();
    assert!(
        names.contains(&"[source 2/2] RUN make /out".to_owned()),
        "{names:?}"
    );
    assert!(
        names.contains(&"[stage-2 1/2] ONBUILD COPY --from=source /out /out".to_owned()),
        "{names:?}"
    );
}

#[test]
fn only_add_downloads() {
    assert_eq!(
        error("FROM alpine\nCOPY https://example.com/a /a\n"),
        "source can't be a URL for COPY"
    );
    assert_eq!(
        error("FROM alpine\nCOPY https://example.com/a.git /a\n"),
        "source can't be a git ref for COPY"
    );
    assert_eq!(
        error(
            "FROM alpine\nADD --checksum=sha256:0000000000000000000000000000000000000000000000000000000000000000 a.txt /a\n"
        ),
        "checksum requires HTTP(S) or Git sources"
    );
}

#[test]
fn a_stage_is_named_in_lower_case_after_from() {
    assert!(
        error("FROM alpine AS Base\nFROM Base\n")
            .contains("repository name (library/Base) must be lowercase")
    );
    assert_eq!(error("FROM alpine AS Base\nFROM base\n"), "");
}
