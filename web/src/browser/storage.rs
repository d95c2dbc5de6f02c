//! Projects that are kept in the browser between visits.
//!
//! Each is an entry of its own: its name, a line break, and its link with all texts. Storage may be refused (as in a
//! sandboxed frame), be full, or hold what another version wrote; nothing here fails for it.

use web_sys::{Storage, window};

const PREFIX: &str = "layerlab.project.";
/// What the second Dockerfile of a project is kept under.
const SECOND: &str = "layerlab.second.";
/// The id of the project that was open last.
const OPEN: &str = "layerlab.open";
/// The link that the page wrote into its address last.
const OWN_LINK: &str = "layerlab.link";

/// The ids of the lessons that were done, one on each line.
const LESSONS: &str = "layerlab.lessons";

/// The ids of the lessons that were done.
pub(crate) fn lessons_done() -> Vec<String> {
    let kept = storage().and_then(|storage| storage.get_item(LESSONS).ok().flatten());
    let lines = kept.as_deref().unwrap_or_default().lines();
    lines
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Remembers which lessons were done.
pub(crate) fn remember_lessons<'a>(ids: impl Iterator<Item = &'a str>) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(LESSONS, &ids.collect::<Vec<_>>().join("\n"));
    }
}

/// A project that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    /// Its id among all projects.
    pub(crate) id: String,
    /// What the menu calls it.
    pub(crate) name: String,
}

/// What the browser keeps for this page. Asking for it throws where it is refused.
pub(super) fn storage() -> Option<Storage> {
    window()?.local_storage().ok().flatten()
}

/// Whether anything can be kept here.
pub(crate) fn can_keep() -> bool {
    storage().is_some()
}

/// Keeps a project and remembers that it is open. False if the browser refuses it.
pub(crate) fn keep(id: &str, name: &str, link: &str) -> bool {
    let Some(storage) = storage() else {
        return false;
    };
    let name = name.replace('\n', " ");
    // Which one is open is remembered if it can be; the project itself counts.
    let _ = storage.set_item(OPEN, id);
    storage
        .set_item(&format!("{PREFIX}{id}"), &format!("{name}\n{link}"))
        .is_ok()
}

/// The link of a project that was kept.
pub(crate) fn kept_link(id: &str) -> Option<String> {
    let entry = storage()?.get_item(&format!("{PREFIX}{id}")).ok()??;
    entry.split_once('\n').map(|(_, link)| link.to_owned())
}

/// The id of the project that was open last.
pub(crate) fn last_open() -> Option<String> {
    storage()?.get_item(OPEN).ok()?
}

/// Remembers which project is open.
pub(crate) fn remember_open(id: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(OPEN, id);
    }
}

/// Remembers that the page itself wrote this link into its address, for the project that is open.
pub(crate) fn remember_own_link(link: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(OWN_LINK, link);
    }
}

/// Whether the page itself wrote this link: it is that of the project that was open last, not one from elsewhere.
pub(crate) fn is_own_link(fragment: &str) -> bool {
    let own = storage().and_then(|storage| storage.get_item(OWN_LINK).ok().flatten());
    own.is_some_and(|own| own == fragment.trim_start_matches('#'))
}

/// All projects that were kept, by their ids.
pub(crate) fn kept() -> Vec<Kept> {
    let Some(storage) = storage() else {
        return Vec::new();
    };
    let count = storage.length().unwrap_or(0);
    let keys = (0..count).filter_map(|place| storage.key(place).ok().flatten());
    let mut kept: Vec<Kept> = keys
        .filter_map(|key| {
            let id = key.strip_prefix(PREFIX)?.to_owned();
            let entry = storage.get_item(&key).ok()??;
            let (name, _) = entry.split_once('\n')?;
            Some(Kept {
                id,
                name: name.to_owned(),
            })
        })
        .collect();
    kept.sort_by(|left, right| left.id.cmp(&right.id));
    kept
}

/// Keeps a project under another name, and under another id if that differs. False if the browser refuses it.
pub(crate) fn rename(id: &str, to: &str, name: &str) -> bool {
    let (Some(storage), Some(link)) = (storage(), kept_link(id)) else {
        return false;
    };
    let name = name.replace('\n', " ");
    let entry = storage.set_item(&format!("{PREFIX}{to}"), &format!("{name}\n{link}"));
    if entry.is_ok() && id != to {
        forget(id);
        if last_open().as_deref() == Some(id) {
            remember_open(to);
        }
    }
    entry.is_ok()
}

/// Forgets a project.
pub(crate) fn forget(id: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&format!("{PREFIX}{id}"));
        let _ = storage.remove_item(&format!("{SECOND}{id}"));
    }
}

/// Keeps the Dockerfile that was written beside that of a project. It is gone after the visit where that is refused.
pub(crate) fn keep_second(id: &str, text: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(&format!("{SECOND}{id}"), text);
    }
}

/// The Dockerfile that was written beside that of a project.
pub(crate) fn kept_second(id: &str) -> Option<String> {
    storage()?.get_item(&format!("{SECOND}{id}")).ok()?
}
