//! Which patterns Go's `path/filepath.Match` calls malformed.
//!
//! moby asks `filepath.Match` for nothing but this: the matching itself is done with a regular expression.

use std::iter::Peekable;
use std::str::Chars;

/// Whether every class in the pattern is complete and no escape stands at its end.
///
/// The rule depends on the pattern alone, since Go reads a pattern to its end even when the name has
/// stopped matching. A class needs at least one item; an item is a character or a range, and neither
/// end of it may be an unescaped `-` or `]`.
pub(crate) fn is_well_formed(pattern: &str) -> bool {
    chunks(pattern).into_iter().all(is_chunk_well_formed)
}

/// The parts between runs of `*`. As in Go, a `]` ends the class that hides stars from this split,
/// although the class itself may go on (`[]*]`).
fn chunks(pattern: &str) -> Vec<&str> {
    let mut chunks = Vec::new();
    let mut start = 0;
    let mut in_class = false;
    let mut escaped = false;
    for (at, character) in pattern.char_indices() {
        if escaped {
            escaped = false;
            continue;
        }
        match character {
            '\\' => escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            '*' if !in_class => {
                chunks.extend(pattern.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    chunks.extend(pattern.get(start..));
    chunks
}

fn is_chunk_well_formed(chunk: &str) -> bool {
    let mut rest = chunk.chars().peekable();
    while let Some(character) = rest.next() {
        let ok = match character {
            '\\' => rest.next().is_some(),
            '[' => skip_class(&mut rest).is_some(),
            _ => true,
        };
        if !ok {
            return false;
        }
    }
    true
}

/// Reads a class after its `[`, or finds that it is malformed.
fn skip_class(rest: &mut Peekable<Chars<'_>>) -> Option<()> {
    rest.next_if_eq(&'^');
    skip_class_character(rest)?;
    loop {
        if rest.next_if_eq(&'-').is_some() {
            skip_class_character(rest)?;
        }
        if rest.next_if_eq(&']').is_some() {
            return Some(());
        }
        skip_class_character(rest)?;
    }
}

/// One end of a range. Something has to follow it, at the least the closing bracket.
fn skip_class_character(rest: &mut Peekable<Chars<'_>>) -> Option<()> {
    match rest.next()? {
        '-' | ']' => return None,
        '\\' => {
            rest.next()?;
        }
        _ => {}
    }
    rest.peek().map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::is_well_formed;

    #[test]
    fn accepts_what_go_accepts() {
        for pattern in [
            "",
            "a]b",
            "[a]",
            "[^a]",
            "[!a]",
            "[a-c]",
            "[c-a]",
            "[[]",
            "[\\]]",
            "[\\-x]",
            "[^^]",
            "[a-\\]]",
            "[*]",
            "[[]*",
            "a\\b",
            "\\\\",
            "[[:alpha:]]",
            "{a",
            "[ab-de]",
            "[^\\^]",
        ] {
            assert!(is_well_formed(pattern), "{pattern:?}");
        }
    }

    #[test]
    fn refuses_what_go_refuses() {
        for pattern in [
            "[", "[a", "[]", "[]a]", "[^]", "[^]a]", "[-a]", "[a-]", "[a--]", "[a-b-c]", "a\\",
            "[\\", "[a\\", "[a-", "x*[", "[]*]", "*\\", "[a]*[b",
        ] {
            assert!(!is_well_formed(pattern), "{pattern:?}");
        }
    }
}
