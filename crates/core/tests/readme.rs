//! What the README counts is there in that number.

#![allow(clippy::expect_used, reason = "a test may fail")]

use std::path::Path;

use layerlab_core::checks::RULES;
use layerlab_core::checks::own::OWN_RULES;
use layerlab_core::lessons::{CHAPTERS, course, projects};

#[test]
fn the_readme_counts_right() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md");
    let readme = std::fs::read_to_string(path).expect("there is a README");
    for counted in [
        format!("all {} rules of `docker build --check`", RULES.len()),
        format!("{} more rules", OWN_RULES.len()),
        format!("{} example projects", projects().len()),
        format!("{} lessons in {} chapters", course().len(), CHAPTERS.len()),
    ] {
        assert!(
            readme.contains(&counted),
            "the README does not say: {counted}"
        );
    }
}
