//! Build tools of other languages: what they get and what they make is assumed, counted by what the project lists.

use std::collections::BTreeSet;
use std::time::Duration;

use layerlab_catalog::{Estimate, assumed};

use super::{Outcome, Surroundings, count, megabytes, operands, option};
use crate::effects::{FileSystem, Kind, Work};
use crate::graph::paths;

/// As many of an assumed figure, the range of a sum growing less than the sum.
fn several(what: &str, number: usize) -> Estimate {
    (0..number).map(|_| assumed(what)).sum()
}

/// `go mod download`, `go build`, `go install`.
pub(super) fn go(
    arguments: &[&str],
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    match arguments {
        ["mod", "download", ..] | ["get", ..] => go_modules(surroundings, files),
        ["build" | "install", rest @ ..] => {
            let mut outcome = if files.within("/go/pkg/mod").next().is_none() {
                go_modules(surroundings, files)
            } else {
                Outcome::default()
            };
            let (binary, cache) = (assumed("go-binary"), assumed("go-build-cache"));
            let to = match (arguments.first(), option(rest, &["-o"])) {
                (_, Some(to)) => surroundings.path(to),
                (Some(&"install"), None) => "/go/bin/program".to_owned(),
                // Without a name it is that of the directory.
                _ => surroundings.path(paths::base_name(&surroundings.directory)),
            };
            files.add(&to, "", binary, Kind::Other, None);
            let kept = format!("{}/.cache/go-build", surroundings.home());
            files.add(&kept, "", cache, Kind::Other, None);
            outcome.work = outcome.work.plus(Work {
                written_bytes: binary.plus(cache).bytes,
                busy: Duration::from_secs(20),
                ..Work::default()
            });
            outcome.reason = format!(
                "a program taken to be {}, and {} that the compiler keeps",
                megabytes(binary.bytes),
                megabytes(cache.bytes)
            );
            outcome
        }
        _ => Outcome::busy(Duration::from_secs(2)),
    }
}

fn go_modules(surroundings: &Surroundings<'_>, files: &mut FileSystem) -> Outcome {
    // go.sum has two lines for a module: its files and its go.mod.
    let text = files.text(&surroundings.path("go.sum"));
    let modules: BTreeSet<&str> = text
        .as_deref()
        .unwrap_or("")
        .lines()
        .filter(|line| !line.contains("/go.mod "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    if modules.is_empty() {
        return Outcome::default();
    }
    let size = several("go-module", modules.len());
    files.add("/go/pkg/mod", "", size, Kind::Other, None);
    Outcome::made(
        size,
        size,
        Duration::from_secs(2),
        format!(
            "{} of go.sum, taken to be {}",
            count(modules.len(), "module"),
            megabytes(size.bytes)
        ),
    )
}

/// `cargo build`, `cargo install`.
pub(super) fn cargo(
    arguments: &[&str],
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    let words = operands(
        arguments,
        &[
            "--bin",
            "--target",
            "--target-dir",
            "-p",
            "--package",
            "--features",
        ],
    );
    if !matches!(words.first(), Some(&("build" | "b" | "install" | "fetch"))) {
        return Outcome::busy(Duration::from_secs(2));
    }
    let text = files.text(&surroundings.path("Cargo.lock"));
    let crates = text.as_deref().unwrap_or("").matches("[[package]]").count();
    let sources = several("cargo-crate", crates);
    files.add("/usr/local/cargo/registry", "", sources, Kind::Other, None);
    if words.first() == Some(&"fetch") {
        return Outcome::made(
            sources,
            sources,
            Duration::from_secs(2),
            format!("the sources of {}", count(crates, "crate")),
        );
    }
    let release = arguments
        .iter()
        .any(|word| matches!(*word, "--release" | "-r"));
    let home = option(arguments, &["--target-dir"]).unwrap_or("target");
    let profile = if release { "release" } else { "debug" };
    let (binary, rest) = (assumed("cargo-binary"), assumed("cargo-target"));
    let home = surroundings.path(home);
    let manifest = files.text(&surroundings.path("Cargo.toml"));
    let name = manifest.as_deref().and_then(package_name);
    let program = format!("{home}/{profile}/{}", name.unwrap_or("program"));
    let compiled = format!("{home}/{profile}/deps");
    let again = files.within(&compiled).next().is_some();
    files.add(&program, "", binary, Kind::Other, None);
    if again {
        // What the program depends on was compiled by an earlier step.
        return Outcome::made(
            binary,
            Estimate::ZERO,
            Duration::from_secs(12),
            format!(
                "a program taken to be {}; what it depends on is compiled already",
                megabytes(binary.bytes)
            ),
        );
    }
    files.add(&compiled, "", rest, Kind::Other, None);
    Outcome::made(
        binary.plus(rest).plus(sources),
        sources,
        Duration::from_secs(90),
        format!(
            "the sources of {}, a program taken to be {} and {} besides",
            count(crates, "crate"),
            megabytes(binary.bytes),
            megabytes(rest.bytes)
        ),
    )
}

/// The first name in a Cargo.toml, which is the package's.
fn package_name(text: &str) -> Option<&str> {
    text.lines().find_map(|line| {
        let (key, value) = line.split_once('=')?;
        (key.trim() == "name").then(|| value.trim().trim_matches('"'))
    })
}

/// `mvn` and `gradle`.
pub(super) fn java(
    arguments: &[&str],
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    let goals = operands(arguments, &["-f", "--file", "-P", "-pl"]);
    let libraries = assumed("maven-repository");
    let is_gradle = goals.iter().any(|goal| {
        matches!(
            *goal,
            "build" | "bootJar" | "assemble" | "shadowJar" | "installDist"
        )
    });
    let home = if is_gradle { ".gradle" } else { ".m2" };
    let home = format!("{}/{home}", surroundings.home());
    let first = files.within(&home).next().is_none();
    if first {
        files.add(&home, "", libraries, Kind::Archive, None);
    }
    let downloaded = if first { libraries } else { Estimate::ZERO };
    let packs = is_gradle
        || goals
            .iter()
            .any(|goal| matches!(*goal, "package" | "install" | "verify"));
    if !packs {
        return Outcome::made(
            downloaded,
            downloaded,
            Duration::from_secs(5),
            format!(
                "the project's libraries, taken to be {}",
                megabytes(libraries.bytes)
            ),
        );
    }
    let jar = assumed("jar");
    let to = if is_gradle { "build/libs" } else { "target" };
    files.add(&surroundings.path(to), "", jar, Kind::Archive, None);
    Outcome::made(
        downloaded.plus(jar),
        downloaded,
        Duration::from_secs(30),
        format!(
            "the program taken to be {}, its libraries {}",
            megabytes(jar.bytes),
            megabytes(libraries.bytes)
        ),
    )
}

/// `bundle install`: the gems of `Gemfile.lock`, else of `Gemfile`.
pub(super) fn bundle(
    arguments: &[&str],
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    if !matches!(operands(arguments, &[]).first(), None | Some(&"install")) {
        return Outcome::default();
    }
    let locked = files.text(&surroundings.path("Gemfile.lock"));
    let in_lock = locked.as_deref().map(|text| {
        let specs = text
            .lines()
            .filter(|line| line.starts_with("    ") && !line.starts_with("     "));
        specs.count()
    });
    let listed = files.text(&surroundings.path("Gemfile")).map(|text| {
        let gems = text
            .lines()
            .filter(|line| line.trim_start().starts_with("gem "));
        gems.count()
    });
    counted(in_lock.or(listed), "gem", "/usr/local/bundle", files)
}

/// `composer install`: the packages of `composer.lock`, else of `composer.json`.
pub(super) fn composer(
    arguments: &[&str],
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    let words = operands(arguments, &["-d", "--working-dir"]);
    if !matches!(words.first(), Some(&("install" | "update" | "require"))) {
        return Outcome::default();
    }
    let locked = files.text(&surroundings.path("composer.lock"));
    let in_lock = locked
        .as_deref()
        .map(|text| text.matches("\"notification-url\"").count());
    let listed = files.text(&surroundings.path("composer.json")).map(|text| {
        let required = text.split_once("\"require\"").map_or("", |(_, rest)| rest);
        let body = required.split('}').next().unwrap_or("");
        body.matches('/').count()
    });
    let vendor = surroundings.path("vendor");
    counted(in_lock.or(listed), "composer-package", &vendor, files)
}

fn counted(number: Option<usize>, what: &str, home: &str, files: &mut FileSystem) -> Outcome {
    let Some(number) = number.filter(|number| *number > 0) else {
        return Outcome {
            unknown: vec!["the list of packages, which could not be read,".to_owned()],
            ..Outcome::default()
        };
    };
    let size = several(what, number);
    files.add(home, "", size, Kind::Other, None);
    Outcome::made(
        size,
        size,
        Duration::from_secs(5),
        format!(
            "{}, taken to be {}",
            count(number, "package"),
            megabytes(size.bytes)
        ),
    )
}

/// `dnf`, `yum`, `microdnf`, `zypper`: the packages that are named.
pub(super) fn rpm(arguments: &[&str], _: &mut Surroundings<'_>, files: &mut FileSystem) -> Outcome {
    let words = operands(arguments, &["--setopt", "--enablerepo", "--disablerepo"]);
    match words.split_first() {
        Some((&("install" | "in"), names)) if !names.is_empty() => {
            let size = several("rpm-package", names.len());
            files.add("/usr", &names.join(" "), size, Kind::Other, None);
            let mut outcome = Outcome::made(
                size,
                size,
                Duration::from_secs(10),
                format!(
                    "{}, taken to be {}",
                    count(names.len(), "RPM package"),
                    megabytes(size.bytes)
                ),
            );
            outcome.assumed = names.iter().map(|name| (*name).to_owned()).collect();
            outcome
        }
        Some((&"clean", _)) => {
            files.remove("/var/cache/dnf");
            Outcome::default()
        }
        _ => Outcome::busy(Duration::from_secs(5)),
    }
}
