//! Reads a regular expression as Go's `regexp/syntax` does with the flags of `regexp.Compile`.
//!
//! Only what a translated pattern can contain is read: groups without flags, and no `*`, `+` or `?`
//! of the user's own, since those are wildcards or escaped. `{2}`, `|`, `^`, classes and escapes get through.

use super::RegexError;
use super::class::{Class, LAST, perl, posix};
use super::escape;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    Class(Class),
    Begin,
    End,
    /// Between a word character and another one (`true`), or not.
    WordBoundary(bool),
    Concat(Vec<Node>),
    Alternate(Vec<Node>),
    Repeat {
        node: Box<Node>,
        min: u32,
        max: Option<u32>,
    },
}

/// The most repetitions that Go allows.
const MOST_REPETITIONS: u32 = 1000;

pub(crate) fn parse(expression: &str) -> Result<Node, RegexError> {
    let mut parser = Parser { rest: expression };
    let node = parser.alternatives()?;
    // A `)` that nothing opened.
    if parser.rest.is_empty() {
        Ok(node)
    } else {
        Err(RegexError)
    }
}

struct Parser<'a> {
    rest: &'a str,
}

impl<'a> Parser<'a> {
    fn eat(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn next(&mut self) -> Option<char> {
        let mut characters = self.rest.chars();
        let character = characters.next();
        self.rest = characters.as_str();
        character
    }

    fn alternatives(&mut self) -> Result<Node, RegexError> {
        let mut branches = vec![self.sequence()?];
        while self.eat("|") {
            branches.push(self.sequence()?);
        }
        Ok(match branches.pop() {
            Some(only) if branches.is_empty() => only,
            last => {
                branches.extend(last);
                Node::Alternate(branches)
            }
        })
    }

    fn sequence(&mut self) -> Result<Node, RegexError> {
        let mut items: Vec<Node> = Vec::new();
        // Go refuses one repetition right after another, as in `a*{2}`.
        let mut after_repetition = false;
        while !self.rest.is_empty() && !self.rest.starts_with(['|', ')']) {
            if let Some((min, max)) = self.repetition()? {
                if after_repetition {
                    return Err(RegexError);
                }
                let node = Box::new(items.pop().ok_or(RegexError)?);
                items.push(Node::Repeat { node, min, max });
                after_repetition = true;
                continue;
            }
            after_repetition = false;
            self.item(&mut items)?;
        }
        Ok(match items.pop() {
            Some(only) if items.is_empty() => only,
            last => {
                items.extend(last);
                Node::Concat(items)
            }
        })
    }

    /// Reads one repetition operator, if one is next. `{` that begins none is an ordinary character.
    fn repetition(&mut self) -> Result<Option<(u32, Option<u32>)>, RegexError> {
        let range = if self.eat("*") {
            (0, None)
        } else if self.eat("?") {
            (0, Some(1))
        } else if let Some((min, max, rest)) = braces(self.rest) {
            let sound = min.is_some_and(|min| min <= MOST_REPETITIONS);
            let max = match max {
                Bound::None => None,
                Bound::Number(max) => Some(max.ok_or(RegexError)?),
            };
            let min = min.unwrap_or_default();
            if !sound || max.is_some_and(|max| max > MOST_REPETITIONS || min > max) {
                return Err(RegexError);
            }
            self.rest = rest;
            (min, max)
        } else {
            return Ok(None);
        };
        // A lazy repetition matches the same texts.
        self.eat("?");
        Ok(Some(range))
    }

    fn item(&mut self, items: &mut Vec<Node>) -> Result<(), RegexError> {
        if self.eat("\\Q") {
            let (literal, rest) = self.rest.split_once("\\E").unwrap_or((self.rest, ""));
            self.rest = rest;
            items.extend(literal.chars().map(literal_node));
            return Ok(());
        }
        let node = if self.eat("\\A") || self.eat("^") {
            Node::Begin
        } else if self.eat("\\z") || self.eat("$") {
            Node::End
        } else if self.eat("\\b") {
            Node::WordBoundary(true)
        } else if self.eat("\\B") {
            Node::WordBoundary(false)
        } else if self.eat(".") {
            Node::Class(Class::single(u32::from('\n')).negated())
        } else if self.eat("(") {
            let group = self.alternatives()?;
            if !self.eat(")") {
                return Err(RegexError);
            }
            group
        } else if self.eat("[") {
            Node::Class(self.class()?)
        } else if self.rest.starts_with('\\') {
            match self.named_class()? {
                Some(class) => Node::Class(class),
                None => Node::Class(Class::single(self.character()?)),
            }
        } else {
            literal_node(self.next().ok_or(RegexError)?)
        };
        items.push(node);
        Ok(())
    }

    /// `\d`, `\pN` and the like, if one is next.
    fn named_class(&mut self) -> Result<Option<Class>, RegexError> {
        let Some(rest) = self.rest.strip_prefix('\\') else {
            return Ok(None);
        };
        let mut characters = rest.chars();
        let Some(letter) = characters.next() else {
            return Ok(None);
        };
        if let Some(class) = perl(letter) {
            self.rest = characters.as_str();
            return Ok(Some(class));
        }
        if !matches!(letter, 'p' | 'P') {
            return Ok(None);
        }
        let (class, rest) = escape::unicode_class(characters.as_str())?;
        self.rest = rest;
        Ok(Some(if letter == 'P' {
            class.negated()
        } else {
            class
        }))
    }

    /// A single character, written plainly or with a `\`.
    fn character(&mut self) -> Result<u32, RegexError> {
        if self.eat("\\") {
            let (code_point, rest) = escape::character(self.rest)?;
            self.rest = rest;
            return Ok(code_point);
        }
        self.next().map(u32::from).ok_or(RegexError)
    }

    /// A class after its `[`.
    fn class(&mut self) -> Result<Class, RegexError> {
        let negated = self.eat("^");
        let mut class = Class::default();
        let mut first = true;
        // A `]` is an ordinary character when it comes first.
        while first || !self.rest.starts_with(']') {
            first = false;
            if let Some(named) = self.posix_class()? {
                class.add(named.ranges());
                continue;
            }
            if let Some(named) = self.named_class()? {
                class.add(named.ranges());
                continue;
            }
            let low = self.character()?;
            let mut high = low;
            let mut after_dash = self.rest.strip_prefix('-').unwrap_or_default().chars();
            if after_dash.clone().next().is_some_and(|next| next != ']') {
                self.rest = after_dash.as_str();
                high = self.character()?;
                if high < low {
                    return Err(RegexError);
                }
            }
            after_dash.next();
            class.add(&[(low, high)]);
        }
        self.eat("]");
        let class = class.normalised();
        Ok(if negated { class.negated() } else { class })
    }

    /// `[:alpha:]` or `[:^alpha:]`, if one is next. Without `:]` somewhere it is none.
    fn posix_class(&mut self) -> Result<Option<Class>, RegexError> {
        let Some((name, rest)) = self
            .rest
            .strip_prefix("[:")
            .and_then(|rest| rest.split_once(":]"))
        else {
            return Ok(None);
        };
        self.rest = rest;
        let class = match name.strip_prefix('^') {
            Some(name) => posix(name).map(|class| class.negated()),
            None => posix(name),
        };
        class.map(Some).ok_or(RegexError)
    }
}

fn literal_node(character: char) -> Node {
    Node::Class(Class::single(u32::from(character)))
}

/// The upper end of `{2,5}`.
enum Bound {
    None,
    /// `None` if the number is too large to be anything but an error.
    Number(Option<u32>),
}

/// Reads `{2}`, `{2,}` or `{2,5}`. `None` if it is none of these.
fn braces(text: &str) -> Option<(Option<u32>, Bound, &str)> {
    let (min, rest) = number(text.strip_prefix('{')?)?;
    if let Some(rest) = rest.strip_prefix('}') {
        return Some((min, Bound::Number(min), rest));
    }
    let rest = rest.strip_prefix(',')?;
    if let Some(rest) = rest.strip_prefix('}') {
        return Some((min, Bound::None, rest));
    }
    let (max, rest) = number(rest)?;
    Some((min, Bound::Number(max), rest.strip_prefix('}')?))
}

/// Reads digits without a leading zero. The number is `None` if it is too large.
fn number(text: &str) -> Option<(Option<u32>, &str)> {
    let end = text
        .find(|character: char| !character.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    if digits.is_empty() || (digits.len() > 1 && digits.starts_with('0')) {
        return None;
    }
    Some((digits.parse().ok().filter(|&number| number <= LAST), rest))
}
