//! The little that the page asks of the browser besides what Yew does for it.

mod address;
mod apology;
mod clipboard;
mod focus;
mod host;
mod leaving;
mod moment;
mod painted;
mod pause;
mod placed;
mod rest;
mod start;
mod storage;
mod theme;

pub(crate) use address::{fragment, on_fragment, page_address, set_fragment, set_title};
pub(crate) use apology::report_panics;
pub(crate) use clipboard::copy;
pub(crate) use focus::focus_around;
pub(crate) use host::{in_full, is_embed, is_opaque, link_target, open_beside, tell};
pub(crate) use leaving::on_leaving;
pub(crate) use moment::moment;
pub(crate) use painted::after_paint;
pub(crate) use pause::{Slice, pause};
pub(crate) use placed::{Placed, in_pixels};
pub(crate) use rest::{is_whole, when_whole};
pub(crate) use start::{frame_shows_first, mount, mount_embed};
pub(crate) use storage::{
    Keeping, can_keep, forget, forget_open, fresh_id, is_news, is_own_link, keep, keep_second,
    kept, kept_link, kept_second, last_open, lessons_done, remember_lessons, remember_open,
    remember_opened, remember_own_link, rename,
};
pub(crate) use theme::{
    apply_theme, prefers_less_motion, show_theme, stored_theme, system_is_dark,
};
