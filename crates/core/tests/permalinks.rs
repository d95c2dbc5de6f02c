//! Links of every version of the format that was ever in use, and how long links are.

#![allow(clippy::expect_used, reason = "a test may fail")]

use std::fs;
use std::path::Path;
use std::rc::Rc;

use expect_test::expect_file;
use layerlab_core::context::FileTree;
use layerlab_core::lab::{Lab, Project};
use layerlab_core::lessons::{ExampleProject, projects};
use layerlab_core::schedule::Machine;
use layerlab_core::share::{
    Contents, LinkOptions, SharedBuild, SharedState, View, link, open_link,
};

/// A file for each link, never changed and never removed: its name begins with the version, its first line is the link, the
/// rest is the Dockerfile that stands in it. Beside it stands what else the link tells.
#[test]
fn links_of_every_version_stay_readable() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/permalinks");
    let mut read = 0;
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be listed").path();
        if path.extension().is_none_or(|extension| extension != "txt") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("it is a text");
        let (link, dockerfile) = text.split_once('\n').expect("it has two parts");
        let opened = open_link(link).expect("it can be opened");
        assert!(!opened.cut, "{}", path.display());
        assert_eq!(opened.left_out, 0);
        assert_eq!(&*opened.state.now.project.dockerfile, dockerfile);
        let state = &opened.state;
        let mut told = format!("name: {}\n", state.now.project.name);
        for build in &state.builds {
            tell(&mut told, "build", build);
        }
        tell(&mut told, "now", &state.now);
        told.push_str(&format!("view: {:?}\n", state.view));
        told.push_str(&format!("lesson: {:?}\n", state.lesson));
        expect_file![path.with_extension("told")].assert_eq(&told);
        read += 1;
    }
    assert!(read >= 5, "{read}");
}

/// What a build is told to be, in an order that does not depend on how it is kept.
fn tell(told: &mut String, label: &str, build: &SharedBuild) {
    let project = &build.project;
    let options = &project.options;
    told.push_str(&format!(
        "{label}: {} bytes of Dockerfile, ignore file {:?}\n",
        project.dockerfile.len(),
        project.dockerignore
    ));
    told.push_str(&format!(
        "  target {:?}, arguments {:?}, labels {:?}, no cache {}, platform {:?}\n",
        options.target, options.build_args, options.labels, options.no_cache, options.platform
    ));
    // What the link does not tell may be another one some day.
    if project.machine != Machine::default() {
        told.push_str(&format!("  machine {:?}\n", project.machine));
    }
    told.push_str(&format!("  unchanged {:?}\n", build.unchanged));
    for (subject, figure) in project.known.iter() {
        let size = figure.size.map(|size| size.value.bytes);
        let time = figure.duration.map(|time| time.value);
        told.push_str(&format!("  figure of {subject:?}: {size:?} {time:?}\n"));
    }
    for (path, node) in project.files.entries.iter() {
        let text = node.as_text().map_or("", |_| " with text");
        let (mode, bytes) = (node.mode, node.size_bytes());
        told.push_str(&format!("  {path}: {mode:o}, {bytes} bytes{text}\n"));
    }
}

fn opened(example: &ExampleProject) -> Lab {
    example.open(Lab::default())
}

fn dockerfile_alone(dockerfile: &str) -> SharedState {
    let project = Project {
        dockerfile: dockerfile.into(),
        ..Project::default()
    };
    SharedState::of(&Lab::open(project), View::default())
}

/// Run with `--nocapture` to see the table that stands in `docs/permalink.md`.
#[test]
fn links_are_as_long_as_the_documentation_says() {
    let mut table = Vec::new();
    let options = LinkOptions::default();
    let hello = "FROM alpine\nCMD [\"echo\", \"hello\"]\n";
    table.push((
        "two lines".to_owned(),
        link(&dockerfile_alone(hello), &options),
    ));
    for example in projects() {
        let state = SharedState::of(&opened(&example), View::default());
        let name = format!(
            "{}, {} files",
            example.name,
            state.now.project.files.entries.len()
        );
        table.push((name, link(&state, &options)));
    }
    let first = projects().into_iter().next().expect("there is one");
    let mut all = SharedState::of(&opened(&first), View::default());
    let with_all = LinkOptions {
        contents: Contents::All,
        ..LinkOptions::default()
    };
    table.push((format!("{}, all texts", first.name), link(&all, &with_all)));
    all.now.project.files = Rc::new(FileTree::default());
    all.builds.clear();
    table.push((format!("{}, no files", first.name), link(&all, &options)));
    let documentation = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/permalink.md");
    let documentation = fs::read_to_string(documentation).expect("it is there");
    let mut measured: Vec<String> = (table.iter())
        .map(|(name, link)| format!("| {name} | {} |", link.len()))
        .collect();
    let (_, written) = (documentation.split_once("| | letters |\n|---|---:|\n"))
        .expect("the documentation has the table");
    let mut written: Vec<&str> = written
        .lines()
        .take_while(|line| line.starts_with('|'))
        .collect();
    println!("{}", measured.join("\n"));
    measured.sort();
    written.sort_unstable();
    assert!(measured.len() >= 10);
    assert_eq!(written, measured, "the table of docs/permalink.md");
}
