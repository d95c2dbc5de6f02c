//! The text in the frame of the page, which is there before the program: the Dockerfile of the first example as the page opens it,
//! so that it can be edited from then on and nothing changes when the program comes.

// The library and its build script read the same files.
#[path = "../../core/src/lessons/manifest.rs"]
#[allow(dead_code, reason = "only the Dockerfile is looked for")]
mod manifest;

use std::path::Path;

use layerlab_texts::{Outcome, sorted_entries, texts_below};
use manifest::Files;

use crate::files::update;
use crate::process::root;

/// The example projects.
const PROJECTS: &str = "crates/core/src/lessons/projects";
/// Where `index.html` takes the text from.
const TEXT: &str = "web/editor/dist/first-dockerfile.html";

/// Writes the text, as HTML.
///
/// # Errors
/// A sentence if an example is malformed.
pub fn write() -> Result<(), String> {
    let dockerfile = first_dockerfile(&root().join(PROJECTS))
        .map_err(|error| format!("the first example cannot be read: {error}"))?;
    let escaped = dockerfile.replace('&', "&amp;").replace('<', "&lt;");
    // The parser of HTML drops a line break right behind the tag.
    update(&root().join(TEXT), &format!("\n{escaped}"))
}

/// Of the example with the lowest place in the menu, with its edits.
fn first_dockerfile(folder: &Path) -> Outcome<String> {
    let mut projects = Vec::new();
    for path in sorted_entries(folder)?.iter().filter(|path| path.is_dir()) {
        let texts = texts_below(path)?;
        let texts = texts
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()));
        projects.push(manifest::read(texts)?);
    }
    // Those of one place are in the order of their names already.
    let first = projects
        .into_iter()
        .min_by_key(|project| project.manifest.order);
    let Files { texts, edits, .. } = first.ok_or("there is none")?;
    let edited = edits
        .into_iter()
        .rev()
        .find(|(_, file, _)| file == "Dockerfile");
    let text = edited.map_or_else(
        || texts.get("Dockerfile").cloned(),
        |(_, _, text)| Some(text),
    );
    Ok(text.ok_or("it has no Dockerfile")?)
}
