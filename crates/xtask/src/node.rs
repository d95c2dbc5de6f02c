//! Node.js and npm packages.

use std::path::Path;

use layerlab_texts::Explanations;

use crate::files::{read, update, write};
use crate::frame;
use crate::process::{command, output, root, run};

#[cfg(windows)]
const NPM: &str = "npm.cmd";
#[cfg(not(windows))]
const NPM: &str = "npm";

/// The oldest Node.js that the tools run on.
const OLDEST: u32 = 20;

/// An npm command in a folder of the workspace.
pub fn npm(folder: &str, arguments: &[&str]) -> std::process::Command {
    command(NPM, folder, arguments)
}

/// Checks that Node.js is there.
///
/// # Errors
/// A sentence if it is missing or too old.
pub fn ensure_node() -> Result<(), String> {
    let printed = output(command("node", ".", &["--version"]));
    let major = printed
        .as_deref()
        .and_then(|version| version.trim().trim_start_matches('v').split('.').next())
        .and_then(|major| major.parse::<u32>().ok());
    match major {
        Some(major) if major >= OLDEST => Ok(()),
        Some(major) => Err(format!(
            "Node.js {OLDEST} or newer is needed, and this is {major}: please update it"
        )),
        None => Err(format!(
            "Node.js {OLDEST} or newer is needed for the page's editor: install it from nodejs.org or with the system's \
             package manager, then run this again"
        )),
    }
}

/// Installs the packages of a folder exactly as its lockfile says, unless that was done before.
///
/// # Errors
/// A sentence if they cannot be had.
pub fn ensure_packages(folder: &str, what: &str) -> Result<(), String> {
    let lock = root().join(folder).join("package-lock.json");
    let stamp = root().join(folder).join("node_modules/.installed-lock");
    let wanted = read(&lock)?;
    if std::fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    println!("xtask: installing the npm packages of {folder}: {what}.");
    // No package needs to run a script of its own to be installed.
    run(npm(folder, &["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])).map_err(|error| {
        format!("the npm packages of {folder} could not be installed ({error}); is the package registry reachable?")
    })?;
    write(&stamp, wanted)
}

fn newest(path: &Path) -> Option<std::time::SystemTime> {
    let metadata = std::fs::metadata(path).ok()?;
    if !metadata.is_dir() {
        return metadata.modified().ok();
    }
    let entries = std::fs::read_dir(path).ok()?;
    entries
        .filter_map(Result::ok)
        .filter_map(|entry| newest(&entry.path()))
        .max()
}

/// Bundles the editor, unless the bundle is newer than all it is made from.
///
/// # Errors
/// A sentence if it does not build.
pub fn build_editor() -> Result<(), String> {
    write_texts()?;
    let folder = root().join("web/editor");
    let sources = [
        "src",
        "build.mjs",
        "adopted-styles.mjs",
        "package-lock.json",
        // They are copied beside the bundles.
        "../../crates/catalog/data/lazy",
        "dist/explanations.txt",
    ];
    let changed = sources
        .iter()
        .filter_map(|source| newest(&folder.join(source)))
        .max();
    if newest(&folder.join("dist/loader.js")) > changed {
        return Ok(());
    }
    run(npm("web/editor", &["run", "--silent", "build"]))
}

/// Makes the explanations' texts and the text of the page's frame, and bundles the editor and the styles.
///
/// # Errors
/// A sentence if something is malformed or does not build.
pub fn parts() -> Result<(), String> {
    write_texts()?;
    frame::write()?;
    run(npm("web/editor", &["run", "--silent", "build"]))
}

/// Writes the texts of the explanations beside the bundles.
fn write_texts() -> Result<(), String> {
    let explanations = Explanations::read(&root().join("crates/core/src/explain"))
        .map_err(|error| format!("an explanation is malformed: {error}"))?;
    let file = root().join("web/editor/dist/explanations.txt");
    update(&file, &explanations.texts())
}
