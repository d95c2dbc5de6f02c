//! Where `parse-dockerfile` and `dockerfile-parser` accept a file, they and we agree on its instructions: keyword, place,
//! arguments, flags, JSON form and heredocs, as far as they tell them. Known differences are rules, each with the reason
//! why BuildKit is on our side; one that explains nothing is an error too.

#![allow(clippy::expect_used, reason = "a test may fail")]

#[path = "differential/difference.rs"]
mod difference;
#[path = "differential/others.rs"]
mod others;
#[path = "differential/reading.rs"]
mod reading;
#[path = "differential/rules.rs"]
mod rules;

use std::fs;
use std::path::{Path, PathBuf};

use difference::{Difference, File};
use others::Other;
use rules::RULES;

#[test]
fn others_agree_on_what_they_accept() {
    let files = corpus();
    let mut uses = vec![0; RULES.len()];
    let mut unexplained = Vec::new();
    for (other, least) in [
        (Other::ParseDockerfile, 150),
        (Other::DockerfileParser, 220),
    ] {
        let mut accepted = 0;
        let mut compared = 0;
        for file in &files {
            let Some(readings) = others::read(other, &file.text) else {
                continue;
            };
            accepted += 1;
            compared += readings.len();
            difference::compare(other, file, &readings, |difference| {
                let mut explained = false;
                for (rule, count) in RULES.iter().zip(&mut uses) {
                    if !explained && rule.other == other && (rule.explains)(difference) {
                        explained = true;
                        *count += 1;
                    }
                }
                if !explained {
                    unexplained.push(describe(difference));
                }
            });
        }
        println!(
            "{other:?}: accepts {accepted} of {} files with {compared} instructions",
            files.len()
        );
        assert!(accepted >= least, "{other:?} accepts only {accepted} files");
    }
    let mut idle = Vec::new();
    for (rule, count) in RULES.iter().zip(&uses) {
        println!("{count:4} {:?} {}", rule.other, rule.name);
        if *count == 0 {
            idle.push(format!("{:?} {}: {}", rule.other, rule.name, rule.reason));
        }
    }
    assert!(
        idle.is_empty(),
        "rules without a case:\n{}",
        idle.join("\n")
    );
    assert!(
        unexplained.is_empty(),
        "{} differences:\n{}",
        unexplained.len(),
        unexplained.join("\n")
    );
}

fn describe(difference: &Difference<'_>) -> String {
    let file = difference.file;
    let error = file.tree.errors.first();
    format!(
        "{:?} {} {:?}, error {:?}\n  we   {:?}\n  they {:?}",
        difference.other,
        file.name,
        difference.aspect,
        error.map(|error| &error.message),
        difference.ours.map(|(_, reading)| reading),
        difference.theirs
    )
}

/// The files written for this test, those of the vectors, and those of the lessons.
fn corpus() -> Vec<File> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = entries(&folder.join("tests/corpus"));
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "Dockerfile")
    });
    let lessons = entries(&folder.join("../core/src/lessons/projects"));
    let lessons = lessons.iter().map(|lesson| lesson.join("files/Dockerfile"));
    paths.extend(lessons.filter(|path| path.exists()));
    let written = paths.iter().map(|path| {
        let text = fs::read_to_string(path).expect("the file can be read");
        file(path.display().to_string(), text)
    });
    let vectors = include_str!("data/syntax.jsonl").lines().enumerate();
    let vectors = vectors.map(|(index, line)| {
        let vector: serde_json::Value =
            serde_json::from_str(line).expect("the data is well formed");
        let text = vector["in"]["dockerfile"].as_str();
        let text = text.expect("every vector has a Dockerfile");
        file(format!("syntax.jsonl line {}", index + 1), text.to_owned())
    });
    written.chain(vectors).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the folder can be read").path())
        .collect();
    paths.sort();
    assert!(!paths.is_empty(), "{} is empty", folder.display());
    paths
}

fn file(name: String, text: String) -> File {
    let tree = layerlab_syntax::parse(&text).into_owned();
    File { name, text, tree }
}
