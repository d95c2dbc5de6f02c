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
