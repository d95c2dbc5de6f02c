//! Improve: the way to a better build, over the examples and the corpus.

#![allow(clippy::expect_used, reason = "a test may fail")]

use std::path::Path;
use std::rc::Rc;

use layerlab_core::checks::own::{OWN_RULES, Promise};
use layerlab_core::context::{FileNode, FileTree};
use layerlab_core::lab::{Change, Improvement, Lab, Measure, Project};
use layerlab_core::lessons::projects;

fn example(id: &str) -> Project {
    let mut examples = projects().into_iter();
    let example = examples.find(|example| *example.id == *id);
    example.expect("there is such an example").project()
}

fn gained(changes: &[Change], measure: Measure) -> Option<bool> {
    let change = changes.iter().find(|change| change.measure == measure)?;
    Some(change.is_gain())
}

/// Each step builds and makes nothing worse that its rule promises; together they are what their steps lead to.
fn check(project: &Project) -> Improvement {
    let lab = Lab::open(project.clone());
    let improvement = lab.improve();
    let mut here = project.clone();
    for step in &improvement.steps {
        here = here.with_edits(&step.edits).expect("the edits fit");
        let analysis = Lab::open(here.clone()).analyze();
        assert!(!analysis.summary.fails, "{step:?}\n{}", here.dockerfile);
        assert!(analysis.syntax.errors.is_empty(), "{}", here.dockerfile);
        let rule = OWN_RULES.iter().find(|rule| rule.name == step.rule);
        let promised: &[Measure] = match rule.expect("it is a rule").promise {
            Promise::CodeEdit => &[Measure::CodeEdit],
            Promise::DependencyEdit => &[Measure::DependencyEdit],
            Promise::AnyEdit => &[Measure::CodeEdit, Measure::DependencyEdit],
            Promise::ImageSize => &[Measure::ImageSize],
            Promise::Installation => &[Measure::ImageSize, Measure::ColdBuild],
            Promise::Context => &[Measure::Context],
            _ => continue,
        };
        let kept = promised
            .iter()
            .filter_map(|measure| gained(&step.changes, *measure));
        let kept: Vec<bool> = kept.collect();
        assert!(
            !kept.is_empty() && kept.iter().all(|kept| *kept),
            "{step:?}"
        );
    }
    assert_eq!(here, improvement.all.project);
    assert_eq!(
        project.with_edits(&improvement.all.edits).as_ref(),
        Some(&here)
    );
    for comment in &layerlab_core::syntax::parse(&project.dockerfile).comments {
        let comment = &project.dockerfile[comment.start..comment.end];
        assert!(
            here.dockerfile.contains(comment),
            "{comment} is lost\n{}",
            here.dockerfile
        );
    }
    assert!(improvement.simulations <= 160);
    let all = vec![true; improvement.steps.len()];
    assert_eq!(lab.choose(&improvement, &all), improvement.all);
    let none = lab.choose(&improvement, &[]);
    assert!(none.edits.is_empty() && none.changes.is_empty() && none.project == *project);
    improvement
}

#[test]
fn the_examples_get_better() {
    let mut steps = 0;
    for example in projects() {
        let before = self::example(&example.id);
        let improvement = check(&before);
        steps += improvement.steps.len();
        let again = Lab::open(improvement.all.project.clone()).improve();
        assert!(again.steps.is_empty(), "{} {:?}", example.id, again.steps);
    }
    assert!(steps >= 5, "{steps} steps");
}

#[test]
fn a_first_dockerfile_becomes_a_good_one() {
    let text = "FROM python:3.13-slim\nRUN apt-get update\nRUN apt-get install -y gcc libpq-dev\nWORKDIR /app\n# All of it\nCOPY . .\nRUN pip install -r requirements.txt\nCMD [\"python\", \"app.py\"]\n";
    let files = (0..30).fold(FileTree::default(), |files, number| {
        files.with(
            &format!("shop/part{number}.py"),
            FileNode::text("print(1)\n"),
        )
    });
    let files = files
        .with("app.py", FileNode::text("import shop\n"))
        .with(
            "requirements.txt",
            FileNode::text("django\npsycopg2\nnumpy\n"),
        )
        .with(".git/objects/pack/a", FileNode::sized(20_000_000, "pack"));
    let improvement = check(&Project {
        dockerfile: text.into(),
        files: files.into(),
        ..Project::default()
    });
    let rules: Vec<&str> = improvement.steps.iter().map(|step| step.rule).collect();
    for rule in [
        "DependenciesAfterSource",
        "BuildToolsInImage",
        "WeakIgnoreFile",
        "AptUpdateAlone",
    ] {
        assert!(rules.contains(&rule), "{rules:?}");
    }
    let changes = &improvement.all.changes;
    for measure in [Measure::CodeEdit, Measure::ImageSize, Measure::Context] {
        assert_eq!(gained(changes, measure), Some(true), "{changes:?}");
    }
}

#[test]
fn a_step_that_builds_on_one_that_is_left_out_is_not_made() {
    let text = "FROM python:3.13-slim\nWORKDIR /app\nRUN apt-get update && apt-get install -y --no-install-recommends gcc && rm -rf /var/lib/apt/lists/*\nCOPY . .\nRUN pip install --no-cache-dir -r requirements.txt\nCMD [\"python\", \"app.py\"]\n";
    let files = (0..30).fold(FileTree::default(), |files, number| {
        files.with(
            &format!("shop/part{number}.py"),
            FileNode::text("print(1)\n"),
        )
    });
    let files = files
        .with("app.py", FileNode::text("x\n"))
        .with("requirements.txt", FileNode::text("django\n"));
    let project = Project {
        dockerfile: text.into(),
        files: files.into(),
        ..Project::default()
    };
    let lab = Lab::open(project.clone());
    let improvement = lab.improve();
    let place = |rule: &str| {
        let mut steps = improvement.steps.iter();
        steps.position(|step| step.rule == rule).expect(rule)
    };
    let (first, second) = (place("DependenciesAfterSource"), place("BuildToolsInImage"));
    assert!(first < second, "{:?}", improvement.steps);
    let mut wanted = vec![true; improvement.steps.len()];
    wanted[first] = false;
    let choice = lab.choose(&improvement, &wanted);
    assert!(!choice.made[first] && !choice.made[second]);
    assert!(!Lab::open(choice.project).analyze().summary.fails);
    wanted[first] = true;
    wanted[second] = false;
    let choice = lab.choose(&improvement, &wanted);
    assert!(choice.made[first] && !choice.made[second]);
    assert_eq!(gained(&choice.changes, Measure::CodeEdit), Some(true));
}

#[test]
fn the_corpus_stays_buildable() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../syntax/tests/corpus");
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("it can be read").path())
        .collect();
    paths.sort();
    let files = FileTree::default()
        .with("app.py", FileNode::text("x\n"))
        .with("requirements.txt", FileNode::text("django\n"))
        .with(
            "package.json",
            FileNode::text("{\"dependencies\": {\"a\": \"1\"}}\n"),
        )
        .with("package-lock.json", FileNode::text("{}\n"))
        .with(".git/pack", FileNode::sized(20_000_000, "pack"));
    let mut steps = 0;
    for path in paths {
        if path.extension().is_some_and(|end| end == "Dockerfile") {
            let text = std::fs::read_to_string(&path).expect("it is a text");
            let improvement = check(&Project {
                dockerfile: text.into(),
                files: Rc::new(files.clone()),
                ..Project::default()
            });
            steps += improvement.steps.len();
        }
    }
    assert!(steps >= 3, "only {steps} steps");
}
