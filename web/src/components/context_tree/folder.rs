//! Paths as a tree of folders.

use std::collections::BTreeMap;

use layerlab_core::lab::{ContextFile, FileDecision};

/// A folder with more entries than these is closed at first.
const OPEN_UP_TO: usize = 12;

/// A folder and all that is in it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Folder {
    /// Its path; empty for the project itself.
    pub(super) path: String,
    /// Folders in it, by name.
    pub(super) folders: BTreeMap<String, Folder>,
    /// Files in it, in order.
    pub(super) files: Vec<ContextFile>,
    /// Bytes of all files in it and below.
    pub(super) size_bytes: u64,
    /// What is true of all files in it and below; `None` if they differ.
    pub(super) decision: Option<FileDecision>,
}

impl Folder {
    /// The tree of these files.
    pub(super) fn of(files: &[ContextFile]) -> Self {
        let mut root = Self::default();
        for file in files {
            let mut folder = &mut root;
            folder.size_bytes += file.size_bytes;
            let (parents, _) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
            for name in parents.split('/').filter(|name| !name.is_empty()) {
                let path = join(&folder.path, name);
                folder = folder.folders.entry(name.to_owned()).or_default();
                folder.path = path;
                folder.size_bytes += file.size_bytes;
            }
            folder.files.push(file.clone());
        }
        root.decide();
        root
    }

    fn decide(&mut self) {
        for folder in self.folders.values_mut() {
            folder.decide();
        }
        let mut decisions = self
            .folders
            .values()
            .map(|folder| folder.decision.as_ref())
            .chain(self.files.iter().map(|file| Some(&file.decision)));
        let first = decisions.next().flatten();
        self.decision = if decisions.all(|decision| decision == first) {
            first.cloned()
        } else {
            None
        };
    }
}

/// Whether a folder is open before anybody opened or closed it: if it is small and holds a text that is sent.
pub(super) fn is_open_at_first(folder: &Folder) -> bool {
    let ignored = |decision: &FileDecision| matches!(decision, FileDecision::Ignored { .. });
    let has_sent_text = folder
        .files
        .iter()
        .any(|file| file.text && !ignored(&file.decision));
    has_sent_text && folder.folders.len() + folder.files.len() <= OPEN_UP_TO
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() {
        name.to_owned()
    } else {
        format!("{folder}/{name}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, size_bytes: u64, ignored_by: Option<usize>) -> ContextFile {
        ContextFile {
            path: path.to_owned(),
            size_bytes,
            text: true,
            decision: match ignored_by {
                Some(line) => FileDecision::Ignored {
                    line,
                    pattern: "x".to_owned(),
                },
                None => FileDecision::Sent,
            },
            edited: false,
        }
    }

    #[test]
    fn folders_know_their_size_and_what_is_true_of_all_in_them() {
        let root = Folder::of(&[
            file(".git/objects/pack/a", 30, Some(1)),
            file(".git/HEAD", 2, Some(1)),
            file("shop/views.py", 3, None),
            file("shop/__pycache__/views.pyc", 4, Some(4)),
            file("manage.py", 1, None),
        ]);
        assert_eq!(root.size_bytes, 40);
        assert_eq!(root.decision, None);
        let git = &root.folders[".git"];
        assert_eq!(git.size_bytes, 32);
        assert!(matches!(
            git.decision,
            Some(FileDecision::Ignored { line: 1, .. })
        ));
        assert_eq!(
            git.folders["objects"].folders["pack"].path,
            ".git/objects/pack"
        );
        let shop = &root.folders["shop"];
        assert_eq!(shop.decision, None);
        assert_eq!(shop.files.len(), 1);
        assert_eq!(root.files.len(), 1);
    }

    #[test]
    fn no_files_make_an_empty_folder() {
        assert_eq!(Folder::of(&[]), Folder::default());
    }
}
