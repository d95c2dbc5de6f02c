//! A regular expression as a list of instructions, and the machine that runs them.

use super::RegexError;
use super::bits::BitProgram;
use super::class::Class;
use super::syntax::{Node, parse};

/// An expression that is ready for matching.
#[derive(Clone, Debug)]
pub(crate) struct Regex {
    program: Vec<Instruction>,
    /// The same for programs that are short enough.
    bits: Option<BitProgram>,
}

#[derive(Clone, Debug)]
pub(crate) enum Instruction {
    /// Takes one character of the class and goes on with the next instruction.
    Take(Class),
    /// Goes on only at the beginning or the end of the text, or at the border of a word.
    Assert(Assertion),
    /// Goes on in both places.
    Split(usize, usize),
    Jump(usize),
    Match,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Assertion {
    Begin,
    End,
    WordBoundary(bool),
}

/// The most nested repetitions that Go allows (`regexp/syntax/parse.go:repeatIsValid`).
const MOST_NESTED_REPETITIONS: u64 = 1000;

/// Go refuses larger ones as well, at a size that depends on its own structures.
const LARGEST_PROGRAM: usize = 1_000_000;

impl Regex {
    pub(crate) fn new(expression: &str) -> Result<Self, RegexError> {
        let node = parse(expression)?;
        if repetitions(&node) > MOST_NESTED_REPETITIONS {
            return Err(RegexError);
        }
        let mut program = Vec::new();
        emit(&node, &mut program)?;
        program.push(Instruction::Match);
        Ok(Self {
            bits: BitProgram::new(&program),
            program,
        })
    }

    /// Whether the expression matches somewhere in the text. Takes time in proportion to the text's length.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        match &self.bits {
            Some(bits) => bits.is_match(text),
            None => self.is_match_of_any_length(text),
        }
    }

    /// For programs of any length.
    fn is_match_of_any_length(&self, text: &str) -> bool {
        let mut now = States::new(self.program.len());
        let mut next = States::new(self.program.len());
        let mut before: Option<char> = None;
        let mut rest = text.chars();
        loop {
            let character = rest.next();
            let place = Place {
                before,
                after: character,
            };
            // Go's expressions are not anchored by themselves: a match may begin anywhere.
            if self.follow(0, place, &mut now) {
                return true;
            }
            let Some(character) = character else {
                return false;
            };
            next.clear();
            let place = Place {
                before: Some(character),
                after: rest.clone().next(),
            };
            for &state in &now.list {
                let takes = matches!(self.program.get(state), Some(Instruction::Take(class)) if class.contains(u32::from(character)));
                if takes && self.follow(state + 1, place, &mut next) {
                    return true;
                }
            }
            std::mem::swap(&mut now, &mut next);
            before = Some(character);
        }
    }

    /// Adds a state and all that it leads to without taking a character. True if one of them is a match.
    fn follow(&self, state: usize, place: Place, states: &mut States) -> bool {
        let mut open = vec![state];
        while let Some(state) = open.pop() {
            if !states.add(state) {
                continue;
            }
            match self.program.get(state) {
                Some(Instruction::Match) => return true,
                Some(Instruction::Jump(to)) => open.push(*to),
                Some(Instruction::Split(one, other)) => open.extend([*one, *other]),
                Some(Instruction::Assert(assertion)) if place.holds(*assertion) => {
                    open.push(state + 1)
                }
                _ => {}
            }
        }
        false
    }
}

/// The characters around a position of the text.
#[derive(Clone, Copy)]
struct Place {
    before: Option<char>,
    after: Option<char>,
}

impl Place {
    fn holds(self, assertion: Assertion) -> bool {
        let is_word = |character: Option<char>| {
            character.is_some_and(|it| it.is_ascii_alphanumeric() || it == '_')
        };
        match assertion {
            Assertion::Begin => self.before.is_none(),
            Assertion::End => self.after.is_none(),
            Assertion::WordBoundary(wanted) => {
                (is_word(self.before) != is_word(self.after)) == wanted
            }
        }
    }
}

/// A set of instructions that remembers the order in which they were added.
struct States {
    list: Vec<usize>,
    present: Vec<bool>,
}

impl States {
    fn new(size: usize) -> Self {
        Self {
            list: Vec::new(),
            present: vec![false; size],
        }
    }

    fn add(&mut self, state: usize) -> bool {
        match self.present.get_mut(state) {
            Some(present) if !*present => {
                *present = true;
                self.list.push(state);
                true
            }
            _ => false,
        }
    }

    fn clear(&mut self) {
        for &state in &self.list {
            if let Some(present) = self.present.get_mut(state) {
                *present = false;
            }
        }
        self.list.clear();
    }
}

/// How often the innermost part is repeated at most, by counted repetitions inside each other.
fn repetitions(node: &Node) -> u64 {
    match node {
        Node::Concat(parts) | Node::Alternate(parts) => {
            parts.iter().map(repetitions).max().unwrap_or(1)
        }
        Node::Repeat { node, min, max } => {
            let times = max.unwrap_or(*min).max(1);
            repetitions(node).saturating_mul(u64::from(times))
        }
        _ => 1,
    }
}

fn emit(node: &Node, program: &mut Vec<Instruction>) -> Result<(), RegexError> {
    if program.len() > LARGEST_PROGRAM {
        return Err(RegexError);
    }
    match node {
        Node::Class(class) => program.push(Instruction::Take(class.clone())),
        Node::Begin => program.push(Instruction::Assert(Assertion::Begin)),
        Node::End => program.push(Instruction::Assert(Assertion::End)),
        Node::WordBoundary(wanted) => {
            program.push(Instruction::Assert(Assertion::WordBoundary(*wanted)))
        }
        Node::Concat(parts) => {
            for part in parts {
                emit(part, program)?;
            }
        }
        Node::Alternate(branches) => emit_branches(branches, program)?,
        Node::Repeat { node, min, max } => {
            for _ in 0..*min {
                emit(node, program)?;
            }
            match max {
                None => {
                    let start = program.len();
                    program.push(Instruction::Split(start + 1, start + 1));
                    emit(node, program)?;
                    program.push(Instruction::Jump(start));
                    close_split(program, start);
                }
                Some(max) => {
                    for _ in *min..*max {
                        let start = program.len();
                        program.push(Instruction::Split(start + 1, start + 1));
                        emit(node, program)?;
                        close_split(program, start);
                    }
                }
            }
        }
    }
    Ok(())
}

fn emit_branches(branches: &[Node], program: &mut Vec<Instruction>) -> Result<(), RegexError> {
    let mut ends = Vec::new();
    for (index, branch) in branches.iter().enumerate() {
        let is_last = index + 1 == branches.len();
        let start = program.len();
        if !is_last {
            program.push(Instruction::Split(start + 1, start + 1));
        }
        emit(branch, program)?;
        if !is_last {
            ends.push(program.len());
            program.push(Instruction::Jump(0));
            close_split(program, start);
        }
    }
    let end = program.len();
    for jump in ends {
        if let Some(instruction) = program.get_mut(jump) {
            *instruction = Instruction::Jump(end);
        }
    }
    Ok(())
}

/// Lets the second way of a split lead to what comes next.
fn close_split(program: &mut [Instruction], split: usize) {
    let end = program.len();
    if let Some(instruction) = program.get_mut(split) {
        *instruction = Instruction::Split(split + 1, end);
    }
}

#[cfg(test)]
mod tests {
    use super::{Regex, RegexError};

    fn is_match(expression: &str, text: &str) -> Result<bool, RegexError> {
        Regex::new(expression).map(|regex| regex.is_match(text))
    }

    #[test]
    fn matches_as_go_does() {
        for (expression, text, expected) in [
            ("^a[^/]*$", "abc", true),
            ("^a[^/]*$", "a/c", false),
            ("^(.*/)?a$", "a", true),
            ("^(.*/)?a$", "x/y/a", true),
            ("^(.*/)?a$", "xa", false),
            ("^a|b$", "ax", true),
            ("^a|b$", "xb", true),
            ("^a|b$", "xbx", false),
            ("^a{2,3}$", "aa", true),
            ("^a{2,3}$", "aaaa", false),
            ("^{a,b}$", "{a,b}", true),
            ("^[[:alpha:]]\\d$", "x7", true),
            ("^[^a-c]$", "b", false),
            ("^\\.$", ".", true),
            ("^ü.$", "üö", true),
            ("^$", "", true),
        ] {
            assert_eq!(
                is_match(expression, text),
                Ok(expected),
                "{expression} on {text}"
            );
        }
    }

    #[test]
    fn refuses_what_go_refuses() {
        for expression in [
            "^a{2,1}$",
            "^a{1001}$",
            "^(a{100}){100}$",
            "^[z-a]$",
            "^(a$",
            "^\\8$",
            "^a**$",
        ] {
            assert!(Regex::new(expression).is_err(), "{expression}");
        }
    }

    #[test]
    fn short_programs_match_as_long_ones_do() {
        let expressions = [
            "^a[^/]*$",
            "^(.*/)?b?$",
            "^a|b$",
            "^(a|b){2}/.*$",
            "^$",
            "a",
            "^[^a]b*$",
            "a^b",
            "$a",
        ];
        let texts = ["", "a", "b", "ab", "a/b", "bb/", "x/y/b", "aab", "ü/b"];
        for expression in expressions {
            let Ok(regex) = Regex::new(expression) else {
                continue;
            };
            for text in texts {
                assert_eq!(
                    regex.is_match(text),
                    regex.is_match_of_any_length(text),
                    "{expression} on {text}"
                );
            }
        }
    }

    #[test]
    fn takes_linear_time() {
        let text = format!("{}b", "a".repeat(20_000));
        assert_eq!(is_match("^(.*/)?(.*/)?a*a*a*a*[^/]*c$", &text), Ok(false));
    }
}
