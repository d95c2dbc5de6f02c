//! From the text of the file to the list of patterns that the builder is given: moby's `ignorefile.ReadAll`.

use crate::go_path::clean;

/// A line that is neither blank nor a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Counted from 1.
    pub(crate) line: usize,
    /// The line as written, without the white space around it.
    pub(crate) source: String,
    /// What the builder is given: cleaned, with its `!` if it has one.
    pub(crate) cleaned: String,
}

/// What was read, up to the first line that Go's scanner cannot hold.
pub(crate) struct Reading {
    pub(crate) entries: Vec<Entry>,
    /// The line that is too long, counted from 1. Nothing after it is read.
    pub(crate) too_long: Option<usize>,
}

/// The buffer of Go's `bufio.Scanner`: a line has to be shorter than this, its carriage return counted.
const LONGEST_LINE_BYTES: usize = 64 * 1024;

pub(crate) fn read(text: &str) -> Reading {
    let mut entries = Vec::new();
    for (index, line) in text.split('\n').enumerate() {
        if line.len() >= LONGEST_LINE_BYTES {
            return Reading {
                entries,
                too_long: Some(index + 1),
            };
        }
        let line = line.strip_suffix('\r').unwrap_or(line);
        let line = if index == 0 {
            line.strip_prefix('\u{feff}').unwrap_or(line)
        } else {
            line
        };
        // Comments are recognised before white space is trimmed: ` # a` is a pattern.
        if line.starts_with('#') {
            continue;
        }
        let source = line.trim();
        if source.is_empty() {
            continue;
        }
        let cleaned = match source.strip_prefix('!') {
            Some(rest) => format!("!{}", clean_entry(rest.trim())),
            None => clean_entry(source),
        };
        entries.push(Entry {
            line: index + 1,
            source: source.to_owned(),
            cleaned,
        });
    }
    Reading {
        entries,
        too_long: None,
    }
}

/// Cleans the path and makes it relative, unless it is the root itself or nothing at all.
fn clean_entry(pattern: &str) -> String {
    if pattern.is_empty() {
        return String::new();
    }
    let cleaned = clean(pattern);
    match cleaned.strip_prefix('/') {
        Some(relative) if !relative.is_empty() => relative.to_owned(),
        _ => cleaned,
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_LINE_BYTES, read};

    fn cleaned(text: &str) -> Vec<String> {
        read(text)
            .entries
            .into_iter()
            .map(|entry| entry.cleaned)
            .collect()
    }

    #[test]
    fn a_comment_starts_in_the_first_column() {
        assert_eq!(cleaned("# a\n #b\n\t# c\n#"), ["#b", "# c"]);
    }

    #[test]
    fn the_byte_order_mark_is_dropped_from_the_first_line_only() {
        assert_eq!(cleaned("\u{feff}# a\n\u{feff}b"), ["\u{feff}b"]);
    }

    #[test]
    fn lines_are_trimmed_cleaned_and_made_relative() {
        assert_eq!(
            cleaned(" /a//b/ \r\n\n! /c/../d\n/\n!\n! /\n./!e"),
            ["a/b", "!d", "/", "!", "!/", "!e"]
        );
    }

    #[test]
    fn lines_are_counted_with_comments_and_blank_lines() {
        let entries = read("# a\n\n b \n").entries;
        let found: Vec<_> = entries
            .iter()
            .map(|entry| (entry.line, entry.source.as_str()))
            .collect();
        assert_eq!(found, [(3, "b")]);
    }

    #[test]
    fn nothing_is_read_after_a_line_that_is_too_long() {
        let longest = "a".repeat(LONGEST_LINE_BYTES - 1);
        assert_eq!(read(&longest).too_long, None);
        let reading = read(&format!("a\n{longest}b\nc"));
        assert_eq!(reading.too_long, Some(2));
        assert_eq!(reading.entries.len(), 1);
    }
}
