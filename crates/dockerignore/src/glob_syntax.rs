//! Which patterns Go's `path/filepath.Match` calls malformed when it compares them with `.`.
//!
//! moby asks `filepath.Match` for nothing but this: the matching itself is done with a regular expression. Go compares a
//! pattern part by part, a part being what stands between runs of `*`, and reads a part to its end. It does not look at
//! the parts behind the first one that does not match, so what is wrong there shows only in the regular expression.

use std::str::Chars;

/// What is compared with the pattern.
const NAME: &str = ".";

struct Malformed;

/// Whether Go finds nothing wrong with the pattern as far as it reads it. In a class it wants at least one item; an item is
/// a character or a range, and neither end of it may be an unescaped `-` or `]`. No escape may stand at the end.
pub(crate) fn is_well_formed(pattern: &str) -> bool {
    compare(pattern).is_ok()
}

fn compare(mut pattern: &str) -> Result<(), Malformed> {
    let mut name = NAME;
    while !pattern.is_empty() {
        let (star, part, rest) = split_part(pattern);
        pattern = rest;
        if star && part.is_empty() {
            return Ok(());
        }
        let is_last = pattern.is_empty();
        let goes_on = |rest: &str| rest.is_empty() || !is_last;
        let mut found = compare_part(part, name)?.filter(|rest| goes_on(rest));
        if star {
            for (at, skipped) in name.char_indices() {
                if found.is_some() {
                    break;
                }
                let behind = name.get(at + skipped.len_utf8()..).unwrap_or_default();
                found = compare_part(part, behind)?.filter(|rest| goes_on(rest));
            }
        }
        match found {
            Some(rest) => name = rest,
            None => return Ok(()),
        }
    }
    Ok(())
}

/// The first part of a pattern, whether a star stands before it, and what follows. As in Go, a `]` ends the class that
/// hides stars from this split, although the class itself may go on (`[]*]`).
fn split_part(pattern: &str) -> (bool, &str, &str) {
    let unstarred = pattern.trim_start_matches('*');
    let star = unstarred.len() != pattern.len();
    let mut in_class = false;
    let mut escaped = false;
    for (at, character) in unstarred.char_indices() {
        if escaped {
            escaped = false;
            continue;
        }
        match character {
            '\\' => escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            '*' if !in_class => {
                let (part, rest) = unstarred.split_at_checked(at).unwrap_or_default();
                return (star, part, rest);
            }
            _ => {}
        }
    }
    (star, unstarred, "")
}

/// What is left of the name behind the part, if the part matches its beginning.
fn compare_part<'n>(part: &str, name: &'n str) -> Result<Option<&'n str>, Malformed> {
    let mut part = part.chars();
    let mut name = name.chars();
    let mut failed = false;
    while let Some(character) = part.next() {
        failed |= name.as_str().is_empty();
        // Behind a difference the name is not read any further.
        let mut next = || if failed { None } else { name.next() };
        let matches = match character {
            '[' => {
                let next = next();
                let in_class = compare_class(&mut part, next)?;
                next.is_some() && in_class
            }
            '?' => next().is_some_and(|next| next != '/'),
            '\\' => next() == Some(part.next().ok_or(Malformed)?),
            _ => next() == Some(character),
        };
        failed |= !matches;
    }
    Ok((!failed).then_some(name.as_str()))
}

/// Reads a class behind its `[`, and whether it has the character.
fn compare_class(part: &mut Chars<'_>, character: Option<char>) -> Result<bool, Malformed> {
    let negated = next_if(part, '^');
    let mut found = false;
    let mut is_empty = true;
    while is_empty || !next_if(part, ']') {
        let low = class_character(part)?;
        let high = if next_if(part, '-') {
            class_character(part)?
        } else {
            low
        };
        found |= character.is_some_and(|character| (low..=high).contains(&character));
        is_empty = false;
    }
    Ok(found != negated)
}

fn next_if(part: &mut Chars<'_>, wanted: char) -> bool {
    let is_next = part.as_str().starts_with(wanted);
    if is_next {
        part.next();
    }
    is_next
}

/// One end of a range. Something has to follow it, at the least the closing bracket.
fn class_character(part: &mut Chars<'_>) -> Result<char, Malformed> {
    let character = match part.next() {
        None | Some('-' | ']') => return Err(Malformed),
        Some('\\') => part.next().ok_or(Malformed)?,
        Some(character) => character,
    };
    if part.as_str().is_empty() {
        return Err(Malformed);
    }
    Ok(character)
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
            // Not read as far as that.
            "x*[",
            "[a]*[b",
            "docs/*\\",
            "..*[",
            "[^.]*[",
            "?x*[",
        ] {
            assert!(is_well_formed(pattern), "{pattern:?}");
        }
    }

    #[test]
    fn refuses_what_go_refuses() {
        for pattern in [
            "[", "[a", "[]", "[]a]", "[^]", "[^]a]", "[-a]", "[a-]", "[a--]", "[a-b-c]", "a\\",
            "[\\", "[a\\", "[a-", "[]*]", "*\\", ".*[", "?*[", "[^a]*[", "*.*[", "**[", "*?*?x[",
            "\\.*\\",
        ] {
            assert!(!is_well_formed(pattern), "{pattern:?}");
        }
    }
}
