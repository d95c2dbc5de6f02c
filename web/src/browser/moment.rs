//! The clock of the page, for what depends on how long something takes here.

use std::time::Duration;

use web_sys::window;

/// The time now, on a clock that nobody sets. Only differences mean something.
pub(crate) fn moment() -> Duration {
    let milliseconds = window()
        .and_then(|window| window.performance())
        .map_or_else(js_sys::Date::now, |clock| clock.now());
    Duration::try_from_secs_f64(milliseconds / 1_000.0).unwrap_or_default()
}
