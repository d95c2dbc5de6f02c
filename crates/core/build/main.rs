//! Turns the words and example projects, kept as plain files, into tables that the library embeds.
//!
//! Everything is checked here, so that a mistake in a text is an error of the build and never one of the page.

pub(crate) mod projects;
pub(crate) mod terms;
pub(crate) mod topics;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// What a step of this script gives: a value, or a sentence that says what to mend.
pub(crate) type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let crate_folder = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out_folder = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo:rerun-if-changed=build");

    let topics_folder = crate_folder.join("src/explain/topics");
    println!("cargo:rerun-if-changed={}", topics_folder.display());
    fs::write(out_folder.join("topics.rs"), topics::table(&topics_folder)?)?;

    let terms_folder = crate_folder.join("src/explain/terms");
    println!("cargo:rerun-if-changed={}", terms_folder.display());
    fs::write(out_folder.join("terms.rs"), terms::table(&terms_folder)?)?;

    let projects_folder = crate_folder.join("src/lessons/projects");
    println!("cargo:rerun-if-changed={}", projects_folder.display());
    fs::write(
        out_folder.join("projects.rs"),
        projects::table(&projects_folder)?,
    )?;
    Ok(())
}

/// The entries of a folder in the order of their names, so that every machine generates the same.
pub(crate) fn sorted_entries(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)
        .map_err(|error| format!("{}: {error}", folder.display()))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}

/// Reads a text file with line feeds, whatever the checkout made of them.
pub(crate) fn read_text(path: &Path) -> Outcome<String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(text.replace("\r\n", "\n"))
}

/// The last component of a path as text.
pub(crate) fn file_name(path: &Path) -> Outcome<&str> {
    path.file_name()
        .and_then(|name| name.to_str())
        .ok_or_else(|| format!("{}: the name is not UTF-8", path.display()).into())
}
