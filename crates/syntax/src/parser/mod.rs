//! Lines to instructions. BuildKit: `frontend/dockerfile/parser/parser.go`.

mod bodies;

use std::borrow::Cow;
use std::mem::take;

use crate::directive::DirectiveReader;
use crate::heredoc::Terminators;
use crate::instruction::{self, Refusal};
use crate::keyword::Keyword;
use crate::lines::{LineReader, MAX_LINE_BYTES, PhysicalLine};
use crate::logical::{Between, Joined, LogicalLine, split_continuation};
use crate::node::{Body, Head};
use crate::stages;
use crate::written::Written;
use crate::{Command, Dockerfile, Instruction, Lines, Span, Stage, SyntaxError, SyntaxWarning};

/// Fewer than in most files, so that the list of instructions seldom has to grow.
const BYTES_OF_AN_INSTRUCTION: usize = 32;

/// Short files often have shorter instructions.
const SPARE_INSTRUCTIONS: usize = 4;

/// Reads a Dockerfile.
///
/// Never fails: what BuildKit would refuse is in [`Dockerfile::errors`], and everything else is read as if it were not
/// there. Takes time in proportion to the length of the text.
#[must_use]
pub fn parse(text: &str) -> Dockerfile<'_> {
    let mut parser = Parser::new(text);
    parser.read_all();
    parser.finish()
}

struct Parser<'a> {
    text: &'a str,
    lines: LineReader<'a>,
    /// Where the instruction or the directive before ends.
    above: usize,
    directives: DirectiveReader,
    /// There once a heredoc without an end was found.
    terminators: Option<Terminators<'a>>,
    joined: Joined,
    result: Dockerfile<'a>,
    /// Errors of the line parser, in the order in which BuildKit meets them.
    fatal: Vec<SyntaxError>,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Self {
        let mut lines = LineReader::new(text);
        if text.starts_with('\u{feff}') {
            lines.position = '\u{feff}'.len_utf8();
            // Nothing but the mark is a line too.
            lines.taken = usize::from(lines.position == text.len());
        }
        Self {
            text,
            above: lines.position,
            lines,
            directives: DirectiveReader::default(),
            terminators: None,
            joined: Joined::default(),
            result: Dockerfile {
                escape: '\\',
                instructions: Vec::with_capacity(
                    SPARE_INSTRUCTIONS + text.len() / BYTES_OF_AN_INSTRUCTION,
                ),
                ..Dockerfile::default()
            },
            fatal: Vec::new(),
        }
    }

    fn refuse_line(&mut self, message: String, lines: Lines, span: Span, hint: &str) {
        self.fatal.push(SyntaxError {
            message,
            lines: vec![lines],
            span,
            hint: hint.to_owned(),
            fatal: true,
        });
    }

    fn read_all(&mut self) {
        while let Some(physical) = self.lines.next_line() {
            let (trimmed, start) = physical.trimmed();
            match trimmed.as_bytes().first() {
                Some(b'#') => self.read_comment(physical, trimmed, start),
                // Anything but a directive ends the search for directives.
                None => self.directives.end(),
                Some(_) => {
                    self.directives.end();
                    self.read_instruction(physical, trimmed, start);
                }
            }
        }
    }

    fn read_comment(&mut self, physical: PhysicalLine<'a>, trimmed: &'a str, start: usize) {
        let span = Span::new(start, physical.content_end());
        // BuildKit reports the number of the line before.
        let lines = Lines {
            first: self.lines.taken - 1,
            last: self.lines.taken - 1,
        };
        match self.directives.read(trimmed, start) {
            Ok(Some(directive)) => {
                if directive.name.value == "escape" {
                    match directive.value.value.as_ref() {
                        "\\" => self.result.escape = '\\',
                        "`" => self.result.escape = '`',
                        other => {
                            let message =
                                format!("invalid escape token '{other}' does not match ` or \\");
                            self.refuse_line(message, lines, directive.value.span, "");
                        }
                    }
                }
                self.result.directives.push(directive);
                self.above = physical.end;
            }
            outcome => {
                if let Err(message) = outcome {
                    self.refuse_line(message, lines, span, "");
                }
                self.result.comments.push(span);
            }
        }
    }

    fn read_instruction(&mut self, first: PhysicalLine<'a>, trimmed: &'a str, start: usize) {
        let escape = self.result.escape;
        let (kept, goes_on) = split_continuation(trimmed, escape);
        if !goes_on {
            let line = LogicalLine::of_one_piece(self.text, kept, start);
            let lines = Lines {
                first: self.lines.taken,
                last: self.lines.taken,
            };
            self.read_line(&line, lines, first.content_end(), start, None);
            return;
        }
        let mut joined = take(&mut self.joined);
        let mut lines = Lines {
            first: self.lines.taken,
            last: 0,
        };
        let comments = &mut self.result.comments;
        let mut empty_line = None;
        let end = joined.read(kept, &mut self.lines, escape, |between| match between {
            Between::Comment(span) => comments.push(span),
            Between::Empty(span) => {
                empty_line.get_or_insert(span);
            }
        });
        lines.last = self.lines.taken;
        if let Some(span) = empty_line {
            let message = format!("Empty continuation line found in: {}", joined.text);
            self.result.warnings.push(SyntaxWarning {
                message,
                lines: Lines {
                    first: self.lines.taken,
                    last: self.lines.taken,
                },
                span,
            });
        }
        let line = LogicalLine::of_pieces(self.text, &joined, start);
        let end = end.unwrap_or(first.content_end());
        self.read_line(&line, lines, end, start, Some(escape));
        self.joined = joined;
    }

    /// Reads a logical line that ends at `end`.
    fn read_line(
        &mut self,
        line: &LogicalLine<'a, '_>,
        mut lines: Lines,
        mut end: usize,
        start: usize,
        continued_with: Option<char>,
    ) {
        let written = Written {
            text: Cow::Borrowed(self.text.get(self.above..end).unwrap_or_default()),
            start: start - self.above,
            continued_with,
        };
        let escape = self.result.escape;
        let mut flags = Vec::new();
        let head = Head::read(line, &(0..line.text.len()), escape, &mut flags);
        let mut body = Body::read(line, &head, escape);
        let mut heredocs = Vec::new();
        if let Ok(body) = &body
            && head.takes_heredocs(body)
        {
            heredocs = self.read_heredocs(line, lines, &mut end);
            lines.last = self.lines.taken;
        }
        self.above = self.lines.position;
        let keyword = line.word(&head.keyword_range);
        let span = Span::new(keyword.span.start, end.max(keyword.span.end));
        self.result.instructions.push(Instruction {
            span,
            lines,
            keyword,
            // Empty ones are made anew, which is quicker than to move them.
            flags: if flags.is_empty() { Vec::new() } else { flags },
            heredocs: if heredocs.is_empty() {
                Vec::new()
            } else {
                heredocs
            },
            command: Command::Invalid,
            written,
        });
        // Not moved, as it is large.
        let body = match &mut body {
            Ok(body) => body,
            Err(message) => {
                self.refuse_line(take(message), lines, line.span(&head.whole()), "");
                return;
            }
        };
        // The command is filled where it stays, as it is large.
        if let Some(instruction) = self.result.instructions.last_mut() {
            let reader = instruction::Reader {
                line,
                head: &head,
                flags: &instruction.flags,
                heredocs: &instruction.heredocs,
                escape,
                span,
                lines,
            };
            if let Err(refusal) = reader.read(body, &mut instruction.command) {
                instruction.command = Command::Invalid;
                self.refuse_instruction(*refusal, lines);
            } else if head.keyword == Some(Keyword::From) {
                let from = self.result.instructions.len() - 1;
                self.result.stages.push(Stage::beginning_at(from));
            }
        }
    }

    fn refuse_instruction(&mut self, refusal: Refusal, lines: Lines) {
        let Refusal {
            message,
            span,
            hint,
        } = refusal;
        let error = SyntaxError {
            message,
            lines: vec![lines],
            span,
            hint: hint.to_owned(),
            fatal: false,
        };
        self.result.errors.push(error);
    }

    fn finish(mut self) -> Dockerfile<'a> {
        self.refuse_missing_instructions();
        stages::complete(
            &mut self.result.stages,
            &self.result.instructions,
            &mut self.result.errors,
        );
        self.fatal.append(&mut self.result.errors);
        self.result.errors = self.fatal;
        self.result
    }

    /// An empty file, and a line that BuildKit cannot take in, at which it stops reading.
    fn refuse_missing_instructions(&mut self) {
        let too_long = self.lines.too_long;
        let lines_read = too_long.map_or(self.lines.taken, |(_, before)| before);
        let lines = Lines {
            first: lines_read,
            last: lines_read,
        };
        let span = match too_long {
            Some((line, _)) => Span::new(line.start, line.content_end()),
            None => Span::default(),
        };
        let has_instructions = self
            .result
            .instructions
            .iter()
            .any(|instruction| instruction.lines.first <= lines_read);
        if !has_instructions {
            self.refuse_line(
                "file with no instructions".to_owned(),
                lines,
                span,
                "Begin with FROM and an image.",
            );
        } else if too_long.is_some() {
            let message = format!(
                "dockerfile line greater than max allowed size of {}",
                MAX_LINE_BYTES - 1
            );
            self.refuse_line(message, lines, span, "");
        }
        // Stable, so that the errors of one place keep their order. A file without instructions comes last in BuildKit too.
        if has_instructions {
            self.fatal.sort_by_key(|error| error.span.start);
        }
    }
}
