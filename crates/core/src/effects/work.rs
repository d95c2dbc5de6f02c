//! What a step takes, apart from the machine that does it.

use std::time::Duration;

/// An amount of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Work {
    /// Bytes that come over the network.
    pub download_bytes: u64,
    /// Bytes that are written.
    pub written_bytes: u64,
    /// Time of its own, on a laptop of 2025, that depends on neither.
    pub busy: Duration,
}

impl Work {
    /// Work that takes time only.
    #[must_use]
    pub fn busy(duration: Duration) -> Self {
        Self {
            busy: duration,
            ..Self::default()
        }
    }

    /// Both, one after the other.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            download_bytes: self.download_bytes.saturating_add(other.download_bytes),
            written_bytes: self.written_bytes.saturating_add(other.written_bytes),
            busy: self.busy.saturating_add(other.busy),
        }
    }
}
