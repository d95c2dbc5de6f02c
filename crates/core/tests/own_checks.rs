//! The rules of our own: each by its examples, and every fix that is offered by simulating the project with it.

#![allow(clippy::expect_used, reason = "a test may fail")]

#[path = "support/dockerfiles.rs"]
mod dockerfiles;

use std::collections::BTreeSet;
use std::path::Path;
use std::rc::Rc;

use dockerfiles::{in_a_project_that_has_all, project};
use layerlab_core::checks::RULES;
use layerlab_core::checks::own::{OWN_RULES, OwnFinding, OwnRule, Promise, Remedy};
use layerlab_core::lab::{Lab, Measure, Offer, Project};
use layerlab_core::lessons::projects;

fn messages(project: &Project, rule: &OwnRule) -> Vec<String> {
    let lab = Lab::open(project.clone());
    let findings = lab.findings(&lab.analyze()).own.into_iter();
    let of_rule = findings.filter(|finding| finding.rule.name == rule.name);
    of_rule
        .map(|finding| {
            let marked = project.dockerfile.get(finding.span.start..finding.span.end);
            assert!(
                marked.is_some_and(|marked| !marked.is_empty()),
                "{finding:?}"
            );
            finding.message
        })
        .collect()
}

/// What is offered for the findings of a rule.
fn offers_of(project: &Project, rule: &OwnRule) -> Vec<Offer> {
    let lab = Lab::open(project.clone());
    let findings = lab.findings(&lab.analyze()).own;
    let offers = lab.offers().into_iter();
    offers
        .filter(|offer| findings[offer.finding].rule.name == rule.name)
        .collect()
}

#[test]
fn rules_find_what_their_examples_say() {
    for rule in OWN_RULES {
        assert!(
            !rule.bad.is_empty() && !rule.good.is_empty(),
            "{}",
            rule.name
        );
        for example in rule.bad.iter().chain(rule.good) {
            let project = project(example.dockerfile, example.dockerignore);
            assert!(
                !Lab::open(project.clone()).analyze().summary.fails,
                "{} {:?} does not build",
                rule.name,
                example.dockerfile
            );
            let said = messages(&project, rule);
            assert_eq!(
                said, example.messages,
                "{} {:?}",
                rule.name, example.dockerfile
            );
        }
        assert!(rule.bad.iter().all(|example| !example.messages.is_empty()));
        assert!(rule.good.iter().all(|example| example.messages.is_empty()));
    }
}

/// The first bad example of every rule that has fixes is put right by what is offered for it, and it gains what is promised.
#[test]
fn fixes_put_their_examples_right() {
    let mut without_fix = Vec::new();
    for rule in OWN_RULES {
        let example = rule.bad.first().expect("it has one");
        let before = project(example.dockerfile, example.dockerignore);
        let lab = Lab::open(before.clone());
        let analysis = lab.analyze();
        let findings = lab.findings(&analysis).own;
        let mut found = findings.iter();
        let found = found.find(|finding| finding.rule.name == rule.name);
        if matches!(found.map(|found| &found.remedy), Some(Remedy::ByHand(_))) {
            without_fix.push(rule.name);
            continue;
        }
        let mut fixed = before.clone();
        let mut gain = Vec::new();
        // A fix of one place each.
        for _ in 0..4 {
            let Some(offer) = offers_of(&fixed, rule).into_iter().next() else {
                break;
            };
            gain.extend(
                offer
                    .changes
                    .iter()
                    .filter(|change| change.is_gain())
                    .map(|change| change.measure),
            );
            fixed = fixed.with_edits(&offer.fix.edits).expect("the edits fit");
        }
        let left = messages(&fixed, rule);
        assert!(
            left.is_empty(),
            "{} {left:?}\n{}",
            rule.name,
            fixed.dockerfile
        );
        let promised: &[Measure] = match rule.promise {
            Promise::CodeEdit => &[Measure::CodeEdit],
            Promise::DependencyEdit => &[Measure::DependencyEdit],
            Promise::AnyEdit => &[Measure::CodeEdit, Measure::DependencyEdit],
            Promise::ImageSize => &[Measure::ImageSize],
            Promise::Installation => &[Measure::ImageSize, Measure::ColdBuild],
            Promise::Context => &[Measure::Context],
            Promise::Safety => continue,
        };
        assert!(
            gain.iter().any(|measure| promised.contains(measure)),
            "{} {gain:?}",
            rule.name
        );
    }
    assert_eq!(
        without_fix,
        [
            "IgnoredCommand",
            "UnusedStage",
            "UnpinnedBaseImage",
            "PipeHidesFailure",
            "RelativeDestination"
        ]
    );
}

#[test]
fn rules_introduce_themselves() {
    let mut names: BTreeSet<&str> = RULES.iter().map(|rule| rule.name).collect();
    for rule in OWN_RULES {
        assert!(names.insert(rule.name), "{} is there twice", rule.name);
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
    }
}

fn rule(name: &str) -> &'static OwnRule {
    let mut rules = OWN_RULES.iter();
    rules
        .find(|rule| rule.name == name)
        .expect("there is such a rule")
}

/// The Dockerfile after the first fix that is offered for a rule.
fn fixed(dockerfile: &str, name: &str) -> Option<String> {
    let before = project(dockerfile, "");
    let offer = offers_of(&before, rule(name)).into_iter().next()?;
    Some(before.with_edits(&offer.fix.edits)?.dockerfile.to_string())
}

#[test]
fn comments_and_the_rest_of_the_text_stay_as_they_are() {
    let text = "FROM python:3.13-slim\nWORKDIR /app\n\n# The project\nCOPY  --chown=1:1 . .\n\n# What it needs\nRUN pip install \\\n    # exact versions\n    -r requirements.txt\nEXPOSE 80\n";
    assert_eq!(
        fixed(text, "DependenciesAfterSource").as_deref(),
        Some(
            "FROM python:3.13-slim\nWORKDIR /app\n\n# The project\nCOPY --chown=1:1 requirements.txt ./\n\n# What it needs\nRUN pip install \\\n    # exact versions\n    -r requirements.txt\nCOPY  --chown=1:1 . .\nEXPOSE 80\n"
        )
    );
    let text = "FROM debian:bookworm-slim\nRUN apt-get update && \\\n  apt-get install -y --no-install-recommends git # version control\n";
    assert_eq!(
        fixed(text, "AptListsKept"),
        None,
        "the rest of the script is a comment"
    );
    let text = "FROM debian:bookworm-slim\r\nRUN apt-get update && \\\r\n  apt-get install -y --no-install-recommends git\r\nCMD [\"git\"]\r\n";
    assert_eq!(
        fixed(text, "AptListsKept").as_deref(),
        Some(
            "FROM debian:bookworm-slim\r\nRUN apt-get update && \\\r\n  apt-get install -y --no-install-recommends git \\\r\n  && rm -rf /var/lib/apt/lists/*\r\nCMD [\"git\"]\r\n"
        )
    );
}

/// The Dockerfile after the fix that copies the lists of dependencies first, in a project with these files.
fn lists_first(dockerfile: &str, files: &[&str]) -> Option<String> {
    let mut before = project(dockerfile, "");
    for path in files {
        Rc::make_mut(&mut before.files).entries.insert(
            (*path).to_owned(),
            layerlab_core::context::FileNode::text("module x v1\nmodule y v1\n"),
        );
    }
    let offer = offers_of(&before, rule("DependenciesAfterSource"))
        .into_iter()
        .next()?;
    Some(before.with_edits(&offer.fix.edits)?.dockerfile.to_string())
}

#[test]
fn lists_of_every_tool_are_copied_first() {
    for (base, install, files, copied) in [
        (
            "python:3.13-slim",
            "pipenv sync --system",
            &["Pipfile", "Pipfile.lock"][..],
            "Pipfile Pipfile.lock",
        ),
        (
            "node:22",
            "yarn install --frozen-lockfile",
            &["yarn.lock"],
            "package.json yarn.lock",
        ),
        (
            "node:22",
            "pnpm install",
            &["pnpm-lock.yaml"],
            "package.json pnpm-lock.yaml",
        ),
        (
            "golang:1.24",
            "go mod download",
            &["go.mod", "go.sum"],
            "go.mod go.sum",
        ),
        (
            "ruby:3.3-slim",
            "bundle install",
            &["Gemfile", "Gemfile.lock"],
            "Gemfile Gemfile.lock",
        ),
        (
            "maven:3-eclipse-temurin-17",
            "mvn -B dependency:go-offline",
            &["pom.xml"],
            "pom.xml",
        ),
    ] {
        let text = format!("FROM {base}\nWORKDIR /app\nCOPY . .\nRUN {install}\nRUN true\n");
        let expected = format!(
            "FROM {base}\nWORKDIR /app\nCOPY {copied} ./\nRUN {install}\nCOPY . .\nRUN true\n"
        );
        assert_eq!(lists_first(&text, files), Some(expected), "{install}");
    }
    let go = "FROM golang:1.24\n\n# Here\nWORKDIR /app\n\n# All of it\nCOPY . .\nRUN go build -o /app/x\nCMD [\"./x\"]\n";
    assert_eq!(
        lists_first(go, &["go.mod", "go.sum", "main.go"]).as_deref(),
        Some(
            "FROM golang:1.24\n\n# Here\nWORKDIR /app\nCOPY go.mod go.sum /app/\nRUN go mod download\n\n# All of it\nCOPY . .\nRUN go build -o /app/x\nCMD [\"./x\"]\n"
        )
    );
    let java = "FROM maven:3-eclipse-temurin-17\nWORKDIR /app\nCOPY . .\nRUN mvn -B package\n";
    assert_eq!(
        lists_first(java, &["pom.xml", "src/Main.java"]).as_deref(),
        Some(
            "FROM maven:3-eclipse-temurin-17\nWORKDIR /app\nCOPY pom.xml /app/\nRUN mvn -B dependency:go-offline\nCOPY . .\nRUN mvn -B package\n"
        )
    );
    // Workspaces count on more than their list.
    assert_eq!(lists_first(go, &["go.mod", "go.work", "main.go"]), None);
}

#[test]
fn the_user_is_made_before_its_files_come() {
    let text = "FROM python:3.13-slim\nWORKDIR /app\n# All of it\nCOPY . .\n# Nobody\nRUN adduser --disabled-password web && \\\n    chown -R web:web /app\nUSER web\n";
    assert_eq!(
        fixed(text, "OwnershipInOwnLayer").as_deref(),
        Some(
            "FROM python:3.13-slim\nWORKDIR /app\n# All of it\nRUN adduser --disabled-password web && \\\n    chown web:web /app\nCOPY --chown=web:web . .\n# Nobody\nUSER web\n"
        )
    );
    let text = "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nRUN groupadd web\nRUN useradd -g web web\nRUN chown -R web:web /app\nUSER web\n";
    assert_eq!(
        fixed(text, "OwnershipInOwnLayer").as_deref(),
        Some(
            "FROM python:3.13-slim\nWORKDIR /app\nRUN groupadd web\nRUN useradd -g web web\nRUN chown web:web /app\nCOPY --chown=web:web . .\nUSER web\n"
        )
    );
    // What only the COPY makes is made before.
    let text =
        "FROM python:3.13-slim\nRUN useradd web\nCOPY . /app\nRUN chown -R web /app\nUSER web\n";
    assert_eq!(
        fixed(text, "OwnershipInOwnLayer").as_deref(),
        Some(
            "FROM python:3.13-slim\nRUN useradd web\nRUN mkdir -p /app && chown web /app\nCOPY --chown=web . /app\nUSER web\n"
        )
    );
    let text = "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nRUN useradd web && touch x && chown -R web:web /app\nUSER web\n";
    assert_eq!(fixed(text, "OwnershipInOwnLayer"), None);
}

#[test]
fn a_user_is_made_where_nothing_speaks_against_it() {
    let text = "FROM python:3.13-slim\nWORKDIR /app\nCOPY app.py .\n\n# The server\nEXPOSE 8000\nCMD [\"python\", \"app.py\"]\n";
    assert_eq!(
        fixed(text, "RunsAsRoot").as_deref(),
        Some(
            "FROM python:3.13-slim\nRUN useradd --create-home app\nWORKDIR /app\nCOPY app.py .\nUSER app\n\n# The server\nEXPOSE 8000\nCMD [\"python\", \"app.py\"]\n"
        )
    );
    let text = "FROM node:22-alpine\nCOPY app.py .\nCMD [\"node\", \"app.js\"]\n";
    assert_eq!(
        fixed(text, "RunsAsRoot").as_deref(),
        Some("FROM node:22-alpine\nCOPY app.py .\nUSER node\nCMD [\"node\", \"app.js\"]\n")
    );
    for text in [
        // Ports below 1024, scripts that set things up, images of servers, users of other names.
        "FROM python:3.13-slim\nCOPY app.py /\nEXPOSE 80\nCMD [\"python\", \"/app.py\"]\n",
        "FROM python:3.13-slim\nCOPY app.py /\nENTRYPOINT [\"/start.sh\"]\n",
        "FROM postgres:16\nCOPY app.py /\nCMD [\"postgres\", \"-c\", \"x=1\"]\n",
        "FROM python:3.13-slim\nRUN useradd web\nCOPY --chown=web app.py /\nCMD [\"python\", \"/app.py\"]\n",
    ] {
        assert_eq!(fixed(text, "RunsAsRoot"), None, "{text}");
    }
}

#[test]
fn an_installation_that_needs_the_code_is_left_where_it_is() {
    for text in [
        "FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n",
        "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nRUN ./prepare.sh\nRUN pip install -r requirements.txt\n",
        "FROM python:3.13-slim\nCOPY . /app\nWORKDIR /app\nWORKDIR sub\nRUN pip install -r ../requirements.txt && make\n",
    ] {
        assert_eq!(fixed(text, "DependenciesAfterSource"), None, "{text}");
    }
}

#[test]
fn rules_are_switched_off_as_those_of_docker_are() {
    let found = |text: &str| !messages(&project(text, ""), rule("UnpinnedBaseImage")).is_empty();
    assert!(found("FROM python\nRUN true\n"));
    assert!(!found(
        "# check=skip=UnpinnedBaseImage\nFROM python\nRUN true\n"
    ));
    assert!(!found(
        "# syntax=docker/dockerfile:1\n# a\n\n# check=skip=UnpinnedBaseImage\nFROM python\nRUN true\n"
    ));
}

/// Every fix that is offered leaves a Dockerfile that parses and builds, and makes nothing worse that its rule promises.
fn check_offers(project: &Project) -> usize {
    let lab = Lab::open(project.clone());
    let before = lab.analyze();
    let found_before = lab.findings(&before).own;
    let offers = lab.offers();
    for offer in &offers {
        let finding = &found_before[offer.finding];
        let fixed = project.with_edits(&offer.fix.edits).expect("the edits fit");
        let syntax = layerlab_core::syntax::parse(&fixed.dockerfile);
        assert!(
            syntax.errors.is_empty(),
            "{finding:?}\n{}",
            fixed.dockerfile
        );
        let fixed_lab = Lab::open(fixed.clone());
        let after = fixed_lab.analyze();
        let found_after = fixed_lab.findings(&after).own;
        assert!(!after.summary.fails, "{finding:?}\n{}", fixed.dockerfile);
        let old = layerlab_core::syntax::parse(&project.dockerfile);
        for comment in &old.comments {
            let comment = &project.dockerfile[comment.start..comment.end];
            assert!(
                fixed.dockerfile.contains(comment),
                "{comment} is lost\n{}",
                fixed.dockerfile
            );
        }
        let (old, new) = (&before, &after);
        let gains = |measures: &[Measure]| {
            let mut of_promise = offer.changes.iter();
            of_promise.any(|change| measures.contains(&change.measure) && change.is_gain())
        };
        match finding.rule.promise {
            Promise::ImageSize => assert!(new.image.size.bytes < old.image.size.bytes),
            Promise::Context => assert!(new.context.sent_bytes < old.context.sent_bytes),
            Promise::Installation => assert!(
                new.image.size.bytes <= old.image.size.bytes
                    && new.summary.cold_duration <= old.summary.cold_duration
            ),
            Promise::CodeEdit => assert!(gains(&[Measure::CodeEdit]), "{offer:?}"),
            Promise::DependencyEdit => assert!(gains(&[Measure::DependencyEdit]), "{offer:?}"),
            Promise::AnyEdit => {
                let edits = [Measure::CodeEdit, Measure::DependencyEdit];
                assert!(gains(&edits), "{offer:?}");
            }
            Promise::Safety => {}
        }
        let count = |found: &[OwnFinding]| {
            let of_rule = |other: &&OwnFinding| other.rule.name == finding.rule.name;
            found.iter().filter(of_rule).count()
        };
        assert!(
            count(&found_after) < count(&found_before),
            "{finding:?}\n{}",
            fixed.dockerfile
        );
    }
    offers.len()
}

#[test]
fn what_is_offered_for_the_examples_keeps_its_promise() {
    let mut offered = 0;
    for example in projects() {
        offered += check_offers(&example.project());
    }
    assert!(offered > 5, "only {offered} offers");
}

#[test]
fn what_is_offered_for_the_corpus_keeps_its_promise() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../syntax/tests/corpus");
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("it can be read").path())
        .collect();
    paths.sort();
    let mut offered = 0;
    for path in paths {
        if path.extension().is_some_and(|end| end == "Dockerfile") {
            let text = std::fs::read_to_string(&path).expect("it is a text");
            offered += check_offers(&in_a_project_that_has_all(&text));
        }
    }
    assert!(offered >= 12, "only {offered} offers");
}

#[test]
fn what_should_rarely_be_sent_is_told_at_the_line_that_takes_it() {
    let text = "FROM python:3.13-slim\nCOPY requirements.txt /app/\nCOPY . /app\n";
    let lab = Lab::open(project(text, ""));
    let findings = lab.findings(&lab.analyze()).own;
    let finding = (findings.iter()).find(|finding| finding.rule.name == "WeakIgnoreFile");
    assert_eq!(finding.map(|finding| finding.line), Some(3));
}
