//! `cargo xtask serve`.

use crate::process::run;
use crate::tools;

/// Serves the page until it is stopped.
///
/// # Errors
/// A sentence if a tool is missing or the page does not build.
pub fn serve(port: u16, release: bool) -> Result<(), String> {
    tools::install_all()?;
    println!("xtask: building the page; it will be served on http://127.0.0.1:{port}/");
    let port = port.to_string();
    let mut arguments = vec!["serve", "--address", "127.0.0.1", "--port", &port];
    if release {
        arguments.push("--release");
    }
    run(tools::trunk(".", &arguments)?)
}
