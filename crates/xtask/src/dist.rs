//! `cargo xtask dist`: the static site.

use crate::process::{command, run};
use crate::tools;

/// Builds the site into dist/.
///
/// # Errors
/// A sentence if a tool is missing or the page does not build.
pub fn build() -> Result<(), String> {
    tools::install_all()?;
    let mut trunk = command("trunk", ".", &["build", "--release"]);
    trunk.env("PATH", tools::path()?).env_remove("NO_COLOR");
    run(trunk)
}

/// Builds the site and prints what a visitor loads, file by file.
///
/// # Errors
/// See [`build`].
pub fn dist() -> Result<(), String> {
    build()?;
    run(command("node", ".", &["tools/node/weigh.mjs", "dist"]))
}
