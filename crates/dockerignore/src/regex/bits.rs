//! Small programs, run with one bit for each instruction.
//!
//! Nearly all patterns have fewer than 64 instructions. Then the states of the machine are the bits of a number, and
//! following all of them at once takes no memory.

use super::class::Class;
use super::program::{Assertion, Instruction};

/// A program of at most 64 instructions without word boundaries.
#[derive(Clone, Debug)]
pub(crate) struct BitProgram {
    /// What each instruction takes, if it takes a character.
    takes: Vec<Option<Taken>>,
    /// The bits of the instructions that take something.
    takers: u64,
    accepting: u64,
    /// Where the machine begins: at the beginning of the text, after that, and at its end.
    first: u64,
    middle: u64,
    end: u64,
    /// The same for an empty text.
    only: u64,
    /// Where an instruction leads after it took a character, before the end of the text and at its end.
    after: Vec<u64>,
    after_at_end: Vec<u64>,
}

#[derive(Clone, Debug)]
struct Taken {
    /// One bit for each ASCII character.
    ascii: u128,
    class: Class,
}

impl Taken {
    fn takes(&self, character: char) -> bool {
        let code_point = u32::from(character);
        if code_point < 128 {
            self.ascii >> code_point & 1 == 1
        } else {
            self.class.contains(code_point)
        }
    }
}

impl BitProgram {
    /// `None` if the program is too long or looks at word boundaries.
    pub(crate) fn new(program: &[Instruction]) -> Option<Self> {
        if program.len() > 64
            || program
                .iter()
                .any(|it| matches!(it, Instruction::Assert(Assertion::WordBoundary(_))))
        {
            return None;
        }
        let takes: Vec<Option<Taken>> = program
            .iter()
            .map(|instruction| match instruction {
                Instruction::Take(class) => {
                    let bits = (0..128_u32).filter(|code_point| class.contains(*code_point));
                    let ascii = bits.fold(0_u128, |bits, code_point| bits | 1 << code_point);
                    Some(Taken {
                        ascii,
                        class: class.clone(),
                    })
                }
                _ => None,
            })
            .collect();
        let bits_where = |chosen: &dyn Fn(usize) -> bool| {
            (0..program.len())
                .filter(|index| chosen(*index))
                .fold(0_u64, |bits, index| bits | 1 << index)
        };
        let closures = |at_end: bool| -> Vec<u64> {
            (0..program.len())
                .map(|index| closure(program, index + 1, false, at_end))
                .collect()
        };
        Some(Self {
            takers: bits_where(&|index| takes.get(index).is_some_and(Option::is_some)),
            accepting: bits_where(&|index| matches!(program.get(index), Some(Instruction::Match))),
            first: closure(program, 0, true, false),
            middle: closure(program, 0, false, false),
            end: closure(program, 0, false, true),
            only: closure(program, 0, true, true),
            after: closures(false),
            after_at_end: closures(true),
            takes,
        })
    }

    /// Whether the expression matches somewhere in the text.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        let mut rest = text.chars();
        if text.is_empty() {
            return self.only & self.accepting != 0;
        }
        let mut now = self.first;
        while now & self.accepting == 0 {
            let Some(character) = rest.next() else {
                return false;
            };
            let at_end = rest.as_str().is_empty();
            let (after, begin) = if at_end {
                (&self.after_at_end, self.end)
            } else {
                (&self.after, self.middle)
            };
            let mut open = now & self.takers;
            now = begin;
            while open != 0 {
                let index = open.trailing_zeros() as usize;
                open &= open - 1;
                if self
                    .takes
                    .get(index)
                    .and_then(Option::as_ref)
                    .is_some_and(|taken| taken.takes(character))
                {
                    now |= after.get(index).copied().unwrap_or(0);
                }
            }
            // Nothing is left to follow, and nothing can begin later.
            if now == 0 && self.middle == 0 && self.end == 0 {
                return false;
            }
        }
        true
    }
}

/// All instructions that are reached from one without taking a character.
fn closure(program: &[Instruction], from: usize, at_begin: bool, at_end: bool) -> u64 {
    let mut reached = 0_u64;
    let mut open = vec![from];
    while let Some(index) = open.pop() {
        if index >= program.len() || reached >> index & 1 == 1 {
            continue;
        }
        reached |= 1 << index;
        match program.get(index) {
            Some(Instruction::Jump(to)) => open.push(*to),
            Some(Instruction::Split(one, other)) => open.extend([*one, *other]),
            Some(Instruction::Assert(assertion)) => {
                let holds = match assertion {
                    Assertion::Begin => at_begin,
                    Assertion::End => at_end,
                    Assertion::WordBoundary(_) => false,
                };
                if holds {
                    open.push(index + 1);
                }
            }
            _ => {}
        }
    }
    // Instructions that only lead on need not be remembered.
    (0..program.len())
        .filter(|index| reached >> index & 1 == 1)
        .filter(|index| {
            matches!(
                program.get(*index),
                Some(Instruction::Take(_) | Instruction::Match)
            )
        })
        .fold(0, |bits, index| bits | 1 << index)
}
