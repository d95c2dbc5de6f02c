//! What was measured of single installations: by apk, pip, npm and apt.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::MadeFile;
use super::source::{Source, number, strings, text};
use super::table::Table;

/// What the first pip run in an image compiles of Python's own library and of pip.
const LIBRARY_COMPILED_BYTES: u64 = 8_104_383;

fn file(
    path: &'static str,
    about: &[&str],
    columns: &[&str],
    rows: &[Vec<String>],
) -> Result<MadeFile, String> {
    if rows.is_empty() {
        return Err(format!("the measurements hold nothing for {path}"));
    }
    Ok(MadeFile {
        path,
        text: Table::new(about).lines(columns, rows)?.text(),
    })
}

/// Installed sizes of Alpine packages.
pub fn alpine(source: &Source) -> Result<MadeFile, String> {
    let data = source.json("alpine-packages.json")?;
    let sizes = data["installed_bytes"].as_object().into_iter().flatten();
    let mut rows: Vec<Vec<String>> = sizes
        .map(|(name, bytes)| vec![name.clone(), number(bytes).to_string()])
        .collect();
    rows.sort();
    let about = ["Alpine 3.24 packages, installed bytes as apk prints them (see README.md)."];
    file(
        "data/alpine.tsv",
        &about,
        &["package", "installed_bytes"],
        &rows,
    )
}

/// Rows of a kind that succeeded, with what follows the beginning of their command if nothing else than these characters does.
fn runs<'a>(
    measured: &'a Value,
    kind: &'a str,
    start: &'a str,
    allowed: fn(char) -> bool,
) -> impl Iterator<Item = (&'a Value, &'a str)> {
    let rows = measured.as_array().into_iter().flatten();
    rows.filter_map(move |row| {
        let rest = text(&row["run"]).strip_prefix(start)?;
        let fits = !rest.is_empty() && rest.chars().all(allowed);
        (fits && text(&row["kind"]) == kind && row["exit_status"].is_null()).then_some((row, rest))
    })
}

/// The name as the index of packages writes it.
fn canonical(name: &str) -> String {
    let parts = name.split(['-', '_', '.']).collect::<Vec<_>>();
    let last = parts.len().saturating_sub(1);
    // Several separators in a row count as one; those at the ends stay.
    let kept = parts
        .iter()
        .enumerate()
        .filter(|(place, part)| !part.is_empty() || *place == 0 || *place == last);
    kept.map(|(_, part)| part.to_lowercase())
        .collect::<Vec<_>>()
        .join("-")
}

/// The name as the index writes it, with its extras.
fn requirement(word: &str) -> String {
    match word.split_once('[') {
        Some((name, extras)) => format!("{}[{extras}", canonical(name)),
        None => canonical(word),
    }
}

/// Bytes installed, downloaded, cached and compiled of a package with all that it brings.
#[derive(Clone)]
struct PythonRun {
    bytes: [u64; 4],
    brings: BTreeSet<String>,
}

/// Python packages with all that they bring, without the cache and without what belongs to Python itself.
pub fn python(measured: &Value) -> Result<MadeFile, String> {
    let allowed =
        |character: char| character.is_ascii_alphanumeric() || "_.[] -".contains(character);
    // In the order of the measurements, which decides what is known when names are taken apart.
    let mut order: Vec<String> = Vec::new();
    let mut known: BTreeMap<String, PythonRun> = BTreeMap::new();
    for (row, names) in runs(measured, "pip", "pip install ", allowed) {
        if names.starts_with('-') || !text(&row["base"]).starts_with("python:3.13-slim-like (") {
            continue;
        }
        let mut names: Vec<String> = names.split_whitespace().map(requirement).collect();
        names.sort();
        let cache_bytes = number(&row["pip_cache_bytes"]);
        let own = |bytes: u64| bytes.saturating_sub(LIBRARY_COMPILED_BYTES);
        let bytes = [
            own(number(&row["added_bytes"]).saturating_sub(cache_bytes)),
            number(&row["download_bytes"]),
            cache_bytes,
            own(number(&row["pyc_bytes"])),
        ];
        let brings = strings(&row["installed"])
            .map(|item| canonical(item.rsplit_once('-').map_or(item, |(name, _)| name)))
            .collect();
        let names = names.join(" ");
        if known
            .insert(names.clone(), PythonRun { bytes, brings })
            .is_none()
        {
            order.push(names);
        }
    }
    for together in order.iter().filter(|names| names.contains(' ')) {
        take_apart(together, &mut known);
    }
    let rows: Vec<Vec<String>> = known
        .into_iter()
        .map(|(names, run)| {
            let mut row = vec![names];
            row.extend(run.bytes.iter().map(u64::to_string));
            row.push(run.brings.into_iter().collect::<Vec<_>>().join(" "));
            row
        })
        .collect();
    let about = [
        "What pip installs for names, their requirements included, measured in November 2026 with Python 3.13: bytes",
        "with .pyc, bytes downloaded, bytes that the cache grows by, bytes of .pyc (see README.md).",
    ];
    let columns = [
        "packages",
        "installed_bytes",
        "download_bytes",
        "cache_bytes",
        "compiled_bytes",
        "brings",
    ];
    file("data/python.tsv", &about, &columns, &rows)
}

/// Of several names of which all but one are known alone, the rest is that one's.
fn take_apart(together: &str, known: &mut BTreeMap<String, PythonRun>) {
    let (alone, unknown): (Vec<&str>, Vec<&str>) = together
        .split(' ')
        .partition(|name| known.contains_key(*name));
    match unknown.as_slice() {
        [] => {
            known.remove(together);
        }
        [name] => {
            let Some(mut rest) = known.remove(together) else {
                return;
            };
            for part in alone.iter().filter_map(|name| known.get(*name)) {
                for (left, taken) in rest.bytes.iter_mut().zip(part.bytes) {
                    *left = left.saturating_sub(taken);
                }
                rest.brings.retain(|package| !part.brings.contains(package));
            }
            known.insert((*name).to_owned(), rest);
        }
        _ => {}
    }
}

/// Node.js packages with all that they bring, and npm's cache of them.
pub fn node(measured: &Value) -> Result<MadeFile, String> {
    let allowed = |character: char| {
        character.is_ascii_lowercase()
            || character.is_ascii_digit()
            || "@/_ -".contains(character)
            || matches!(character, 'g' | 'D')
    };
    let mut rows: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (row, names) in runs(measured, "npm", "npm install ", allowed) {
        let names = names
            .strip_prefix("-g ")
            .or(names.strip_prefix("-D "))
            .unwrap_or(names);
        if names.contains('D') {
            continue;
        }
        let mut names: Vec<&str> = names.split_whitespace().collect();
        names.sort_unstable();
        let cache_bytes = number(&row["npm_cache_bytes"]);
        let installed_bytes = number(&row["added_bytes"]).saturating_sub(cache_bytes);
        let names = names.join(" ");
        let cells = vec![
            names.clone(),
            installed_bytes.to_string(),
            cache_bytes.to_string(),
        ];
        rows.insert(names, cells);
    }
    let about = [
        "What npm installs for these names, their requirements included, November 2026: bytes, and bytes",
        "of its cache (see README.md).",
    ];
    let columns = ["packages", "installed_bytes", "cache_bytes"];
    file(
        "data/node.tsv",
        &about,
        &columns,
        &rows.into_values().collect::<Vec<_>>(),
    )
}

/// Test data: measured installations whose lists were removed in the same step, with the packages that apt chose.
pub fn apt_runs(measured: &Value) -> Result<MadeFile, String> {
    const INSTALL: &str = "apt-get update && apt-get install -y ";
    const TIDY: &str = " && rm -rf /var/lib/apt/lists/*";
    let all = || {
        measured
            .as_array()
            .into_iter()
            .flatten()
            .filter(|row| text(&row["kind"]) == "apt")
    };
    let chosen: BTreeMap<(&str, &str), &Value> = all()
        .filter(|row| !row["new_packages"].is_null())
        .map(|row| {
            (
                (text(&row["base"]), text(&row["run"])),
                &row["new_packages"],
            )
        })
        .collect();
    let allowed = |character: char| {
        character.is_ascii_lowercase() || character.is_ascii_digit() || ".+ -".contains(character)
    };
    let mut rows = Vec::new();
    for row in all().filter(|row| row["exit_status"].is_null()) {
        let (base, run) = (text(&row["base"]), text(&row["run"]));
        let Some(install) = run.strip_suffix(TIDY) else {
            continue;
        };
        let words = install
            .strip_prefix(INSTALL)
            .filter(|words| words.chars().all(allowed));
        let (Some(words), Some(packages)) = (words, chosen.get(&(base, install))) else {
            continue;
        };
        let without = words
            .split_whitespace()
            .any(|word| word == "--no-install-recommends");
        let names = words
            .split_whitespace()
            .filter(|word| !word.starts_with('-'));
        let mut packages: Vec<&str> = strings(packages).collect();
        packages.sort_unstable();
        rows.push(vec![
            base.split(' ').next().unwrap_or("").to_owned(),
            if without { "no" } else { "yes" }.to_owned(),
            names.collect::<Vec<_>>().join(" "),
            number(&row["added_bytes"]).to_string(),
            packages.join(" "),
        ]);
    }
    let about = [
        "Measured in November 2026: bytes that apt-get install adds, lists removed in the same step (see README.md).",
    ];
    let columns = ["image", "recommends", "names", "added_bytes", "packages"];
    file("tests/data/apt-installs.tsv", &about, &columns, &rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_the_index_writes_them() {
        assert_eq!(canonical("Flask__Login.x"), "flask-login-x");
        assert_eq!(requirement("Uvicorn[standard]"), "uvicorn[standard]");
    }

    #[test]
    fn what_is_left_belongs_to_the_name_that_is_not_known_alone() {
        let run = |bytes, brings: &[&str]| PythonRun {
            bytes: [bytes; 4],
            brings: brings.iter().map(|name| (*name).to_owned()).collect(),
        };
        let mut known = BTreeMap::from([
            ("a".to_owned(), run(10, &["a", "x"])),
            ("a b".to_owned(), run(30, &["a", "b", "x"])),
            ("c d".to_owned(), run(5, &["c", "d"])),
        ]);
        for names in ["a b", "c d"] {
            take_apart(names, &mut known);
        }
        assert_eq!(known.keys().collect::<Vec<_>>(), ["a", "b", "c d"]);
        let rest = known.get("b").map(|run| (run.bytes, run.brings.len()));
        assert_eq!(rest, Some(([20; 4], 1)));
    }
}
