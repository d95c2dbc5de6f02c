//! "Ignore this": the line for a path, and the text of the ignore file with it.

/// The line of an ignore file that matches exactly this path (relative, cleaned, with `/`).
///
/// A character that would have a meaning is escaped, or stands in a class where a backslash would not help: white space at
/// an end is trimmed, and a byte order mark at the beginning is dropped. A line break cannot be written; any one character
/// stands for it.
#[must_use]
pub fn ignore_line(path: &str) -> String {
    let plain = !path.contains(['*', '?', '[', ']', '\\', '\n'])
        && !path.starts_with(['!', '#', '\u{feff}'])
        && path.trim() == path;
    // Without a wildcard or an escape, moby compares the text as it is.
    if plain {
        return path.to_owned();
    }
    let start = path.len() - path.trim_start().len();
    let end = path.trim_end().len();
    let mut line = String::with_capacity(path.len() + 8);
    for (at, character) in path.char_indices() {
        let at_an_end = at < start || at >= end;
        match character {
            '\n' => line.push('?'),
            _ if at_an_end || character == '\u{feff}' => {
                line.push('[');
                line.push(character);
                line.push(']');
            }
            '*' | '?' | '[' | ']' | '\\' | '{' | '}' | '|' | '^' => {
                line.push('\\');
                line.push(character);
            }
            '!' | '#' if at == 0 => {
                line.push('\\');
                line.push(character);
            }
            _ => line.push(character),
        }
    }
    line
}

/// The text with the line at its end, unless it has the line already and no `!` line after it that could undo it.
pub(super) fn with_line(text: &str, line: &str) -> String {
    let mut lines = text.lines().map(str::trim).rev();
    let there = lines
        .by_ref()
        .take_while(|other| !other.starts_with('!'))
        .any(|other| other == line);
    if there || line.is_empty() {
        return text.to_owned();
    }
    let line_break = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut text = text.to_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push_str(line_break);
    }
    text.push_str(line);
    text.push_str(line_break);
    text
}

#[cfg(test)]
mod tests {
    use layerlab_dockerignore::IgnoreFile;
    use proptest::prelude::*;

    use super::{ignore_line, with_line};

    #[test]
    fn most_paths_are_written_as_they_are() {
        for path in [
            "a",
            "shop/views.py",
            "a b",
            "a!b#c",
            "{x}|y^z",
            "node_modules/@types/x+y.d.ts",
        ] {
            assert_eq!(ignore_line(path), path);
        }
    }

    #[test]
    fn what_has_a_meaning_is_escaped() {
        let cases = [
            ("!a", "\\!a"),
            ("#a", "\\#a"),
            ("a*b?[c]", "a\\*b\\?\\[c\\]"),
            ("a\\b", "a\\\\b"),
            (" a ", "[ ]a[ ]"),
            ("*{a|b}^", "\\*\\{a\\|b\\}\\^"),
        ];
        for (path, line) in cases {
            assert_eq!(ignore_line(path), line);
        }
    }

    #[test]
    fn a_line_is_added_once() {
        let once = with_line("*.log", "a");
        assert_eq!(once, "*.log\na\n");
        assert_eq!(with_line(&once, "a"), once);
        assert_eq!(with_line("a\n!b\n", "a"), "a\n!b\na\n");
        assert_eq!(with_line("x\r\n", "a"), "x\r\na\r\n");
        assert_eq!(with_line("", "a"), "a\n");
    }

    proptest! {
        #[test]
        fn the_line_ignores_the_path_and_what_is_in_it_whatever_stands_above(
            name in r"[ !#*?\[\]\\{}|^$.+()a-c\t\u{a0}\u{feff}-]{1,6}",
            folder in "[a-c]{0,2}",
            text in r"([a-c*!/\n]{0,12}\n)?",
        ) {
            let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            prop_assume!(name != "." && name != "..");
            let text = with_line(&text, &ignore_line(&path));
            let ignore = IgnoreFile::parse(&text);
            prop_assert!(ignore.decide(&path).is_excluded(), "{path:?}: {text:?}");
            let inside = format!("{path}/x");
            prop_assert!(ignore.decide(&inside).is_excluded());
            prop_assert_eq!(with_line(&text, &ignore_line(&path)), text.clone());
            let alone = IgnoreFile::parse(&ignore_line(&path));
            let longer = format!("{path}x");
            prop_assert!(!alone.decide(&longer).is_excluded());
            prop_assert!(!alone.decide("zz").is_excluded());
        }
    }
}
