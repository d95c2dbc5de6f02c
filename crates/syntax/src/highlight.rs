//! Tags for syntax highlighting.

use crate::{Dockerfile, Span};

/// What a stretch of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// FROM, AS, RUN.
    Keyword,
}

/// A stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where.
    pub span: Span,
    /// What.
    pub tag: Tag,
}

/// Tags a text.
#[must_use]
pub fn highlight(dockerfile: &Dockerfile, _text: &str) -> Vec<Token> {
    dockerfile
        .instructions
        .iter()
        .map(|instruction| Token {
            span: instruction.keyword.span,
            tag: Tag::Keyword,
        })
        .collect()
}
