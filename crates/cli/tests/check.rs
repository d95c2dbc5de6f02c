//! `layerlab check` on a folder: what it prints in each format, and its exit status.

#![allow(clippy::expect_used, reason = "a test may fail")]

use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

/// A folder that is gone when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, dockerfile: &str) -> Self {
        let name = format!("layerlab-check-{}-{name}", std::process::id());
        let folder = Self(std::env::temp_dir().join(name));
        std::fs::create_dir_all(&folder.0).expect("a folder");
        std::fs::write(folder.0.join("Dockerfile"), dockerfile).expect("written");
        std::fs::write(folder.0.join(".dockerignore"), "docs\n").expect("written");
        folder
    }

    /// Runs inside the folder, as people do.
    fn check(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_layerlab"))
            .args(["check", "."])
            .args(arguments)
            .current_dir(&self.0)
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

const THREE: &str = "FROM alpine AS Build\nRUN é \\\n  b\nCOPY docs/a.md $SRC/\n";

#[test]
fn findings_are_printed_as_a_compiler_does() {
    let output = Folder::new("text", THREE).check(&[]);
    assert_eq!(output.status.code(), Some(1));
    let text = printed(&output);
    let first = "Dockerfile:1:16: warning: Stage name 'Build' should be lowercase [StageNameCasing]\n    \
                 1 | FROM alpine AS Build\n      |                ^^^^^\n  see https://docs.docker.com/go/";
    assert!(text.starts_with(first), "{text}");
    assert!(
        text.contains("Dockerfile:4:16: warning: Usage of undefined variable '$SRC'"),
        "{text}"
    );
    assert!(
        text.contains("Dockerfile:4:6: warning: Attempting to Copy file \"docs/a.md\""),
        "{text}"
    );
    assert!(
        text.contains("Check complete, 3 warnings found.\n"),
        "{text}"
    );
}

#[test]
fn nothing_found_is_exit_status_0() {
    let output = Folder::new("none", "FROM alpine:3.20\nRUN a\n").check(&[]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(printed(&output), "Check complete, no warnings found.\n");
}

#[test]
fn an_error_is_printed_with_its_line() {
    let output = Folder::new("error", "FROM alpine\nUSER\n").check(&[]);
    assert_eq!(output.status.code(), Some(1));
    let text = printed(&output);
    assert!(
        text.starts_with("Dockerfile:2: error: dockerfile parse error on line 2: USER requires exactly one argument\n"),
        "{text}"
    );
}

#[test]
fn notes_come_behind_with_what_their_fixes_save_and_leave_the_exit_status_alone() {
    let dockerfile = "FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y --no-install-recommends git\n";
    let folder = Folder::new("notes", dockerfile);
    let output = folder.check(&[]);
    assert_eq!(output.status.code(), Some(0));
    let text = printed(&output);
    assert!(
        text.starts_with("Check complete, no warnings found.\n\nDockerfile:2:1: note: The package lists of apt stay in this layer [AptListsKept]\n"),
        "{text}"
    );
    assert!(
        text.contains("  fix: Remove the lists at the end of the same RUN\n       image: "),
        "{text}"
    );
    assert!(text.ends_with("Layerlab adds 1 note.\n"), "{text}");
    let output = folder.check(&["--format", "json"]);
    let report: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let fix = &report["notes"][0]["fix"];
    assert_eq!(fix["edits"][0]["text"], " && rm -rf /var/lib/apt/lists/*");
    assert_eq!(fix["changes"][0]["measure"], "image-size");
    assert!(fix["changes"][0]["after"].as_u64() < fix["changes"][0]["before"].as_u64());
}

#[test]
fn build_arguments_and_target_count() {
    let folder = Folder::new(
        "options",
        "ARG TAG\nFROM alpine:$TAG AS a\nFROM alpine AS b\nCMD x\n",
    );
    let text = printed(&folder.check(&["--build-arg", "TAG=3", "--target", "a"]));
    assert!(text.contains("InvalidDefaultArgInFrom"), "{text}");
    assert!(!text.contains("JSONArgsRecommended"), "{text}");
}

fn json(folder: &Folder, format: &str) -> Value {
    let output = folder.check(&["--format", format]);
    assert_eq!(output.status.code(), Some(1));
    serde_json::from_slice(&output.stdout).expect("it is JSON")
}

#[test]
fn json_holds_everything() {
    let report = json(&Folder::new("json", THREE), "json");
    assert_eq!(report["file"], "Dockerfile");
    assert_eq!(report["error"], Value::Null);
    let finding = &report["findings"][1];
    assert_eq!(finding["rule"], "UndefinedVar");
    assert_eq!(finding["lines"], serde_json::json!([[4, 4]]));
    assert_eq!(finding["start"]["column"], 16);
    assert_eq!(
        finding["url"],
        "https://docs.docker.com/go/dockerfile/rule/undefined-var/"
    );
}

#[test]
fn sarif_names_rules_and_places() {
    let log = json(
        &Folder::new("sarif", &format!("{THREE}VOLUME $NONE\n")),
        "sarif",
    );
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(
        run["tool"]["driver"]["rules"].as_array().map(Vec::len),
        Some(22 + layerlab_core::checks::own::OWN_RULES.len())
    );
    let results = run["results"].as_array().expect("results");
    for result in results {
        if let Some(index) = result["ruleIndex"].as_u64() {
            let index = usize::try_from(index).expect("it is small");
            assert_eq!(
                run["tool"]["driver"]["rules"][index]["id"],
                result["ruleId"]
            );
        }
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "Dockerfile");
    }
    assert_eq!(
        results.last().map(|last| &last["level"]),
        Some(&"error".into())
    );
}

#[test]
fn github_shows_findings_beside_the_lines() {
    let output = Folder::new("github", THREE).check(&["--format", "github"]);
    assert_eq!(output.status.code(), Some(1));
    let text = printed(&output);
    let first = "::warning file=Dockerfile,line=1,endLine=1,col=16,endColumn=21,title=StageNameCasing::Stage name";
    assert!(text.starts_with(first), "{text}");
    let warnings = text.lines().filter(|line| line.starts_with("::warning"));
    assert_eq!(warnings.count(), 3);
    assert!(
        text.contains("::notice file=Dockerfile,line=1,endLine=1,title=UnpinnedBaseImage::"),
        "{text}"
    );
}

#[test]
fn a_folder_that_cannot_be_read_is_exit_status_2() {
    let output = Command::new(env!("CARGO_BIN_EXE_layerlab"))
        .args(["check", "no-such-folder"])
        .output()
        .expect("layerlab starts");
    assert_eq!(output.status.code(), Some(2));
}
