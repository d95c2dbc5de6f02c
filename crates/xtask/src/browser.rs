//! A browser for the tests.

use crate::node;
use crate::process::{answers, command, output, root, run};

/// Names under which systems install a Chromium.
const SYSTEM_NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// Where the tests find their browser.
pub enum Browser {
    /// A Chromium of the system, by its program name.
    System(String),
    /// The one that Playwright downloads for itself.
    Playwrights,
}

fn system_browser() -> Option<String> {
    SYSTEM_NAMES
        .iter()
        .find(|name| answers(name, &["--version"]))
        .map(|name| {
            let found = output(command("which", ".", &[name]));
            found.map_or_else(|| (*name).to_owned(), |path| path.trim().to_owned())
        })
}

fn is_root() -> bool {
    output(command("id", ".", &["-u"])).is_some_and(|id| id.trim() == "0")
}

/// Finds or installs a browser.
///
/// # Errors
/// A sentence if none can be had.
pub fn ensure() -> Result<Browser, String> {
    node::ensure_packages(
        "tests/e2e",
        "Playwright, which drives the page in a real browser, and axe",
    )?;
    if let Some(program) = system_browser() {
        return Ok(Browser::System(program));
    }
    if Browser::playwright_has_one() {
        return Ok(Browser::Playwrights);
    }
    if is_root() && answers("apt-get", &["--version"]) {
        println!(
            "xtask: installing Debian's chromium, since the tests open the page in a real browser."
        );
        let quiet = "-qq";
        let installed = run(command("apt-get", ".", &["update", quiet])).and_then(|()| {
            run(command(
                "apt-get",
                ".",
                &[
                    "install",
                    "-y",
                    quiet,
                    "--no-install-recommends",
                    "chromium",
                ],
            ))
        });
        if let (Ok(()), Some(program)) = (installed, system_browser()) {
            return Ok(Browser::System(program));
        }
    }
    println!(
        "xtask: Playwright downloads a Chromium, since the tests open the page in a real browser."
    );
    run(command("node", "tests/e2e", &["node_modules/@playwright/test/cli.js", "install", "chromium"]))
        .map(|()| Browser::Playwrights)
        .map_err(|error| {
            format!("no browser could be had for the tests ({error}): install Chromium or Chrome, or use --no-browser")
        })
}

impl Browser {
    fn playwright_has_one() -> bool {
        let script = "import { chromium } from '@playwright/test'; import { existsSync } from 'node:fs'; \
                      process.exit(existsSync(chromium.executablePath()) ? 0 : 1);";
        root().join("tests/e2e/node_modules").exists()
            && output(command(
                "node",
                "tests/e2e",
                &["--input-type=module", "-e", script],
            ))
            .is_some()
    }

    /// Tells the tests where their browser is and how it has to be started.
    pub fn set_variables(&self, command: &mut std::process::Command) {
        if let Self::System(program) = self {
            command.env("LAYERLAB_CHROMIUM", program);
        }
        // Chromium's sandbox does not work for root.
        if is_root() {
            command.env("LAYERLAB_NO_SANDBOX", "1");
        }
    }
}
