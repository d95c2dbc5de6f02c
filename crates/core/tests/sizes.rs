//! What becomes of bytes: in which layer they are, which of them are wasted, and what is in no layer at all.

#![allow(clippy::expect_used, reason = "a test may fail")]

use std::rc::Rc;

use layerlab_core::context::{FileNode, FileTree};
use layerlab_core::lab::{Analysis, Lab, Project};

fn analyze(dockerfile: &str) -> Analysis {
    let files = FileTree::default()
        .with("requirements.txt", FileNode::text("django\n"))
        .with("manage.py", FileNode::sized(5_000, "manage"))
        .with("static/app.js", FileNode::sized(1_000_000, "script"));
    let project = Project {
        dockerfile: dockerfile.into(),
        files: Rc::new(files),
        ..Project::default()
    };
    Lab::open(project).analyze()
}

/// Bytes of the layer that a line makes.
fn size(analysis: &Analysis, line: usize) -> u64 {
    let row = analysis
        .rows
        .iter()
        .find(|row| row.first_line == line)
        .expect("the line has a row");
    row.size.expect("the line makes a layer").bytes
}

#[test]
fn package_lists_stay_unless_the_same_step_removes_them() {
    let together = analyze(
        "FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n",
    );
    let later = analyze(
        "FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y curl\nRUN rm -rf /var/lib/apt/lists/*\n",
    );
    let lists = size(&later, 2) - size(&together, 2);
    assert!((19_000_000..21_000_000).contains(&lists), "{lists}");
    assert_eq!(size(&later, 3), 0);
    assert_eq!(later.image.wasted_bytes, lists);
    assert_eq!(together.image.wasted_bytes, 0);
}

#[test]
fn a_compiler_purged_in_the_same_step_is_gone_and_later_it_is_not() {
    let install = "apt-get update && apt-get install -y --no-install-recommends gcc";
    let tidy = "apt-get purge -y --auto-remove gcc && rm -rf /var/lib/apt/lists/*";
    let together = analyze(&format!(
        "FROM debian:bookworm-slim\nRUN {install} && {tidy}\n"
    ));
    let later = analyze(&format!(
        "FROM debian:bookworm-slim\nRUN {install}\nRUN {tidy}\n"
    ));
    assert!(size(&together, 2) < 2_000_000, "{}", size(&together, 2));
    assert!(size(&later, 2) > 150_000_000);
    assert!(
        later.image.wasted_bytes > 150_000_000,
        "{}",
        later.image.wasted_bytes
    );
}

#[test]
fn a_change_of_owner_in_its_own_step_stores_the_files_twice() {
    let apart = analyze("FROM debian:bookworm-slim\nCOPY . /app\nRUN chown -R www-data /app\n");
    assert_eq!(size(&apart, 2), size(&apart, 3));
    assert_eq!(apart.image.wasted_bytes, size(&apart, 2));
    let at_once = analyze("FROM debian:bookworm-slim\nCOPY --chown=www-data . /app\n");
    assert_eq!(at_once.image.wasted_bytes, 0);
}

#[test]
fn a_file_copied_again_as_it_is_adds_nothing() {
    let analysis = analyze("FROM debian:bookworm-slim\nCOPY static /app/static\nCOPY . /app/\n");
    assert!(
        size(&analysis, 2) == 1_000_000 && size(&analysis, 3) < 10_000,
        "{}",
        size(&analysis, 3)
    );
}

#[test]
fn what_lies_below_a_mount_is_in_no_layer() {
    let cache = "RUN --mount=type=cache,target=/root/.cache/pip pip install django\n";
    let with_cache = analyze(&format!("FROM python:3.13-slim\n{cache}"));
    let without = analyze("FROM python:3.13-slim\nRUN pip install django\n");
    let bare = analyze("FROM python:3.13-slim\nRUN pip install --no-cache-dir django\n");
    assert_eq!(size(&with_cache, 2), size(&bare, 2));
    assert!(size(&without, 2) > size(&bare, 2) + 8_000_000);
    let bind = analyze("FROM debian:bookworm-slim\nRUN --mount=type=bind,target=/src ls /src\n");
    assert_eq!(size(&bind, 2), 0);
}

#[test]
fn a_requirements_file_is_read_through_a_mount() {
    let mounted = "RUN --mount=type=bind,source=requirements.txt,target=/tmp/r.txt pip install --no-cache-dir -r /tmp/r.txt\n";
    let analysis = analyze(&format!("FROM python:3.13-slim\n{mounted}"));
    let named = analyze("FROM python:3.13-slim\nRUN pip install --no-cache-dir django\n");
    assert_eq!(size(&analysis, 2), size(&named, 2));
}

#[test]
fn a_stage_hands_on_what_was_installed() {
    let analysis = analyze(
        "FROM python:3.13-slim AS builder\nCOPY requirements.txt .\nRUN pip install --prefix=/install --no-cache-dir -r requirements.txt\nFROM python:3.13-slim\nCOPY --from=builder /install /usr/local\n",
    );
    assert!(
        (28_000_000..36_000_000).contains(&size(&analysis, 5)),
        "{}",
        size(&analysis, 5)
    );
}

/// A project of another language: its Dockerfile and some files.
fn other(dockerfile: &str, files: &[(&str, &str)]) -> Analysis {
    let tree = files
        .iter()
        .fold(FileTree::default(), |tree, (path, text)| {
            tree.with(path, FileNode::text(text))
        });
    let project = Project {
        dockerfile: dockerfile.into(),
        files: Rc::new(tree),
        ..Project::default()
    };
    Lab::open(project).analyze()
}

#[test]
fn a_download_unpacked_and_removed_in_one_step_leaves_what_was_in_it() {
    let get =
        "curl -fsSLo /tmp/a.tar.gz https://example.com/a.tar.gz && tar -xzf /tmp/a.tar.gz -C /opt";
    let kept = analyze(&format!("FROM debian:bookworm-slim\nRUN {get}\n"));
    let removed = analyze(&format!(
        "FROM debian:bookworm-slim\nRUN {get} && rm /tmp/a.tar.gz\n"
    ));
    assert_eq!(size(&kept, 2) - size(&removed, 2), 5_000_000);
    assert_eq!(size(&removed, 2), 14_000_000);
    let reason = &removed.rows[1].size_reason;
    assert!(reason.contains("taken to"), "{reason}");
}

#[test]
fn programs_in_other_languages_reach_the_last_stage_alone() {
    let go = other(
        "FROM golang:1.23 AS build\nWORKDIR /src\nCOPY . .\nRUN go mod download\nRUN go build -o /server .\n\
         FROM scratch\nCOPY --from=build /server /server\n",
        &[
            ("go.mod", "module x\n"),
            ("go.sum", "a v1 h1:x\na v1/go.mod h1:y\nb v1 h1:x\n"),
        ],
    );
    assert_eq!(size(&go, 4), 4_000_000);
    assert_eq!(size(&go, 7), 15_000_000);
    assert_eq!(go.image.size.bytes, 15_000_000);
    assert!(go.image.size.low_bytes < 5_000_000 && go.image.size.high_bytes > 50_000_000);
    let rust = other(
        "FROM rust:1.80 AS build\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\n\
         FROM debian:bookworm-slim\nCOPY --from=build /src/target/release/server /server\n",
        &[
            ("Cargo.toml", "[package]\nname = \"server\"\n"),
            ("Cargo.lock", "[[package]]\n[[package]]\n"),
        ],
    );
    assert_eq!(size(&rust, 6), 8_000_000);
}

#[test]
fn other_tools_install_the_same_packages() {
    let pyproject = (
        "pyproject.toml",
        "[project]\ndependencies = [\"django\"]\n[tool.poetry.dependencies]\ndjango = \"5\"\n",
    );
    let pip =
        analyze("FROM python:3.13-slim\nRUN pip install --no-cache-dir --no-compile django\n");
    let uv = other(
        "FROM python:3.13-slim\nRUN uv pip install --system django\n",
        &[],
    );
    assert_eq!(size(&uv, 2), size(&pip, 2));
    let sync = other(
        "FROM python:3.13-slim\nWORKDIR /app\nCOPY pyproject.toml .\nRUN uv sync\n",
        &[pyproject],
    );
    assert!(size(&sync, 4) >= size(&pip, 2), "{}", size(&sync, 4));
    let package = ("package.json", "{\"dependencies\": {\"express\": \"4\"}}");
    let install = |tool: &str| {
        let text = format!("FROM node:22-slim\nWORKDIR /app\nCOPY package.json .\nRUN {tool}\n");
        size(&other(&text, &[package]), 4)
    };
    assert_eq!(
        install("yarn install --frozen-lockfile"),
        install("npm install")
    );
    assert_eq!(install("yarn"), install("npm ci"));
}

#[test]
fn a_file_edited_in_place_is_stored_again() {
    let analysis =
        analyze("FROM debian:bookworm-slim\nCOPY static /app\nRUN sed -i 's/a/b/' /app/app.js\n");
    assert_eq!(size(&analysis, 3), 1_000_000);
    assert_eq!(analysis.image.wasted_bytes, 1_000_000);
}

#[test]
fn a_download_that_goes_to_a_pipe_leaves_nothing() {
    for get in [
        "curl -fsSL https://example.com/install.sh | sh",
        "wget -qO- https://example.com/install.sh | sh",
        "wget -q -O - https://example.com/install.sh | sh",
        "curl -so- https://example.com/install.sh | sh",
    ] {
        let analysis = analyze(&format!("FROM debian:bookworm-slim\nRUN {get}\n"));
        assert_eq!(size(&analysis, 2), 0, "{get}");
    }
    for get in [
        "wget -q https://example.com/a.deb",
        "wget -qO a.deb https://example.com/a",
        "curl -LO https://example.com/a.deb",
    ] {
        let analysis = analyze(&format!(
            "FROM debian:bookworm-slim\nRUN {get} && rm a.deb\n"
        ));
        assert_eq!(size(&analysis, 2), 0, "{get}");
        let kept = analyze(&format!("FROM debian:bookworm-slim\nRUN {get}\n"));
        assert_eq!(size(&kept, 2), 5_000_000, "{get}");
    }
}

#[test]
fn alpine_packages_are_installed_once() {
    let add = "RUN apk add --no-cache gcc\n";
    let once = analyze(&format!("FROM alpine:3.20\n{add}"));
    assert!(size(&once, 2) > 100_000_000);
    let twice = analyze(&format!("FROM alpine:3.20\n{add}{add}"));
    assert_eq!(size(&twice, 3), 0);
    let stages = analyze(&format!(
        "FROM alpine:3.20 AS base\n{add}FROM base\nRUN apk add --no-cache gcc make\n"
    ));
    let make = analyze("FROM alpine:3.20\nRUN apk add --no-cache make\n");
    assert_eq!(size(&stages, 4), size(&make, 2));
    let again = analyze(
        "FROM alpine:3.20\nRUN apk add --no-cache gcc && apk del gcc && apk add --no-cache gcc\n",
    );
    assert_eq!(size(&again, 2), size(&once, 2));
}

#[test]
fn a_virtual_alpine_package_brings_and_takes_all_that_is_in_it() {
    let plain = analyze("FROM alpine:3.20\nRUN apk add --no-cache gcc make\n");
    let group = analyze("FROM alpine:3.20\nRUN apk add --no-cache --virtual .deps gcc make\n");
    assert_eq!(size(&group, 2), size(&plain, 2));
    let gone = analyze(
        "FROM alpine:3.20\nRUN apk add --no-cache --virtual .deps gcc make && apk del .deps\n",
    );
    assert_eq!(size(&gone, 2), 0);
}

#[test]
fn only_packages_whose_size_is_assumed_are_counted_as_such() {
    let reason = |packages: &str| {
        let analysis = analyze(&format!(
            "FROM alpine:3.22\nRUN apk add --no-cache {packages}\n"
        ));
        let row = analysis
            .rows
            .into_iter()
            .nth(1)
            .expect("the line has a row");
        row.size_reason
    };
    assert!(
        !reason("git curl").contains("assumed"),
        "{}",
        reason("git curl")
    );
    let unknown = reason("git no-such-package");
    assert!(unknown.contains("the size of 1 assumed"), "{unknown}");
}
