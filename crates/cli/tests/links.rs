//! `layerlab link` and `layerlab open`: a folder comes back as it was.

#![allow(clippy::expect_used, reason = "a test may fail")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_layerlab"))
        .args(arguments)
        .output()
        .expect("layerlab starts")
}

/// A new folder with a project in it.
fn project(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("layerlab-link-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(folder.join("src")).expect("a folder");
    for (file, text) in [
        (
            "Dockerfile",
            "FROM python:3.13-slim\nCOPY requirements.txt .env ./\nRUN pip install -r requirements.txt\n",
        ),
        (".dockerignore", "*.md\n"),
        ("requirements.txt", "django\n"),
        (".env", "TOKEN=s3cr3t\n"),
        ("src/app.py", "print()\n"),
    ] {
        std::fs::write(folder.join(file), text).expect("written");
    }
    folder
}

fn read(folder: &Path, file: &str) -> String {
    std::fs::read_to_string(folder.join(file)).expect("it is a text")
}

#[test]
fn a_folder_comes_back_from_its_link() {
    let folder = project("back");
    let place = folder.to_string_lossy().into_owned();
    let printed = run(&[
        "link",
        &place,
        "--contents",
        "all",
        "--with-secrets",
        "--page",
        "https://example.org/",
    ]);
    assert!(printed.status.success(), "{printed:?}");
    let link = String::from_utf8_lossy(&printed.stdout).trim().to_owned();
    assert!(link.starts_with("https://example.org/#1d"), "{link}");
    let copy = format!("{place}-copy");
    let opened = run(&["open", &link, &copy]);
    assert!(opened.status.success(), "{opened:?}");
    for file in [
        "Dockerfile",
        ".dockerignore",
        "requirements.txt",
        ".env",
        "src/app.py",
    ] {
        assert_eq!(read(Path::new(&copy), file), read(&folder, file), "{file}");
    }
    // What is there is never overwritten.
    assert_eq!(run(&["open", &link, &copy]).status.code(), Some(2));
    for folder in [place, copy] {
        let _ = std::fs::remove_dir_all(folder);
    }
}

#[test]
fn secrets_stay_out_and_are_named() {
    let folder = project("secret");
    let place = folder.to_string_lossy().into_owned();
    let printed = run(&["link", &place]);
    let said = String::from_utf8_lossy(&printed.stderr).into_owned();
    assert!(said.contains("the text of .env stays out"), "{said}");
    let link = String::from_utf8_lossy(&printed.stdout).trim().to_owned();
    let copy = format!("{place}-copy");
    assert!(run(&["open", &link, &copy]).status.success());
    assert!(!read(Path::new(&copy), ".env").contains("s3cr3t"));
    assert_eq!(read(Path::new(&copy), "requirements.txt"), "django\n");
    for folder in [place, copy] {
        let _ = std::fs::remove_dir_all(folder);
    }
}

#[test]
fn what_is_no_link_is_refused() {
    let refused = run(&["open", "hello", "/nowhere/at/all"]);
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(said.contains("This address holds no project."), "{said}");
}

#[test]
fn a_lesson_has_a_link_too() {
    let folder = project("lesson");
    let text = "---\nid: a\ntitle: A\n---\n\nText.\n\n## Start\n\n```dockerfile Dockerfile\nFROM alpine:3.20\n```\n";
    let file = folder.join("lesson.md");
    std::fs::write(&file, text).expect("written");
    let printed = run(&["link", &file.to_string_lossy()]);
    assert!(printed.status.success(), "{printed:?}");
    // It has no goals.
    let said = String::from_utf8_lossy(&printed.stderr).into_owned();
    assert!(
        said.contains("something is wrong with this lesson"),
        "{said}"
    );
    let link = String::from_utf8_lossy(&printed.stdout).trim().to_owned();
    let copy = format!("{}-copy", folder.display());
    let opened = run(&["open", &link, &copy]);
    assert!(opened.status.success(), "{opened:?}");
    assert_eq!(read(Path::new(&copy), "Dockerfile"), "FROM alpine:3.20\n");
    let refused = run(&["link", &folder.join("src/app.py").to_string_lossy()]);
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        said.contains("app.py:1: this is neither a folder nor a lesson"),
        "{said}"
    );
    for folder in [folder.to_string_lossy().into_owned(), copy] {
        let _ = std::fs::remove_dir_all(folder);
    }
}
