//! Which crate may import which, and other agreements that no compiler checks.

use crate::process::{command, output, root};
use crate::tools::locked_version;

/// Each crate and the crates of this workspace that it may import.
const ARROWS: [(&str, &[&str]); 8] = [
    ("layerlab-syntax", &[]),
    ("layerlab-dockerignore", &[]),
    ("layerlab-catalog", &[]),
    ("layerlab-texts", &[]),
    (
        "layerlab-core",
        &[
            "layerlab-syntax",
            "layerlab-dockerignore",
            "layerlab-catalog",
        ],
    ),
    ("layerlab-cli", &["layerlab-core"]),
    ("layerlab-bench", &["layerlab-core"]),
    ("layerlab-web", &["layerlab-core"]),
];

/// Crates that a build for the browser must not need.
const KEPT_OUT_OF_CORE: [&str; 4] = ["wasm-bindgen", "web-sys", "js-sys", "getrandom"];

fn tree(package: &str, extra: &[&str]) -> Result<String, String> {
    let mut arguments = vec![
        "tree", "--locked", "-p", package, "-e", "normal", "--prefix", "none",
    ];
    arguments.extend(extra);
    output(command("cargo", ".", &arguments))
        .ok_or_else(|| format!("`cargo tree -p {package}` failed"))
}

/// Checks all agreements.
///
/// # Errors
/// The first that does not hold.
pub fn check() -> Result<(), String> {
    for (package, allowed) in ARROWS {
        let printed = tree(package, &["--depth", "1"])?;
        let imported = printed
            .lines()
            .skip(1)
            .filter_map(|line| line.split_whitespace().next());
        for name in imported.filter(|name| name.starts_with("layerlab-")) {
            if !allowed.contains(&name) {
                return Err(format!(
                    "{package} imports {name}, which ARCHITECTURE.md does not allow"
                ));
            }
        }
    }
    let core = tree("layerlab-core", &["--target", "wasm32-unknown-unknown"])?;
    for name in KEPT_OUT_OF_CORE {
        if core
            .lines()
            .any(|line| line.split_whitespace().next() == Some(name))
        {
            return Err(format!(
                "layerlab-core needs {name}, but the core never sees the browser"
            ));
        }
    }
    let locked = locked_version("wasm-bindgen").ok_or("Cargo.lock does not name wasm-bindgen")?;
    let manifest = std::fs::read_to_string(root().join("tools/wasm-bindgen/Cargo.toml"))
        .map_err(|error| format!("tools/wasm-bindgen/Cargo.toml cannot be read: {error}"))?;
    if !manifest.contains(&format!("\nversion = \"{locked}\""))
        || !manifest.contains(&format!("\"={locked}\""))
    {
        return Err(format!(
            "tools/wasm-bindgen/Cargo.toml is not of version {locked}, as wasm-bindgen in Cargo.lock is"
        ));
    }
    println!("xtask: every crate imports only what ARCHITECTURE.md allows.");
    Ok(())
}
