//! Errors that no recording shows, in BuildKit's words as its source has them.

use layerlab_core::lab::{Lab, Project};

fn error(dockerfile: &str) -> String {
    let project = Project {
        dockerfile: dockerfile.into(),
        ..Project::default()
    };
    Lab::open(project).log().error.unwrap_or_default()
}

/// The last entry of the image's history.
fn history(dockerfile: &str) -> String {
    let project = Project {
        dockerfile: dockerfile.into(),
        ..Project::default()
    };
    let history = Lab::open(project).image_detail().history;
    history
        .first()
        .map(|row| row.created_by.clone())
        .unwrap_or_default()
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

#[test]
fn the_platform_of_a_stage_has_to_be_one() {
    assert_eq!(
        error("FROM --platform=$NOPE alpine\nRUN true\n"),
        "empty platform value from expression $NOPE"
    );
    assert_eq!(
        error("FROM --platform=$TARGETPLATFROM alpine\nRUN true\n"),
        "empty platform value from expression $TARGETPLATFROM (did you mean TARGETPLATFORM?)"
    );
    assert_eq!(
        error("FROM --platform=nonsense alpine AS unused\nFROM alpine\nRUN true\n"),
        "failed to parse platform nonsense: \"nonsense\": unknown operating system or architecture: invalid argument"
    );
    assert_eq!(
        error("FROM --platform=$NOPE $NEITHER\n"),
        "base name ($NEITHER) should not be blank",
        "the base is looked at first"
    );
}

#[test]
fn defaults_before_the_first_stage_have_to_expand() {
    assert_eq!(
        error("ARG A=${B:?missing}\nFROM alpine\nRUN true\n"),
        "failed to process \"${B:?missing}\": B: missing"
    );
}

#[test]
fn what_is_mounted_is_defined_above() {
    assert_eq!(
        error(
            "FROM alpine AS a\nRUN --mount=from=b,target=/x true\nFROM alpine AS b\nRUN true\nFROM a\n"
        ),
        "cannot mount from stage \"b\" to \"/x\", stage needs to be defined before current command"
    );
}

#[test]
fn a_mode_is_a_number_or_a_list_of_changes() {
    let mode = |mode: &str| error(&format!("FROM alpine\nCOPY --chmod={mode} Dockerfile /a\n"));
    for good in ["0755", "u+x", "a=rX,go-w", "u=rwx,g=u,o="] {
        assert_eq!(mode(good), "", "{good}");
    }
    for (bad, message) in [
        (
            "8",
            "invalid chmod parameter: '8'. it should be octal string and between 0 and 07777",
        ),
        ("foo", "invalid syntax"),
        ("u+q", "invalid syntax"),
        ("u+x,", "invalid syntax"),
    ] {
        assert_eq!(mode(bad), message, "{bad}");
    }
}

#[test]
fn a_checksum_is_a_digest() {
    assert_eq!(
        error("FROM alpine\nADD --checksum=sha256:123 https://example.com/a /a\n"),
        "invalid checksum digest length"
    );
}

#[test]
fn stages_without_a_name_are_suggested_by_the_name_that_is_shown() {
    let project = Project {
        dockerfile: "FROM alpine\nRUN true\n".into(),
        options: layerlab_core::graph::BuildOptions {
            target: Some("stage-1".to_owned()),
            ..Default::default()
        },
        ..Project::default()
    };
    assert_eq!(
        Lab::open(project).log().error.unwrap_or_default(),
        "target stage \"stage-1\" could not be found (did you mean stage-0?)"
    );
}

/// The stage that `--from` names is looked up twice: for what the target needs, and when the instruction is read.
#[test]
fn what_is_wrong_with_a_line_is_said_once() {
    let problems = |dockerfile: &str| {
        let project = Project {
            dockerfile: dockerfile.into(),
            ..Project::default()
        };
        let problems = Lab::open(project).analyze().problems;
        let said = problems.iter();
        said.map(|problem| (problem.line, problem.message.clone()))
            .collect::<Vec<_>>()
    };
    let unknown = |line: usize| (line, "invalid stage index 7".to_owned());
    assert_eq!(
        problems("FROM alpine AS a\nFROM alpine\nCOPY --from=7 /a /b\n"),
        [unknown(3)]
    );
    // Two lines that are wrong are two problems.
    assert_eq!(
        problems("FROM alpine\nCOPY --from=7 /a /b\nCOPY --from=7 /a /b\n"),
        [unknown(2), unknown(3)]
    );
    let variable = problems("ARG X=a\nFROM alpine AS a\nFROM alpine\nCOPY --from=$X /a /b\n");
    assert_eq!(variable.len(), 1, "{variable:?}");
}

/// The image that nobody needs is not looked up, but its name is read, and before any instruction.
#[test]
fn names_of_images_are_read_first() {
    let refused = |name: &str| {
        format!(
            "failed to parse stage name \"{name}\": invalid reference format: repository name (library/{name}) must be lowercase"
        )
    };
    for (dockerfile, name) in [
        (
            "FROM alpine AS unused\nCOPY --from=No_Pe a b\nFROM alpine\n",
            "No_Pe",
        ),
        (
            "FROM alpine AS unused\nRUN --mount=type=cache,from=No_Pe,target=/c x\nFROM alpine\n",
            "No_Pe",
        ),
        (
            "FROM alpine AS a\nSTOPSIGNAL NOPE\nFROM BAD_Name\nCOPY --from=a a b\n",
            "BAD_Name",
        ),
        (
            "FROM alpine\nSTOPSIGNAL NOPE\nCOPY --from=Later a b\n",
            "Later",
        ),
    ] {
        assert_eq!(error(dockerfile), refused(name), "{dockerfile}");
    }
}

#[test]
fn a_trigger_that_is_no_instruction_stops_the_build() {
    let missing = "COPY requires at least two arguments, but only one was provided. Destination could not be determined";
    for (dockerfile, message) in [
        ("FROM alpine AS a\nONBUILD COPY x\nFROM a\n", missing),
        // Before any instruction is carried out.
        (
            "FROM alpine AS a\nONBUILD COPY x\nSTOPSIGNAL NOPE\nFROM a\n",
            missing,
        ),
        // Nothing is built on it.
        ("FROM alpine\nONBUILD COPY x\n", ""),
        (
            "FROM alpine AS a\nONBUILD COPY x\nFROM a AS unused\nFROM alpine\n",
            "",
        ),
    ] {
        assert_eq!(error(dockerfile), message, "{dockerfile}");
    }
}

#[test]
fn what_is_asked_of_a_repository_has_to_be_possible() {
    let add = |line: &str| error(&format!("FROM alpine\n{line} /x\n"));
    assert_eq!(
        add("ADD https://example.com/a.git?foo=bar"),
        "unexpected query \"foo\""
    );
    assert_eq!(
        add("ADD --keep-git-dir=false https://example.com/a.git?keep-git-dir=true"),
        "inconsistent keep-git-dir configuration"
    );
    assert_eq!(
        add("ADD --keep-git-dir https://example.com/a.git?ref=v1#v1"),
        ""
    );
    assert_eq!(add("ADD https://example.com/a?foo=bar"), "");
}

#[test]
fn a_word_of_expose_may_come_to_any_number_of_ports() {
    for (ports, exposed) in [
        ("3000 4000/udp", "EXPOSE [3000/tcp 4000/udp]"),
        ("", "EXPOSE []"),
        ("0080/ 9000-9001", "EXPOSE [80/tcp 9000/tcp 9001/tcp]"),
    ] {
        let dockerfile = format!("FROM alpine\nARG PORTS=\"{ports}\"\nEXPOSE $PORTS\n");
        assert_eq!(error(&dockerfile), "");
        assert_eq!(history(&dockerfile), exposed);
    }
}

#[test]
fn here_documents_are_read_as_they_are_run() {
    for (dockerfile, shown) in [
        (
            "FROM alpine\nRUN <<-EOF\n\t#!/bin/sh\n\techo hi\nEOF\n",
            "RUN /bin/sh -c /dev/pipes/EOF # buildkit",
        ),
        (
            "FROM alpine\nRUN <<\"E F\"\necho a\nE F\n",
            "RUN /bin/sh -c echo a\n # buildkit",
        ),
        (
            "FROM alpine\nRUN <<EOF cat\necho a\nEOF\n",
            "RUN /bin/sh -c <<EOF cat\necho a\nEOF # buildkit",
        ),
    ] {
        assert_eq!(history(dockerfile), shown, "{dockerfile}");
    }
}
