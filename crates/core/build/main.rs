//! Turns the words and example projects, kept as plain files, into tables that the library embeds.
//!
//! Everything is checked here, so that a mistake in a text is an error of the build and never one of the page.

pub(crate) mod course;
// The library reads the same files when the page has loaded them.
#[path = "../src/lessons/manifest.rs"]
#[allow(dead_code, reason = "only the library reads all of it")]
pub(crate) mod manifest;
#[path = "../src/lessons/packed.rs"]
#[allow(dead_code, reason = "only the library reads")]
pub(crate) mod packed;
pub(crate) mod projects;

use std::path::PathBuf;
use std::{env, fs};

use layerlab_texts::Explanations;
pub(crate) use layerlab_texts::{Outcome, file_name, read_text, sorted_entries, texts_below};

fn main() -> Outcome<()> {
    let crate_folder = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out_folder = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo:rerun-if-changed=build");
    println!("cargo:rerun-if-changed=src/lessons/manifest.rs");
    println!("cargo:rerun-if-changed=src/lessons/packed.rs");

    let explain_folder = crate_folder.join("src/explain");
    for part in ["topics", "terms"] {
        println!(
            "cargo:rerun-if-changed={}",
            explain_folder.join(part).display()
        );
    }
    let explanations = Explanations::read(&explain_folder)?;
    fs::write(out_folder.join("explain.rs"), explanations.tables()?)?;
    fs::write(out_folder.join("texts.txt"), explanations.texts())?;

    let projects_folder = crate_folder.join("src/lessons/projects");
    println!("cargo:rerun-if-changed={}", projects_folder.display());
    fs::write(
        out_folder.join("examples.rs"),
        projects::table(&projects_folder)?,
    )?;

    let course_folder = crate_folder.join("src/lessons/course");
    println!("cargo:rerun-if-changed={}", course_folder.display());
    fs::write(out_folder.join("course.rs"), course::table(&course_folder)?)?;
    Ok(())
}
