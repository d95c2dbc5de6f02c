//! Which rows of the tree there are, given which folders are open, and which of them are in view.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use layerlab_core::lab::{ContextEntries, ContextEntry, ContextKind};

/// A folder with more entries than these is closed at first.
const OPEN_UP_TO: usize = 12;

/// Which folders were opened or closed by hand, by path.
pub(super) type Opened = BTreeMap<Rc<str>, bool>;

/// A row of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    /// Index of the entry.
    pub(super) entry: u32,
    /// How deep it is, from 1.
    pub(super) level: usize,
    /// Its place among what is in the same folder, from 1.
    pub(super) place: usize,
    /// How many entries that folder has.
    pub(super) of: usize,
    /// The row of the folder that it is in.
    pub(super) parent: Option<usize>,
}

/// Whether a folder is open: as it was left, or, before anybody opened or closed it, if it is small and holds a text that
/// is sent.
pub(super) fn is_open(entries: &ContextEntries, folder: &ContextEntry, opened: &Opened) -> bool {
    if let Some(open) = opened.get(&folder.path) {
        return *open;
    }
    folder.children.len() <= OPEN_UP_TO
        && folder.children.iter().any(|child| {
            let child = entries.get(*child as usize);
            child.is_some_and(|child| child.kind == ContextKind::Text && child.sent_files > 0)
        })
}

/// All rows, from the top.
pub(super) fn lines(entries: &ContextEntries, opened: &Opened) -> Vec<Line> {
    let mut lines = Vec::new();
    // The children of each open folder that are still to come, the innermost last.
    let mut open = vec![(entries.first(), 0_usize, None)];
    while let Some((folder, next, parent)) = open.pop() {
        let children = folder
            .map(|folder| folder.children.as_slice())
            .unwrap_or_default();
        let Some(child) = children.get(next) else {
            continue;
        };
        open.push((folder, next + 1, parent));
        let row = lines.len();
        lines.push(Line {
            entry: *child,
            level: open.len(),
            place: next + 1,
            of: children.len(),
            parent,
        });
        if let Some(entry) = entries.get(*child as usize)
            && entry.kind == ContextKind::Folder
            && is_open(entries, entry, opened)
        {
            open.push((Some(entry), 0, Some(row)));
        }
    }
    lines
}

/// The rows to make for a view that begins `above` pixels below the top of the tree (negative: above it) and is `height`
/// pixels high: those in view and some more, in steps, so that scrolling a little changes nothing.
pub(super) fn in_view(above: f64, height: f64, row_height: f64, rows: usize) -> Range<usize> {
    const STEP: usize = 16;
    let row_at = |pixels: f64| (pixels.max(0.0) / row_height) as usize;
    let first = (row_at(above) / STEP).saturating_sub(1) * STEP;
    let last = (row_at(above + height) / STEP + 2) * STEP;
    first.min(rows)..last.min(rows)
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use layerlab_core::context::{FileNode, FileTree};
    use layerlab_core::lab::{Lab, Project};

    use super::*;

    fn entries(paths: &[&str]) -> ContextEntries {
        let files = paths.iter().fold(FileTree::default(), |files, path| {
            files.with(path, FileNode::text("x"))
        });
        let project = Project {
            dockerfile: "FROM scratch\n".into(),
            files: Rc::new(files),
            ..Project::default()
        };
        Lab::open(project).analyze().context.entries.clone()
    }

    fn shown(entries: &ContextEntries, opened: &Opened) -> Vec<(String, usize)> {
        let lines = lines(entries, opened);
        lines
            .iter()
            .map(|line| {
                (
                    entries.get(line.entry as usize).unwrap().path.to_string(),
                    line.level,
                )
            })
            .collect()
    }

    #[test]
    fn open_folders_show_what_is_in_them() {
        let entries = entries(&["a/b/c", "a/d", "e"]);
        let expected = |rows: &[(&str, usize)]| -> Vec<(String, usize)> {
            rows.iter()
                .map(|(path, level)| ((*path).to_owned(), *level))
                .collect()
        };
        assert_eq!(
            shown(&entries, &Opened::new()),
            expected(&[
                ("a", 1),
                ("a/b", 2),
                ("a/b/c", 3),
                ("a/d", 2),
                ("Dockerfile", 1),
                ("e", 1)
            ])
        );
        let opened = Opened::from([(Rc::from("a/b"), false)]);
        assert_eq!(
            shown(&entries, &opened),
            expected(&[
                ("a", 1),
                ("a/b", 2),
                ("a/d", 2),
                ("Dockerfile", 1),
                ("e", 1)
            ])
        );
        let rows = lines(&entries, &opened);
        assert_eq!((rows[1].parent, rows[1].place, rows[1].of), (Some(0), 1, 2));
        assert_eq!(rows[3].parent, None);
    }

    #[test]
    fn only_rows_near_the_view_are_made() {
        assert_eq!(in_view(0.0, 700.0, 26.0, 100_000), 0..48);
        assert_eq!(in_view(26_000.0, 700.0, 26.0, 100_000), 976..1056);
        assert_eq!(in_view(26_010.0, 700.0, 26.0, 100_000), 976..1056);
        assert_eq!(in_view(-500.0, 700.0, 26.0, 5), 0..5);
        assert_eq!(in_view(9e9, 700.0, 26.0, 5), 5..5);
    }
}
