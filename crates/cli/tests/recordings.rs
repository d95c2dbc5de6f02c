//! The simulator agrees with every recording of real builds, and the figure is the one that is written down.

use std::path::PathBuf;
use std::process::Command;

fn recordings() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/recordings")
}

#[test]
fn the_figures_are_those_that_are_written_down() {
    let output = Command::new(env!("CARGO_BIN_EXE_layerlab"))
        .args(["verify", "--quiet"])
        .arg(recordings())
        .output()
        .expect("layerlab starts");
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{printed}");
    let last = printed.lines().last().unwrap_or_default();
    let written =
        std::fs::read_to_string(recordings().join("agreement.txt")).expect("agreement.txt");
    assert_eq!(
        last,
        written.trim(),
        "write the new figures into tests/recordings/agreement.txt and into the README"
    );
}
