//! One logical line as BuildKit's line parser reads it: keyword, flags and words, before any instruction looks at them.
//! BuildKit: `frontend/dockerfile/parser`.

use std::ops::Range;

use crate::go_text;
use crate::health_word::{self, HealthWord};
use crate::json::{self, JsonArray};
use crate::keyword::Keyword;
use crate::logical::LogicalLine;
use crate::scan;
use crate::words::{self, QuotedWords, Words};
use crate::{Flag, KeyValue, List, Word};

/// A logical line that was split. `'t` is the lifetime of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node<'t> {
    pub(crate) head: Head,
    pub(crate) flags: Vec<Flag<'t>>,
    pub(crate) body: Body<'t>,
}

/// The part that all instructions have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) keyword_range: Range<usize>,
    /// `None`: no instruction has this name.
    pub(crate) keyword: Option<Keyword>,
    /// The trimmed rest of the line.
    pub(crate) rest: Range<usize>,
}

/// The arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Body<'t> {
    /// No words.
    Empty,
    /// The line parser does not look at the arguments.
    Ignored,
    /// One string: the rest of the line, or of that the range.
    Text(Range<usize>),
    /// Words between white space: the rest of the line.
    List(Range<usize>),
    /// ARG: words with quotes and escapes.
    Quoted(Range<usize>),
    /// A JSON array.
    Json(List<Word<'t>>),
    /// ENV and LABEL: pairs with `=`.
    Pairs(List<KeyValue<'t>>),
    /// ENV and LABEL: a key, and a value that may contain spaces.
    OldPair(Range<usize>, Range<usize>),
    /// HEALTHCHECK: its type and the arguments of that.
    Health(Range<usize>, HealthArguments<'t>),
    /// ONBUILD and what it holds back.
    Nested(Box<Node<'t>>),
}

/// What follows the type of a HEALTHCHECK.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum HealthArguments<'t> {
    /// Nothing.
    None,
    /// The rest of the line.
    Text(Range<usize>),
    /// A JSON array.
    Json(List<Word<'t>>),
}

const NOT_STRINGS: &str = "when using JSON array syntax, arrays must be comprised of strings only";

impl Head {
    /// Splits off the keyword and, into `flags`, the flags.
    #[inline(always)]
    pub(crate) fn read<'t>(
        line: &LogicalLine<'t, '_>,
        range: &Range<usize>,
        escape: char,
        flags: &mut Vec<Flag<'t>>,
    ) -> Self {
        let text = line.text;
        let range = scan::trim(text, range);
        let (keyword_end, arguments) = words::first_word(text, &range);
        let keyword_range = range.start..keyword_end;
        let keyword = Keyword::read_in(text, &keyword_range);
        let mut rest = arguments..range.end;
        // Most instructions have no flags.
        if arguments > keyword_end && !scan::is_plain_but_dash(text, arguments) {
            rest = scan::trim(text, &words::take_flags(line, &rest, escape, flags));
        }
        Self {
            keyword_range,
            keyword,
            rest,
        }
    }

    /// Not inlined, as the usual head is.
    #[inline(never)]
    fn read_nested<'t>(
        line: &LogicalLine<'t, '_>,
        range: &Range<usize>,
        escape: char,
        flags: &mut Vec<Flag<'t>>,
    ) -> Self {
        Self::read(line, range, escape, flags)
    }

    /// From the keyword to the end of the line.
    pub(crate) fn whole(&self) -> Range<usize> {
        self.keyword_range.start..self.rest.end.max(self.keyword_range.end)
    }

    /// Whether heredocs can follow, given the arguments: also behind ONBUILD, but not behind two of them.
    pub(crate) fn takes_heredocs(&self, body: &Body<'_>) -> bool {
        match body {
            Body::Json(_) => false,
            Body::Nested(nested) => {
                !matches!(nested.body, Body::Json(_))
                    && nested.head.keyword.is_some_and(Keyword::takes_heredocs)
            }
            _ => self.keyword.is_some_and(Keyword::takes_heredocs),
        }
    }
}

impl<'t> Body<'t> {
    /// Reads the arguments of the line that begins with `head`.
    ///
    /// # Errors
    /// BuildKit's words if its line parser refuses the line.
    #[inline(always)]
    pub(crate) fn read(
        line: &LogicalLine<'t, '_>,
        head: &Head,
        escape: char,
    ) -> Result<Self, String> {
        read_body(line, head, escape, 0)
    }

    /// Whether it holds places only, and nothing that takes room elsewhere.
    #[inline(always)]
    pub(crate) fn is_of_ranges(&self) -> bool {
        matches!(
            self,
            Self::Empty
                | Self::Ignored
                | Self::Text(_)
                | Self::List(_)
                | Self::Quoted(_)
                | Self::OldPair(..)
        )
    }

    /// Whether the arguments are a JSON array.
    pub(crate) fn is_json(&self) -> bool {
        match self {
            Self::Json(_) => true,
            Self::Health(_, arguments) => matches!(arguments, HealthArguments::Json(_)),
            _ => false,
        }
    }

    /// The line parser's word list.
    pub(crate) fn words(&self, text: &str, escape: char) -> Vec<String> {
        let slice = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default().to_owned();
        let texts = |words: &[Word<'_>]| -> Vec<String> {
            words.iter().map(|word| word.value.to_string()).collect()
        };
        match self {
            Self::Empty => Vec::new(),
            Self::Ignored => vec![String::new()],
            Self::Text(range) => vec![slice(range)],
            Self::List(rest) => Words::new(text, rest).map(|word| slice(&word)).collect(),
            Self::Quoted(rest) => QuotedWords::new(text, rest, escape)
                .map(|word| slice(&word.range))
                .collect(),
            Self::Json(words) => texts(words),
            Self::Pairs(pairs) => pairs
                .iter()
                .flat_map(|pair| {
                    let text = |word: &Word| word.value.to_string();
                    [text(&pair.key), text(&pair.value), "=".to_owned()]
                })
                .collect(),
            Self::OldPair(key, value) => vec![slice(key), slice(value), String::new()],
            Self::Health(kind, arguments) => {
                let kind = text.get(kind.clone()).unwrap_or_default();
                let mut words = vec![health_word::as_go_has_it(kind).into_owned()];
                match arguments {
                    HealthArguments::None => {}
                    HealthArguments::Text(range) => words.push(slice(range)),
                    HealthArguments::Json(strings) => words.extend(texts(strings)),
                }
                words
            }
            Self::Nested(nested) => {
                let mut words = vec![format!("({})", slice(&nested.head.keyword_range))];
                words.extend(match nested.body {
                    // BuildKit's list shows a second level as one empty word.
                    Body::Nested(_) => vec![String::new()],
                    _ => nested.body.words(text, escape),
                });
                words
            }
        }
    }
}

#[inline(always)]
fn read_body<'t>(
    line: &LogicalLine<'t, '_>,
    head: &Head,
    escape: char,
    depth: usize,
) -> Result<Body<'t>, String> {
    let rest = &head.rest;
    let Some(keyword) = head.keyword else {
        return Ok(Body::Ignored);
    };
    match keyword {
        Keyword::Maintainer | Keyword::Stopsignal | Keyword::User | Keyword::Workdir => {
            Ok(unless_empty(rest, Body::Text))
        }
        Keyword::From | Keyword::Expose => Ok(unless_empty(rest, Body::List)),
        Keyword::Run | Keyword::Cmd | Keyword::Entrypoint | Keyword::Shell => {
            json_or(line, rest, Body::Text)
        }
        Keyword::Add | Keyword::Copy | Keyword::Volume => json_or(line, rest, Body::List),
        Keyword::Arg => Ok(unless_empty(rest, Body::Quoted)),
        Keyword::Env => read_pairs(line, rest, "ENV", escape),
        Keyword::Label => read_pairs(line, rest, "LABEL", escape),
        Keyword::Healthcheck => read_health(line, rest),
        Keyword::Onbuild => read_nested(line, rest, escape, depth),
    }
}

/// Not inlined, as the usual body is.
#[inline(never)]
fn read_nested_body<'t>(
    line: &LogicalLine<'t, '_>,
    head: &Head,
    escape: char,
    depth: usize,
) -> Result<Body<'t>, String> {
    read_body(line, head, escape, depth)
}

fn unless_empty<'t>(rest: &Range<usize>, body: fn(Range<usize>) -> Body<'t>) -> Body<'t> {
    if rest.is_empty() {
        Body::Empty
    } else {
        body(rest.clone())
    }
}

fn json_or<'t>(
    line: &LogicalLine<'t, '_>,
    rest: &Range<usize>,
    shell: fn(Range<usize>) -> Body<'t>,
) -> Result<Body<'t>, String> {
    if line.text.as_bytes().get(rest.start) != Some(&b'[') {
        return Ok(unless_empty(rest, shell));
    }
    let mut words = List::default();
    if json::read_plain_array(line, rest, &mut words).is_some() {
        return Ok(Body::Json(words));
    }
    match json::read_array(line.text, rest) {
        JsonArray::Strings(strings) => Ok(Body::Json(
            strings.iter().map(|string| string.word(line)).collect(),
        )),
        JsonArray::Mixed => Err(NOT_STRINGS.to_owned()),
        JsonArray::No => Ok(unless_empty(rest, shell)),
    }
}

fn read_pairs<'t>(
    line: &LogicalLine<'t, '_>,
    rest: &Range<usize>,
    instruction: &str,
    escape: char,
) -> Result<Body<'t>, String> {
    let mut pairs = List::default();
    for word in QuotedWords::new(line.text, rest, escape) {
        if word.equals.is_none() {
            if pairs.is_empty() {
                return read_old_pair(line, rest, instruction);
            }
            let word = go_text::quote(line.slice(&word.range));
            return Err(format!(
                "Syntax error - can't find = in {word}. Must be of the form: name=value"
            ));
        }
        pairs.push_with(|| KeyValue {
            key: line.word(&word.key()),
            value: line.word(&word.value()),
            equals: true,
        });
    }
    Ok(if pairs.is_empty() {
        Body::Empty
    } else {
        Body::Pairs(pairs)
    })
}

/// The old form with one key and a value that may contain spaces.
fn read_old_pair<'t>(
    line: &LogicalLine<'t, '_>,
    rest: &Range<usize>,
    instruction: &str,
) -> Result<Body<'t>, String> {
    let (key_end, value) = words::first_word(line.text, rest);
    if key_end == value {
        return Err(format!("{instruction} must have two arguments"));
    }
    Ok(Body::OldPair(rest.start..key_end, value..rest.end))
}

fn read_health<'t>(line: &LogicalLine<'t, '_>, rest: &Range<usize>) -> Result<Body<'t>, String> {
    let text = line.text;
    let Some(word) = HealthWord::read(text, rest) else {
        return Ok(Body::Empty);
    };
    let arguments = word.arguments;
    if word.begins_broken {
        return Ok(Body::Health(word.kind, HealthArguments::Text(arguments)));
    }
    // An array may have more kinds of spaces before it than those that end the first word.
    let trimmed = scan::trim_start_of(text, &arguments)..rest.end;
    let arguments = match json_or(line, &trimmed, Body::Text)? {
        Body::Json(strings) => HealthArguments::Json(strings),
        Body::Text(_) => HealthArguments::Text(arguments),
        _ => HealthArguments::None,
    };
    Ok(Body::Health(word.kind, arguments))
}

/// ONBUILD. Any number of them can stand in a row as far as the line parser is concerned, but only one level is kept:
/// the others are walked over in a loop, for the error that the last instruction of the row may have.
fn read_nested<'t>(
    line: &LogicalLine<'t, '_>,
    rest: &Range<usize>,
    escape: char,
    depth: usize,
) -> Result<Body<'t>, String> {
    if rest.is_empty() {
        return Ok(Body::Empty);
    }
    let mut flags = Vec::new();
    let mut head = Head::read_nested(line, rest, escape, &mut flags);
    if depth == 0 {
        let body = read_nested_body(line, &head, escape, depth + 1)?;
        return Ok(Body::Nested(Box::new(Node { head, flags, body })));
    }
    let outermost = head.clone();
    while head.keyword == Some(Keyword::Onbuild) && !head.rest.is_empty() {
        head = Head::read_nested(line, &head.rest.clone(), escape, &mut Vec::new());
    }
    if head.keyword != Some(Keyword::Onbuild) {
        read_nested_body(line, &head, escape, depth + 1)?;
    }
    Ok(Body::Nested(Box::new(Node {
        head: outermost,
        flags,
        body: Body::Ignored,
    })))
}
