//! Light and dark: what the system prefers, what was chosen before, and what the page shows.

use web_sys::window;

use super::storage::storage;
use crate::state::Theme;

/// `boot.js` reads the same key before the first paint.
const KEY: &str = "layerlab.theme";

/// The theme chosen at an earlier visit. The system's where nothing was chosen or storage is refused.
pub(crate) fn stored_theme() -> Theme {
    storage()
        .and_then(|storage| storage.get_item(KEY).ok().flatten())
        .map_or(Theme::System, |name| Theme::from_name(&name))
}

/// Shows the theme and remembers it if the browser lets us.
pub(crate) fn apply_theme(theme: Theme) {
    show_theme(theme);
    if let Some(storage) = storage() {
        let _ = match theme.name() {
            Some(name) => storage.set_item(KEY, name),
            None => storage.remove_item(KEY),
        };
    }
}

/// Shows the theme.
pub(crate) fn show_theme(theme: Theme) {
    let root = window()
        .and_then(|window| window.document())
        .and_then(|document| document.document_element());
    // None of these can be helped if it fails, and the page works without them.
    if let Some(root) = root {
        let _ = match theme.name() {
            Some(name) => root.set_attribute("data-theme", name),
            None => root.remove_attribute("data-theme"),
        };
    }
}

/// Whether the system prefers dark.
pub(crate) fn system_is_dark() -> bool {
    prefers("(prefers-color-scheme: dark)")
}

/// Whether the user asked for less motion.
pub(crate) fn prefers_less_motion() -> bool {
    prefers("(prefers-reduced-motion: reduce)")
}

fn prefers(query: &str) -> bool {
    window()
        .and_then(|window| window.match_media(query).ok().flatten())
        .is_some_and(|query| query.matches())
}
