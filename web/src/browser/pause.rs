//! Pauses in long work.

use web_sys::window;

/// Milliseconds of work without a pause.
const AT_ONCE: f64 = 12.0;

/// A stretch of work between two pauses.
pub(crate) struct Slice {
    begun: f64,
}

impl Slice {
    /// It begins now.
    pub(crate) fn begin() -> Self {
        Self { begun: now() }
    }

    /// It is time for a pause.
    pub(crate) fn is_over(&self) -> bool {
        now() - self.begun > AT_ONCE
    }
}

/// Milliseconds on a clock that nobody sets.
fn now() -> f64 {
    window()
        .and_then(|window| window.performance())
        .map_or_else(js_sys::Date::now, |clock| clock.now())
}

/// Lets the page draw and answer before what comes next.
pub(crate) async fn pause() {
    gloo_timers::future::TimeoutFuture::new(0).await;
}
