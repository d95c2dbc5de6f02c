//! `cargo xtask test`: every check and test, in the order in which they fail fastest.

use std::time::Instant;

use crate::process::{answers, command, run};
use crate::{architecture, bench_pages, browser, data, dist, node, supply, tools};

/// One part: its name and what it does.
struct Part {
    name: &'static str,
    needs_browser: bool,
    run: fn() -> Result<(), String>,
}

const PARTS: [Part; 12] = [
    Part {
        name: "format",
        needs_browser: false,
        run: format,
    },
    Part {
        name: "architecture",
        needs_browser: false,
        run: architecture::check,
    },
    Part {
        name: "supply",
        needs_browser: false,
        run: supply::check,
    },
    Part {
        name: "weight of the data",
        needs_browser: false,
        run: || data::data(None, true),
    },
    Part {
        name: "editor",
        needs_browser: false,
        run: editor,
    },
    Part {
        name: "clippy on the host",
        needs_browser: false,
        run: clippy_host,
    },
    Part {
        name: "clippy for wasm",
        needs_browser: false,
        run: clippy_wasm,
    },
    Part {
        name: "tests",
        needs_browser: false,
        run: unit_tests,
    },
    Part {
        name: "documentation",
        needs_browser: false,
        run: documentation,
    },
    Part {
        name: "licences",
        needs_browser: false,
        run: licences,
    },
    Part {
        name: "page",
        needs_browser: true,
        run: dist::check,
    },
    Part {
        name: "browser",
        needs_browser: true,
        run: browser_tests,
    },
];

/// Runs all parts, or those whose name contains `only`.
///
/// # Errors
/// A sentence that names the first part that fails.
pub fn test(no_browser: bool, only: Option<&str>) -> Result<(), String> {
    tools::install_all()?;
    let mut times = Vec::new();
    for part in PARTS {
        if only.is_some_and(|only| !part.name.contains(only)) || (no_browser && part.needs_browser)
        {
            continue;
        }
        println!("\nxtask: {}", part.name);
        let start = Instant::now();
        (part.run)().map_err(|error| format!("{}: {error}", part.name))?;
        times.push((part.name, start.elapsed()));
    }
    println!();
    for (name, time) in &times {
        println!("{:>7.1} s  {name}", time.as_secs_f64());
    }
    println!("xtask test: all {} parts passed", times.len());
    Ok(())
}

fn format() -> Result<(), String> {
    run(command("cargo", ".", &["fmt", "--all", "--check"]))
}

fn editor() -> Result<(), String> {
    run(node::npm("web/editor", &["run", "--silent", "check"]))?;
    run(node::npm("web/editor", &["test", "--silent"]))
}

fn clippy_host() -> Result<(), String> {
    run(command(
        "cargo",
        ".",
        &[
            "clippy",
            "--locked",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ],
    ))
}

fn clippy_wasm() -> Result<(), String> {
    let target = "wasm32-unknown-unknown";
    let packages = [
        "-p",
        "layerlab-web",
        "-p",
        "layerlab-core",
        "-p",
        "layerlab-bench",
    ];
    let mut arguments = vec!["clippy", "--locked", "--target", target];
    arguments.extend(packages);
    arguments.extend(["--", "-D", "warnings"]);
    run(command("cargo", ".", &arguments))
}

fn unit_tests() -> Result<(), String> {
    run(command("cargo", ".", &["test", "--locked", "--workspace"]))
}

/// Links in comments lead somewhere. Of what is only the page's there is no documentation to read.
fn documentation() -> Result<(), String> {
    let mut doc = command(
        "cargo",
        ".",
        &["doc", "--locked", "--no-deps", "--document-private-items"],
    );
    doc.env("RUSTDOCFLAGS", "-D warnings");
    run(doc)
}

/// cargo-deny takes minutes to compile, so it is used where it is and asked for where it is not.
fn licences() -> Result<(), String> {
    if answers("cargo-deny", &["--version"]) {
        return run(command(
            "cargo",
            ".",
            &["deny", "--offline", "check", "licenses", "bans", "sources"],
        ));
    }
    println!("xtask: cargo-deny is not installed, so licences and sources are not checked here.");
    Ok(())
}

pub fn playwright(arguments: &[&str]) -> Result<(), String> {
    let browser = browser::ensure()?;
    let mut all = vec!["node_modules/@playwright/test/cli.js", "test"];
    all.extend(arguments);
    let mut tests = command("node", "tests/e2e", &all);
    browser.set_variables(&mut tests);
    // The tests before these have built it beside this program; one of these compares it with the page.
    let folder = std::env::current_exe().ok();
    let folder = folder.as_deref().and_then(std::path::Path::parent);
    let cli = folder.map(|folder| folder.join(format!("layerlab{}", std::env::consts::EXE_SUFFIX)));
    if let Some(cli) = cli.filter(|cli| cli.is_file()) {
        tests.env("LAYERLAB_CLI", cli);
    }
    run(tests)
}

fn browser_tests() -> Result<(), String> {
    node::ensure_packages(
        "tests/e2e",
        "Playwright, which drives the page in a real browser, and axe",
    )?;
    run(node::npm("tests/e2e", &["run", "--silent", "check"]))?;
    playwright(&["--project=tests"])
}

/// Makes pictures of the page.
///
/// # Errors
/// A sentence if the page does not build or no browser can be had.
pub fn screenshots() -> Result<(), String> {
    dist::build()?;
    playwright(&["--project=screenshots"])
}

/// Writes `web/frame` anew, by the page as it is.
///
/// # Errors
/// A sentence if the page does not build, no browser can be had, or the page does not open.
pub fn frame() -> Result<(), String> {
    dist::build()?;
    playwright(&["--project=frame"])
}

/// Measures the page in a browser: all, or what has a name that contains `only`. Nothing fails for being slow.
///
/// # Errors
/// A sentence if the page does not build or no browser can be had.
pub fn bench_web(only: Option<&str>) -> Result<(), String> {
    dist::build()?;
    bench_pages::build()?;
    // A pattern of paths; the folder of the project may have any name.
    let files = only.map(|only| format!("/bench/[^/]*{only}[^/]*[.]bench[.]ts$"));
    let mut arguments = vec!["--project=bench"];
    arguments.extend(files.as_deref());
    playwright(&arguments)
}
