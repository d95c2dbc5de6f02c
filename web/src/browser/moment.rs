//! The clock of the page, for what depends on how long something takes here.

use std::time::Duration;

use web_sys::window;

/// Time since the page was opened.
pub(crate) fn moment() -> Duration {
    let performance = window().and_then(|window| window.performance());
    let milliseconds = performance.map(|performance| performance.now());
    let seconds = milliseconds.unwrap_or_default() / 1_000.0;
    Duration::try_from_secs_f64(seconds).unwrap_or_default()
}
