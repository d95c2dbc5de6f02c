//! The syntax tree: what a Dockerfile says, and where.
//!
//! All spans are byte ranges into the text that was parsed, on character boundaries. Line numbers are 1-based, as
//! BuildKit prints them.

use crate::Span;

/// A whole Dockerfile as read by [`crate::parse`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dockerfile {
    /// The escape character in force: `\` or `` ` ``.
    pub escape: char,
    /// Parser directives (`# syntax=`, `# escape=`, `# check=`), in order.
    pub directives: Vec<Directive>,
    /// Every instruction in the order of the text, broken ones included ([`Command::Invalid`]).
    pub instructions: Vec<Instruction>,
    /// The build stages, in order. Instructions before the first `FROM` belong to none.
    pub stages: Vec<Stage>,
    /// Comment lines (outside heredocs): each from its `#` to the end of the line.
    pub comments: Vec<Span>,
    /// What BuildKit would refuse. The first is the one that BuildKit stops at.
    pub errors: Vec<SyntaxError>,
    /// The parser's own warnings (an empty continuation line).
    pub warnings: Vec<SyntaxWarning>,
}

/// `# name=value` at the head of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// The whole line without its line break.
    pub span: Span,
    /// Lower-cased name: `syntax`, `escape` or `check`.
    pub name: Spanned<String>,
    /// Its value, trimmed.
    pub value: Spanned<String>,
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
pub struct Stage {
    /// Index of its `FROM` in [`Dockerfile::instructions`].
    pub from: usize,
    /// Indexes of the instructions after `FROM`: `from + 1 .. end`.
    pub end: usize,
    /// Lower-cased name after `AS`, if there is one.
    pub name: Option<String>,
    /// Text of a doc comment (`# name description`) above the `FROM`, empty if none (BuildKit: `Stage.Comment`).
    pub comment: String,
}

/// One instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instruction {
    /// From the keyword to the end of its last line (heredoc bodies included), without the final line break.
    pub span: Span,
    /// The lines that BuildKit reports for it, heredocs included.
    pub lines: Lines,
    /// The keyword as written.
    pub keyword: Spanned<String>,
    /// The logical line: continuations joined, comment lines inside it removed, heredoc bodies left out
    /// (BuildKit: `Node.Original`).
    pub original: String,
    /// `--name` and `--name=value`, in order, as written.
    pub flags: Vec<Flag>,
    /// Heredocs, in order.
    pub heredocs: Vec<Heredoc>,
    /// The comment lines directly above, without `#` and surrounding spaces (BuildKit: `Node.PrevComment`).
    pub comments_before: Vec<String>,
    /// What it says.
    pub command: Command,
}

/// `--name=value` or `--name`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// From `--` to the end of the value.
    pub span: Span,
    /// Name without `--`.
    pub name: Spanned<String>,
    /// Value after `=`, `None` if there is no `=`. Continuations joined, quotes and escapes removed as BuildKit's line
    /// parser does it, not expanded. Its span covers the value as written.
    pub value: Option<Spanned<String>>,
}

/// `<<WORD`, its body and its modifiers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heredoc {
    /// The marker `<<WORD` on the instruction's line.
    pub marker: Span,
    /// The body, without the terminating line.
    pub body: Span,
    /// Delimiter word without quotes.
    pub name: String,
    /// File descriptor before `<<` (`0` by default).
    pub file_descriptor: u32,
    /// False if the word was quoted: variables in the body stay as they are.
    pub expand: bool,
    /// True for `<<-`: leading tabs are dropped.
    pub chomp: bool,
    /// The body as BuildKit keeps it (leading tabs are still there with `chomp`).
    pub content: String,
}

/// Arguments of an instruction that has a shell form and a JSON (exec) form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arguments {
    /// Shell form: one string, trimmed, continuations joined. For `RUN <<EOF` the marker stays in it.
    Shell(Spanned<String>),
    /// `["a", "b"]`.
    Json(Vec<Spanned<String>>),
}

/// `key=value`, or the old form `key value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyValue {
    /// Key as written (quotes kept).
    pub key: Spanned<String>,
    /// Value as written (quotes kept, not expanded).
    pub value: Spanned<String>,
    /// True for the form with `=`.
    pub equals: bool,
}

/// A source of COPY or ADD that is written in place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A path, wildcard, or (ADD) a URL; not expanded, quotes kept in shell form.
    Path(Spanned<String>),
    /// A heredoc: index in [`Instruction::heredocs`].
    Heredoc(usize),
}

/// The sources and the destination of COPY or ADD.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// In order.
    pub sources: Vec<Source>,
    /// As written.
    pub destination: Spanned<String>,
    /// Written in JSON form: words are not unquoted then.
    pub json: bool,
}

/// What an instruction says. Flags are in [`Instruction::flags`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// `FROM image [AS name]`.
    From {
        /// Image or stage, not expanded.
        image: Spanned<String>,
        /// Name after `AS` as written.
        name: Option<Spanned<String>>,
    },
    /// `RUN`.
    Run(Arguments),
    /// `CMD`.
    Cmd(Arguments),
    /// `ENTRYPOINT`.
    Entrypoint(Arguments),
    /// `SHELL ["…"]`.
    Shell(Vec<Spanned<String>>),
    /// `COPY`.
    Copy(Transfer),
    /// `ADD`.
    Add(Transfer),
    /// `ENV`.
    Env(Vec<KeyValue>),
    /// `LABEL`.
    Label(Vec<KeyValue>),
    /// `ARG NAME[=value] …`.
    Arg(Vec<(Spanned<String>, Option<Spanned<String>>)>),
    /// `EXPOSE`.
    Expose(Vec<Spanned<String>>),
    /// `VOLUME`.
    Volume(Vec<Spanned<String>>),
    /// `USER`.
    User(Spanned<String>),
    /// `WORKDIR`.
    Workdir(Spanned<String>),
    /// `STOPSIGNAL`.
    Stopsignal(Spanned<String>),
    /// `MAINTAINER`.
    Maintainer(Spanned<String>),
    /// `HEALTHCHECK`; `None` for `HEALTHCHECK NONE`.
    Healthcheck(Option<Arguments>),
    /// `ONBUILD` and the instruction that it holds back.
    Onbuild(Box<Instruction>),
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
