//! Reading and writing files, with a sentence for what goes wrong.

use std::fs;
use std::path::Path;

use crate::process::root;

/// The bytes of a file.
///
/// # Errors
/// A sentence that names the file, as seen from the project.
pub fn read(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("{} cannot be read: {error}", shown(path)))
}

/// The text of a file.
///
/// # Errors
/// As [`read`].
pub fn read_text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", shown(path)))
}

/// Writes a file whole, in a folder that is made if it is not there.
///
/// # Errors
/// As [`read`].
pub fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<(), String> {
    path.parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(path, content))
        .map_err(|error| format!("{} cannot be written: {error}", shown(path)))
}

/// Writes a text, unless it is there: what watches the file would take it for another one.
///
/// # Errors
/// As [`read`].
pub fn update(path: &Path, text: &str) -> Result<(), String> {
    if fs::read_to_string(path).is_ok_and(|there| there == text) {
        return Ok(());
    }
    write(path, text)
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root())
        .unwrap_or(path)
        .display()
        .to_string()
}
