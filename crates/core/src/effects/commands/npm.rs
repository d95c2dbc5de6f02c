//! `npm`.

use std::time::Duration;

use layerlab_catalog::node_install;

use super::{Outcome, Surroundings, count, megabytes, operands};
use crate::effects::{FileSystem, Kind, Work};

pub(super) fn run(
    arguments: &[&str],
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    let cache = format!("{}/.npm", surroundings.home());
    with_cache(arguments, cache, surroundings, files)
}

/// The same with downloads kept in this folder.
fn with_cache(
    arguments: &[&str],
    cache: String,
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    let words = operands(
        arguments,
        &[
            "--prefix",
            "--registry",
            "--cache",
            "-w",
            "--workspace",
            "--loglevel",
        ],
    );
    let Some((verb, names)) = words.split_first() else {
        return Outcome::default();
    };
    let everywhere = arguments
        .iter()
        .any(|argument| matches!(*argument, "-g" | "--global" | "--location=global"));
    match *verb {
        "install" | "i" | "ci" | "add" | "clean-install" => {
            let development = !arguments.iter().any(|argument| {
                matches!(
                    *argument,
                    "--omit=dev" | "--production" | "--only=production"
                )
            }) && surroundings.variable("NODE_ENV") != Some("production");
            let package = files.text(&surroundings.path("package.json"));
            let listed = package
                .as_deref()
                .map(|text| dependencies(text, development))
                .unwrap_or_default();
            let mut wanted: Vec<&str> = names.to_vec();
            if names.is_empty() {
                if package.is_none() {
                    return Outcome {
                        unknown: vec!["npm without a package.json".to_owned()],
                        ..Outcome::default()
                    };
                }
                wanted = listed.iter().map(String::as_str).collect();
            }
            let (installed, cached, unknown) = node_install(wanted.iter().copied());
            let home = if everywhere {
                "/usr/local/lib/node_modules".to_owned()
            } else {
                surroundings.path("node_modules")
            };
            files.add(&home, &wanted.join(" "), installed, Kind::Node, None);
            files.add(&cache, &wanted.join(" "), cached, Kind::NodeCache, None);
            let assumed = if unknown.is_empty() {
                String::new()
            } else {
                format!(", {} of them assumed", unknown.len())
            };
            Outcome {
                work: Work {
                    download_bytes: cached.bytes,
                    written_bytes: installed.plus(cached).bytes,
                    busy: Duration::from_secs(3),
                },
                reason: format!(
                    "{} with all that they need {}{assumed}, npm's cache {}",
                    count(wanted.len(), "Node.js package"),
                    megabytes(installed.bytes),
                    megabytes(cached.bytes)
                ),
                assumed: unknown,
                kept: Some((cache, cached.bytes)),
                ..Outcome::default()
            }
        }
        "cache" => {
            if names.first() == Some(&"clean") {
                files.remove(&cache);
            }
            Outcome::busy(Duration::from_millis(500))
        }
        "prune" => prune(arguments, surroundings, files),
        "config" | "set" | "version" => Outcome::busy(Duration::from_secs(1)),
        "run" | "run-script" | "build" => Outcome {
            work: Work::busy(Duration::from_secs(10)),
            reason: String::new(),
            unknown: vec![format!("npm {}", words.join(" "))],
            ..Outcome::default()
        },
        other => Outcome {
            unknown: vec![format!("npm {other}")],
            ..Outcome::default()
        },
    }
}

/// `npm prune --omit=dev` takes out the packages that only development needs; without the option those that nothing needs.
fn prune(
    arguments: &[&str],
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    let omits = ["--omit=dev", "--production", "--prod", "-P"];
    let home = surroundings.path("node_modules");
    let package = files.text(&surroundings.path("package.json"));
    if let Some(package) = package.filter(|_| arguments.iter().any(|word| omits.contains(word))) {
        let needed = dependencies(&package, false);
        if needed.len() < dependencies(&package, true).len() {
            files.remove(&home);
            let (kept, _, _) = node_install(needed.iter().map(String::as_str));
            files.add(&home, &needed.join(" "), kept, Kind::Node, None);
        }
    }
    Outcome::busy(Duration::from_secs(1))
}

/// `yarn`: as npm, with a cache of its own and other names for the same things.
pub(super) fn yarn(
    arguments: &[&str],
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    let own = operands(arguments, &["--cwd", "--modules-folder"]);
    // Yarn 1, which the images of Node.js bring, keeps what root downloads beside its own program.
    let cache = match surroundings.home().as_str() {
        "/root" => "/usr/local/share/.cache/yarn".to_owned(),
        home => format!("{home}/.cache/yarn"),
    };
    let mut npm = |words: &[&str]| with_cache(words, cache.clone(), surroundings, files);
    match own.split_first() {
        None | Some((&"install", _)) => {
            let mut words = vec!["install"];
            words.extend(arguments.iter().filter(|word| word.starts_with('-')));
            npm(&words)
        }
        Some((&("add" | "run" | "build"), _)) => npm(arguments),
        Some((&"global", ["add", names @ ..])) => {
            let mut words = vec!["install", "-g"];
            words.extend(names);
            npm(&words)
        }
        Some((&"cache", _)) => npm(&["cache", "clean"]),
        Some((script, _)) => Outcome {
            work: Work::busy(Duration::from_secs(10)),
            unknown: vec![format!("yarn {script}")],
            ..Outcome::default()
        },
    }
}

/// The names under `dependencies` (and `devDependencies`) of a package.json. A broken file gives what can be read.
fn dependencies(text: &str, development: bool) -> Vec<String> {
    let mut names = Vec::new();
    for section in ["\"dependencies\"", "\"devDependencies\""] {
        if section.contains("dev") && !development {
            continue;
        }
        let Some((_, after)) = text.split_once(section) else {
            continue;
        };
        let Some((_, body)) = after.split_once('{') else {
            continue;
        };
        let body = body.split('}').next().unwrap_or(body);
        for entry in body.split(',') {
            let name = entry
                .split(':')
                .next()
                .unwrap_or("")
                .trim()
                .trim_matches('"');
            if !name.is_empty() {
                names.push(name.to_owned());
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::dependencies;

    #[test]
    fn reads_names_from_a_package_file() {
        let text = r#"{ "name": "x", "dependencies": { "express": "^4", "@a/b": "1" }, "devDependencies": { "vite": "5" } }"#;
        assert_eq!(dependencies(text, false), ["express", "@a/b"]);
        assert_eq!(dependencies(text, true), ["express", "@a/b", "vite"]);
        assert_eq!(dependencies("{\"dependencies\": {\"a", false), ["a"]);
    }
}
