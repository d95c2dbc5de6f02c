//! The pages that `cargo xtask bench-web` measures the page against: Yew with CodeMirror, and Monaco.

use crate::node;
use crate::process::{command, run};
use crate::tools;

/// The folder of the page of Yew and CodeMirror alone.
const BARE: &str = "web/bench";
/// The folder of the page with Monaco.
const MONACO: &str = "tests/e2e/bench/monaco";

/// Builds both, each into `dist` in its folder, compressed as the page is.
///
/// # Errors
/// A sentence if something does not build.
pub fn build() -> Result<(), String> {
    run(node::npm("web/editor", &["run", "--silent", "bench"]))?;
    run(tools::trunk_release(BARE)?)?;
    node::ensure_packages(MONACO, "Monaco, whose weight the page is compared with")?;
    run(command("node", MONACO, &["build.mjs"]))?;
    [BARE, MONACO].iter().try_for_each(|folder| {
        let dist = format!("{folder}/dist");
        run(command(
            "node",
            ".",
            &["tests/e2e/bench/compress.mjs", &dist],
        ))
    })
}
