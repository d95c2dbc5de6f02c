//! What an instruction keeps of the text, for what is seldom asked.

use std::borrow::Cow;

use crate::lines::LineReader;
use crate::{Instruction, logical};

/// The lines of an instruction and those above it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Written<'a> {
    /// From behind the instruction before to the end of the instruction, without heredocs.
    pub(crate) text: Cow<'a, str>,
    /// Where the instruction begins in it.
    pub(crate) start: usize,
    /// The escape character if the instruction goes on over several lines.
    pub(crate) continued_with: Option<char>,
}

impl Written<'_> {
    fn above(&self) -> &str {
        self.text.get(..self.start).unwrap_or_default()
    }

    fn original(&self) -> Cow<'_, str> {
        let own = self.text.get(self.start..).unwrap_or_default();
        match self.continued_with {
            Some(escape) => Cow::Owned(logical::join(own, escape)),
            None => Cow::Borrowed(own),
        }
    }

    pub(crate) fn into_owned(self) -> Written<'static> {
        Written {
            text: Cow::Owned(self.text.into_owned()),
            start: self.start,
            continued_with: self.continued_with,
        }
    }

    /// The comment lines above, empty ones too.
    fn comments(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let mut lines = LineReader::new(self.above());
        let mut next = move || {
            loop {
                let line = lines.next_line()?;
                if line.trimmed().0.starts_with('#') {
                    return Some(line.content);
                }
            }
        };
        // BuildKit cuts off the first byte of the line, which is the hash only if the comment is not indented.
        std::iter::from_fn(move || {
            let line = next()?;
            if let Some(comment) = line.get(1..) {
                return Some(Cow::Borrowed(comment.trim()));
            }
            let bytes = line.as_bytes().get(1..).unwrap_or_default();
            Some(Cow::Owned(String::from_utf8_lossy(bytes).trim().to_owned()))
        })
    }
}

impl PartialEq for Written<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.original() == other.original() && before(self) == before(other)
    }
}

impl Eq for Written<'_> {}

/// An empty comment parts the ones before it from the instruction.
fn before<'a>(written: &'a Written<'_>) -> Vec<Cow<'a, str>> {
    let mut comments = Vec::new();
    for comment in written.comments() {
        if comment.is_empty() {
            comments.clear();
        } else {
            comments.push(comment);
        }
    }
    comments
}

impl Instruction<'_> {
    /// The logical line: continuations joined, comment lines inside it removed, heredoc bodies left out
    /// (BuildKit: `Node.Original`).
    #[must_use]
    pub fn original(&self) -> Cow<'_, str> {
        self.written.original()
    }

    /// The comment lines directly above, without `#` and surrounding spaces (BuildKit: `Node.PrevComment`).
    #[must_use]
    pub fn comments_before(&self) -> Vec<Cow<'_, str>> {
        before(&self.written)
    }

    /// The text behind `name` in the comment line above that begins with it, empty if there is none.
    pub(crate) fn doc_comment(&self, name: &str) -> String {
        let mut found = None;
        for comment in self.written.comments() {
            if comment.is_empty() {
                found = None;
            } else if found.is_none() {
                found = comment
                    .strip_prefix(name)
                    .and_then(|rest| rest.strip_prefix(' '))
                    .map(str::to_owned);
            }
        }
        found.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use crate::parse;

    #[test]
    fn comments_above() {
        let text = "# a one\n#\n # b\n\n#c\nFROM x AS c\n# d\nRUN y \\\n# e\n z\n#f\n";
        let dockerfile = parse(text);
        let comments: Vec<_> = dockerfile
            .instructions
            .iter()
            .map(|instruction| (instruction.original(), instruction.comments_before()))
            .collect();
        assert_eq!(
            comments,
            [
                ("FROM x AS c".into(), vec!["# b".into(), "c".into()]),
                ("RUN y  z".into(), vec!["d".into()]),
            ]
        );
    }

    #[test]
    fn instructions_are_equal_if_they_say_the_same() {
        let of = |text: &str| parse(text).into_owned().instructions;
        assert_eq!(of("FROM a"), of("FROM a\n"));
        assert_ne!(of("FROM a #b"), of("FROM a #c"));
    }
}
