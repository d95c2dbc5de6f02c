//! What a layer holds as a tree of folders, files and packages, in the order in which it is shown.

use std::collections::BTreeMap;

use layerlab_catalog::Estimate;

use super::analysis::Range;
use super::figures::range;

/// A row of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentNode {
    /// Folders above it.
    pub depth: usize,
    /// Name of the file, the folder or the package. Folders in which there is but one folder are one row.
    pub label: String,
    /// Bytes of all that lies in it.
    pub size: Range,
    /// On what the size rests: `exact`, `measured`, `derived` or `assumed`.
    pub basis: &'static str,
    /// How many files and packages lie in it, itself included if it is one.
    pub things: usize,
    /// Bytes of it that a later step made useless.
    pub wasted_bytes: u64,
    /// Index of the first row behind it and all that lies in it.
    pub end: usize,
}

/// Something to be put into the tree.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item<'a> {
    /// Absolute path of the file, or of the folder that all of it lies in.
    pub(super) path: &'a str,
    /// Name of a package; empty for files and folders.
    pub(super) name: &'a str,
    pub(super) size: Estimate,
    pub(super) wasted: bool,
}

#[derive(Debug, Default)]
struct Folder<'a> {
    /// Folders and files by name.
    below: BTreeMap<&'a str, Folder<'a>>,
    /// Packages by name, of which a folder may hold many.
    packages: Vec<Item<'a>>,
    /// What is known of it as a whole.
    own: Vec<Item<'a>>,
}

/// The rows of the tree, the largest first in each folder.
pub(super) fn tree<'a>(items: impl Iterator<Item = Item<'a>>) -> Vec<ContentNode> {
    let mut root = Folder::default();
    for item in items {
        let mut folder = &mut root;
        for part in item.path.split('/').filter(|part| !part.is_empty()) {
            folder = folder.below.entry(part).or_default();
        }
        if item.name.is_empty() {
            folder.own.push(item);
        } else {
            folder.packages.push(item);
        }
    }
    let mut rows = Vec::new();
    rows_below(&root, 0, "/", &mut rows);
    rows
}

/// What comes together in a folder.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    size: Estimate,
    things: usize,
    wasted_bytes: u64,
}

impl Sum {
    fn add(self, item: &Item<'_>) -> Self {
        Self {
            size: self.size.plus(item.size),
            things: self.things + 1,
            wasted_bytes: self.wasted_bytes + if item.wasted { item.size.bytes } else { 0 },
        }
    }
}

fn sum(folder: &Folder<'_>) -> Sum {
    let own = folder.own.iter().chain(&folder.packages);
    let own = own.fold(Sum::default(), Sum::add);
    folder.below.values().map(sum).fold(own, |one, other| Sum {
        size: one.size.plus(other.size),
        things: one.things + other.things,
        wasted_bytes: one.wasted_bytes + other.wasted_bytes,
    })
}

/// Rows that are not yet in their order.
enum Row<'a, 'f> {
    Folder(String, &'f Folder<'a>),
    Package(&'f Item<'a>),
}

fn rows_below(folder: &Folder<'_>, depth: usize, before: &str, rows: &mut Vec<ContentNode>) {
    let mut found: Vec<(Sum, Row<'_, '_>)> = Vec::new();
    for (name, below) in &folder.below {
        let (label, below) = joined(format!("{before}{name}"), below);
        found.push((sum(below), Row::Folder(label, below)));
    }
    for package in &folder.packages {
        found.push((Sum::default().add(package), Row::Package(package)));
    }
    found.sort_by_key(|(sum, _)| std::cmp::Reverse(sum.size.bytes));
    for (sum, row) in found {
        let place = rows.len();
        rows.push(ContentNode {
            depth,
            label: match &row {
                Row::Folder(label, below) if is_folder(below) => format!("{label}/"),
                Row::Folder(label, _) => label.clone(),
                Row::Package(item) => item.name.to_owned(),
            },
            size: range(sum.size),
            basis: sum.size.basis.word(),
            things: sum.things,
            wasted_bytes: sum.wasted_bytes,
            end: 0,
        });
        if let Row::Folder(_, below) = row {
            rows_below(below, depth + 1, "", rows);
        }
        let end = rows.len();
        if let Some(row) = rows.get_mut(place) {
            row.end = end;
        }
    }
}

fn is_folder(folder: &Folder<'_>) -> bool {
    !folder.below.is_empty() || !folder.packages.is_empty()
}

/// A folder in which there is nothing but one folder, with that.
fn joined<'a, 'f>(mut label: String, mut folder: &'f Folder<'a>) -> (String, &'f Folder<'a>) {
    while folder.own.is_empty() && folder.packages.is_empty() && folder.below.len() == 1 {
        let Some((name, below)) = folder.below.iter().next() else {
            break;
        };
        label = format!("{label}/{name}");
        folder = below;
    }
    (label, folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item<'a>(path: &'a str, name: &'a str, bytes: u64) -> Item<'a> {
        Item {
            path,
            name,
            size: Estimate::exact(bytes),
            wasted: false,
        }
    }

    fn shown(items: &[Item<'_>]) -> Vec<(usize, String, u64, usize)> {
        let rows = tree(items.iter().copied());
        let row = |row: ContentNode| (row.depth, row.label, row.size.bytes, row.end);
        rows.into_iter().map(row).collect()
    }

    #[test]
    fn folders_hold_the_sum_and_the_largest_come_first() {
        let items = [
            item("/app/a.py", "", 1),
            item("/app/shop/views.py", "", 5),
            item("/app/shop/urls.py", "", 7),
            item("/usr/lib/python", "Django", 40),
            item("/usr/lib/python", "pip", 2),
        ];
        let rows = [
            (0, "/usr/lib/python/".to_owned(), 42, 3),
            (1, "Django".to_owned(), 40, 2),
            (1, "pip".to_owned(), 2, 3),
            (0, "/app/".to_owned(), 13, 8),
            (1, "shop/".to_owned(), 12, 7),
            (2, "urls.py".to_owned(), 7, 6),
            (2, "views.py".to_owned(), 5, 7),
            (1, "a.py".to_owned(), 1, 8),
        ];
        assert_eq!(shown(&items), rows);
    }

    #[test]
    fn a_folder_known_as_a_whole_and_what_lies_in_it_are_added() {
        let items = [item("/var/cache", "", 3), item("/var/cache/x", "", 4)];
        let rows = [
            (0, "/var/cache/".to_owned(), 7, 2),
            (1, "x".to_owned(), 4, 2),
        ];
        assert_eq!(shown(&items), rows);
    }

    #[test]
    fn what_is_wasted_is_added_up_too() {
        let wasted = Item {
            wasted: true,
            ..item("/a/b", "", 4)
        };
        let rows = tree([wasted, item("/a/c", "", 1)].into_iter());
        let wasted: Vec<u64> = rows.iter().map(|row| row.wasted_bytes).collect();
        assert_eq!(wasted, [4, 4, 0]);
    }
}
