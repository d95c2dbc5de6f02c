//! The little that the page asks of the browser besides what Yew does for it.

mod apology;
mod placed;
mod start;
mod theme;

pub(crate) use apology::report_panics;
pub(crate) use placed::{Placed, set_pixels};
pub(crate) use start::mount;
pub(crate) use theme::{apply_theme, stored_theme, system_is_dark};
