//! Shell patterns in `${NAME#pattern}`, `${NAME%pattern}` and `${NAME/pattern/replacement}`.
//!
//! BuildKit turns them into regular expressions of Go, so `*` and `?` do not match a line break, and the leftmost match
//! counts. Here they are matched with a table over pattern and text, in time of the product of their lengths.

use super::lexer::is_digit;

/// Pattern length times value length, in characters, beyond which the work is refused.
const MAX_WORK: usize = 50_000_000;

#[derive(Clone, Copy)]
enum Item {
    Character(char),
    AnyCharacter,
    Star,
}

/// Removes the shortest (`greedy`: longest) beginning that matches.
pub(super) fn trim_prefix(pattern: &str, value: &str, greedy: bool) -> Result<String, String> {
    let characters: Vec<char> = value.chars().collect();
    let ends = Matches::find(pattern, &characters, greedy)?;
    let kept = ends.end_from(0).unwrap_or(0);
    Ok(characters.get(kept..).unwrap_or_default().iter().collect())
}

/// Removes the shortest (`greedy`: longest) ending that matches: the same as a beginning, both reversed.
pub(super) fn trim_suffix(pattern: &str, value: &str, greedy: bool) -> Result<String, String> {
    let reversed_value: String = value.chars().rev().collect();
    let trimmed = trim_prefix(&reverse_pattern(pattern), &reversed_value, greedy)?;
    Ok(trimmed.chars().rev().collect())
}

/// Replaces the first (`all`: every) match, the longest at its place.
pub(super) fn replace(
    pattern: &str,
    replacement: &str,
    value: &str,
    all: bool,
) -> Result<String, String> {
    let characters: Vec<char> = value.chars().collect();
    let matches = Matches::find(pattern, &characters, true)?;
    let slice = |from: usize, to: usize| characters.get(from..to).unwrap_or_default();
    let mut result = String::new();
    if !all {
        let Some((start, end)) = matches.next_from(0) else {
            return Ok(value.to_owned());
        };
        result.extend(slice(0, start));
        result.push_str(replacement);
        result.extend(slice(end, characters.len()));
        return Ok(result);
    }
    // The steps of Go's `Regexp.ReplaceAllString`: no replacement of an empty match right after another match.
    let mut search_from = 0;
    let mut copied_to = 0;
    while search_from <= characters.len() {
        let Some((start, end)) = matches.next_from(search_from) else {
            break;
        };
        result.extend(slice(copied_to, start));
        if end > copied_to || start == 0 {
            let matched: String = slice(start, end).iter().collect();
            push_template(&mut result, replacement, &matched);
            if result.len() > MAX_WORK {
                return Err("the expanded text is too long".to_owned());
            }
        }
        copied_to = end;
        search_from = end.max(search_from + 1);
    }
    result.extend(slice(copied_to, characters.len()));
    Ok(result)
}

/// Reads a pattern. BuildKit: `convertShellPatternToRegex`; the backslash escapes here whatever the escape character is.
fn read_pattern(pattern: &str) -> Result<Vec<Item>, String> {
    let mut items = Vec::new();
    let mut characters = pattern
        .strip_prefix('\u{feff}')
        .unwrap_or(pattern)
        .chars()
        .peekable();
    while let Some(character) = characters.next() {
        items.push(match character {
            '*' => Item::Star,
            '?' => Item::AnyCharacter,
            '\\' => match characters.peek() {
                // These two are escaped for the sake of the `${…}` around.
                Some('}' | '/') => continue,
                Some('*' | '?' | '\\') => Item::Character(characters.next().unwrap_or('\\')),
                other => {
                    let other = other.copied().unwrap_or('\u{fffd}');
                    return Err(format!(
                        "invalid pattern ({pattern}) in substitution: invalid escape '\\{other}'"
                    ));
                }
            },
            _ => Item::Character(character),
        });
    }
    Ok(items)
}

/// Reverses a pattern without tearing an escaped character from its backslash.
fn reverse_pattern(pattern: &str) -> String {
    let mut pieces = Vec::new();
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        match (character, characters.clone().next()) {
            ('\\', Some(escaped)) => {
                characters.next();
                pieces.push((character, Some(escaped)));
            }
            _ => pieces.push((character, None)),
        }
    }
    let mut reversed = String::with_capacity(pattern.len());
    for (first, second) in pieces.into_iter().rev() {
        reversed.push(first);
        reversed.extend(second);
    }
    reversed
}

/// For each place of a text the end of the match that begins there.
struct Matches {
    ends: Vec<Option<usize>>,
}

impl Matches {
    /// Fills the table from the last item of the pattern to the first; a row holds, for each place, where a match of the
    /// items from here on ends.
    fn find(pattern: &str, text: &[char], greedy: bool) -> Result<Self, String> {
        let items = read_pattern(pattern)?;
        if items.len().saturating_mul(text.len()) > MAX_WORK {
            return Err(format!(
                "invalid pattern ({pattern}) in substitution: too long"
            ));
        }
        let mut ends: Vec<Option<usize>> = (0..=text.len()).map(Some).collect();
        for item in items.iter().rev() {
            let mut row: Vec<Option<usize>> = vec![None; text.len() + 1];
            let mut after = None;
            for place in (0..=text.len()).rev() {
                let next = text.get(place).copied();
                let rest_after = ends.get(place + 1).copied().flatten();
                let rest_here = ends.get(place).copied().flatten();
                let end = match item {
                    Item::Character(character) if next == Some(*character) => rest_after,
                    Item::AnyCharacter if next.is_some_and(|next| next != '\n') => rest_after,
                    Item::Character(_) | Item::AnyCharacter => None,
                    Item::Star => {
                        let longer = if next.is_some_and(|next| next != '\n') {
                            after
                        } else {
                            None
                        };
                        if greedy {
                            longer.or(rest_here)
                        } else {
                            rest_here.or(longer)
                        }
                    }
                };
                after = end;
                if let Some(slot) = row.get_mut(place) {
                    *slot = end;
                }
            }
            ends = row;
        }
        Ok(Self { ends })
    }

    fn end_from(&self, start: usize) -> Option<usize> {
        self.ends.get(start).copied().flatten()
    }

    fn next_from(&self, start: usize) -> Option<(usize, usize)> {
        let rest = self.ends.get(start..)?;
        rest.iter()
            .enumerate()
            .find_map(|(offset, end)| end.map(|end| (start + offset, end)))
    }
}

/// Appends a replacement in which, as in Go, `$0` means the match, `$$` a dollar sign, and other names nothing.
fn push_template(result: &mut String, template: &str, matched: &str) {
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('$') {
        result.push_str(before);
        rest = after;
        if let Some(after_second) = rest.strip_prefix('$') {
            result.push('$');
            rest = after_second;
            continue;
        }
        let inner = rest.strip_prefix('{').unwrap_or(rest);
        let braced = inner.len() != rest.len();
        let length = inner
            .find(|next: char| !(next == '_' || next.is_alphabetic() || is_digit(next)))
            .unwrap_or(inner.len());
        let (name, after_name) = inner.split_at(length);
        let end = if braced {
            after_name.strip_prefix('}')
        } else {
            Some(after_name)
        };
        match end {
            Some(end) if !name.is_empty() => {
                if name == "0" {
                    result.push_str(matched);
                }
                rest = end;
            }
            _ => result.push('$'),
        }
    }
    result.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_and_suffixes() {
        assert_eq!(trim_prefix("*.", "a.b.c", false), Ok("b.c".to_owned()));
        assert_eq!(trim_prefix("*.", "a.b.c", true), Ok("c".to_owned()));
        assert_eq!(trim_suffix(".*", "a.b.c", false), Ok("a.b".to_owned()));
        assert_eq!(trim_suffix(".*", "a.b.c", true), Ok("a".to_owned()));
        assert_eq!(trim_suffix("\\*", "a*", true), Ok("a".to_owned()));
        assert_eq!(trim_prefix("*b", "a\nb", true), Ok("a\nb".to_owned()));
    }

    #[test]
    fn replacements() {
        assert_eq!(replace("b", "X", "abcb", false), Ok("aXcb".to_owned()));
        assert_eq!(replace("b", "X", "abcb", true), Ok("aXcX".to_owned()));
        assert_eq!(replace("", "-", "ab", true), Ok("-a-b-".to_owned()));
        assert_eq!(
            replace("?", "[$0]${1}$$", "ab", true),
            Ok("[a]$[b]$".to_owned())
        );
        // Only decimal digits and letters are part of a name.
        assert_eq!(replace("?", "$\u{b2}", "a", true), Ok("$\u{b2}".to_owned()));
        assert_eq!(replace("?", "$\u{663}!", "a", true), Ok("!".to_owned()));
        assert!(replace("\\a", "", "a", true).is_err());
    }

    #[test]
    fn many_stars_take_bounded_time() {
        let pattern = "*a".repeat(500);
        let value = "a".repeat(5_000);
        assert_eq!(
            replace(&pattern, "", &value, true).map(|rest| rest.len()),
            Ok(0)
        );
    }
}
