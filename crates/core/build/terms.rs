//! Files of short explanations for flags, variables and commands.
//!
//! ```text
//! # A comment; one of them names an address and the day on which it was read.
//!
//! RUN --mount                  the name
//!     Two or three sentences,  the text, indented
//!     plain.
//! ```

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use super::{Outcome, file_name, read_text, sorted_entries};

/// No text is longer, in bytes: more than this is no hint any more.
const LONGEST_TEXT_BYTES: usize = 260;

/// The Rust source of the table of terms, sorted by file and name.
pub(crate) fn table(folder: &Path) -> Outcome<String> {
    let mut source = String::from("static TERMS: &[(&str, &str, &str)] = &[\n");
    for path in sorted_entries(folder)? {
        let name = file_name(&path)?;
        let Some(kind) = name.strip_suffix(".txt") else {
            continue;
        };
        let terms =
            read(&read_text(&path)?).map_err(|error| format!("{}: {error}", path.display()))?;
        for (name, text) in terms {
            writeln!(source, "({kind:?}, {name:?}, {text:?}),")?;
        }
    }
    source.push_str("];\n");
    Ok(source)
}

/// The terms of one file by their names.
pub(crate) fn read(text: &str) -> Outcome<BTreeMap<String, String>> {
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
