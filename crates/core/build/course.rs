//! One Markdown file a lesson. Whether each can be taught is for the tests of the library to say.

use std::path::Path;

use super::{Outcome, file_name, packed, read_text, sorted_entries};

/// The Rust source of the packed lessons.
pub(crate) fn table(folder: &Path) -> Outcome<String> {
    let mut course = String::new();
    for path in sorted_entries(folder)? {
        let name = file_name(&path)?;
        if name.ends_with(".md") {
            packed::pack(&mut course, name, &read_text(&path)?);
        }
    }
    Ok(format!("static COURSE: &str = {course:?};\n"))
}
