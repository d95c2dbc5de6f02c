//! Builds for several platforms at once: how steps are named, and what the platforms share.

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
