//! How long links may be before programs on their way do harm to them.

use crate::format;

/// Longer addresses do not fit into the largest QR code, in bytes.
pub const MOST_BYTES_IN_A_QR_CODE: usize = 2_953;

/// Chat programs cut longer addresses.
const MOST_IN_CHATS: usize = 2_000;
/// Few programs take longer ones, of those that open addresses as of those that send them.
const MOST_ANYWHERE: usize = 8_000;

/// What is to be expected of an address of some length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkLength {
    /// It passes everywhere.
    Short,
    /// Chat programs cut it.
    Long,
    /// Hardly any program takes it: it is better sent as a file.
    VeryLong,
}

impl LinkLength {
    /// What is to be expected of an address of this length, in bytes.
    #[must_use]
    pub fn of(address_bytes: usize) -> Self {
        if address_bytes <= MOST_IN_CHATS {
            Self::Short
        } else if address_bytes <= MOST_ANYWHERE {
            Self::Long
        } else {
            Self::VeryLong
        }
    }

    /// What is wrong, as a sentence; `None` if nothing is.
    #[must_use]
    pub fn problem(self) -> Option<String> {
        let (programs, most) = match self {
            Self::Short => return None,
            Self::Long => ("Chat programs cut addresses", MOST_IN_CHATS),
            Self::VeryLong => ("Few programs take addresses", MOST_ANYWHERE),
        };
        Some(format!(
            "{programs} of more than {} letters.",
            format::count(most)
        ))
    }

    /// What is wrong with the address of a project, and what to do; `None` if nothing is.
    #[must_use]
    pub fn advice(self) -> Option<String> {
        let problem = self.problem()?;
        let remedy = match self {
            Self::VeryLong => "Send a file instead, or leave out texts of files or builds.",
            _ => "Leave out texts of files or builds.",
        };
        Some(format!("{problem} {remedy}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_begins_where_programs_cut() {
        assert_eq!(LinkLength::of(2_000), LinkLength::Short);
        assert_eq!(LinkLength::of(2_001), LinkLength::Long);
        assert_eq!(LinkLength::of(8_000), LinkLength::Long);
        assert_eq!(LinkLength::of(8_001), LinkLength::VeryLong);
        assert_eq!(LinkLength::Short.advice(), None);
        let long = LinkLength::Long.advice().unwrap_or_default();
        assert!(
            long.contains("2,000") && long.contains("Leave out"),
            "{long}"
        );
        let very_long = LinkLength::VeryLong.advice().unwrap_or_default();
        assert!(
            very_long.contains("8,000") && very_long.contains("file instead"),
            "{very_long}"
        );
    }
}
