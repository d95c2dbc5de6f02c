//! The files with the measurements.

use std::io::Read;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// What the folder has to hold.
pub const FILES: [&str; 8] = [
    "base-images.json",
    "installed-packages.json",
    "debian-bookworm.json.gz",
    "debian-trixie.json.gz",
    "slim-sizes-bookworm.json",
    "slim-sizes-trixie.json",
    "alpine-packages.json",
    "measured-layers.json",
];

/// The folder.
pub struct Source {
    folder: PathBuf,
}

impl Source {
    /// The files in `folder`.
    pub fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
        }
    }

    /// What is in a file.
    pub fn json(&self, name: &str) -> Result<Value, String> {
        let path = self.folder.join(name);
        let bytes = std::fs::read(&path).map_err(|error| {
            format!(
                "{} cannot be read: {error}. The folder has to hold {}",
                path.display(),
                FILES.join(", ")
            )
        })?;
        let bytes = if name.ends_with(".gz") {
            let mut unpacked = Vec::new();
            flate2::read::GzDecoder::new(bytes.as_slice())
                .read_to_end(&mut unpacked)
                .map_err(|error| format!("{} cannot be unpacked: {error}", path.display()))?;
            unpacked
        } else {
            bytes
        };
        serde_json::from_slice(&bytes)
            .map_err(|error| format!("{} is not as expected: {error}", path.display()))
    }
}

/// The strings of a list; none if it is no list.
pub fn strings(value: &Value) -> impl Iterator<Item = &str> {
    value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
}

/// A string; empty if it is none.
pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("")
}

/// A number as it is written; empty if it is none.
pub fn written(value: &Value) -> String {
    value
        .as_u64()
        .map(|number| number.to_string())
        .unwrap_or_default()
}

/// A number; 0 if it is none.
pub fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or(0)
}
