//! `cargo xtask data`: the tables of `crates/catalog/data`, made from the measurements, and what they weigh.
//!
//! The measurements are no part of the project. `crates/catalog/data/README.md` says what they are and where they come from.

mod base_images;
mod common;
mod debian;
mod images;
mod installs;
mod source;
mod suite;
mod table;

use std::path::{Path, PathBuf};

use crate::files::write;
use crate::node;
use crate::process::{command, output, root};
use source::Source;
use suite::Suite;

const CATALOG: &str = "crates/catalog";

/// What the tables may weigh, in bytes, compressed with brotli: those that come with the page, and those that are loaded when a
/// Dockerfile needs them.
const FIRST_LOAD_AT_MOST_BYTES: u64 = 40_000;
const LAZY_AT_MOST_BYTES: u64 = 120_000;

/// A file of the catalogue, below `crates/catalog`.
pub struct MadeFile {
    /// Its path.
    path: &'static str,
    /// What is in it.
    text: String,
}

/// Makes the tables from the measurements in a folder and says what they weigh. `check` writes nothing and compares.
///
/// # Errors
/// A sentence if the measurements are not there or not as expected, if a table differs, or if the tables are too large.
pub fn data(folder: Option<&Path>, check: bool) -> Result<(), String> {
    match (folder, check) {
        (Some(folder), check) => {
            for file in make(&Source::new(folder))? {
                put(&file, check)?;
            }
        }
        (None, true) => {}
        (None, false) => {
            return Err(format!(
                "`cargo xtask data FOLDER` needs the folder with the measurements, which are no part of the project: {}. \
                 {CATALOG}/data/README.md says where the figures come from; `cargo xtask data --check` only weighs the tables",
                source::FILES.join(", ")
            ));
        }
    }
    weigh()
}

/// All tables that are made.
fn make(source: &Source) -> Result<Vec<MadeFile>, String> {
    let mut suites = [
        Suite::read(source, "bookworm")?,
        Suite::read(source, "trixie")?,
    ];
    for suite in &mut suites {
        suite.select();
    }
    let [bookworm, trixie] = &suites;
    let measured = source.json("measured-layers.json")?;
    Ok(vec![
        base_images::table(source)?,
        debian::table("12", bookworm, trixie, source)?,
        debian::table("13", trixie, bookworm, source)?,
        installs::alpine(source)?,
        installs::python(&measured)?,
        installs::node(&measured)?,
        installs::apt_runs(&measured)?,
    ])
}

/// Writes a file, or compares it with what is there.
fn put(file: &MadeFile, check: bool) -> Result<(), String> {
    let path = root().join(CATALOG).join(file.path);
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    if there == file.text {
        println!("xtask: {CATALOG}/{} is as it was.", file.path);
        return Ok(());
    }
    let place = (1..)
        .zip(there.lines().zip(file.text.lines()))
        .find(|(_, (before, now))| before != now)
        .map_or_else(
            || "at its end".to_owned(),
            |(line, _)| format!("from line {line} on"),
        );
    if check {
        return Err(format!(
            "{CATALOG}/{} is not what the measurements give: it differs {place}",
            file.path
        ));
    }
    write(&path, &file.text)?;
    println!(
        "xtask: {CATALOG}/{} was written; it differs {place}.",
        file.path
    );
    Ok(())
}

/// The tables in a folder of the catalogue, in order.
fn tables_in(folder: &str) -> Result<Vec<PathBuf>, String> {
    let folder = root().join(CATALOG).join(folder);
    let entries = std::fs::read_dir(&folder)
        .map_err(|error| format!("{} cannot be read: {error}", folder.display()))?;
    let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
    let mut tables: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|end| end == "tsv"))
        .collect();
    tables.sort();
    Ok(tables)
}

/// Prints what each table weighs.
///
/// # Errors
/// A sentence if they are too large.
fn weigh() -> Result<(), String> {
    node::ensure_node()?;
    let groups = [
        ("data", "comes with the page", FIRST_LOAD_AT_MOST_BYTES),
        ("data/lazy", "is loaded when needed", LAZY_AT_MOST_BYTES),
    ];
    println!("{:<22} {:>9} {:>9} {:>9}", "table", "raw", "gzip", "brotli");
    let mut too_large = Vec::new();
    for (folder, when, at_most_bytes) in groups {
        let mut sum = [0; 3];
        for path in tables_in(folder)? {
            let weight = weight(&path)?;
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let [raw, gzip, brotli] = weight;
            println!("{name:<22} {raw:>9} {gzip:>9} {brotli:>9}  {when}");
            sum = [sum[0] + raw, sum[1] + gzip, sum[2] + brotli];
        }
        let [raw, gzip, brotli] = sum;
        println!(
            "{:<22} {raw:>9} {gzip:>9} {brotli:>9}  {when}, at most {at_most_bytes}",
            "all"
        );
        if brotli > at_most_bytes {
            too_large.push(format!(
                "the tables in {CATALOG}/{folder} take {brotli} bytes compressed, and at most {at_most_bytes} are wanted"
            ));
        }
    }
    if too_large.is_empty() {
        Ok(())
    } else {
        Err(too_large.join("; "))
    }
}

/// Bytes of a file as it is, and compressed with gzip and brotli.
fn weight(path: &Path) -> Result<[u64; 3], String> {
    let shown = path.display().to_string();
    let printed = output(command(
        "node",
        ".",
        &["tools/node/weigh.mjs", "--plain", &shown],
    ));
    let printed = printed.unwrap_or_default();
    let mut numbers = printed.split_whitespace().map(str::parse::<u64>);
    match (numbers.next(), numbers.next(), numbers.next()) {
        (Some(Ok(raw)), Some(Ok(gzip)), Some(Ok(brotli))) => Ok([raw, gzip, brotli]),
        _ => Err(format!("{shown} could not be weighed")),
    }
}
