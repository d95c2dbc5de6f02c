//! Every rule by its own examples.

use std::collections::BTreeSet;

use layerlab_dockerignore::IgnoreFile;

use super::{Example, RULES, Report, Rule, Subject, check};
use crate::graph::{BaseImage, BuildOptions, ImageLookup};

/// Images for linux/amd64 and nothing else.
struct OnePlatform;

impl ImageLookup for OnePlatform {
    fn look_up(&self, _: &str, _: &str) -> BaseImage {
        BaseImage {
            platform: "linux/amd64".to_owned(),
            ..BaseImage::default()
        }
    }
}

fn report(dockerfile: &str, dockerignore: &str) -> Report {
    let ignore = IgnoreFile::parse(dockerignore);
    check(&Subject {
        text: dockerfile,
        syntax: &layerlab_syntax::parse(dockerfile),
        options: &BuildOptions::default(),
        ignore: Some(&ignore),
        images: &OnePlatform,
    })
}

/// What the rule says of an example, and what marks it in the text.
fn said(rule: &Rule, example: &Example) -> Vec<String> {
    let report = report(example.dockerfile, example.dockerignore);
    let of_rule = report
        .findings
        .into_iter()
        .filter(|finding| finding.rule.name == rule.name);
    of_rule
        .map(|finding| {
            let marked = example.dockerfile.get(finding.span.start..finding.span.end);
            assert!(
                marked.is_some_and(|marked| !marked.is_empty()),
                "{} marks nothing in {:?}",
                rule.name,
                example.dockerfile
            );
            assert!(!finding.lines.is_empty());
            finding.message
        })
        .collect()
}

#[test]
fn rules_find_what_their_examples_say() {
    for rule in RULES {
        assert!(
            !rule.bad.is_empty() && !rule.good.is_empty(),
            "{}",
            rule.name
        );
        for example in rule.bad.iter().chain(rule.good) {
            let expected: Vec<&str> = example.messages.to_vec();
            assert_eq!(
                said(rule, example),
                expected,
                "{} {:?}",
                rule.name,
                example.dockerfile
            );
        }
        assert!(rule.bad.iter().all(|example| !example.messages.is_empty()));
        assert!(rule.good.iter().all(|example| example.messages.is_empty()));
    }
}

#[test]
fn rules_introduce_themselves() {
    let mut names = BTreeSet::new();
    for rule in RULES {
        assert!(names.insert(rule.name), "{} is there twice", rule.name);
        assert_eq!(
            super::rule(rule.name).map(|found| found.name),
            Some(rule.name)
        );
        assert!(rule.description.len() > 20, "{}", rule.name);
        let sentences = rule.explanation.matches(". ").count() + 1;
        assert!(
            (2..=3).contains(&sentences),
            "{}: {sentences} sentences",
            rule.name
        );
        assert!(
            rule.explanation.ends_with('.') && rule.explanation.len() < 420,
            "{}",
            rule.name
        );
        assert!(
            rule.url.is_empty() || rule.url.starts_with("https://"),
            "{}",
            rule.name
        );
    }
}

fn names(dockerfile: &str) -> Vec<&'static str> {
    let findings = report(dockerfile, "").findings;
    findings.iter().map(|finding| finding.rule.name).collect()
}

#[test]
fn rules_are_switched_by_the_file_and_by_single_lines() {
    let two = "FROM alpine AS A\nMAINTAINER me\n";
    assert_eq!(names(two), ["StageNameCasing", "MaintainerDeprecated"]);
    assert_eq!(
        names(&format!("# check=skip=StageNameCasing\n{two}")),
        ["MaintainerDeprecated"]
    );
    assert!(names(&format!("# check=skip=all\n{two}")).is_empty());
    assert_eq!(
        names(
            "FROM alpine AS A\n# check=skip=MaintainerDeprecated // the others stay\nMAINTAINER me\n"
        ),
        ["StageNameCasing"]
    );
}

#[test]
fn findings_become_an_error_on_request() {
    let message = |text: &str| report(text, "").error.map(|stop| stop.message);
    assert_eq!(
        message("# check=error=true\nFROM alpine AS A\nMAINTAINER me\nMAINTAINER me\n").as_deref(),
        Some("lint violation found for rules: StageNameCasing, MaintainerDeprecated")
    );
    assert_eq!(message("# check=error=true\nFROM alpine\n"), None);
    assert_eq!(message("FROM alpine AS A\n"), None);
}

#[test]
fn nothing_is_checked_behind_an_error() {
    let report = report("FROM alpine\nVOLUME $NOTHING\nCMD a\n", "");
    let rules: Vec<&str> = report
        .findings
        .iter()
        .map(|finding| finding.rule.name)
        .collect();
    assert_eq!(rules, ["UndefinedVar"]);
    assert_eq!(
        report.error.map(|stop| stop.message).as_deref(),
        Some("VOLUME specified can not be an empty string")
    );
}

#[test]
fn triggers_are_checked_where_they_fire() {
    let text = "FROM alpine AS a\nONBUILD CMD x\nONBUILD COPY $Y /\nFROM a\n";
    let findings = report(text, "").findings;
    let found: Vec<(&str, usize)> = findings
        .iter()
        .map(|finding| {
            let line = finding.lines.first().map_or(0, |lines| lines.first);
            (finding.rule.name, line)
        })
        .collect();
    assert_eq!(found, [("JSONArgsRecommended", 4), ("UndefinedVar", 4)]);
}

#[test]
fn a_target_leaves_the_other_stages_out() {
    let text = "FROM alpine AS a\nCMD x\nFROM alpine AS b\nCMD y\n";
    let tree = layerlab_syntax::parse(text);
    let lines = |target: Option<&str>| -> Vec<usize> {
        let options = BuildOptions {
            target: target.map(str::to_owned),
            ..BuildOptions::default()
        };
        let report = check(&Subject {
            text,
            syntax: &tree,
            options: &options,
            ignore: None,
            images: &OnePlatform,
        });
        let lines = report.findings.iter().flat_map(|finding| &finding.lines);
        lines.map(|lines| lines.first).collect()
    };
    assert_eq!(lines(None), [2, 4]);
    assert_eq!(lines(Some("a")), [2]);
}
