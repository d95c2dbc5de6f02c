//! Parser directives at the head of the file. BuildKit: `frontend/dockerfile/parser/directives.go`.

use std::borrow::Cow;

use crate::{Directive, Span, Word};

/// Looks for directives until the first line that is none.
#[derive(Debug, Default)]
pub(crate) struct DirectiveReader {
    done: bool,
    /// Which of [`NAMES`] were met.
    seen: [bool; NAMES.len()],
}

const NAMES: [&str; 3] = ["syntax", "escape", "check"];

impl DirectiveReader {
    /// Looks no further: a line was met that is no directive.
    pub(crate) fn end(&mut self) {
        self.done = true;
    }

    /// Reads a line without indentation and line break, which stands at `start`.
    ///
    /// # Errors
    /// BuildKit's words if the directive was there before.
    #[inline]
    pub(crate) fn read<'a>(
        &mut self,
        line: &'a str,
        start: usize,
    ) -> Result<Option<Directive<'a>>, String> {
        if self.done {
            return Ok(None);
        }
        self.read_comment(line, start)
    }

    fn read_comment<'a>(
        &mut self,
        line: &'a str,
        start: usize,
    ) -> Result<Option<Directive<'a>>, String> {
        let Some((name, value)) = split(line) else {
            self.done = true;
            return Ok(None);
        };
        let written = slice(line, name);
        let known = NAMES
            .iter()
            .zip(&mut self.seen)
            .find(|(known, _)| known.eq_ignore_ascii_case(written));
        let Some((known, seen)) = known else {
            self.done = true;
            return Ok(None);
        };
        if std::mem::replace(seen, true) {
            return Err(format!("only one {known} parser directive can be used"));
        }
        let span = |(from, to): (usize, usize)| Span::new(start + from, start + to);
        Ok(Some(Directive {
            span: Span::new(start, start + line.len()),
            name: Word {
                span: span(name),
                value: Cow::Borrowed(known),
            },
            value: Word {
                span: span(value),
                value: Cow::Borrowed(slice(line, value)),
            },
        }))
    }
}

fn slice(line: &str, (from, to): (usize, usize)) -> &str {
    line.get(from..to).unwrap_or_default()
}

/// The places of name and value in `# name = value`.
fn split(line: &str) -> Option<((usize, usize), (usize, usize))> {
    let after_hash = line.strip_prefix('#')?.trim_start();
    let name_start = line.len() - after_hash.len();
    if !after_hash.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return None;
    }
    let name_length = after_hash.find(|next: char| !next.is_ascii_alphanumeric())?;
    let (_, after_name) = after_hash.split_at(name_length);
    let after_equals = after_name.trim_start_matches(is_space).strip_prefix('=')?;
    if after_equals.is_empty() {
        return None;
    }
    let mut value = after_equals.trim_start_matches(is_space).len();
    if value == 0 {
        // Nothing but white space: its last character is the value.
        value = after_equals.chars().next_back().map_or(0, char::len_utf8);
    }
    let value_start = line.len() - value;
    let value_text = line.get(value_start..)?;
    let trimmed = value_text.trim_end_matches(is_space).len();
    let value_end = value_start
        + if trimmed == 0 {
            value_text.len()
        } else {
            trimmed
        };
    Some((
        (name_start, name_start + name_length),
        (value_start, value_end),
    ))
}

/// White space of Go's regular expressions.
fn is_space(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\u{c}' | '\r' | ' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        let read = |line: &str| {
            split(line)
                .map(|(name, value)| (slice(line, name).to_owned(), slice(line, value).to_owned()))
        };
        assert_eq!(
            read("# syntax=a b \t"),
            Some(("syntax".into(), "a b".into()))
        );
        assert_eq!(read("#ESCAPE =\t`"), Some(("ESCAPE".into(), "`".into())));
        assert_eq!(read("# escape=  "), Some(("escape".into(), " ".into())));
        assert_eq!(read("# escape="), None);
        assert_eq!(read("# a b=c"), None);
        assert_eq!(read("# 1a=c"), None);
    }
}
