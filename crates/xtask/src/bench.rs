//! `cargo xtask bench`: how long the core takes, natively and in WebAssembly.

use std::path::PathBuf;

use crate::dist::attribute;
use crate::files::read_text;
use crate::node;
use crate::process::{command, output, root, run};
use crate::tools;

const PACKAGE: &str = "layerlab-bench";

/// Has a benchmark of its own, against other parsers of Dockerfiles.
const PARSER: &str = "layerlab-syntax";

/// Builds the workloads both ways, the module with the page's own settings, and prints the table; then that of the parser.
///
/// # Errors
/// A sentence if something does not build or run.
pub fn bench() -> Result<(), String> {
    tools::ensure_rust_parts()?;
    node::ensure_node()?;
    node::ensure_packages(
        "tools/node",
        "binaryen, which makes the compiled page smaller",
    )?;
    let target = target_folder()?;
    run(command(
        "cargo",
        ".",
        &["build", "--locked", "--release", "-p", PACKAGE],
    ))?;
    let page = read_text(&root().join("index.html"))?;
    let profile = attribute(&page, "data-cargo-profile-release")?;
    run(command(
        "cargo",
        ".",
        &[
            "build",
            "--locked",
            "--lib",
            "--profile",
            profile,
            "--target",
            "wasm32-unknown-unknown",
            "-p",
            PACKAGE,
        ],
    ))?;
    let folder = target.join("wasm32-unknown-unknown").join(profile);
    let compiled = folder.join("layerlab_bench.wasm").display().to_string();
    let optimised = folder.join("layerlab_bench.opt.wasm").display().to_string();
    let level = format!("-O{}", attribute(&page, "data-wasm-opt")?);
    let mut arguments = vec![compiled.as_str(), "-o", &optimised, &level];
    arguments.extend(
        attribute(&page, "data-wasm-opt-params")?
            .split_whitespace()
            // The names of functions, which the published page does not have either.
            .filter(|parameter| *parameter != "-g"),
    );
    let mut optimise = command("wasm-opt", ".", &arguments);
    optimise.env("PATH", tools::path()?);
    run(optimise)?;
    let program = target.join("release").join(PACKAGE).display().to_string();
    println!();
    run(command(&program, ".", &[&optimised]))?;
    println!();
    run(command("cargo", ".", &["bench", "--locked", "-p", PARSER]))
}

/// Measures how cost grows and prints tables.
///
/// # Errors
/// A sentence if something does not build or run.
pub fn growth() -> Result<(), String> {
    run(command(
        "cargo",
        ".",
        &["build", "--locked", "--release", "-p", PACKAGE],
    ))?;
    let program = target_folder()?.join("release").join(PACKAGE);
    run(command(
        &program.display().to_string(),
        ".",
        &["--growth", "docs/growth.svg"],
    ))
}

/// Where cargo puts what it builds.
fn target_folder() -> Result<PathBuf, String> {
    let described = output(command(
        "cargo",
        ".",
        &["metadata", "--locked", "--no-deps", "--format-version", "1"],
    ));
    let described = described.ok_or("`cargo metadata` failed")?;
    let folder = described
        .split_once("\"target_directory\":\"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(folder, _)| folder.replace("\\\\", "\\"));
    folder
        .map(PathBuf::from)
        .ok_or_else(|| "`cargo metadata` names no target directory".to_owned())
}
