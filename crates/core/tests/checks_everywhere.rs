//! The checks over every Dockerfile there is in this project: no panic, and every finding at a place of the text.

#![allow(clippy::expect_used, reason = "a test may fail")]

#[path = "support/dockerfiles.rs"]
#[allow(dead_code, reason = "projects are for other tests")]
mod dockerfiles;

use dockerfiles::dockerfiles;
use layerlab_core::checks::{Report, Subject, check};
use layerlab_core::graph::{BaseImage, BuildOptions, ImageLookup};
use layerlab_core::syntax;
use proptest::prelude::*;

struct NothingKnown;

impl ImageLookup for NothingKnown {
    fn look_up(&self, _: &str, _: &str) -> BaseImage {
        BaseImage::default()
    }
}

fn checked(text: &str) -> Report {
    let report = check(&Subject {
        text,
        syntax: &syntax::parse(text),
        options: &BuildOptions::default(),
        ignore: None,
        images: &NothingKnown,
    });
    let line_count = text.split('\n').count();
    for finding in &report.findings {
        let span = finding.span;
        assert!(
            text.get(span.start..span.end).is_some(),
            "{finding:?} lies outside of {text:?}"
        );
        assert!(!finding.lines.is_empty(), "{finding:?} has no line");
        assert!(
            finding.lines.iter().all(|lines| lines.last <= line_count),
            "{finding:?}"
        );
    }
    report
}

#[test]
fn every_dockerfile_can_be_checked() {
    let texts = dockerfiles();
    assert!(texts.len() > 600, "only {} Dockerfiles", texts.len());
    let found: usize = texts.iter().map(|text| checked(text).findings.len()).sum();
    assert!(found > 100, "only {found} findings");
}

/// Lines that are broken in the middle, and characters of every kind.
#[test]
fn cut_dockerfiles_can_be_checked() {
    for text in dockerfiles() {
        for (at, _) in text.char_indices().step_by(17) {
            checked(text.get(..at).unwrap_or_default());
            checked(text.get(at..).unwrap_or_default());
        }
    }
}

fn any_line() -> impl Strategy<Value = String> {
    let keyword = prop::sample::select(vec![
        "FROM",
        "from",
        "RUN",
        "COPY",
        "ADD",
        "ARG",
        "ENV",
        "LABEL",
        "EXPOSE",
        "CMD",
        "Entrypoint",
        "WORKDIR",
        "ONBUILD",
        "VOLUME",
        "STOPSIGNAL",
        "MAINTAINER",
        "SHELL",
        "HEALTHCHECK",
        "USER",
        "#",
        "# check=",
        "",
    ]);
    let words = prop::collection::vec(
        prop_oneof![
            "[ -~]{0,6}",
            "\\PC{0,3}",
            prop::sample::select(vec![
                "a",
                "AS",
                "b",
                "$A",
                "${A:-x}",
                "--from=a",
                "--from=0",
                "--mount=type=cache,target=/x,from=a",
                "--platform=$A",
                "--platform=linux/arm64",
                "<<E",
                "E",
                "80/TCP",
                "1:2",
                "A=1",
                "\\",
                "[\"a\"]",
                "scratch",
                "skip=all",
                "error=true",
                "\u{feff}",
                "CMD",
                "COPY",
            ])
            .prop_map(str::to_owned),
        ],
        0..4,
    );
    (keyword, words).prop_map(|(keyword, words)| format!("{keyword} {}\n", words.join(" ")))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_text_can_be_checked(lines in prop::collection::vec(any_line(), 0..8)) {
        checked(&lines.concat());
    }
}
