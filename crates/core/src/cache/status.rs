//! The outcome of a vertex.

/// What happens to a vertex in one build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Its result comes from the cache.
    Cached,
    /// It runs.
    Runs,
    /// It fails, and the build with it.
    Fails,
    /// An earlier step fails, so that it is never reached.
    NotReached,
}

impl Status {
    /// Whether it takes time in this build.
    #[must_use]
    pub fn runs(self) -> bool {
        matches!(self, Self::Runs | Self::Fails)
    }
}
