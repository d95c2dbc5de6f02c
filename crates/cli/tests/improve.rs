//! `layerlab improve` on a folder: what it prints, and what it writes.

#![allow(clippy::expect_used, reason = "a test may fail")]

use std::path::PathBuf;
use std::process::{Command, Output};

const NAIVE: &str = "FROM python:3.13-slim\nWORKDIR /app\nRUN apt-get update && apt-get install -y gcc libpq-dev\n# The project\nCOPY . .\nRUN pip install -r requirements.txt\nCMD [\"python\", \"app.py\"]\n";

/// A folder that is gone when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, dockerfile: &str) -> Self {
        let name = format!("layerlab-improve-{}-{name}", std::process::id());
        let folder = Self(std::env::temp_dir().join(name));
        std::fs::create_dir_all(folder.0.join(".git")).expect("a folder");
        for (path, text) in [
            ("Dockerfile", dockerfile),
            ("requirements.txt", "django\npsycopg2\n"),
            ("app.py", "print(1)\n"),
            (".git/pack", &"x".repeat(300_000)),
        ] {
            std::fs::write(folder.0.join(path), text).expect("written");
        }
        folder
    }

    fn text(&self, path: &str) -> Option<String> {
        std::fs::read_to_string(self.0.join(path)).ok()
    }

    fn improve(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_layerlab"))
            .arg("improve")
            .arg(&self.0)
            .args(arguments)
            .output()
            .expect("layerlab starts")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn the_way_is_printed_and_nothing_is_written() {
    let folder = Folder::new("print", NAIVE);
    let output = folder.improve(&[]);
    assert_eq!(output.status.code(), Some(0));
    let text = printed(&output);
    assert!(text.starts_with("1. "), "{text}");
    for part in [
        "Copy requirements.txt first, and the rest after the installation [DependenciesAfterSource]",
        "build after an edit of app.py: ",
        "copy the virtual environment into the final image [BuildToolsInImage]",
        "   but: ",
        "FROM python:3.13-slim AS builder\n",
        "--no-install-recommends libpq5 ",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(folder.text("Dockerfile").as_deref(), Some(NAIVE));
    assert_eq!(folder.text(".dockerignore"), None);
}

#[test]
fn the_files_are_written_when_asked_for() {
    let folder = Folder::new("write", NAIVE);
    let text = printed(&folder.improve(&["--write"]));
    assert!(
        text.contains("Wrote Dockerfile.\nWrote .dockerignore.\n"),
        "{text}"
    );
    let dockerfile = folder.text("Dockerfile").expect("it is there");
    assert!(
        dockerfile.contains("COPY --from=builder /opt/venv /opt/venv\n"),
        "{dockerfile}"
    );
    assert_eq!(folder.text(".dockerignore").as_deref(), Some(".git\n"));
    let again = printed(&folder.improve(&[]));
    assert_eq!(
        again,
        "No fix, and no combination of fixes, gains anything.\n"
    );
}

#[test]
fn single_steps_can_be_taken() {
    let folder = Folder::new("step", NAIVE);
    let text = printed(&folder.improve(&["--step", "1", "--format", "json", "--write"]));
    let parsed: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let made = parsed["steps"].as_array().expect("steps").iter();
    let made: Vec<bool> = made.map(|step| step["made"] == true).collect();
    assert!(made[0] && !made[1..].contains(&true), "{made:?}");
    assert_eq!(
        folder.text("Dockerfile").as_deref(),
        parsed["dockerfile"].as_str()
    );
    assert_eq!(folder.improve(&["--step", "99"]).status.code(), Some(2));
}
