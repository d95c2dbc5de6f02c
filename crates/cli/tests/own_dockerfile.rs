//! The Dockerfile of this project keeps the rules that it tells others.

#![allow(clippy::expect_used, reason = "a test may fail")]

use std::path::PathBuf;
use std::process::Command;

/// What the program prints about this project, and whether it ends well.
fn layerlab(subcommand: &str) -> (String, bool) {
    let output = Command::new(env!("CARGO_BIN_EXE_layerlab"))
        .args([subcommand, "."])
        .current_dir(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .output()
        .expect("layerlab starts");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    (printed, output.status.success())
}

#[test]
fn neither_dockers_rules_nor_our_own_find_anything() {
    let (printed, well) = layerlab("check");
    assert!(well, "{printed}");
    assert_eq!(printed, "Check complete, no warnings found.\n");
}

#[test]
fn it_builds_and_ignores_what_it_does_not_need() {
    let (printed, well) = layerlab("build");
    assert!(well, "{printed}");
    assert!(
        printed.contains("COPY --from=builder /src/dist /srv"),
        "{printed}"
    );
    let sent = |path: &str| {
        let ignore = std::fs::read_to_string(
            PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../.dockerignore"),
        );
        let ignore = ignore.expect("there is an ignore file");
        let ignore = layerlab_core::dockerignore::IgnoreFile::parse(&ignore);
        !ignore.decide(path).is_excluded()
    };
    for path in [
        "Cargo.toml",
        "web/src/main.rs",
        "tools/node/package-lock.json",
        ".cargo/config.toml",
    ] {
        assert!(sent(path), "{path} is needed");
    }
    for path in [
        ".git/HEAD",
        "target/debug/x",
        "dist/index.html",
        "web/editor/node_modules/a/b.js",
    ] {
        assert!(!sent(path), "{path} is not needed");
    }
}
