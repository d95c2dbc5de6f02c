//! Files of short hints for flags, variables and commands.
//!
//! ```text
//! # A comment; one of them names an address and the day on which it was read.
//!
//! RUN --mount                  the name
//!     Two or three sentences,  the text, indented
//!     plain.
//! ```

use std::collections::BTreeMap;
use std::path::Path;

use super::{Outcome, file_name, read_text, sorted_entries};

/// No text is longer, in bytes: more than this is no hint any more.
const LONGEST_TEXT_BYTES: usize = 260;

/// One hint.
pub struct Term {
    /// The file without `.txt`: `commands`.
    pub file: String,
    /// What it is about.
    pub name: String,
    /// Plain sentences.
    pub text: String,
}

/// The terms of all files in a folder, sorted by file and name.
///
/// # Errors
/// What is malformed, and in which file.
pub fn read_folder(folder: &Path) -> Outcome<Vec<Term>> {
    let mut terms = Vec::new();
    for path in sorted_entries(folder)? {
        let Some(file) = file_name(&path)?.strip_suffix(".txt") else {
            continue;
        };
        let found =
            read(&read_text(&path)?).map_err(|error| format!("{}: {error}", path.display()))?;
        terms.extend(found.into_iter().map(|(name, text)| Term {
            file: file.to_owned(),
            name,
            text,
        }));
    }
    Ok(terms)
}

/// The terms of one file by their names.
///
/// # Errors
/// What is malformed.
pub fn read(text: &str) -> Outcome<BTreeMap<String, String>> {
    let mut terms: BTreeMap<String, String> = BTreeMap::new();
    let mut name: Option<String> = None;
    let mut has_source = false;
    for line in text.lines() {
        if let Some(comment) = line.strip_prefix('#') {
            has_source |= comment.contains("https://");
        } else if let Some(words) = line.strip_prefix("    ") {
            let name = name.as_ref().ok_or("a text stands before the first name")?;
            let text = terms.entry(name.clone()).or_default();
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(words.trim());
        } else if !line.trim().is_empty() {
            if terms.insert(line.to_owned(), String::new()).is_some() {
                return Err(format!("`{line}` is there twice").into());
            }
            name = Some(line.to_owned());
        }
    }
    if !has_source {
        return Err("no comment names a source".into());
    }
    for (name, text) in &terms {
        if !text.ends_with('.') || text.contains(['!', '`', '*']) {
            return Err(format!("the text of `{name}` must be plain sentences").into());
        }
        if text.len() > LONGEST_TEXT_BYTES {
            return Err(format!("the text of `{name}` is too long").into());
        }
    }
    Ok(terms)
}
