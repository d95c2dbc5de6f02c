//! Folders that cannot be built: one sentence, exit status 2.

#![allow(clippy::expect_used, reason = "a test may fail")]

use std::path::PathBuf;
use std::process::{Command, Output};

fn layerlab(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_layerlab"))
        .args(arguments)
        .output()
        .expect("layerlab starts")
}

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("layerlab-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn refused(arguments: &[&str], sentence: &str) {
    let output = layerlab(arguments);
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert_eq!(message.trim().lines().count(), 1, "{message}");
    assert!(message.contains(sentence), "{message}");
}

#[test]
fn a_folder_that_is_not_there() {
    refused(&["build", "no-such-folder"], "is not a folder");
}

#[test]
fn a_folder_without_a_dockerfile() {
    let folder = folder("empty");
    refused(
        &["build", &folder.display().to_string()],
        "has no Dockerfile",
    );
    std::fs::remove_dir_all(folder).expect("removed");
}

#[test]
fn a_dockerfile_that_is_no_text() {
    let folder = folder("binary");
    std::fs::write(folder.join("Dockerfile"), [0xff, 0xfe, 0x00, 0x80]).expect("written");
    refused(
        &["build", &folder.display().to_string()],
        "is not a text file",
    );
    std::fs::remove_dir_all(folder).expect("removed");
}

#[test]
fn a_dockerfile_that_is_a_folder() {
    let folder = folder("directory");
    std::fs::create_dir_all(folder.join("Dockerfile")).expect("a folder");
    refused(&["build", &folder.display().to_string()], "cannot be read");
    std::fs::remove_dir_all(folder).expect("removed");
}

#[test]
fn recordings_that_are_none() {
    refused(
        &["verify", "no-such-file.json"],
        "stub-images.json is neither",
    );
}

#[test]
fn a_build_is_printed_and_an_error_is_told() {
    let folder = folder("good");
    std::fs::write(
        folder.join("Dockerfile"),
        "FROM alpine:3.20\nCOPY a.txt /a\n",
    )
    .expect("written");
    std::fs::write(folder.join("a.txt"), "a").expect("written");
    let output = layerlab(&["build", &folder.display().to_string()]);
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{printed}");
    assert!(printed.contains("[2/2] COPY a.txt /a"), "{printed}");
    assert!(printed.contains("2 of 2 steps run"), "{printed}");
    std::fs::write(folder.join("Dockerfile"), "FORM alpine:3.20\n").expect("written");
    let output = layerlab(&["build", &folder.display().to_string()]);
    let printed = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{printed}");
    assert!(
        printed.contains("error: failed to solve: dockerfile parse error on line 1: unknown instruction: FORM (did you mean FROM?)"),
        "{printed}"
    );
    std::fs::remove_dir_all(folder).expect("removed");
}
