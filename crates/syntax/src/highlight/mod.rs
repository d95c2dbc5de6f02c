//! Tags for syntax highlighting, made from the tree and not from patterns of their own.

mod scan;

use scan::Scanner;

use crate::keyword::Keyword;
use crate::{Arguments, Command, Dockerfile, Heredoc, Instruction, Span};

/// What a stretch of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tag {
    /// The name of an instruction, `AS`, `NONE`, and `CMD` behind HEALTHCHECK.
    Keyword,
    /// A quoted word, with its quotes.
    String,
    /// A comment, from its `#` on.
    Comment,
    /// A flag of an instruction (`--from`) or of a command in shell form (`-y`), without its value.
    Flag,
    /// A reference to a variable: `$NAME`, or `${NAME` with what follows up to the modifier, and the closing brace.
    Variable,
    /// What joins commands (`&&`, `|`, `;`) or lines (the escape character at the end of a line).
    Operator,
    /// The name of an image or a stage.
    Name,
    /// A parser directive such as `# syntax=`.
    Directive,
    /// The marker of a heredoc and the lines below that belong to it.
    Heredoc,
    /// The keyword of an instruction that does not exist.
    Invalid,
}

/// A stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Token {
    /// Where; never empty.
    pub span: Span,
    /// What.
    pub tag: Tag,
}

/// Tags `text`, which `dockerfile` was read from. The tokens are in the order of the text and do not overlap; text that
/// needs no tag has none.
#[must_use]
pub fn highlight(dockerfile: &Dockerfile, text: &str) -> Vec<Token> {
    let mut fixed: Vec<Fixed> = Vec::new();
    fixed.extend(
        dockerfile
            .comments
            .iter()
            .map(|span| Fixed::plain(*span, Tag::Comment)),
    );
    fixed.extend(
        dockerfile
            .directives
            .iter()
            .map(|directive| Fixed::plain(directive.span, Tag::Directive)),
    );
    for instruction in &dockerfile.instructions {
        add_fixed(instruction, text, &mut fixed);
    }
    fixed.sort_by_key(|fixed| fixed.span);
    let mut scanner = Scanner::new(text);
    let mut fixed = fixed.into_iter().peekable();
    for instruction in &dockerfile.instructions {
        while let Some(next) = fixed.next_if(|next| next.span.start < instruction.span.start) {
            scanner.push(next.token());
        }
        scanner.start_instruction(
            shell_flags(instruction),
            escape_of(instruction, dockerfile.escape),
        );
        let mut position = instruction.span.start;
        while let Some(next) = fixed.next_if(|next| next.span.start < instruction.span.end) {
            if next.span.start < position {
                continue;
            }
            if scans_arguments(instruction) {
                scanner.scan(Span::new(position, next.span.start), None);
            }
            if next.has_variables {
                scanner.scan(next.span, Some(next.tag));
            } else {
                scanner.push(next.token());
            }
            position = next.span.end;
        }
        if scans_arguments(instruction) {
            scanner.scan(Span::new(position, instruction.span.end), None);
        }
    }
    for rest in fixed {
        scanner.push(rest.token());
    }
    scanner.finish()
}

/// A stretch of text whose place the tree knows.
struct Fixed {
    span: Span,
    tag: Tag,
    /// Whether variables in it get a tag of their own.
    has_variables: bool,
}

impl Fixed {
    fn plain(span: Span, tag: Tag) -> Self {
        Self {
            span,
            tag,
            has_variables: false,
        }
    }

    fn token(&self) -> Token {
        Token {
            span: self.span,
            tag: self.tag,
        }
    }
}

fn add_fixed(instruction: &Instruction, text: &str, fixed: &mut Vec<Fixed>) {
    let is_known = Keyword::read(&instruction.keyword.value).is_some();
    let tag = if is_known { Tag::Keyword } else { Tag::Invalid };
    fixed.push(Fixed::plain(instruction.keyword.span, tag));
    for flag in &instruction.flags {
        fixed.push(Fixed::plain(
            Span::new(flag.span.start, flag.name.span.end),
            Tag::Flag,
        ));
    }
    match &instruction.command {
        Command::From { image, name } => {
            fixed.push(Fixed {
                span: image.span,
                tag: Tag::Name,
                has_variables: true,
            });
            if let Some(name) = name {
                fixed.extend(find_as(text, Span::new(image.span.end, name.span.start)));
                fixed.push(Fixed::plain(name.span, Tag::Name));
            }
        }
        Command::Healthcheck(_) => fixed.extend(find_health_kind(instruction, text)),
        Command::Onbuild(nested) => {
            add_fixed(nested, text, fixed);
            return;
        }
        _ => {}
    }
    for heredoc in &instruction.heredocs {
        fixed.push(Fixed::plain(heredoc.marker, Tag::Heredoc));
        let span = heredoc_lines(heredoc, text);
        fixed.push(Fixed {
            span,
            tag: Tag::Heredoc,
            has_variables: heredoc.expand,
        });
    }
}

/// The body and the line that ends it.
fn heredoc_lines(heredoc: &Heredoc, text: &str) -> Span {
    let rest = text.get(heredoc.body.end..).unwrap_or_default();
    let last_line = rest.split('\n').next().unwrap_or_default();
    Span::new(
        heredoc.body.start,
        heredoc.body.end + last_line.trim_end_matches('\r').len(),
    )
}

/// `AS` between image and name.
fn find_as(text: &str, span: Span) -> Option<Fixed> {
    let between = text.get(span.start..span.end)?;
    let offset = between.to_ascii_lowercase().find("as")?;
    Some(Fixed::plain(
        Span::new(span.start + offset, span.start + offset + 2),
        Tag::Keyword,
    ))
}

/// `CMD` or `NONE` behind the flags of HEALTHCHECK.
fn find_health_kind(instruction: &Instruction, text: &str) -> Option<Fixed> {
    let last_flag = instruction.flags.last().map(|flag| flag.span.end);
    let behind =
        text.get(last_flag.unwrap_or(instruction.keyword.span.end)..instruction.span.end)?;
    let word =
        behind.trim_start_matches(|next: char| next.is_whitespace() || matches!(next, '\\' | '`'));
    let length = ["cmd", "none"]
        .iter()
        .map(|kind| kind.len())
        .find(|length| {
            let word = word.get(..*length).unwrap_or_default();
            word.eq_ignore_ascii_case("cmd") || word.eq_ignore_ascii_case("none")
        })?;
    let start = instruction.span.end - word.len();
    Some(Fixed::plain(Span::new(start, start + length), Tag::Keyword))
}

fn innermost<'a>(instruction: &'a Instruction<'_>) -> &'a Instruction<'a> {
    match &instruction.command {
        Command::Onbuild(nested) => nested,
        _ => instruction,
    }
}

/// Whether words that begin with a dash are flags of a command.
fn shell_flags(instruction: &Instruction) -> bool {
    matches!(
        innermost(instruction).command,
        Command::Run(Arguments::Shell(_))
            | Command::Cmd(Arguments::Shell(_))
            | Command::Entrypoint(Arguments::Shell(_))
            | Command::Healthcheck(Some(Arguments::Shell(_)))
    )
}

/// JSON has its own escape character.
fn escape_of(instruction: &Instruction, escape: char) -> char {
    let is_json = match &innermost(instruction).command {
        Command::Run(arguments) | Command::Cmd(arguments) | Command::Entrypoint(arguments) => {
            matches!(arguments, Arguments::Json(_))
        }
        Command::Copy(transfer) | Command::Add(transfer) => transfer.json,
        Command::Shell(_) => true,
        _ => false,
    };
    if is_json { '\\' } else { escape }
}

/// Free text is left as it is: an apostrophe in it opens no quote.
fn scans_arguments(instruction: &Instruction) -> bool {
    let innermost = innermost(instruction);
    !matches!(innermost.command, Command::Maintainer(_))
        && Keyword::read(&innermost.keyword.value).is_some()
}

#[cfg(test)]
mod tests;
