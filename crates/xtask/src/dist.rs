//! `cargo xtask dist`: the static site.

use std::path::PathBuf;

use crate::files::{read, read_text, write};
use crate::process::{command, root, run};
use crate::split::{self, Later};
use crate::tools;

/// Which functions of the program can wait until the page can be used.
pub const LATER: &str = "web/later.txt";
/// The half of the program that is loaded then, as the page names it (`Trunk.toml`).
const REST: &str = "layerlab-web_rest.wasm";

/// Variables with this beginning make Cargo compile the page otherwise than it is published.
const OTHER_PROFILE: &str = "CARGO_PROFILE_WASM_RELEASE_";

/// Builds the site into dist/, as it is put on a server: see `tools/node/finish.mjs`.
///
/// # Errors
/// A sentence if a tool is missing or the page does not build.
pub fn build() -> Result<(), String> {
    trunk()?;
    divide()?;
    run(command("node", ".", &["tools/node/finish.mjs", "dist"]))
}

/// Builds the page, whole and optimised, with the names of its functions.
///
/// # Errors
/// See [`build`].
pub fn trunk() -> Result<(), String> {
    tools::install_all()?;
    run(tools::trunk_release(".")?)
}

/// The compiled program in dist/, as Trunk named it.
///
/// # Errors
/// A sentence if the page is not there or names no program.
pub fn program() -> Result<PathBuf, String> {
    let page = read_text(&root().join("dist/index.html"))?;
    let name = attribute(&page, "data-wasm")?;
    Ok(root().join("dist").join(name.trim_start_matches("./")))
}

/// An attribute of a page, by a name that only one element has.
///
/// # Errors
/// A sentence if the page does not have it.
pub fn attribute<'a>(page: &'a str, name: &str) -> Result<&'a str, String> {
    page.split_once(&format!("{name}=\""))
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(value, _)| value)
        .ok_or_else(|| format!("the page has no {name}"))
}

/// Divides the program in dist/, so that visitors wait for the half that they need first.
fn divide() -> Result<(), String> {
    let path = program()?;
    let later = Later::read(&read_text(&root().join(LATER))?)?;
    let halves = split::split(&read(&path)?, &later)?;
    let (waiting, all) = halves.waiting;
    println!("xtask: {waiting} of {all} functions are loaded when the page can be used.");
    write(&path, halves.first)?;
    write(&root().join("dist").join(REST), halves.rest)
}

/// Builds the site and prints what a visitor loads, file by file, beside what it may weigh.
///
/// # Errors
/// See [`build`].
pub fn dist() -> Result<(), String> {
    build()?;
    run(command("node", ".", &["tools/node/weigh.mjs", "dist"]))
}

/// [`dist`], and checks that nothing weighs more than it may.
///
/// # Errors
/// See [`build`]; a sentence if something is too heavy.
pub fn check() -> Result<(), String> {
    run(command("node", "tools/node", &["--test"]))?;
    build()?;
    let otherwise =
        std::env::vars_os().any(|(name, _)| name.to_string_lossy().starts_with(OTHER_PROFILE));
    if otherwise {
        println!(
            "xtask: the page was not compiled as it is published, so its weight is not checked."
        );
        return run(command("node", ".", &["tools/node/weigh.mjs", "dist"]));
    }
    run(command(
        "node",
        ".",
        &["tools/node/weigh.mjs", "dist", "--check"],
    ))
    .map_err(|_| "something weighs more than tools/node/budgets.json allows".to_owned())
}
