//! Paths decided per second, beside the gitignore matcher of the crate `ignore` on the same paths and lines (its rules
//! are others, the work is the same): `cargo bench -p layerlab-dockerignore`.

#![allow(
    clippy::expect_used,
    reason = "a benchmark of refused patterns is worthless"
)]

use divan::{Bencher, black_box, counter::ItemsCount};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use layerlab_dockerignore::{IgnoreFile, Walk};

/// Thirty lines of the kinds that people write.
const PATTERNS: &str = "
.git
.gitignore
.github
.venv
venv/
**/__pycache__
**/*.pyc
*.md
!README.md
docs/**
node_modules/.cache
**/.DS_Store
**/*.log
logs/*
!logs/keep.log
coverage
.env
.env.*
!.env.example
**/dist
**/*.test.js
**/test/**/*.snap
**/tmp?
Dockerfile*
.dockerignore
docker-compose*.yml
**/[Tt]humbs.db
.idea
.vscode
!**/keep/**
";

/// The shape of a project with its dependencies: few files of its own, many packages with nested directories.
fn paths() -> Vec<String> {
    let mut paths = Vec::with_capacity(100_000);
    for index in 0..5_000 {
        paths.push(format!("src/module{}/view{index}.py", index % 50));
    }
    for index in 0..95_000 {
        let (package, file) = (index / 40, index % 40);
        paths.push(format!(
            "node_modules/package{package}/lib/part{}/file{file}.js",
            file % 5
        ));
    }
    paths.sort();
    paths
}

fn main() {
    assert!(IgnoreFile::parse(PATTERNS).errors.is_empty());
    divan::main();
}

#[divan::bench(sample_count = 20)]
fn layerlab_dockerignore(bencher: Bencher<'_, '_>) {
    let paths = paths();
    let ignore = IgnoreFile::parse(PATTERNS);
    bencher
        .counter(ItemsCount::new(paths.len()))
        .bench_local(|| {
            let mut walk = Walk::new(&ignore);
            paths
                .iter()
                .filter(|path| walk.visit(black_box(path)).is_excluded())
                .count()
        });
}

fn gitignore() -> Gitignore {
    let mut builder = GitignoreBuilder::new("");
    for line in PATTERNS.lines() {
        builder.add_line(None, line).expect("a pattern");
    }
    builder.build().expect("patterns")
}

#[divan::bench(sample_count = 20)]
fn ignore_crate(bencher: Bencher<'_, '_>) {
    let paths = paths();
    let ignore = gitignore();
    bencher
        .counter(ItemsCount::new(paths.len()))
        .bench_local(|| {
            paths
                .iter()
                .filter(|path| {
                    ignore
                        .matched_path_or_any_parents(black_box(path), false)
                        .is_ignore()
                })
                .count()
        });
}

/// Patterns that are hard for machines that try one way after the other.
#[divan::bench(args = [100, 1_000, 10_000], sample_count = 20)]
fn adversarial(bencher: Bencher<'_, '_>, length: usize) {
    let ignore = IgnoreFile::parse("**/*a*a*a*a*b*c\n");
    let path = format!("{}c", "a".repeat(length));
    bencher
        .counter(divan::counter::BytesCount::new(length))
        .bench_local(|| ignore.decide(black_box(&path)));
}
