//! Builds for several platforms at once: how steps are named, and what the platforms share.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use layerlab_core::lab::{BuildKitWord, Lab, Project};

const FILE: &str = "FROM --platform=$BUILDPLATFORM golang:1.23 AS build\nRUN prepare\nARG TARGETARCH\nRUN compile\n\
                    FROM alpine:3.20\nCOPY --from=build /out /out\n";

fn lab(platform: &str) -> Lab {
    let mut project = Project {
        dockerfile: FILE.into(),
        ..Project::default()
    };
    project.options.platform = Some(platform.to_owned());
    Lab::open(project)
}

fn names(lab: &Lab) -> Vec<String> {
    let mut names: Vec<String> = lab.log().lines.into_iter().map(|line| line.name).collect();
    names.sort();
    names
}

#[test]
fn names_show_the_platforms_and_what_is_crossed() {
    assert_eq!(
        names(&lab("linux/amd64,linux/arm64")),
        [
            "[linux/amd64 build 1/3] FROM docker.io/library/golang:1.23",
            "[linux/amd64 build 2/3] RUN prepare",
            "[linux/amd64 build 3/3] RUN compile",
            "[linux/amd64 stage-1 1/2] FROM docker.io/library/alpine:3.20",
            "[linux/amd64 stage-1 2/2] COPY --from=build /out /out",
            "[linux/amd64->arm64 build 3/3] RUN compile",
            "[linux/arm64 stage-1 1/2] FROM docker.io/library/alpine:3.20",
            "[linux/arm64 stage-1 2/2] COPY --from=build /out /out",
        ]
    );
    assert_eq!(names(&lab("linux/arm64")).len(), 5);
}

#[test]
fn the_same_platforms_again_run_nothing() {
    let built = lab("linux/amd64,linux/arm64").build();
    let images = |name: &str| name.contains("] FROM ");
    let steps = built
        .log()
        .lines
        .into_iter()
        .filter(|line| !images(&line.name));
    for step in steps {
        assert_eq!(step.word, BuildKitWord::Cached, "{}", step.name);
    }
    // One of them alone is in the cache too: platforms are in the keys of RUN, and the keys are the same.
    let mut one = built.project.clone();
    one.options.platform = Some("linux/amd64".to_owned());
    assert_eq!(built.with_project(one).analyze().summary.steps_run, 0);
}

/// `FROM stage` goes on where the stage was, whatever platform is built for (`convert.go:init`).
#[test]
fn a_stage_built_from_another_is_for_its_platform() {
    let mut project = Project {
        dockerfile: "FROM --platform=$BUILDPLATFORM alpine AS tools\nFROM tools\nRUN compile\n"
            .into(),
        ..Project::default()
    };
    project.options.platform = Some("linux/amd64".to_owned());
    let built = Lab::open(project.clone()).build();
    project.options.platform = Some("linux/arm64".to_owned());
    let lines = built.with_project(project).log().lines;
    let compile = lines.iter().find(|line| line.name.ends_with("RUN compile"));
    assert_eq!(compile.map(|line| line.word), Some(BuildKitWord::Cached));
}

#[test]
fn a_platform_has_one_name() {
    for written in ["linux/arm64", "arm64", "Linux/aarch64/v8"] {
        let arm = lab("linux/arm64").build();
        let mut again = arm.project.clone();
        again.options.platform = Some(written.to_owned());
        let steps = arm.with_project(again).analyze().summary.steps_run;
        assert_eq!(steps, 0, "{written}");
    }
}

/// A lab with a Dockerfile, for these platforms.
fn lab_of(dockerfile: &str, platform: &str) -> Lab {
    let mut project = Project {
        dockerfile: dockerfile.into(),
        ..Project::default()
    };
    project.options.platform = Some(platform.to_owned());
    Lab::open(project)
}

const TWO: &str = "linux/amd64,linux/arm64";

/// What is built for linux/amd64 is in the cache, what is built for linux/arm64 is not.
fn with_one_of_two_built(dockerfile: &str) -> Lab {
    let one = lab_of(dockerfile, "linux/amd64").build();
    let mut both = one.project.clone();
    both.options.platform = Some(TWO.to_owned());
    one.with_project(both)
}

#[test]
fn the_export_waits_for_every_platform() {
    let file = "FROM python:3.13-slim\nRUN pip install numpy==2.1.0\n";
    let timeline = with_one_of_two_built(file).analyze().timeline;
    let (export, steps) = timeline.bars.split_last().unwrap();
    let last = steps.iter().map(|bar| bar.end()).max().unwrap();
    assert_eq!(export.label, "export the image");
    assert_eq!(export.start, last);
    assert_eq!(timeline.total, export.end());
    // The base image for the second platform is pulled.
    let alone = lab_of(file, "linux/arm64").analyze().timeline;
    assert!(timeline.total >= alone.total, "{timeline:?}");
}

#[test]
fn the_critical_path_goes_over_all_platforms_and_bars_name_them() {
    let file = "FROM python:3.13-slim\nRUN pip install numpy==2.1.0\n";
    let timeline = with_one_of_two_built(file).analyze().timeline;
    let stages: Vec<&str> = timeline
        .bars
        .chunk_by(|one, other| one.stage == other.stage)
        .map(|bars| bars[0].stage.as_str())
        .collect();
    assert_eq!(
        stages,
        ["linux/amd64 stage-0", "linux/arm64 stage-0", "export"]
    );
    for bar in &timeline.bars {
        assert_eq!(bar.critical, bar.runs && bar.stage != stages[0], "{bar:?}");
    }
}

#[test]
fn a_row_says_what_happens_for_the_other_platforms() {
    let analysis = with_one_of_two_built("FROM python:3.13-slim\nRUN make\n").analyze();
    let row = &analysis.rows[1];
    assert!(
        row.brief.ends_with("; runs for linux/arm64"),
        "{}",
        row.brief
    );
    let end = "That is the step for linux/amd64; the same step runs for linux/arm64.";
    assert!(row.answer.ends_with(end), "{}", row.answer);
    let same = lab_of("FROM python:3.13-slim\nRUN make\n", TWO).analyze();
    assert!(!same.rows[1].answer.contains("linux/"));
}

#[test]
fn a_push_uploads_the_layers_of_every_platform() {
    let file = "FROM alpine:3.20\nRUN apk add --no-cache gcc\n";
    let one = lab_of(file, "linux/arm64").analyze().image;
    let two = lab_of(file, TWO).analyze().image;
    assert_eq!(two.push.bytes, 2 * one.push.bytes);
    assert_eq!(two.size, one.size);
}

#[test]
fn the_image_says_for_which_platform_it_is() {
    let image = lab("linux/arm64,linux/amd64").analyze().image;
    assert_eq!(image.platform, "linux/arm64");
    assert_eq!(
        image.platform_note,
        "These are the sizes for linux/arm64, the first of 2 platforms. Only the push is that of all of them."
    );
    let image = lab("linux/arm64").analyze().image;
    assert_eq!(
        (image.platform.as_str(), image.platform_note.as_str()),
        ("", "")
    );
}
