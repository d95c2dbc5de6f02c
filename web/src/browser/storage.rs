//! Projects that are kept in the browser between visits.
//!
//! Each is an entry of its own: its name, a line break, and its link with all texts. Storage may be refused (as in a
//! sandboxed frame), be full, or hold what another version wrote; nothing here fails for it.
//!
//! Several tabs share what is kept. A tab never writes over what it has not seen: see [`keep`]. Which project is open is each
//! tab's own matter, and for a new tab it is what any tab opened last.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use web_sys::{Storage, window};

const PREFIX: &str = "layerlab.project.";
/// What the second Dockerfile of a project is kept under.
const SECOND: &str = "layerlab.second.";
/// The id of the project that was open last, unless that is what the page begins with. `web/editor/src/early.ts` asks for it.
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

/// What the browser keeps for this tab, also over a reload.
fn tab_storage() -> Option<Storage> {
    window()?.session_storage().ok().flatten()
}

/// Whether anything can be kept here.
pub(crate) fn can_keep() -> bool {
    storage().is_some()
}

/// What this tab knows of the projects that are kept.
#[derive(Default)]
struct Tab {
    /// By the id under which it is kept: a digest of what this tab read or wrote last.
    seen: BTreeMap<String, u64>,
    /// The ids of projects that this tab kept or tried to keep: it has them, and newer than they are kept anywhere.
    own: BTreeSet<String>,
    /// Projects that are kept under another id than their own from now on, since that one holds what this tab never saw.
    apart: BTreeMap<String, String>,
}

thread_local! {
    static TAB: RefCell<Tab> = RefCell::default();
}

fn digest(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// Where this tab keeps a project.
fn place(id: &str) -> String {
    TAB.with_borrow(|tab| tab.apart.get(id).cloned())
        .unwrap_or_else(|| id.to_owned())
}

fn see(place: &str, link: &str) {
    TAB.with_borrow_mut(|tab| tab.seen.insert(place.to_owned(), digest(link)));
}

/// What became of a project that was to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Keeping {
    /// It is kept.
    Kept,
    /// It is kept under this name from now on, beside what is there under its own.
    Apart(String),
    /// The browser refuses it.
    Refused,
}

/// Keeps a project. What another tab wrote meanwhile, or what could not be read, is not written
/// over: the project is kept beside it.
pub(crate) fn keep(id: &str, name: &str, link: &str) -> Keeping {
    let Some(storage) = storage() else {
        return Keeping::Refused;
    };
    TAB.with_borrow_mut(|tab| tab.own.insert(id.to_owned()));
    let own = place(id);
    let is_unseen = kept_at(&own).is_some_and(|there| {
        let seen = TAB.with_borrow(|tab| tab.seen.get(&own).copied());
        there != link && seen != Some(digest(&there))
    });
    let place = if is_unseen { fresh_id("own") } else { own };
    let mut name = name.replace('\n', " ");
    if place != id {
        name.push_str(" (beside)");
    }
    let entry = format!("{name}\n{link}");
    if storage
        .set_item(&format!("{PREFIX}{place}"), &entry)
        .is_err()
    {
        return Keeping::Refused;
    }
    see(&place, link);
    if is_unseen {
        TAB.with_borrow_mut(|tab| tab.apart.insert(id.to_owned(), place));
        return Keeping::Apart(name);
    }
    Keeping::Kept
}

/// An id that nothing is kept under: clocks go back, and two things can be done in one moment.
pub(crate) fn fresh_id(kind: &str) -> String {
    let mut number = js_sys::Date::now();
    loop {
        let id = format!("{kind}-{number}");
        if kept_at(&id).is_none() {
            return id;
        }
        number += 1.0;
    }
}

fn kept_at(place: &str) -> Option<String> {
    let entry = storage()?.get_item(&format!("{PREFIX}{place}")).ok()??;
    // An entry without a name is damaged, and is not lost for it.
    Some(match entry.split_once('\n') {
        Some((_, link)) => link.to_owned(),
        None => entry,
    })
}

/// The link of a project that was kept.
pub(crate) fn kept_link(id: &str) -> Option<String> {
    kept_at(&place(id))
}

/// Whether something is kept under this id that this tab knows nothing of.
pub(crate) fn is_news(id: &str) -> bool {
    let is_known = TAB.with_borrow(|tab| tab.own.contains(id) || tab.seen.contains_key(id));
    !is_known && kept_at(id).is_some()
}

/// The link was read and its project opened: what this tab keeps from now on comes from it.
pub(crate) fn remember_opened(id: &str, link: &str) {
    see(&place(id), link);
}

/// The id of the project that was open last, in this tab if any was.
pub(crate) fn last_open() -> Option<String> {
    remembered(OPEN)
}

/// Remembers which project is open.
pub(crate) fn remember_open(id: &str) {
    remember(OPEN, &place(id));
}

/// Remembers that the page begins as at the first visit.
pub(crate) fn forget_open() {
    for storage in [tab_storage(), storage()].into_iter().flatten() {
        let _ = storage.remove_item(OPEN);
    }
}

/// Remembers that the page itself wrote this link into its address, for the project that is open.
pub(crate) fn remember_own_link(link: &str) {
    remember(OWN_LINK, link);
}

/// Whether the page itself wrote this link: it is that of the project that was open last, not one from elsewhere.
pub(crate) fn is_own_link(fragment: &str) -> bool {
    remembered(OWN_LINK).is_some_and(|own| own == fragment.trim_start_matches('#'))
}

fn remember(key: &str, value: &str) {
    for storage in [tab_storage(), storage()].into_iter().flatten() {
        let _ = storage.set_item(key, value);
    }
}

fn remembered(key: &str) -> Option<String> {
    let of = |storage: Option<Storage>| storage?.get_item(key).ok().flatten();
    of(tab_storage()).or_else(|| of(storage()))
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
    let was_open = last_open() == Some(place(id));
    let name = name.replace('\n', " ");
    let entry = storage.set_item(&format!("{PREFIX}{to}"), &format!("{name}\n{link}"));
    if entry.is_ok() {
        see(to, &link);
        if id != to {
            forget(id);
            if was_open {
                remember_open(to);
            }
        }
    }
    entry.is_ok()
}

/// Forgets a project.
pub(crate) fn forget(id: &str) {
    if let Some(storage) = storage() {
        let place = place(id);
        let _ = storage.remove_item(&format!("{PREFIX}{place}"));
        let _ = storage.remove_item(&format!("{SECOND}{id}"));
    }
    TAB.with_borrow_mut(|tab| tab.apart.remove(id));
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
