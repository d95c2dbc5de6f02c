//! One logical line as BuildKit's line parser reads it: keyword, flags and words, before any instruction looks at them.
//! BuildKit: `frontend/dockerfile/parser`.

use std::ops::Range;

use crate::go_text;
use crate::json::{self, JsonArray, JsonString};
use crate::keyword::Keyword;
use crate::words::{self, RawFlag};

/// A logical line that was split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node<'a> {
    pub(crate) head: Head<'a>,
    pub(crate) body: Body<'a>,
}

/// The part that all instructions have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Head<'a> {
    pub(crate) keyword_range: Range<usize>,
    /// `None`: no instruction has this name.
    pub(crate) keyword: Option<Keyword>,
    pub(crate) flags: Vec<RawFlag<'a>>,
    /// The trimmed rest of the line.
    pub(crate) rest: Range<usize>,
}

/// The arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Body<'a> {
    /// No words.
    Empty,
    /// The line parser does not look at the arguments.
    Ignored,
    /// One string.
    Text(Range<usize>),
    /// Words between white space.
    List(Vec<Range<usize>>),
    /// A JSON array.
    Json(Vec<JsonString<'a>>),
    /// ENV and LABEL.
    Pairs(Vec<Pair>),
    /// HEALTHCHECK: its type and the arguments of that.
    Health(Range<usize>, Box<Body<'a>>),
    /// ONBUILD and what it holds back.
    Nested(Box<Node<'a>>),
}

/// A key and a value of ENV or LABEL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) key: Range<usize>,
    pub(crate) value: Range<usize>,
    pub(crate) equals: bool,
}

const NOT_STRINGS: &str = "when using JSON array syntax, arrays must be comprised of strings only";

impl<'a> Head<'a> {
    /// Splits off keyword and flags.
    pub(crate) fn read(text: &'a str, range: &Range<usize>, escape: char) -> Self {
        let (keyword_range, arguments) = words::split_first(text, &words::trim(text, range));
        let keyword = text.get(keyword_range.clone()).and_then(Keyword::read);
        let (flags, rest) = match arguments {
            Some(arguments) => words::take_flags(text, &arguments, escape),
            None => (Vec::new(), keyword_range.end..keyword_range.end),
        };
        let rest = words::trim(text, &rest);
        Self {
            keyword_range,
            keyword,
            flags,
            rest,
        }
    }

    /// Whether BuildKit looks for heredocs on the line, given its arguments.
    fn takes_heredocs(&self, body: &Body) -> bool {
        let json = matches!(body, Body::Json(_));
        self.keyword.is_some_and(Keyword::takes_heredocs) && !json
    }
}

impl<'a> Node<'a> {
    /// Reads a logical line.
    ///
    /// # Errors
    /// BuildKit's words if its line parser refuses the line.
    pub(crate) fn read(text: &'a str, escape: char) -> Result<Self, String> {
        let head = Head::read(text, &(0..text.len()), escape);
        let body = read_body(text, &head, escape, 0)?;
        Ok(Self { head, body })
    }

    /// Whether heredocs can follow: also behind ONBUILD, but not behind two of them.
    pub(crate) fn takes_heredocs(&self) -> bool {
        match &self.body {
            Body::Nested(nested) => nested.head.takes_heredocs(&nested.body),
            body => self.head.takes_heredocs(body),
        }
    }

    /// The line parser's word list.
    pub(crate) fn words(&self, text: &str) -> Vec<String> {
        self.body.words(text)
    }

    /// Whether the arguments are a JSON array.
    pub(crate) fn is_json(&self) -> bool {
        self.body.is_json()
    }
}

impl Body<'_> {
    pub(crate) fn is_json(&self) -> bool {
        match self {
            Self::Json(_) => true,
            Self::Health(_, arguments) => matches!(**arguments, Self::Json(_)),
            _ => false,
        }
    }

    fn words(&self, text: &str) -> Vec<String> {
        let slice = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default().to_owned();
        match self {
            Self::Empty => Vec::new(),
            Self::Ignored => vec![String::new()],
            Self::Text(range) => vec![slice(range)],
            Self::List(ranges) => ranges.iter().map(slice).collect(),
            Self::Json(strings) => strings
                .iter()
                .map(|string| string.value.to_string())
                .collect(),
            Self::Pairs(pairs) => pairs
                .iter()
                .flat_map(|pair| {
                    let separator = if pair.equals { "=" } else { "" };
                    [slice(&pair.key), slice(&pair.value), separator.to_owned()]
                })
                .collect(),
            Self::Health(kind, arguments) => {
                let mut words = vec![slice(kind)];
                words.extend(arguments.words(text));
                words
            }
            Self::Nested(nested) => {
                let mut words = vec![format!("({})", slice(&nested.head.keyword_range))];
                words.extend(match nested.body {
                    // BuildKit's list shows a second level as one empty word.
                    Body::Nested(_) => vec![String::new()],
                    _ => nested.body.words(text),
                });
                words
            }
        }
    }
}

fn read_body<'a>(
    text: &'a str,
    head: &Head<'a>,
    escape: char,
    depth: usize,
) -> Result<Body<'a>, String> {
    let rest = &head.rest;
    let Some(keyword) = head.keyword else {
        return Ok(Body::Ignored);
    };
    match keyword {
        Keyword::Maintainer | Keyword::Stopsignal | Keyword::User | Keyword::Workdir => {
            Ok(text_or_empty(rest))
        }
        Keyword::From | Keyword::Expose => Ok(list_or_empty(text, rest)),
        Keyword::Run | Keyword::Cmd | Keyword::Entrypoint | Keyword::Shell => {
            json_or(text, rest, text_or_empty)
        }
        Keyword::Add | Keyword::Copy | Keyword::Volume => {
            json_or(text, rest, |rest| list_or_empty(text, rest))
        }
        Keyword::Arg => {
            let words = words::split_quoted(text, rest, escape);
            Ok(if words.is_empty() {
                Body::Empty
            } else {
                Body::List(words)
            })
        }
        Keyword::Env => read_pairs(text, rest, "ENV", escape),
        Keyword::Label => read_pairs(text, rest, "LABEL", escape),
        Keyword::Healthcheck => read_health(text, rest),
        Keyword::Onbuild => read_nested(text, rest, escape, depth),
    }
}

fn text_or_empty<'a>(rest: &Range<usize>) -> Body<'a> {
    if rest.is_empty() {
        Body::Empty
    } else {
        Body::Text(rest.clone())
    }
}

fn list_or_empty<'a>(text: &'a str, rest: &Range<usize>) -> Body<'a> {
    if rest.is_empty() {
        Body::Empty
    } else {
        Body::List(words::split_all(text, rest))
    }
}

fn json_or<'a>(
    text: &'a str,
    rest: &Range<usize>,
    shell: impl Fn(&Range<usize>) -> Body<'a>,
) -> Result<Body<'a>, String> {
    match json::read_array(text, rest) {
        JsonArray::Strings(strings) => Ok(Body::Json(strings)),
        JsonArray::Mixed => Err(NOT_STRINGS.to_owned()),
        JsonArray::No => Ok(shell(rest)),
    }
}

fn read_pairs<'a>(
    text: &'a str,
    rest: &Range<usize>,
    instruction: &str,
    escape: char,
) -> Result<Body<'a>, String> {
    let words = words::split_quoted(text, rest, escape);
    let slice = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
    let Some(first) = words.first() else {
        return Ok(Body::Empty);
    };
    if !slice(first).contains('=') {
        // The old form with one key and a value that may contain spaces.
        let (key, Some(value)) = words::split_first(text, rest) else {
            return Err(format!("{instruction} must have two arguments"));
        };
        return Ok(Body::Pairs(vec![Pair {
            key,
            value,
            equals: false,
        }]));
    }
    let mut pairs = Vec::with_capacity(words.len());
    for word in &words {
        let Some(length) = slice(word).find('=') else {
            let word = go_text::quote(slice(word));
            return Err(format!(
                "Syntax error - can't find = in {word}. Must be of the form: name=value"
            ));
        };
        let equals = word.start + length;
        pairs.push(Pair {
            key: word.start..equals,
            value: equals + 1..word.end,
            equals: true,
        });
    }
    Ok(Body::Pairs(pairs))
}

fn read_health<'a>(text: &'a str, rest: &Range<usize>) -> Result<Body<'a>, String> {
    let slice = text.get(rest.clone()).unwrap_or_default();
    let is_space = |character: char| character.is_ascii_whitespace() || character == '\u{b}';
    let kind_length = slice.find(is_space).unwrap_or(slice.len());
    if kind_length == 0 {
        return Ok(Body::Empty);
    }
    let arguments = slice
        .get(kind_length..)
        .unwrap_or_default()
        .trim_start_matches(is_space);
    let arguments = json_or(text, &(rest.end - arguments.len()..rest.end), text_or_empty)?;
    Ok(Body::Health(
        rest.start..rest.start + kind_length,
        Box::new(arguments),
    ))
}

/// ONBUILD. Any number of them can stand in a row as far as the line parser is concerned, but only one level is kept:
/// the others are walked over in a loop, for the error that the last instruction of the row may have.
fn read_nested<'a>(
    text: &'a str,
    rest: &Range<usize>,
    escape: char,
    depth: usize,
) -> Result<Body<'a>, String> {
    if rest.is_empty() {
        return Ok(Body::Empty);
    }
    let mut head = Head::read(text, rest, escape);
    if depth == 0 {
        let body = read_body(text, &head, escape, depth + 1)?;
        return Ok(Body::Nested(Box::new(Node { head, body })));
    }
    let outermost = head.clone();
    while head.keyword == Some(Keyword::Onbuild) && !head.rest.is_empty() {
        head = Head::read(text, &head.rest.clone(), escape);
    }
    if head.keyword != Some(Keyword::Onbuild) {
        read_body(text, &head, escape, depth + 1)?;
    }
    Ok(Body::Nested(Box::new(Node {
        head: outermost,
        body: Body::Ignored,
    })))
}
