//! How BuildKit's plain progress says what became of a step.

/// BuildKit's word for what happened to a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuildKitWord {
    /// It came from the cache, or was not needed because a later step did.
    Cached,
    /// It ran.
    Done,
    /// It failed.
    Error,
    /// It was not reached, because another step failed.
    NotStarted,
}

impl BuildKitWord {
    /// As plain progress prints it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cached => "CACHED",
            Self::Done => "DONE",
            Self::Error => "ERROR",
            Self::NotStarted => "NOT_STARTED",
        }
    }
}
