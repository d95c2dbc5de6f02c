//! Sets of characters.

/// Code points in ranges, sorted and apart. Plain numbers, since Go lets an expression name a
/// surrogate, which no `char` can be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Class {
    ranges: Vec<(u32, u32)>,
}

/// The last code point of Unicode.
pub(crate) const LAST: u32 = char::MAX as u32;

impl Class {
    pub(crate) fn of(ranges: &[(u32, u32)]) -> Self {
        let mut class = Self::default();
        for &(low, high) in ranges {
            class.ranges.push((low, high));
        }
        class.normalised()
    }

    pub(crate) fn single(code_point: u32) -> Self {
        Self {
            ranges: vec![(code_point, code_point)],
        }
    }

    /// Adds ranges without sorting; finish with [`Class::normalised`].
    pub(crate) fn add(&mut self, ranges: &[(u32, u32)]) {
        self.ranges.extend_from_slice(ranges);
    }

    pub(crate) fn normalised(mut self) -> Self {
        self.ranges.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::with_capacity(self.ranges.len());
        for (low, high) in self.ranges {
            match merged.last_mut() {
                Some(last) if low <= last.1.saturating_add(1) => last.1 = last.1.max(high),
                _ => merged.push((low, high)),
            }
        }
        Self { ranges: merged }
    }

    /// Everything that is not in this set, which has to be normalised.
    pub(crate) fn negated(&self) -> Self {
        let mut ranges = Vec::with_capacity(self.ranges.len() + 1);
        let mut next = 0;
        for &(low, high) in &self.ranges {
            if next < low {
                ranges.push((next, low - 1));
            }
            next = high.saturating_add(1);
        }
        if next <= LAST {
            ranges.push((next, LAST));
        }
        Self { ranges }
    }

    pub(crate) fn contains(&self, code_point: u32) -> bool {
        let after = self.ranges.partition_point(|&(low, _)| low <= code_point);
        after
            .checked_sub(1)
            .and_then(|at| self.ranges.get(at))
            .is_some_and(|&(_, high)| code_point <= high)
    }

    pub(crate) fn ranges(&self) -> &[(u32, u32)] {
        &self.ranges
    }
}

/// `\d`, `\s`, `\w` and their opposites: ASCII only, as in Go.
pub(crate) fn perl(letter: char) -> Option<Class> {
    let class = match letter.to_ascii_lowercase() {
        'd' => Class::of(&[range('0', '9')]),
        's' => Class::of(&[range('\t', '\n'), range('\u{c}', '\r'), range(' ', ' ')]),
        'w' => word(),
        _ => return None,
    };
    Some(if letter.is_ascii_uppercase() {
        class.negated()
    } else {
        class
    })
}

/// The class with this POSIX name, as in `[[:alpha:]]`.
pub(crate) fn posix(name: &str) -> Option<Class> {
    let digit = range('0', '9');
    let lower = range('a', 'z');
    let upper = range('A', 'Z');
    Some(match name {
        "alnum" => Class::of(&[digit, upper, lower]),
        "alpha" => Class::of(&[upper, lower]),
        "ascii" => Class::of(&[range('\0', '\u{7f}')]),
        "blank" => Class::of(&[range('\t', '\t'), range(' ', ' ')]),
        "cntrl" => Class::of(&[range('\0', '\u{1f}'), range('\u{7f}', '\u{7f}')]),
        "digit" => Class::of(&[digit]),
        "graph" => Class::of(&[range('!', '~')]),
        "lower" => Class::of(&[lower]),
        "print" => Class::of(&[range(' ', '~')]),
        "punct" => Class::of(&[
            range('!', '/'),
            range(':', '@'),
            range('[', '`'),
            range('{', '~'),
        ]),
        "space" => Class::of(&[range('\t', '\r'), range(' ', ' ')]),
        "upper" => Class::of(&[upper]),
        "word" => word(),
        "xdigit" => Class::of(&[digit, range('A', 'F'), range('a', 'f')]),
        _ => return None,
    })
}

fn word() -> Class {
    Class::of(&[
        range('0', '9'),
        range('A', 'Z'),
        range('_', '_'),
        range('a', 'z'),
    ])
}

fn range(low: char, high: char) -> (u32, u32) {
    (u32::from(low), u32::from(high))
}
