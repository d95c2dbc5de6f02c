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
