//! What a parser made of one instruction, in a form in which three parsers can be compared.

use layerlab_syntax::{Command, Dockerfile, Instruction, buildkit_view};

/// One instruction. Where a parser does not tell something, it is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The keyword in capitals.
    pub keyword: String,
    /// The offset of the keyword in the file, in bytes.
    pub start: usize,
    /// The offset after the last byte of the instruction.
    pub end: Option<usize>,
    /// Everything after the keyword on the logical line, flags included, with single spaces.
    pub text: Option<String>,
    /// The flags with their dashes.
    pub flags: Option<Vec<String>>,
    /// `Some(None)`: the arguments are no JSON array. `Some(Some(…))`: its strings.
    pub json: Option<Option<Vec<String>>>,
    /// The bodies of the heredocs.
    pub heredocs: Option<Vec<String>>,
}

/// Our reading of one instruction. Flags and form of what ONBUILD holds back are told as its own, as the others do.
pub fn ours(file: &Dockerfile, instruction: &Instruction) -> Reading {
    let original = instruction.original();
    let after_keyword = original
        .get(instruction.keyword.value.len()..)
        .unwrap_or_default();
    let inner = match &instruction.command {
        Command::Onbuild(nested) => nested,
        _ => instruction,
    };
    let view = buildkit_view::line(inner, file.escape);
    let bodies = instruction.heredocs.iter();
    Reading {
        keyword: instruction.keyword.value.to_uppercase(),
        start: instruction.span.start,
        end: Some(instruction.span.end),
        text: Some(single_spaces(after_keyword)),
        json: Some(view.json_form.then_some(view.words)),
        flags: Some(view.flags),
        heredocs: Some(bodies.map(|heredoc| heredoc.content.to_string()).collect()),
    }
}

/// Every run of white space as one space, none at the ends.
pub fn single_spaces(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// A slice of the file as one line: what follows an escape character at the end of a line is appended, and comments and
/// empty lines between are left out. The other parsers give some arguments as they are written.
pub fn join_lines(written: &str, escape: char) -> String {
    let mut joined = String::new();
    for (index, line) in written.split('\n').enumerate() {
        let trimmed = line.trim();
        if index > 0 && (trimmed.is_empty() || trimmed.starts_with('#')) {
            continue;
        }
        match line.trim_end().strip_suffix(escape) {
            Some(before) => joined.push_str(before),
            None => joined.push_str(line),
        }
    }
    single_spaces(&joined)
}
