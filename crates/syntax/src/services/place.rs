//! Offsets, and names as they stand in the text.

use crate::{Instruction, Span};

/// The nearest offset at or before `offset` at which a character of `text` begins or the text ends.
pub(super) fn clamp(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// The item whose span holds the character at `offset`, or else the one that ends there.
pub(super) fn find_at<T>(
    items: impl IntoIterator<Item = T>,
    offset: usize,
    span: impl Fn(&T) -> Span,
) -> Option<T> {
    let mut ends_here = None;
    for item in items {
        let span = span(&item);
        if span.start <= offset && offset < span.end {
            return Some(item);
        }
        if span.touches(offset) && ends_here.is_none() {
            ends_here = Some(item);
        }
    }
    ends_here
}

/// What ONBUILD holds back, or the instruction itself.
pub(super) fn innermost<'a>(instruction: &'a Instruction<'_>) -> &'a Instruction<'a> {
    match &instruction.command {
        crate::Command::Onbuild(nested) => nested,
        _ => instruction,
    }
}

/// The text of `span` without the quotes around it, if it is a name that can be replaced as it stands: nothing in it is
/// quoted, escaped, expanded or continued on another line.
pub(super) fn plain_name(text: &str, span: Span) -> Option<(Span, &str)> {
    let written = text.get(span.start..span.end)?;
    let mut name = written;
    let mut start = span.start;
    for quote in ['"', '\''] {
        if let Some(inner) = written
            .strip_prefix(quote)
            .and_then(|rest| rest.strip_suffix(quote))
        {
            name = inner;
            start += 1;
            break;
        }
    }
    let is_special = |character: char| {
        character.is_whitespace() || matches!(character, '"' | '\'' | '\\' | '`' | '$')
    };
    if name.is_empty() || name.contains(is_special) {
        return None;
    }
    Some((Span::new(start, start + name.len()), name))
}

/// A field of a `--mount` value.
pub(super) struct MountField {
    /// Where the key stands.
    pub(super) key: Span,
    /// Where the value stands, if there is a `=`.
    pub(super) value: Option<Span>,
}

/// The fields of a `--mount` value that stands at `span`, as written.
pub(super) fn mount_fields(text: &str, span: Span) -> Vec<MountField> {
    let mut fields = Vec::new();
    let mut start = span.start;
    for written in text
        .get(span.start..span.end)
        .unwrap_or_default()
        .split(',')
    {
        let end = start + written.len();
        let around =
            |character: char| character.is_whitespace() || matches!(character, '"' | '\'' | '\\');
        let field = written.trim_start_matches(around);
        let field_start = end - field.len();
        let field = field.trim_end_matches(around);
        let (key, value) = match field.split_once('=') {
            Some((key, value)) => {
                let value_start = field_start + key.len() + 1;
                (key, Some(Span::new(value_start, value_start + value.len())))
            }
            None => (field, None),
        };
        fields.push(MountField {
            key: Span::new(field_start, field_start + key.trim_end().len()),
            value,
        });
        start = end + 1;
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_offsets() {
        let name = |text: &'static str| {
            plain_name(text, Span::new(0, text.len())).map(|(span, name)| (span.start, name))
        };
        assert_eq!(name("a.b"), Some((0, "a.b")));
        assert_eq!(name("\"a\""), Some((1, "a")));
        assert_eq!([name("a$b"), name("\""), name("a\\\nb")], [None; 3]);
        assert_eq!([0, 1, 2, 9].map(|offset| clamp("é", offset)), [0, 0, 2, 2]);
    }

    #[test]
    fn fields_of_a_mount() {
        let text = "type=bind,\"from=x\", ro";
        let fields: Vec<_> = mount_fields(text, Span::new(0, text.len()))
            .iter()
            .map(|field| {
                let value = field
                    .value
                    .and_then(|value| text.get(value.start..value.end));
                (text.get(field.key.start..field.key.end), value)
            })
            .collect();
        assert_eq!(
            fields,
            [
                (Some("type"), Some("bind")),
                (Some("from"), Some("x")),
                (Some("ro"), None)
            ]
        );
    }
}
