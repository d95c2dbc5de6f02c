//! Pauses in long work.

use std::time::Duration;

use super::moment;

/// Work without a pause.
const AT_ONCE: Duration = Duration::from_millis(12);

/// A stretch of work between two pauses.
pub(crate) struct Slice {
    begun: Duration,
}

impl Slice {
    /// It begins now.
    pub(crate) fn begin() -> Self {
        Self { begun: moment() }
    }

    /// It is time for a pause.
    pub(crate) fn is_over(&self) -> bool {
        moment().saturating_sub(self.begun) > AT_ONCE
    }
}

/// Lets the page draw and answer before what comes next.
pub(crate) async fn pause() {
    gloo_timers::future::TimeoutFuture::new(0).await;
}
