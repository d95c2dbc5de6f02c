//! `layerlab verify PATH...`: do recordings of real builds and the simulator agree?

mod image;
mod images;
mod recording;
mod replay;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use images::StubImages;
use recording::Recording;
use replay::{Figures, replay};

/// Replays recordings and prints each disagreement, the kinds of disagreement, and a last line with the figures.
///
/// # Errors
/// A sentence if a file cannot be read.
pub fn verify(paths: &[PathBuf], images: Option<&Path>, quiet: bool) -> Result<bool, String> {
    let files = recordings(paths)?;
    if files.is_empty() {
        return Err(
            "no recordings found: give files that end in .json, or folders that hold them"
                .to_owned(),
        );
    }
    let images_path = match images {
        Some(path) => path.to_owned(),
        None => find_images(&files)
            .ok_or("stub-images.json is neither beside the recordings nor in the folder above; use --images FILE")?,
    };
    let mut images = StubImages::parse(&read(&images_path)?)?;
    let mut figures = Figures::default();
    let mut kinds: BTreeMap<&'static str, usize> = BTreeMap::new();
    for file in &files {
        let recording: Recording = serde_json::from_str(&read(file)?)
            .map_err(|error| format!("{} is not a recording: {error}", file.display()))?;
        let (found, disagreements) = replay(&recording, &mut images);
        figures.add(found);
        for disagreement in disagreements {
            *kinds.entry(disagreement.kind).or_default() += 1;
            if !quiet {
                say!(
                    "{}: build {}: {}: {}",
                    disagreement.recording,
                    disagreement.build,
                    disagreement.kind,
                    disagreement.text
                );
            }
        }
    }
    for (kind, count) in &kinds {
        say!("{count:5} x {kind}");
    }
    say!(
        "verify: builds {} of {}, steps {} of {}, errors {} of {}, images {} of {} agree",
        figures.builds.agree,
        figures.builds.all,
        figures.steps.agree,
        figures.steps.all,
        figures.errors.agree,
        figures.errors.all,
        figures.images.agree,
        figures.images.all
    );
    Ok(figures.all_agree())
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path)
        .map_err(|error| format!("{} cannot be read: {error}", path.display()))
}

fn recordings(paths: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let entries = std::fs::read_dir(path)
                .map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
            let mut found: Vec<PathBuf> = entries
                .filter_map(Result::ok)
                .map(|entry| entry.path())
                .filter(|path| {
                    path.extension()
                        .is_some_and(|extension| extension == "json")
                })
                .filter(|path| {
                    path.file_name()
                        .is_some_and(|name| name != "stub-images.json")
                })
                .collect();
            found.sort();
            files.extend(found);
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn find_images(files: &[PathBuf]) -> Option<PathBuf> {
    let folder = files.first()?.parent()?;
    [
        folder.join("stub-images.json"),
        folder.join("..").join("stub-images.json"),
    ]
    .into_iter()
    .find(|path| path.exists())
}
