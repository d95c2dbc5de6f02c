//! Deciding about paths.

use std::fmt::Write;

use ignore::gitignore::GitignoreBuilder;
use layerlab_core::dockerignore::{IgnoreFile, Walk};

use crate::{Prepared, Target, Unit, Workload};

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

const PATHS: u32 = 100_000;

/// The shape of a project with its dependencies: few files of its own, many packages with nested directories.
pub(crate) fn paths(count: u32) -> Vec<String> {
    let own = count / 20;
    let mut paths: Vec<String> = (0..own)
        .map(|index| format!("src/module{}/view{index}.py", index % 50))
        .collect();
    paths.extend((0..count - own).map(|index| {
        let (package, file) = (index / 40, index % 40);
        format!(
            "node_modules/package{package}/lib/part{}/file{file}.js",
            file % 5
        )
    }));
    paths.sort();
    paths
}

/// The crate for `.dockerignore`.
pub(crate) const DECISIONS: Workload = Workload {
    name: "ignore: 100,000 paths, 30 patterns with ** and !",
    unit: Unit::PerSecond(PATHS, "paths"),
    target: Some(Target::NativePerSecond(2_000_000.0)),
    prepare: || decisions(IgnoreFile::parse(PATTERNS), paths(PATHS)),
};

fn decisions(ignore: IgnoreFile, paths: Vec<String>) -> Prepared {
    Prepared::single(move || {
        let mut walk = Walk::new(&ignore);
        paths
            .iter()
            .filter(|path| walk.visit(path).is_excluded())
            .count()
    })
}

/// The matcher of another crate on the same paths and lines. Its rules are others, the work is the same.
pub(crate) const GITIGNORE: Workload = Workload {
    name: "  the same by the crate `ignore` (gitignore's rules)",
    unit: Unit::PerSecond(PATHS, "paths"),
    target: None,
    prepare: || {
        let mut builder = GitignoreBuilder::new("");
        for line in PATTERNS.lines() {
            // None of them is refused: the number of decisions would show it.
            let _ = builder.add_line(None, line);
        }
        let Ok(matcher) = builder.build() else {
            return Prepared::single(|| 0);
        };
        let paths = paths(PATHS);
        Prepared::single(move || {
            let ignored =
                |path: &&String| matcher.matched_path_or_any_parents(path, false).is_ignore();
            paths.iter().filter(ignored).count()
        })
    },
};

/// Many lines are a matter of their number, not of anything worse.
pub(crate) const MANY_LINES: Workload = Workload {
    name: "ignore: 1,000 paths, 10,000 lines **/*a*a*a*a*b",
    unit: Unit::PerSecond(1_000, "paths"),
    target: None,
    prepare: || {
        let mut text = String::new();
        for line in 0..10_000 {
            let _ = writeln!(text, "**/*a*a*a*a*b{line}");
        }
        decisions(IgnoreFile::parse(&text), paths(1_000))
    },
};

/// A pattern that is hard for machines that try one way after the other. Its `*c` keeps a look at the last letter from
/// deciding at once.
fn long_path(letters: usize) -> Prepared {
    let path = format!("{}c", "a".repeat(letters));
    decisions(IgnoreFile::parse("**/*a*a*a*a*b*c\n"), vec![path])
}

/// A long path.
pub(crate) const LONG_PATH: Workload = Workload {
    name: "ignore: **/*a*a*a*a*b*c, a path of 1,000 letters",
    unit: Unit::Time,
    target: None,
    prepare: || long_path(1_000),
};

/// Ten times as long takes ten times as long.
pub(crate) const LONGER_PATH: Workload = Workload {
    name: "ignore: **/*a*a*a*a*b*c, a path of 10,000 letters",
    unit: Unit::Time,
    target: None,
    prepare: || long_path(10_000),
};
