//! Which crate may import which, and other agreements that no compiler checks.

use std::path::{Path, PathBuf};

use crate::files::read_text;
use crate::process::{command, output, root};
use crate::tools::locked_version;

/// Each crate and the crates of this workspace that it may import.
const ARROWS: [(&str, &[&str]); 9] = [
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
    ("layerlab-bare-page", &[]),
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

/// The modules of the core that ARCHITECTURE.md lists, each of which may import from those before it.
fn listed_modules(page: &str) -> Vec<&str> {
    let section = page.split_once("### Inside the core").map(|(_, rest)| rest);
    let section = section.and_then(|rest| rest.split("\n## ").next());
    let rows = section.unwrap_or_default().lines();
    rows.skip_while(|line| !line.starts_with("| Module"))
        .skip(2)
        .map_while(|line| line.strip_prefix("| `")?.split('`').next())
        .collect()
}

/// The modules `crate::…` that a source names outside of comments, tests at its end left out.
fn imported_modules(source: &str) -> Vec<&str> {
    let source = source.split("#[cfg(test)]\nmod tests {").next();
    let lines = source.unwrap_or_default().lines();
    let code = lines.filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| line.split("crate::").skip(1))
        .filter_map(|rest| {
            rest.split(|character: char| !character.is_alphanumeric() && character != '_')
                .next()
        })
        .collect()
}

fn modules_in_order() -> Result<(), String> {
    let page = read_text(&root().join("ARCHITECTURE.md"))?;
    let listed = listed_modules(&page);
    let sources = root().join("crates/core/src");
    for line in read_text(&sources.join("lib.rs"))?.lines() {
        if let Some(name) = line.strip_prefix("pub mod ")
            && !listed.contains(&name.trim_end_matches(';'))
        {
            return Err(format!("ARCHITECTURE.md does not list the module {name}"));
        }
    }
    for (place, module) in listed.iter().enumerate() {
        let mut files = vec![sources.join(format!("{module}.rs"))];
        collect_sources(&sources.join(module), &mut files);
        for file in files.iter().filter(|file| file.exists()) {
            let source = read_text(file)?;
            let mut imported = imported_modules(&source).into_iter();
            let late = imported.find(|name| {
                let found = listed.iter().position(|listed| listed == name);
                found.is_some_and(|found| found > place)
            });
            if let Some(late) = late {
                return Err(format!(
                    "{} imports from {late}, which stands below {module} in ARCHITECTURE.md",
                    file.display()
                ));
            }
        }
    }
    Ok(())
}

/// The sources below a folder that are not tests.
fn collect_sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() && name != "tests" {
            collect_sources(&path, files);
        } else if name.ends_with(".rs") && !name.ends_with("tests.rs") {
            files.push(path);
        }
    }
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
    modules_in_order()?;
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
    let manifest = read_text(&root().join("tools/wasm-bindgen/Cargo.toml"))?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_are_found_in_the_page_and_in_sources() {
        let page = "### Inside the core\n\n| Module | From |\n|---|---|\n| `one` | x |\n| `two` | y |\n\n| `three` |\n";
        assert_eq!(listed_modules(page), ["one", "two"]);
        let source = "//! See crate::three.\nuse crate::one::A;\nlet b = crate::two::b(crate::one::c());\n#[cfg(test)]\nmod tests {\nuse crate::four;\n}\n";
        assert_eq!(imported_modules(source), ["one", "two", "one"]);
    }

    #[test]
    fn the_modules_of_the_core_are_in_order() {
        assert_eq!(modules_in_order(), Ok(()));
    }
}
