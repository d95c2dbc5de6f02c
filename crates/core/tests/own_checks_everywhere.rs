//! The rules of our own over every Dockerfile there is in this project: no panic, one finding for one cause, and fixes
//! that keep what they promise.

#![allow(clippy::expect_used, reason = "a test may fail")]

#[path = "support/dockerfiles.rs"]
mod dockerfiles;

use std::collections::{BTreeMap, BTreeSet};

use dockerfiles::{dockerfiles, in_a_project_that_has_all};
use layerlab_core::checks::own::Remedy;
use layerlab_core::lab::{Analysis, Findings, Lab, Offer, Project};
use layerlab_core::lessons::projects;

/// What is found in a project of which nothing was built yet.
fn found_in(project: &Project) -> (Analysis, Findings) {
    let lab = Lab::open(project.clone());
    let analysis = lab.analyze();
    let findings = lab.findings(&analysis);
    (analysis, findings)
}

/// Findings by rule, those of BuildKit included.
fn counted(findings: &Findings) -> BTreeMap<&'static str, usize> {
    let own = findings.own.iter().map(|found| found.rule.name);
    let docker = findings.docker.findings.iter();
    let docker = docker.map(|found| found.rule.name);
    let mut counted = BTreeMap::new();
    for name in own.chain(docker) {
        *counted.entry(name).or_default() += 1;
    }
    counted
}

/// A rule says one thing of a place.
fn check_places(findings: &Findings, text: &str) {
    let mut places = BTreeSet::new();
    for found in &findings.own {
        let marked = text.get(found.span.start..found.span.end);
        assert!(
            marked.is_some_and(|marked| !marked.is_empty()),
            "{found:?}\n{text}"
        );
        let new = places.insert((found.rule.name, found.span, found.message.clone()));
        assert!(new, "{found:?} is there twice\n{text}");
    }
}

/// How many instructions a fix changes.
fn touched(analysis: &Analysis, offer: &Offer) -> usize {
    let instructions = analysis.syntax.instructions.iter();
    let touched = instructions.filter(|instruction| {
        let mut edits = offer.fix.edits.iter();
        edits.any(|edit| {
            let meets =
                edit.span.start <= instruction.span.end && instruction.span.start <= edit.span.end;
            edit.file == "Dockerfile" && meets
        })
    });
    touched.count()
}

/// A fix of one instruction puts one thing right: if another finding goes with it, both have the same cause, and one is
/// too many. Two of the same rule may well be put right by one edit, and another structure puts several things right.
fn check_causes(project: &Project, before: &Analysis, findings: &Findings) -> usize {
    let counts = counted(findings);
    let offers = Lab::open(project.clone()).offers();
    for offer in &offers {
        let finding = &findings.own[offer.finding];
        let fixed = project.with_edits(&offer.fix.edits).expect("the edits fit");
        let (after, left) = found_in(&fixed);
        assert!(!after.summary.fails, "{finding:?}\n{}", fixed.dockerfile);
        assert!(after.syntax.errors.is_empty(), "{}", fixed.dockerfile);
        let count_left = counted(&left);
        for (rule, count) in &counts {
            let now = count_left.get(rule).copied().unwrap_or_default();
            if *rule == finding.rule.name {
                assert!(now < *count, "{finding:?}\n{}", fixed.dockerfile);
            } else if touched(before, offer) <= 1 {
                assert!(
                    now >= *count,
                    "{} goes with the fix of {}\n{}\nbecomes\n{}",
                    rule,
                    finding.rule.name,
                    project.dockerfile,
                    fixed.dockerfile
                );
            }
        }
        check_places(&left, &fixed.dockerfile);
    }
    offers.len()
}

#[test]
fn every_example_has_one_finding_for_one_cause() {
    for example in projects() {
        let project = example.project();
        let (analysis, findings) = found_in(&project);
        check_places(&findings, &example.dockerfile);
        check_causes(&project, &analysis, &findings);
    }
}

#[test]
fn every_dockerfile_has_one_finding_for_one_cause() {
    let texts = dockerfiles();
    assert!(texts.len() > 600, "only {} Dockerfiles", texts.len());
    let (mut found, mut offered) = (0, 0);
    // Files in which the same rules find something are alike: two of each kind are proven.
    let mut proven: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    for text in texts {
        let project = in_a_project_that_has_all(&text);
        let (analysis, findings) = found_in(&project);
        check_places(&findings, &text);
        found += findings.own.len();
        let fixable = findings.own.iter();
        let fixable = fixable.filter(|found| matches!(found.remedy, Remedy::Fix { .. }));
        let kind: Vec<&str> = fixable.map(|found| found.rule.name).collect();
        let seen = proven.entry(kind.clone()).or_default();
        if !kind.is_empty() && *seen < 2 {
            *seen += 1;
            offered += check_causes(&project, &analysis, &findings);
        }
    }
    assert!(
        found > 300 && offered > 60,
        "{found} found, {offered} offered"
    );
}
