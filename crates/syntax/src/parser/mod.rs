//! Lines to instructions. BuildKit: `frontend/dockerfile/parser/parser.go`.

mod bodies;

use std::borrow::Cow;
use std::mem::{forget, take};

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
const BYTES_OF_AN_INSTRUCTION: usize = 56;

/// Room for the stages of most files.
const USUAL_STAGES: usize = 2;

/// Short files often have shorter instructions.
const SPARE_INSTRUCTIONS: usize = 7;

/// Reads a Dockerfile.
///
/// Never fails: what BuildKit would refuse is in [`Dockerfile::errors`], and everything else is read as if it were not
/// there. Takes time in proportion to the length of the text.
#[must_use]
pub fn parse(text: &str) -> Dockerfile<'_> {
    let mut parser = Parser::new(text);
    parser.read_all();
    parser.finish();
    parser.result
}

struct Parser<'a> {
    text: &'a str,
    lines: LineReader<'a>,
    /// Where the instruction or the directive before ends.
    above: usize,
    directives: DirectiveReader,
    /// Where the first `<` stands, behind the text if there is none: no line before it has heredocs.
    first_less_than: usize,
    /// There once a heredoc without an end was found.
    terminators: Option<Terminators<'a>>,
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
            first_less_than: memchr::memchr(b'<', text.as_bytes()).unwrap_or(text.len()),
            terminators: None,
            result: Dockerfile {
                escape: '\\',
                instructions: Vec::with_capacity(
                    SPARE_INSTRUCTIONS + text.len() / BYTES_OF_AN_INSTRUCTION,
                ),
                stages: Vec::with_capacity(USUAL_STAGES),
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
        let mut joined = Joined::default();
        while let Some(physical) = self.lines.next_line() {
            let (trimmed, start) = physical.trimmed();
            match trimmed.as_bytes().first() {
                Some(b'#') => self.read_comment(physical, trimmed, start),
                // Anything but a directive ends the search for directives.
                None => self.directives.end(),
                Some(_) => {
                    self.directives.end();
                    self.read_instruction(physical, trimmed, start, &mut joined);
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

    #[inline(always)]
    fn read_instruction(
        &mut self,
        first: PhysicalLine<'a>,
        trimmed: &'a str,
        start: usize,
        joined: &mut Joined,
    ) {
        let escape = self.result.escape;
        let (kept, goes_on) = split_continuation(trimmed, escape);
        let mut lines = Lines {
            first: self.lines.taken,
            last: self.lines.taken,
        };
        let mut end = first.content_end();
        let line = if goes_on {
            end = self.join(kept, joined).unwrap_or(end);
            lines.last = self.lines.taken;
            LogicalLine::of_pieces(self.text, joined, start)
        } else {
            LogicalLine::of_one_piece(self.text, kept, start)
        };
        self.read_line(&line, lines, end, start, goes_on.then_some(escape));
    }

    /// Reads the lines on which an instruction goes on that begins with `kept`, and gives where the last of them ends.
    #[inline(never)]
    fn join(&mut self, kept: &str, joined: &mut Joined) -> Option<usize> {
        let comments = &mut self.result.comments;
        let mut empty_line = None;
        let escape = self.result.escape;
        let end = joined.read(kept, &mut self.lines, escape, |between| match between {
            Between::Comment(span) => comments.push(span),
            Between::Empty(span) => {
                empty_line.get_or_insert(span);
            }
        });
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
        end
    }

    /// Reads a logical line that ends at `end`.
    #[inline(always)]
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
        if end > self.first_less_than
            && let Ok(body) = &body
            && head.takes_heredocs(body)
        {
            heredocs = self.read_heredocs(line, lines, &mut end);
            lines.last = self.lines.taken;
        }
        self.above = self.lines.position;
        let keyword = line.word(&head.keyword_range);
        let span = Span::new(keyword.span.start, end.max(keyword.span.end));
        let mut command = Command::Invalid;
        match &mut body {
            Ok(arguments) => {
                let reader = instruction::Reader {
                    line,
                    head: &head,
                    flags: &flags,
                    heredocs: &heredocs,
                    escape,
                    span,
                    lines,
                };
                if let Err(refusal) = reader.read(arguments, &mut command) {
                    command = Command::Invalid;
                    self.refuse_instruction(*refusal, lines);
                } else if head.keyword == Some(Keyword::From) {
                    let from = self.result.instructions.len();
                    self.result.stages.push(Stage::beginning_at(from));
                }
            }
            Err(message) => {
                self.refuse_line(take(message), lines, line.span(&head.whole()), "");
            }
        }
        self.result.instructions.push(Instruction {
            span,
            lines,
            keyword,
            flags,
            heredocs,
            command,
            written,
        });
        if body.as_ref().is_ok_and(Body::is_of_ranges) {
            // Nothing to give back, which is quicker to see here than to find out.
            forget(body);
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

    fn finish(&mut self) {
        self.refuse_missing_instructions();
        stages::complete(
            &mut self.result.stages,
            &self.result.instructions,
            &mut self.result.errors,
        );
        if !self.fatal.is_empty() {
            self.fatal.append(&mut self.result.errors);
            self.result.errors = take(&mut self.fatal);
        }
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
