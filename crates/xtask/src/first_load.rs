//! `cargo xtask first-load`: which functions of the program can wait until the page can be used.

use std::collections::BTreeSet;

use crate::dist;
use crate::files::{read, read_text, write};
use crate::process::{command, output, root};
use crate::split::{self, Later};
use crate::test::playwright;

/// Where `tests/e2e/bench/first-load.ts` writes what ran.
const RAN: &str = "tests/e2e/results/ran.txt";
/// What the list begins with. The date follows.
const ABOUT: &str = "\
# Functions of the page's program that can wait until the page can be used, by the CRC-32 of their names (crates/xtask/src/split).
# Made by `cargo xtask first-load`, which opens the page and notes what runs, on ";

/// Builds the page so that it notes which functions run, opens it, and writes `web/later.txt`.
///
/// # Errors
/// A sentence if the page does not build, no browser can be had, or the page does not open.
pub fn first_load() -> Result<(), String> {
    dist::trunk()?;
    let path = dist::program()?;
    let whole = read(&path)?;
    write(&path, split::marked(&whole)?)?;
    let opened = playwright(&["--project=first-load"]);
    // The page works on without the notes.
    write(&path, &whole)?;
    opened?;
    let ran = read_text(&root().join(RAN))?;
    let ran: BTreeSet<u32> = ran
        .split_whitespace()
        .filter_map(|word| word.parse().ok())
        .collect();
    let later = Later::of(&whole, &ran)?;
    let date = output(command(
        "node",
        ".",
        &["-p", "new Date().toISOString().slice(0, 10)"],
    ))
    .ok_or("Node.js does not say the date")?;
    write(
        &root().join(dist::LATER),
        format!("{ABOUT}{}.\n{}", date.trim(), later.written()),
    )?;
    println!(
        "xtask: {} is made anew. `cargo xtask dist` divides the program by it.",
        dist::LATER
    );
    Ok(())
}
