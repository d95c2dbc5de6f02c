//! The syntax tree: what a Dockerfile says, and where.
//!
//! All spans are byte ranges into the text that was parsed, on character boundaries. Line numbers are 1-based, as
//! BuildKit prints them.
//!
//! The tree borrows from the text wherever a word stands in it as it is, and owns only what had to be put together:
//! words over several lines, words without their escapes. [`Dockerfile::into_owned`] gives a tree that outlives the text.

use std::borrow::Cow;

use crate::written::Written;
use crate::{List, Span};

/// A word and where it stands.
pub type Word<'a> = Spanned<Cow<'a, str>>;

/// A whole Dockerfile as read by [`crate::parse`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dockerfile<'a> {
    /// The escape character in force: `\` or `` ` ``.
    pub escape: char,
    /// Parser directives (`# syntax=`, `# escape=`, `# check=`), in order.
    pub directives: List<Directive<'a>>,
    /// Every instruction in the order of the text, broken ones included ([`Command::Invalid`]).
    pub instructions: Vec<Instruction<'a>>,
    /// The build stages, in order. Instructions before the first `FROM` belong to none.
    pub stages: Vec<Stage<'a>>,
    /// Comment lines (outside heredocs): each from its `#` to the end of the line.
    pub comments: List<Span>,
    /// What BuildKit would refuse. The first is the one that BuildKit stops at.
    pub errors: Vec<SyntaxError>,
    /// The parser's own warnings (an empty continuation line).
    pub warnings: Vec<SyntaxWarning>,
}

/// `# name=value` at the head of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive<'a> {
    /// The whole line without its line break.
    pub span: Span,
    /// Lower-cased name: `syntax`, `escape` or `check`.
    pub name: Word<'a>,
    /// Its value, trimmed.
    pub value: Word<'a>,
}

/// First and last line, 1-based, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lines {
    /// First line.
    pub first: usize,
    /// Last line.
    pub last: usize,
}

/// A value and where it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spanned<T> {
    /// Where it stands.
    pub span: Span,
    /// The value, with continuations joined; not yet unquoted or expanded.
    pub value: T,
}

/// One build stage: a `FROM` and what follows it up to the next one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage<'a> {
    /// Index of its `FROM` in [`Dockerfile::instructions`].
    pub from: usize,
    /// Indexes of the instructions after `FROM`: `from + 1 .. end`.
    pub end: usize,
    /// Lower-cased name after `AS`, if there is one.
    pub name: Option<Cow<'a, str>>,
    /// Text of a doc comment (`# name description`) above the `FROM`, empty if none (BuildKit: `Stage.Comment`).
    pub comment: String,
}

/// One instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instruction<'a> {
    /// From the keyword to the end of its last line (heredoc bodies included), without the final line break.
    pub span: Span,
    /// The lines that BuildKit reports for it, heredocs included.
    pub lines: Lines,
    /// The keyword as written.
    pub keyword: Word<'a>,
    /// `--name` and `--name=value`, in order, as written.
    pub flags: Vec<Flag<'a>>,
    /// Heredocs, in order.
    pub heredocs: Vec<Heredoc<'a>>,
    /// What it says.
    pub command: Command<'a>,
    /// Its lines and those above, for [`Instruction::original`] and [`Instruction::comments_before`].
    pub(crate) written: Written<'a>,
}

/// `--name=value` or `--name`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag<'a> {
    /// From `--` to the end of the value.
    pub span: Span,
    /// Name without `--`.
    pub name: Word<'a>,
    /// Value after `=`, `None` if there is no `=`. Continuations joined, quotes and escapes removed as BuildKit's line
    /// parser does it, not expanded. Its span covers the value as written.
    pub value: Option<Word<'a>>,
}

/// `<<WORD`, its body and its modifiers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heredoc<'a> {
    /// The marker `<<WORD` on the instruction's line.
    pub marker: Span,
    /// The body, without the terminating line.
    pub body: Span,
    /// Delimiter word without quotes.
    pub name: Cow<'a, str>,
    /// File descriptor before `<<` (`0` by default).
    pub file_descriptor: u64,
    /// False if the word was quoted: variables in the body stay as they are.
    pub expand: bool,
    /// True for `<<-`: leading tabs are dropped.
    pub chomp: bool,
    /// The body as BuildKit keeps it (leading tabs are still there with `chomp`).
    pub content: Cow<'a, str>,
}

/// Arguments of an instruction that has a shell form and a JSON (exec) form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arguments<'a> {
    /// Shell form: one string, trimmed, continuations joined. For `RUN <<EOF` the marker stays in it.
    Shell(Word<'a>),
    /// `["a", "b"]`.
    Json(List<Word<'a>>),
}

/// `key=value`, or the old form `key value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyValue<'a> {
    /// Key as written (quotes kept).
    pub key: Word<'a>,
    /// Value as written (quotes kept, not expanded).
    pub value: Word<'a>,
    /// True for the form with `=`.
    pub equals: bool,
}

/// A source of COPY or ADD that is written in place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source<'a> {
    /// A path, wildcard, or (ADD) a URL; not expanded, quotes kept in shell form.
    Path(Word<'a>),
    /// A heredoc: index in [`Instruction::heredocs`].
    Heredoc(usize),
}

/// The sources and the destination of COPY or ADD.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Transfer<'a> {
    /// In order.
    pub sources: List<Source<'a>>,
    /// As written.
    pub destination: Word<'a>,
    /// Written in JSON form: words are not unquoted then.
    pub json: bool,
}

/// What an instruction says. Flags are in [`Instruction::flags`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command<'a> {
    /// `FROM image [AS name]`.
    From {
        /// Image or stage, not expanded.
        image: Word<'a>,
        /// Name after `AS` as written.
        name: Option<Word<'a>>,
    },
    /// `RUN`.
    Run(Arguments<'a>),
    /// `CMD`.
    Cmd(Arguments<'a>),
    /// `ENTRYPOINT`.
    Entrypoint(Arguments<'a>),
    /// `SHELL ["…"]`.
    Shell(List<Word<'a>>),
    /// `COPY`.
    Copy(Transfer<'a>),
    /// `ADD`.
    Add(Transfer<'a>),
    /// `ENV`.
    Env(List<KeyValue<'a>>),
    /// `LABEL`.
    Label(List<KeyValue<'a>>),
    /// `ARG NAME[=value] …`.
    Arg(List<(Word<'a>, Option<Word<'a>>)>),
    /// `EXPOSE`.
    Expose(List<Word<'a>>),
    /// `VOLUME`.
    Volume(List<Word<'a>>),
    /// `USER`.
    User(Word<'a>),
    /// `WORKDIR`.
    Workdir(Word<'a>),
    /// `STOPSIGNAL`.
    Stopsignal(Word<'a>),
    /// `MAINTAINER`.
    Maintainer(Word<'a>),
    /// `HEALTHCHECK`; `None` for `HEALTHCHECK NONE`.
    Healthcheck(Option<Arguments<'a>>),
    /// `ONBUILD` and the instruction that it holds back.
    Onbuild(Box<Instruction<'a>>),
    /// Not understood; the reason is in [`Dockerfile::errors`].
    Invalid,
}

/// Something that BuildKit refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// BuildKit's words, e.g. `unknown instruction: FORM (did you mean FROM?)`.
    pub message: String,
    /// The lines that BuildKit names, as ranges. A directive error names the line before, so the number can be 0.
    pub lines: Vec<Lines>,
    /// Where exactly, for an editor.
    pub span: Span,
    /// What to do, in plain words; empty if the message says it.
    pub hint: String,
    /// True if BuildKit's line parser refuses it (nothing else of the file is read), false if the instruction parser does.
    pub fatal: bool,
}

/// Something that BuildKit's parser warns of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxWarning {
    /// BuildKit's short text.
    pub message: String,
    /// The line.
    pub lines: Lines,
    /// Where.
    pub span: Span,
}
