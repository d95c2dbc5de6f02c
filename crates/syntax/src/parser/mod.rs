//! Lines to instructions. BuildKit: `frontend/dockerfile/parser/parser.go`.

mod bodies;

use crate::directive::DirectiveReader;
use crate::heredoc::Terminators;
use crate::instruction::{self, Refusal};
use crate::lines::{self, PhysicalLine};
use crate::logical::LogicalLine;
use crate::node::{Head, Node};
use crate::stages;
use crate::{Command, Dockerfile, Instruction, Lines, Span, SyntaxError, SyntaxWarning};

/// The length in bytes of the longest line that BuildKit reads, with its line break.
const MAX_LINE_BYTES: usize = 65_536;

/// About the mean in real files, so that the list of instructions seldom has to grow.
const BYTES_OF_AN_INSTRUCTION: usize = 64;

/// Reads a Dockerfile.
///
/// Never fails: what BuildKit would refuse is in [`Dockerfile::errors`], and everything else is read as if it were not
/// there. Takes time in proportion to the length of the text.
#[must_use]
pub fn parse(text: &str) -> Dockerfile {
    let mut parser = Parser::new(text);
    parser.read_all();
    parser.finish()
}

struct Parser<'a> {
    lines: Vec<PhysicalLine<'a>>,
    /// The index of the next line to read.
    next: usize,
    directives: DirectiveReader,
    terminators: Option<Terminators<'a>>,
    comments_before: Vec<String>,
    result: Dockerfile,
    /// Errors of the line parser, in the order in which BuildKit meets them.
    fatal: Vec<SyntaxError>,
}

/// A logical line while it is put together.
struct Gathered {
    line: LogicalLine,
    empty_line: Option<Span>,
    end: usize,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Self {
        let mut lines = lines::split(text);
        if let Some(first) = lines.first_mut()
            && let Some(rest) = first.text.strip_prefix('\u{feff}')
        {
            first.start += first.text.len() - rest.len();
            first.text = rest;
        }
        Self {
            lines,
            next: 0,
            directives: DirectiveReader::default(),
            terminators: None,
            comments_before: Vec::new(),
            result: Dockerfile {
                escape: '\\',
                instructions: Vec::with_capacity(text.len() / BYTES_OF_AN_INSTRUCTION),
                ..Dockerfile::default()
            },
            fatal: Vec::new(),
        }
    }

    fn take_line(&mut self) -> Option<PhysicalLine<'a>> {
        let line = self.lines.get(self.next).copied()?;
        self.next += 1;
        Some(line)
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
        while let Some(physical) = self.take_line() {
            let content = physical.content();
            let trimmed = content.trim_start();
            let start = physical.start + content.len() - trimmed.len();
            if trimmed.starts_with('#') {
                self.read_comment(physical, trimmed, start);
            } else {
                // Anything but a directive ends the search for directives.
                let _ = self.directives.read(trimmed, start);
                let (kept, goes_on) = split_continuation(trimmed, self.result.escape);
                if goes_on || !kept.is_empty() {
                    self.read_instruction(physical, kept, start, goes_on);
                }
            }
        }
    }

    fn read_comment(&mut self, physical: PhysicalLine<'a>, trimmed: &str, start: usize) {
        let span = Span::new(start, physical.content_end());
        // BuildKit reports the number of the line before.
        let lines = Lines {
            first: self.next - 1,
            last: self.next - 1,
        };
        match self.directives.read(trimmed, start) {
            Ok(Some(directive)) => {
                if directive.name.value == "escape" {
                    match directive.value.value.as_str() {
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
            }
            outcome => {
                if let Err(message) = outcome {
                    self.refuse_line(message, lines, span, "");
                }
                self.result.comments.push(span);
                self.remember_comment(physical);
            }
        }
    }

    /// BuildKit cuts off the first byte of the line, which is the hash only if the comment is not indented.
    fn remember_comment(&mut self, physical: PhysicalLine<'a>) {
        let bytes = physical.text.as_bytes().get(1..).unwrap_or_default();
        let comment = String::from_utf8_lossy(bytes).trim().to_owned();
        if comment.is_empty() {
            self.comments_before.clear();
        } else {
            self.comments_before.push(comment);
        }
    }

    /// Reads the lines on which an instruction goes on.
    fn gather(
        &mut self,
        first: PhysicalLine<'a>,
        kept: &str,
        start: usize,
        goes_on: bool,
    ) -> Gathered {
        let mut gathered = Gathered {
            end: first.content_end(),
            line: LogicalLine::new(kept, start),
            empty_line: None,
        };
        let mut goes_on = goes_on;
        while goes_on {
            let Some(physical) = self.take_line() else {
                break;
            };
            let content = physical.content();
            let trimmed = content.trim_start();
            gathered.end = physical.content_end();
            if trimmed.starts_with('#') {
                let hash = physical.start + content.len() - trimmed.len();
                self.result
                    .comments
                    .push(Span::new(hash, physical.content_end()));
            } else if trimmed.is_empty() {
                gathered
                    .empty_line
                    .get_or_insert(Span::new(physical.start, physical.end()));
            } else {
                let kept;
                (kept, goes_on) = split_continuation(content, self.result.escape);
                gathered.line.push(kept, physical.start);
            }
        }
        gathered
    }

    fn read_instruction(
        &mut self,
        first: PhysicalLine<'a>,
        kept: &str,
        start: usize,
        goes_on: bool,
    ) {
        let first_line = self.next;
        let mut gathered = self.gather(first, kept, start, goes_on);
        let mut lines = Lines {
            first: first_line,
            last: self.next,
        };
        let line = std::mem::take(&mut gathered.line);
        let escape = self.result.escape;
        if let Some(span) = gathered.empty_line {
            let message = format!("Empty continuation line found in: {}", line.text);
            self.result.warnings.push(SyntaxWarning {
                message,
                lines: Lines {
                    first: self.next,
                    last: self.next,
                },
                span,
            });
        }
        let node = Node::read(&line.text, escape);
        let mut heredocs = Vec::new();
        let mut end = gathered.end;
        if let Ok(node) = &node
            && node.takes_heredocs()
        {
            heredocs = self.read_heredocs(&line, lines, &mut end);
            lines.last = self.next;
        }
        let head_of_refused;
        let head = match &node {
            Ok(node) => &node.head,
            Err(_) => {
                head_of_refused = Head::read(&line.text, &(0..line.text.len()), escape);
                &head_of_refused
            }
        };
        let keyword = line.spanned(&head.keyword_range);
        let mut instruction = Instruction {
            span: Span::new(keyword.span.start, end.max(keyword.span.end)),
            lines,
            keyword,
            original: String::new(),
            flags: instruction::flags(&line, head),
            heredocs,
            comments_before: std::mem::take(&mut self.comments_before),
            command: Command::Invalid,
        };
        match &node {
            Ok(node) => {
                let reader = instruction::Reader {
                    line: &line,
                    node,
                    heredocs: &instruction.heredocs,
                    outer: &instruction,
                };
                match reader.read() {
                    Ok(command) => instruction.command = command,
                    Err(refusal) => self.refuse_instruction(refusal, lines),
                }
            }
            Err(message) => {
                let span = line
                    .span(&(head.keyword_range.start..head.rest.end.max(head.keyword_range.end)));
                self.refuse_line(message.clone(), lines, span, "");
            }
        }
        instruction.original = line.text;
        self.result.instructions.push(instruction);
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

    fn finish(mut self) -> Dockerfile {
        self.refuse_missing_instructions();
        let stages = stages::find(&self.result.instructions, &mut self.result.errors);
        self.result.stages = stages;
        self.fatal.append(&mut self.result.errors);
        self.result.errors = self.fatal;
        self.result
    }

    /// An empty file, and a line that BuildKit cannot take in, at which it stops reading.
    fn refuse_missing_instructions(&mut self) {
        let too_long = self.lines.iter().position(|line| {
            line.text.len() > MAX_LINE_BYTES
                || (line.text.len() == MAX_LINE_BYTES && !line.text.ends_with('\n'))
        });
        let lines_read = too_long.unwrap_or(self.lines.len());
        let lines = Lines {
            first: lines_read,
            last: lines_read,
        };
        let span = match too_long.and_then(|index| self.lines.get(index)) {
            Some(line) => Span::new(line.start, line.content_end()),
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

/// Takes off the escape character with which a line goes on, and says if there was one. An escape character before it
/// takes its meaning away.
fn split_continuation(line: &str, escape: char) -> (&str, bool) {
    let Some(kept) = line.trim_end_matches([' ', '\t']).strip_suffix(escape) else {
        return (line, false);
    };
    if kept.ends_with(escape) {
        (line, false)
    } else {
        (kept, true)
    }
}
