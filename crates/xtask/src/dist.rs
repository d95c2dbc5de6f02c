//! `cargo xtask dist`: the static site.

use crate::process::{command, run};
use crate::tools;

/// Variables with this beginning make Cargo compile the page otherwise than it is published.
const OTHER_PROFILE: &str = "CARGO_PROFILE_WASM_RELEASE_";

/// Builds the site into dist/, as it is put on a server: see `tools/node/finish.mjs`.
///
/// # Errors
/// A sentence if a tool is missing or the page does not build.
pub fn build() -> Result<(), String> {
    tools::install_all()?;
    let mut trunk = command("trunk", ".", &["build", "--release"]);
    trunk.env("PATH", tools::path()?).env_remove("NO_COLOR");
    run(trunk)?;
    run(command("node", ".", &["tools/node/finish.mjs", "dist"]))
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
