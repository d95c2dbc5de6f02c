//! The tools of the build: which are needed, in which version, where they are found, how they are installed.
//!
//! In this order: what is on the PATH in the right version, what was installed here before, a ready binary through
//! `cargo binstall` if the user has that, and last a build from source without optimisation (these tools only conduct;
//! the page that they build is the same).

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use crate::node;
use crate::process::{answers, command, output, root, run};

/// Project-local home of installed tools; git ignores it.
pub const HOME: &str = ".tools";

/// A tool that is a Rust program.
struct RustTool {
    /// Program.
    name: &'static str,
    version: String,
    why: &'static str,
    /// Package for `cargo binstall`.
    package: &'static str,
    /// Arguments of `cargo install`, besides where to put it.
    install: Vec<String>,
}

/// The version of a package in the workspace's lockfile.
pub fn locked_version(package: &str) -> Option<String> {
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).ok()?;
    let entry = lock
        .split("[[package]]")
        .find(|entry| entry.contains(&format!("name = \"{package}\"\n")))?;
    let version = entry
        .lines()
        .find_map(|line| line.strip_prefix("version = \""))?;
    Some(version.trim_end_matches('"').to_owned())
}

fn rust_tools() -> Result<Vec<RustTool>, String> {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect();
    let wasm_bindgen =
        locked_version("wasm-bindgen").ok_or("Cargo.lock does not name wasm-bindgen")?;
    Ok(vec![
        RustTool {
            name: "trunk",
            version: "0.21.14".to_owned(),
            why: "it builds and serves the page",
            package: "trunk",
            install: words(
                "trunk --version 0.21.14 --locked --no-default-features --features rustls",
            ),
        },
        RustTool {
            name: "wasm-bindgen",
            version: wasm_bindgen,
            why: "it connects the compiled page with the browser",
            package: "wasm-bindgen-cli",
            install: words("--path tools/wasm-bindgen --locked"),
        },
    ])
}

impl RustTool {
    fn is_right(&self, program: &str) -> bool {
        output(command(program, ".", &["--version"]))
            .is_some_and(|printed| printed.split_whitespace().any(|word| word == self.version))
    }

    fn home(&self) -> PathBuf {
        root()
            .join(HOME)
            .join("bin")
            .join(format!("{}{}", self.name, std::env::consts::EXE_SUFFIX))
    }

    fn ensure(&self) -> Result<(), String> {
        if self.is_right(self.name) || self.is_right(&self.home().to_string_lossy()) {
            return Ok(());
        }
        let into = root().join(HOME).display().to_string();
        println!(
            "xtask: installing {} {} into {HOME}, since {}.",
            self.name, self.version, self.why
        );
        if answers("cargo-binstall", &["-V"]) {
            let package = format!("{}@{}", self.package, self.version);
            let fetch = command(
                "cargo-binstall",
                ".",
                &[
                    "--no-confirm",
                    "--root",
                    &into,
                    "--strategies",
                    "crate-meta-data",
                    &package,
                ],
            );
            if run(fetch).is_ok() && self.is_right(&self.home().to_string_lossy()) {
                return Ok(());
            }
            println!("xtask: no ready binary could be had; building it from source.");
        }
        println!("xtask: this compiles for a few minutes, once.");
        let mut arguments = vec!["install", "--root", &into];
        arguments.extend(self.install.iter().map(String::as_str));
        let mut install = command("cargo", ".", &arguments);
        install
            .env("CARGO_TARGET_DIR", root().join(HOME).join("build"))
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "256");
        run(install).map_err(|error| {
            format!(
                "{} {} could not be installed ({error}); is the package registry reachable?",
                self.name, self.version
            )
        })
    }
}

/// The Rust target and components that the page and the checks need.
///
/// # Errors
/// A sentence if they cannot be had.
pub fn ensure_rust_parts() -> Result<(), String> {
    let Some(installed) = output(command("rustup", ".", &["target", "list", "--installed"])) else {
        return Err(
            "rustup is needed to compile for WebAssembly; install Rust from rustup.rs".to_owned(),
        );
    };
    if !installed
        .lines()
        .any(|line| line == "wasm32-unknown-unknown")
    {
        println!(
            "xtask: adding the Rust target wasm32-unknown-unknown, since the page is compiled to WebAssembly."
        );
        run(command(
            "rustup",
            ".",
            &["target", "add", "wasm32-unknown-unknown"],
        ))?;
    }
    for (program, component) in [("cargo-fmt", "rustfmt"), ("cargo-clippy", "clippy")] {
        if !answers(program, &["--version"]) {
            println!("xtask: adding the Rust component {component}, since the checks need it.");
            run(command("rustup", ".", &["component", "add", component]))?;
        }
    }
    Ok(())
}

/// The PATH with the project's tools in front.
pub fn path() -> Result<OsString, String> {
    let own = [
        root().join(HOME).join("bin"),
        root().join("tools/node/node_modules/.bin"),
    ];
    let theirs = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(own.into_iter().chain(std::env::split_paths(&theirs)))
        .map_err(|error| format!("the PATH cannot be extended: {error}"))
}

/// Trunk in a folder of the project, with the project's tools.
///
/// # Errors
/// A sentence if they cannot be put on the PATH.
pub fn trunk(folder: &str, arguments: &[&str]) -> Result<Command, String> {
    let mut trunk = command("trunk", folder, arguments);
    trunk.env("PATH", path()?).env_remove("NO_COLOR");
    Ok(trunk)
}

/// What builds the page of a folder as it is published.
///
/// # Errors
/// See [`trunk`].
pub fn trunk_release(folder: &str) -> Result<Command, String> {
    let mut trunk = trunk(folder, &["build", "--release"])?;
    // They would take the place of those in .cargo/config.toml, by which the functions of the page have the names that are expected.
    trunk
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    Ok(trunk)
}

/// Everything that building the page needs.
///
/// # Errors
/// One sentence that says what is missing.
pub fn install_all() -> Result<(), String> {
    ensure_rust_parts()?;
    node::ensure_node()?;
    // wasm-opt makes the published page smaller.
    node::ensure_packages(
        "tools/node",
        "binaryen, which makes the compiled page smaller",
    )?;
    node::ensure_packages(
        "web/editor",
        "CodeMirror, the code editor of the page, and its bundler",
    )?;
    for tool in rust_tools()? {
        tool.ensure()?;
    }
    node::build_editor()
}
