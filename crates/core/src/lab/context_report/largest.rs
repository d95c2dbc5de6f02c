//! The largest things that are sent.

use std::collections::BinaryHeap;
use std::rc::Rc;

use super::entries::ContextEntries;
use super::tree::ContextKind;

/// So many are listed.
const LISTED: usize = 10;

/// A file, or a folder that is large as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LargeThing {
    /// Path relative to the root.
    pub path: Rc<str>,
    /// It is a folder.
    pub folder: bool,
    /// Files that are sent of it.
    pub sent_files: usize,
    /// Their bytes.
    pub sent_bytes: u64,
}

/// The largest first. A folder is named as a whole unless one thing in it is at least half of it: then that is named.
pub(super) fn largest(entries: &ContextEntries) -> Vec<LargeThing> {
    let entry = |index: u32| entries.get(index as usize);
    // Among things of one size, the first in the tree.
    let rank = |index: u32| entry(index).map(|entry| (entry.sent_bytes, std::cmp::Reverse(index)));
    let mut waiting: BinaryHeap<_> = entries
        .first()
        .map(|root| {
            root.children
                .iter()
                .filter_map(|child| rank(*child))
                .collect()
        })
        .unwrap_or_default();
    let mut found = Vec::new();
    while let Some((sent_bytes, std::cmp::Reverse(index))) = waiting.pop() {
        if sent_bytes == 0 || found.len() == LISTED {
            break;
        }
        let Some(thing) = entry(index) else {
            continue;
        };
        let led_by_one = thing.children.iter().filter_map(|child| entry(*child));
        let led_by_one = led_by_one
            .map(|child| child.sent_bytes)
            .max()
            .is_some_and(|most| most >= sent_bytes.div_ceil(2));
        if led_by_one {
            waiting.extend(thing.children.iter().filter_map(|child| rank(*child)));
            continue;
        }
        found.push(LargeThing {
            path: Rc::clone(&thing.path),
            folder: thing.kind == ContextKind::Folder,
            sent_files: thing.sent_files,
            sent_bytes,
        });
    }
    found
}
