//! Numbers that say how sure they are.

/// On what a number rests, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Basis {
    /// Counted: the sizes of the project's own files.
    #[default]
    Exact,
    /// This very thing was measured.
    Measured,
    /// Worked out from measurements of other things.
    Derived,
    /// Nobody measured it. A guess from the spread of similar things.
    Assumed,
}

impl Basis {
    /// The word shown for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Measured => "measured",
            Self::Derived => "derived",
            Self::Assumed => "assumed",
        }
    }
}

/// A number of bytes with the limits between which it probably lies.
///
/// `low_bytes <= bytes <= high_bytes` holds for every value that the functions here make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Estimate {
    /// Best guess.
    pub bytes: u64,
    /// Probably not less.
    pub low_bytes: u64,
    /// Probably not more.
    pub high_bytes: u64,
    /// On what it rests.
    pub basis: Basis,
}

impl Estimate {
    /// Nothing, and surely so.
    pub const ZERO: Self = Self {
        bytes: 0,
        low_bytes: 0,
        high_bytes: 0,
        basis: Basis::Exact,
    };

    /// A counted number.
    #[must_use]
    pub fn exact(bytes: u64) -> Self {
        Self {
            bytes,
            low_bytes: bytes,
            high_bytes: bytes,
            basis: Basis::Exact,
        }
    }

    /// A number that may be off by this many percent either way.
    #[must_use]
    pub fn within_percent(bytes: u64, percent: u64, basis: Basis) -> Self {
        let margin = share(bytes, percent as f64 / 100.0);
        Self {
            bytes,
            low_bytes: bytes.saturating_sub(margin),
            high_bytes: bytes.saturating_add(margin),
            basis,
        }
    }

    /// A number between two limits, which are moved if they do not enclose it.
    #[must_use]
    pub fn between(low_bytes: u64, bytes: u64, high_bytes: u64, basis: Basis) -> Self {
        Self {
            bytes,
            low_bytes: low_bytes.min(bytes),
            high_bytes: high_bytes.max(bytes),
            basis,
        }
    }

    /// The sum of two numbers whose errors have nothing to do with each other.
    ///
    /// The margins are added as the sides of a right triangle (root of the sum of squares), below and above apart,
    /// because one package being larger than thought does not make the next one larger. The sum rests on what the part
    /// with the wider margin rests on, so that 3 kB of guesswork does not turn a measured gigabyte into a guess.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        if self.is_nothing() {
            return other;
        }
        if other.is_nothing() {
            return self;
        }
        let bytes = self.bytes.saturating_add(other.bytes);
        let below = hypotenuse(
            self.bytes - self.low_bytes.min(self.bytes),
            other.bytes - other.low_bytes.min(other.bytes),
        );
        let above = hypotenuse(
            self.high_bytes.saturating_sub(self.bytes),
            other.high_bytes.saturating_sub(other.bytes),
        );
        let basis = match self.width().cmp(&other.width()) {
            std::cmp::Ordering::Greater => self.basis,
            std::cmp::Ordering::Less => other.basis,
            std::cmp::Ordering::Equal => self.basis.max(other.basis),
        };
        Self {
            bytes,
            low_bytes: bytes.saturating_sub(below),
            high_bytes: bytes.saturating_add(above),
            basis,
        }
    }

    /// The number times a factor that is known exactly: the margins grow with it.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        Self {
            bytes: share(self.bytes, factor),
            low_bytes: share(self.low_bytes, factor),
            high_bytes: share(self.high_bytes, factor),
            basis: self.basis,
        }
    }

    /// The number times a factor that lies between two limits.
    #[must_use]
    pub fn times_between(self, low: f64, factor: f64, high: f64, basis: Basis) -> Self {
        Self::between(
            share(self.low_bytes, low),
            share(self.bytes, factor),
            share(self.high_bytes, high),
            self.basis.max(basis),
        )
    }

    /// Distance between the limits, in bytes.
    #[must_use]
    pub fn width(self) -> u64 {
        self.high_bytes.saturating_sub(self.low_bytes)
    }

    fn is_nothing(self) -> bool {
        self == Self::ZERO
    }
}

impl std::iter::Sum for Estimate {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::ZERO, Self::plus)
    }
}

/// A share of a number of bytes; nothing for factors below zero or not a number.
fn share(bytes: u64, factor: f64) -> u64 {
    // Casting from a float saturates and gives 0 for what is not a number.
    (bytes as f64 * factor).round() as u64
}

fn hypotenuse(one: u64, other: u64) -> u64 {
    // Exact where only one side has a margin.
    if one == 0 || other == 0 {
        one.max(other)
    } else {
        (one as f64).hypot(other as f64).round() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn margins_add_like_independent_errors() {
        let sum = Estimate::within_percent(300, 10, Basis::Measured)
            .plus(Estimate::within_percent(400, 10, Basis::Assumed));
        assert_eq!((sum.low_bytes, sum.bytes, sum.high_bytes), (650, 700, 750));
        assert_eq!(sum.basis, Basis::Assumed);
    }

    #[test]
    fn a_sum_rests_on_its_least_sure_part() {
        let large = Estimate::within_percent(1_000_000_000, 1, Basis::Measured);
        assert_eq!(
            large
                .plus(Estimate::within_percent(3_000, 100, Basis::Assumed))
                .basis,
            Basis::Measured
        );
        assert_eq!(Estimate::exact(5).plus(large).basis, Basis::Measured);
        assert_eq!(Estimate::ZERO.plus(Estimate::exact(1)).basis, Basis::Exact);
    }

    #[test]
    fn limits_enclose_the_number() {
        let odd = Estimate::between(9, 5, 2, Basis::Assumed);
        assert_eq!((odd.low_bytes, odd.high_bytes), (5, 5));
        assert_eq!(
            Estimate::exact(u64::MAX).plus(Estimate::exact(1)).bytes,
            u64::MAX
        );
        assert_eq!(Estimate::exact(10).times(f64::NAN).bytes, 0);
    }
}
