//! Every Dockerfile of the test data, and a project in which it finds what it copies.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use layerlab_core::context::{FileNode, FileTree};
use layerlab_core::lab::{Lab, Project};

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("it can be read").path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    paths.sort();
    paths
}

/// All different ones, in a fixed order: the corpus, the cases of the parser, the recordings.
#[allow(dead_code, reason = "not every test needs all of this")]
pub fn dockerfiles() -> Vec<String> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut texts: Vec<String> = files(&crates.join("syntax/tests/corpus"), "Dockerfile")
        .iter()
        .map(|path| std::fs::read_to_string(path).expect("it is a text"))
        .collect();
    let vectors = std::fs::read_to_string(crates.join("syntax/tests/data/syntax.jsonl"));
    let vectors = vectors.expect("it is a text");
    let of_line = |line: &str| -> serde_json::Value {
        serde_json::from_str(line).expect("the data is well formed")
    };
    texts.extend(vectors.lines().filter_map(|line| {
        let case = of_line(line);
        Some(case["in"]["dockerfile"].as_str()?.to_owned())
    }));
    for path in files(&crates.join("../tests/recordings"), "json") {
        let recording = std::fs::read_to_string(path).expect("it is a text");
        collect(&of_line(&recording), &mut texts);
    }
    let mut seen = BTreeSet::new();
    texts.retain(|text| seen.insert(text.clone()));
    texts
}

/// Everything in a recording that is called a Dockerfile.
fn collect(value: &serde_json::Value, texts: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(fields) => {
            for (name, field) in fields {
                match field.as_str() {
                    Some(text) if name.to_lowercase().contains("dockerfile") => {
                        texts.push(text.to_owned());
                    }
                    _ => collect(field, texts),
                }
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, texts)),
        _ => {}
    }
}

/// A project with a bit of everything that rules look for.
pub fn project(dockerfile: &str, dockerignore: &str) -> Project {
    let texts = [
        ("app.py", "print(1)\n"),
        ("index.html", "<p>\n"),
        ("requirements.txt", "django==5.2\npsycopg[binary]\n"),
        (
            "package.json",
            "{\"dependencies\": {\"express\": \"^4\"}}\n",
        ),
        ("package-lock.json", "{}\n"),
        (".env", "PASSWORD=x\n"),
        ("site.tar.gz", ""),
        ("tests/test_app.py", "def test(): pass\n"),
        ("start.sh", "#!/bin/sh\nset -e\nmigrate\n\"$@\"\n"),
        ("good.sh", "#!/bin/sh\nset -e\nexec \"$@\"\n"),
    ];
    let files = texts
        .iter()
        .fold(FileTree::default(), |files, (path, text)| {
            files.with(path, FileNode::text(text))
        });
    let files = files
        .with(".git/objects/pack/a", FileNode::sized(20_000_000, "pack"))
        .with("node_modules/x/y.js", FileNode::sized(30_000_000, "module"))
        .with("media/large.bin", FileNode::sized(5_000_000, "media"));
    Project {
        dockerfile: dockerfile.into(),
        dockerignore: (!dockerignore.is_empty()).then(|| dockerignore.into()),
        files: files.into(),
        ..Project::default()
    }
}

/// The project that a Dockerfile of unknown origin is put into: what it copies by name is there.
pub fn in_a_project_that_has_all(dockerfile: &str) -> Project {
    let mut project = project(dockerfile, "");
    for _ in 0..40 {
        let analysis = Lab::open(project.clone()).analyze();
        let missing = analysis.problems.iter().find_map(|problem| {
            let quoted = problem
                .message
                .split('"')
                .find(|part| part.starts_with('/'))?;
            problem
                .message
                .ends_with("not found")
                .then(|| quoted.trim_matches('/').to_owned())
        });
        let Some(path) = missing else { break };
        Rc::make_mut(&mut project.files)
            .entries
            .insert(path.replace('*', "x"), FileNode::text("x\n"));
    }
    project
}
