//! The table of a Debian release: its packages, virtual names, and what images hold.

use super::MadeFile;
use super::images::installed;
use super::source::Source;
use super::suite::Suite;
use super::table::Table;

/// Makes the table of a release. `other` is the other one.
pub fn table(
    release: &'static str,
    suite: &Suite,
    other: &Suite,
    source: &Source,
) -> Result<MadeFile, String> {
    let packages = suite.wanted.iter().map(|name| suite.line(name)).collect();
    let virtual_names = suite.virtual_names(other).into_iter();
    let virtual_names = virtual_names.map(|(name, package)| vec![name, package]);
    let about = format!(
        "Debian {release}, main with updates and security, November 2026, amd64 (see README.md)."
    );
    let columns = [
        "package",
        "download_kb",
        "installed_kb",
        "slim_kb",
        "compiled_kb",
        "depends",
        "recommends",
    ];
    let table = Table::new(&[&about])
        .section("packages", &columns, packages)?
        .section("virtual", &["name", "package"], virtual_names.collect())?
        .section(
            "lists",
            &["list", "on_top_of", "packages"],
            installed(release, suite, source)?,
        )?;
    let path = match release {
        "12" => "data/lazy/debian-12.tsv",
        _ => "data/lazy/debian-13.tsv",
    };
    Ok(MadeFile {
        path,
        text: table.text(),
    })
}
