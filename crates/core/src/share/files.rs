//! Files in a link.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::{Contents, LinkOptions};
use crate::context::{Content, FileNode, FileTree, NodeKind};
use crate::lab::looks_secret;

/// A file, its path told by what it has in common with the one before.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct SharedFile {
    /// Bytes at the beginning that are those of the path before.
    same: usize,
    /// The rest of the path.
    rest: String,
    node: SharedNode,
}

/// What stands at a path.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct SharedNode {
    /// `None` for the usual one of its kind.
    mode: Option<u32>,
    kind: SharedKind,
}

#[derive(Debug, Serialize, Deserialize)]
enum SharedKind {
    /// A file of this size, and which of the contents it has had; mode 644.
    Sized(u64, u32),
    /// A text; mode 644.
    Text(String),
    /// Mode 755.
    Directory,
    /// Mode 777.
    Link(String),
}

/// Names of files that a build reads, wherever they are.
const OFTEN_READ: [&str; 22] = [
    "requirements.txt",
    "constraints.txt",
    "pyproject.toml",
    "poetry.lock",
    "uv.lock",
    "Pipfile",
    "Pipfile.lock",
    "setup.py",
    "setup.cfg",
    "package.json",
    "package-lock.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "go.mod",
    "go.sum",
    "Cargo.toml",
    "Cargo.lock",
    "Gemfile",
    "Gemfile.lock",
    "composer.json",
    "composer.lock",
    "pom.xml",
];

/// Longer texts of dependency locks are told by their size: the list beside them says enough.
const LONGEST_NEEDED_BYTES: usize = 4096;

/// A file with this path is one that builds read, such as a list of dependencies.
#[must_use]
pub fn is_often_read(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    OFTEN_READ.contains(&name)
        || (name.starts_with("requirements") && name.ends_with(".txt"))
        || name.ends_with(".dockerignore")
}

/// Which of its contents a file has: of contents that are equally long, the same number for the same content.
#[derive(Debug, Default)]
pub(super) struct Revisions {
    by_path: BTreeMap<String, Vec<(u32, Content)>>,
}

impl Revisions {
    fn number(&mut self, path: &str, content: &Content) -> u32 {
        let known = self.by_path.entry(path.to_owned()).or_default();
        if let Some((number, _)) = known.iter().find(|(_, other)| other == content) {
            return *number;
        }
        let size_bytes = content.size_bytes();
        let is_free = |number: &u32| {
            let mut known = known.iter();
            !known.any(|(other, known)| other == number && known.size_bytes() == size_bytes)
        };
        // What came out of a link keeps its number, so that it goes into the next one as it is.
        let kept = number_of(path, content).filter(is_free);
        let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
        let number = kept.or_else(|| (next..).find(is_free)).unwrap_or(next);
        known.push((number, content.clone()));
        number
    }
}

/// What tells the content of a file with this number from others at its path.
fn identity(number: u32, path: &str) -> String {
    format!("content {number} of {path}")
}

/// The number of a content that was read from a link.
fn number_of(path: &str, content: &Content) -> Option<u32> {
    let Content::Opaque { identity: own, .. } = content else {
        return None;
    };
    let number = own
        .strip_prefix("content ")?
        .split(' ')
        .next()?
        .parse()
        .ok()?;
    (**own == *identity(number, path)).then_some(number)
}

/// Whether the text of a file goes into the link. `dockerfiles` are those of all its builds, so that a file is told alike
/// in each of them.
pub(super) fn is_text_shared(
    path: &str,
    text: &str,
    dockerfiles: &[&str],
    options: &LinkOptions,
) -> bool {
    let wanted = match options.contents {
        Contents::None => false,
        Contents::All => true,
        Contents::Needed => {
            let name = path.rsplit('/').next().unwrap_or(path);
            options.open_files.contains(path)
                || (text.len() <= LONGEST_NEEDED_BYTES
                    && (is_often_read(path) || dockerfiles.iter().any(|text| text.contains(name))))
        }
    };
    wanted && (options.secrets || !looks_secret(path))
}

/// `shares` says whether the text of a file goes into the link.
pub(super) fn node(
    path: &str,
    node: &FileNode,
    revisions: &mut Revisions,
    shares: impl Fn(&str) -> bool,
) -> SharedNode {
    let (kind, usual) = match &node.kind {
        NodeKind::File(Content::Text(text)) if shares(text) => {
            (SharedKind::Text(text.to_string()), 0o644)
        }
        NodeKind::File(content) => {
            let number = revisions.number(path, content);
            (SharedKind::Sized(content.size_bytes(), number), 0o644)
        }
        NodeKind::Directory => (SharedKind::Directory, 0o755),
        NodeKind::Symlink(target) => (SharedKind::Link(target.to_string()), 0o777),
    };
    SharedNode {
        mode: (node.mode != usual).then_some(node.mode),
        kind,
    }
}

/// `path` is that of the node: it is part of what tells its content from others.
pub(super) fn read_node(path: &str, node: SharedNode) -> FileNode {
    let plain = match node.kind {
        SharedKind::Sized(size_bytes, number) => {
            FileNode::sized(size_bytes, &identity(number, path))
        }
        SharedKind::Text(text) => FileNode::text(&text),
        SharedKind::Directory => FileNode::directory(),
        SharedKind::Link(target) => FileNode {
            kind: NodeKind::Symlink(target.into()),
            mode: 0o777,
            modified: None,
        },
    };
    FileNode {
        mode: node.mode.unwrap_or(plain.mode),
        ..plain
    }
}

pub(super) fn tree(
    files: &FileTree,
    revisions: &mut Revisions,
    shares: impl Fn(&str, &str) -> bool,
) -> Vec<SharedFile> {
    let mut before = "";
    let files = files.entries.iter().map(|(path, file)| {
        let same = common_prefix(before, path);
        before = path;
        SharedFile {
            same,
            rest: path.get(same..).unwrap_or_default().to_owned(),
            node: node(path, file, revisions, |text| shares(path, text)),
        }
    });
    files.collect()
}

/// Bytes at the beginning that both have, on a character boundary.
pub(super) fn common_prefix(left: &str, right: &str) -> usize {
    let pairs = left.chars().zip(right.chars());
    pairs
        .take_while(|(left, right)| left == right)
        .map(|(letter, _)| letter.len_utf8())
        .sum()
}

/// Longest path that Linux takes, in bytes.
const LONGEST_PATH_BYTES: usize = 4096;
/// All paths together are not longer. Each may repeat the one before without being any longer in the link.
const MOST_PATH_BYTES: usize = 8 * 1024 * 1024;

/// `None` if the paths expand to more than a link may hold.
pub(super) fn read_tree(files: impl Iterator<Item = SharedFile>) -> Option<Rc<FileTree>> {
    let mut tree = FileTree::default();
    let mut before = String::new();
    let mut path_bytes = 0_usize;
    for file in files {
        let same = before.get(..file.same).unwrap_or_default();
        path_bytes = path_bytes.saturating_add(same.len() + file.rest.len());
        if path_bytes > MOST_PATH_BYTES {
            return None;
        }
        let path = format!("{same}{}", file.rest);
        before.clone_from(&path);
        if is_safe(&path) {
            let node = read_node(&path, file.node);
            tree.entries.insert(path, node);
        }
    }
    Some(Rc::new(tree))
}

/// A path as projects have them: relative, without steps up.
pub(super) fn is_safe(path: &str) -> bool {
    !path.is_empty()
        && path.len() <= LONGEST_PATH_BYTES
        && !path.contains('\0')
        && path
            .split('/')
            .all(|part| !part.is_empty() && part != "." && part != "..")
}
