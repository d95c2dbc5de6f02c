//! Go's `path.Match` and `path/filepath.Match`, as they work on Linux.
//!
//! Of ignore files moby asks `filepath.Match` for nothing but which patterns are malformed when they are compared with `.`:
//! the matching itself is done with a regular expression. The wildcards in a source of COPY are matched with
//! `path.Match`. Go compares a pattern part by part, a part being what stands between runs of `*`, and reads a part to its
//! end. `filepath.Match` does not look at the parts behind the first one that does not match, so what is wrong there
//! shows only in the regular expression; `path.Match` does.

use std::str::Chars;

struct Malformed;

/// Whether Go finds nothing wrong with the pattern as far as it reads it. In a class it wants at least one item; an item is
/// a character or a range, and neither end of it may be an unescaped `-` or `]`. No escape may stand at the end.
pub(crate) fn is_well_formed(pattern: &str) -> bool {
    compare(pattern, ".").is_ok()
}

/// Whether a path is what a pattern says, by Go's `path.Match`: no `*`, however many there are in a row, goes beyond a
/// slash. `None` if the pattern is malformed.
#[must_use]
pub fn path_match(pattern: &str, path: &str) -> Option<bool> {
    let Comparison { matches, unread } = compare(pattern, path).ok()?;
    let mut unread = unread;
    while !unread.is_empty() {
        let (_, part, rest) = split_part(unread);
        compare_part(part, "").ok()?;
        unread = rest;
    }
    Some(matches)
}

/// Whether a path holds wildcards of [`path_match`] (BuildKit's and fsutil's `containsWildcards`).
#[must_use]
pub fn has_wildcards(path: &str) -> bool {
    let mut characters = path.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                characters.next();
            }
            '*' | '?' | '[' => return true,
            _ => {}
        }
    }
    false
}

/// How a comparison ended, and what was not read of the pattern.
struct Comparison<'p> {
    matches: bool,
    unread: &'p str,
}

fn compare<'p>(mut pattern: &'p str, mut name: &str) -> Result<Comparison<'p>, Malformed> {
    while !pattern.is_empty() {
        let (star, part, rest) = split_part(pattern);
        pattern = rest;
        if star && part.is_empty() {
            return Ok(Comparison {
                matches: !name.contains('/'),
                unread: "",
            });
        }
        let is_last = pattern.is_empty();
        let goes_on = |rest: &str| rest.is_empty() || !is_last;
        let mut found = compare_part(part, name)?.filter(|rest| goes_on(rest));
        if star {
            for (at, skipped) in name.char_indices() {
                if found.is_some() || skipped == '/' {
                    break;
                }
                let behind = name.get(at + skipped.len_utf8()..).unwrap_or_default();
                found = compare_part(part, behind)?.filter(|rest| goes_on(rest));
            }
        }
        match found {
            Some(rest) => name = rest,
            None => {
                return Ok(Comparison {
                    matches: false,
                    unread: pattern,
                });
            }
        }
    }
    Ok(Comparison {
        matches: name.is_empty(),
        unread: "",
    })
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
    use super::{is_well_formed, path_match};

    #[test]
    fn paths_are_matched_as_go_matches_them() {
        for (pattern, path) in [
            ("a*", "abc"),
            ("*/x.txt", "a/x.txt"),
            ("**/x.txt", "a/x.txt"),
            ("a/**", "a/b"),
            ("a?c*", "abcd"),
            ("[a-c]x[^d]", "bxe"),
            ("a[^b]c", "a/c"),
            ("a\\*b", "a*b"),
            ("{a|b}+*", "{a|b}+c"),
            ("*b*d", "abcbd"),
        ] {
            assert_eq!(path_match(pattern, path), Some(true), "{pattern} {path}");
        }
        for (pattern, path) in [
            ("**/x.txt", "x.txt"),
            ("**/x.txt", "a/b/x.txt"),
            ("**", "a/b"),
            ("a*", "a/b"),
            ("a?b", "a/b"),
            ("a", "a/b"),
            ("a\\*b", "axb"),
            ("{1}*", "1"),
            ("", "a"),
        ] {
            assert_eq!(path_match(pattern, path), Some(false), "{pattern} {path}");
        }
        for pattern in ["[", "x*[", "x*[]a]b", "x*\\"] {
            assert_eq!(path_match(pattern, "a"), None, "{pattern}");
        }
    }

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
