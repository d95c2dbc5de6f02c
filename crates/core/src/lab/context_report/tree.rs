//! The files of a project as a tree, with sizes and decisions of whole folders.

use std::collections::BTreeSet;
use std::ops::Bound;
use std::rc::Rc;

use layerlab_dockerignore::Decision;

use super::entries::ContextEntries;
use super::{Decider, FileDecision, deciders};
use crate::context::{Content, FileVerdict, NodeKind, SentContext};
use crate::lab::dockerfiles::{is_dockerfile, sort_dockerfiles};
use crate::lab::edits::changed_files;
use crate::lab::project::Project;

/// What an entry of the tree is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContextKind {
    /// A folder.
    Folder,
    /// A file whose text is known.
    Text,
    /// A file of which only the size is known.
    Sized,
    /// A symbolic link.
    Link,
}

/// A folder or file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContextEntry {
    /// Path relative to the root of the project; empty for the root itself.
    pub path: Rc<str>,
    /// What it is.
    pub kind: ContextKind,
    /// Indices of what is in it: folders by name, then files by name.
    pub children: Vec<u32>,
    /// Files and links in it and below; 1 for a file.
    pub files: usize,
    /// Of those, how many are sent.
    pub sent_files: usize,
    /// Their size, or that of all that is in it.
    pub size_bytes: u64,
    /// Of that, what is sent.
    pub sent_bytes: u64,
    /// What is true of all files in it and below; `None` if they differ. Of a folder in which nothing is, what is true of
    /// itself.
    pub decision: Option<FileDecision>,
    /// It differs from the last build, or something in it does.
    pub edited: bool,
}

impl ContextEntry {
    /// The last part of the path.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    fn folder(path: &str) -> Self {
        Self {
            path: path.into(),
            kind: ContextKind::Folder,
            children: Vec::new(),
            files: 0,
            sent_files: 0,
            size_bytes: 0,
            sent_bytes: 0,
            decision: None,
            edited: false,
        }
    }
}

/// The tree while it is made: paths come in the order of their bytes, so what is in a folder comes together.
#[derive(Debug, Default)]
struct Builder {
    entries: ContextEntries,
    parents: Vec<u32>,
    /// The folders that the last path is in, the root first.
    open: Vec<u32>,
    /// How many entries, from the last one, know what is in them, once all are there.
    added_up: usize,
    /// Folders, from the first entry, whose contents are in order.
    sorted: usize,
    /// Which folders hold things of which different things are true.
    differs: Vec<bool>,
}

impl Builder {
    fn new() -> Self {
        let mut entries = ContextEntries::default();
        entries.push(ContextEntry::folder(""));
        Self {
            entries,
            parents: vec![0],
            open: vec![0],
            ..Self::default()
        }
    }

    fn add(&mut self, entry: ContextEntry) -> u32 {
        let parent = self.open.last().copied().unwrap_or(0);
        let index = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        if let Some(folder) = self.entries.get_mut(parent as usize) {
            folder.children.push(index);
        }
        self.parents.push(parent);
        self.entries.push(entry);
        index
    }

    /// Goes to the folder that a path is in, and makes the folders on the way that are not there yet.
    fn enter(&mut self, path: &str) {
        while self.open.len() > 1 {
            let last = self
                .open
                .last()
                .and_then(|last| self.entries.get(*last as usize));
            let inside = last.is_some_and(|folder| {
                path.strip_prefix(&*folder.path)
                    .is_some_and(|rest| rest.starts_with('/'))
            });
            if inside {
                break;
            }
            self.open.pop();
        }
        let entered = self
            .open
            .last()
            .and_then(|last| self.entries.get(*last as usize));
        let entered = match entered {
            Some(folder) if !folder.path.is_empty() => folder.path.len() + 1,
            _ => 0,
        };
        for (slash, _) in path.match_indices('/').filter(|(at, _)| *at > entered) {
            if let Some(above) = path.get(..slash) {
                let folder = self.add(ContextEntry::folder(above));
                self.open.push(folder);
            }
        }
    }

    /// Adds up the next `count` entries, from the leaves to the root, and brings what is in folders in order. What is in a
    /// folder stands behind it. False when all is done.
    fn finish(&mut self, count: usize) -> bool {
        let last = self.entries.len() - 1;
        if self.added_up < last {
            self.differs.resize(self.entries.len(), false);
            let end = self.added_up.saturating_add(count).min(last);
            for done in self.added_up..end {
                self.add_up(last - done);
            }
            self.added_up = end;
            return true;
        }
        if self.sorted <= last {
            let end = self.sorted.saturating_add(count).min(last + 1);
            for index in self.sorted..end {
                self.sort(index);
            }
            self.sorted = end;
            return true;
        }
        false
    }

    /// Adds an entry to the folder that it is in.
    fn add_up(&mut self, index: usize) {
        let parent = self.parents.get(index).map_or(0, |parent| *parent as usize);
        let Some(entry) = self.entries.get(index) else {
            return;
        };
        let (files, sent_files) = (entry.files, entry.sent_files);
        let (size_bytes, sent_bytes, edited) = (entry.size_bytes, entry.sent_bytes, entry.edited);
        let decision = entry.decision.clone();
        let Some(folder) = self.entries.get_mut(parent) else {
            return;
        };
        let first = folder.files == 0;
        folder.files += files;
        folder.sent_files += sent_files;
        folder.size_bytes = folder.size_bytes.saturating_add(size_bytes);
        folder.sent_bytes = folder.sent_bytes.saturating_add(sent_bytes);
        folder.edited |= edited;
        if files > 0 {
            let mixed = decision.is_none()
                || self.differs.get(parent).copied().unwrap_or(false)
                || (!first && folder.decision != decision);
            folder.decision = if mixed { None } else { decision };
            if let Some(differs) = self.differs.get_mut(parent) {
                *differs = mixed;
            }
        }
    }

    /// Folders first. Both are in the order of their names already, but for folders whose names go on with a character
    /// that comes before the slash.
    fn sort(&mut self, index: usize) {
        let several = |entry: &ContextEntry| entry.children.len() > 1;
        if !self.entries.get(index).is_some_and(several) {
            return;
        }
        let Some(entry) = self.entries.get_mut(index) else {
            return;
        };
        let mut children = std::mem::take(&mut entry.children);
        let rank = |child: &u32| {
            let entry = self.entries.get(*child as usize);
            entry.map(|entry| (entry.kind != ContextKind::Folder, &*entry.path))
        };
        children.sort_by(|left, right| rank(left).cmp(&rank(right)));
        children.shrink_to_fit();
        if let Some(entry) = self.entries.get_mut(index) {
            entry.children = children;
        }
    }
}

/// The indices of the file at `path` and of the folders it is in, the root first. `None` if it is not there.
pub(super) fn way_to(entries: &ContextEntries, path: &str) -> Option<Vec<u32>> {
    let mut way = vec![0];
    let mut folder = entries.first()?;
    while *folder.path != *path {
        let mut children = folder.children.iter().copied();
        let next = children.find(|child| {
            let name = entries.get(*child as usize).map_or("", |entry| &entry.path);
            path.strip_prefix(name)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })?;
        way.push(next);
        folder = entries.get(next as usize)?;
    }
    Some(way)
}

/// The tree while it grows, in parts of any length.
#[derive(Debug)]
pub(super) struct Growing {
    builder: Builder,
    edited: BTreeSet<String>,
    deciders: Vec<Decider>,
    /// How many files there are so far.
    grown: usize,
    dockerfiles: Vec<Rc<str>>,
    /// Path of the last entry of the project that was looked at.
    last: Option<Rc<str>>,
}

impl Growing {
    pub(super) fn new(
        project: &Project,
        last_built: Option<&Project>,
        context: &SentContext,
    ) -> Self {
        let changed = last_built.map(|before| changed_files(before, project));
        Self {
            builder: Builder::new(),
            edited: changed.into_iter().flatten().collect(),
            deciders: deciders(&context.ignore),
            grown: 0,
            dockerfiles: Vec::new(),
            last: None,
        }
    }

    /// Adds the next `count` files, and the empty folders before them; then adds up. False when nothing is left. The
    /// project and the context are those that it began with.
    pub(super) fn advance(
        &mut self,
        project: &Project,
        context: &SentContext,
        count: usize,
    ) -> bool {
        let from = match self.last.as_deref() {
            None => Bound::Unbounded,
            Some(last) => Bound::Excluded(last),
        };
        // Verdicts and entries are both by path, and each file of the project has one of each.
        let rest = (project.files.entries).range(from);
        let mut rest = rest.peekable();
        let mut last = None;
        let mut more = false;
        for verdict in context.verdicts().skip(self.grown).take(count) {
            more = true;
            self.grown += 1;
            // The Dockerfile and the ignore file are texts of the project that are not among its files.
            let mut kind = ContextKind::Text;
            while let Some((path, node)) = rest.next_if(|(path, _)| path.as_ref() <= &*verdict.path)
            {
                last = Some(path);
                if path.as_ref() == &*verdict.path {
                    kind = kind_of(&node.kind);
                } else {
                    self.add_folder(project, context, path, &node.kind);
                }
            }
            self.add_file(verdict, kind);
        }
        if !more {
            for (path, node) in rest {
                last = Some(path);
                self.add_folder(project, context, path, &node.kind);
            }
        }
        self.last = last.cloned().or(self.last.take());
        more || self.builder.finish(count)
    }

    fn decision(&self, decision: Decision) -> FileDecision {
        let decider = |pattern: usize| self.deciders.get(pattern).cloned();
        match decision {
            Decision::Included => FileDecision::Sent,
            Decision::Excluded { pattern } => {
                decider(pattern).map_or(FileDecision::Sent, FileDecision::Ignored)
            }
            Decision::Readmitted { pattern } => {
                decider(pattern).map_or(FileDecision::Sent, FileDecision::Readmitted)
            }
        }
    }

    fn add_file(&mut self, verdict: &FileVerdict, kind: ContextKind) {
        let decision = self.decision(verdict.decision);
        let sent = !verdict.decision.is_excluded();
        if kind == ContextKind::Text && is_dockerfile(&verdict.path) {
            self.dockerfiles.push(Rc::clone(&verdict.path));
        }
        self.builder.enter(&verdict.path);
        self.builder.add(ContextEntry {
            path: Rc::clone(&verdict.path),
            kind,
            children: Vec::new(),
            files: 1,
            sent_files: usize::from(sent),
            size_bytes: verdict.size_bytes,
            sent_bytes: if sent { verdict.size_bytes } else { 0 },
            decision: Some(decision),
            edited: !self.edited.is_empty() && self.edited.contains(&*verdict.path),
        });
    }

    /// Adds a folder if nothing is in it. Those that hold something come with it.
    fn add_folder(
        &mut self,
        project: &Project,
        context: &SentContext,
        path: &str,
        kind: &NodeKind,
    ) {
        let inside = format!("{path}/");
        let mut below = (project.files.entries).range(Bound::Included(inside.as_str()));
        let holds_entries = below
            .next()
            .is_some_and(|(path, _)| path.starts_with(&inside));
        let holds_texts = || context.texts().any(|text| text.path.starts_with(&inside));
        if *kind != NodeKind::Directory || holds_entries || holds_texts() {
            return;
        }
        let decision = self.decision(context.ignore.decide(path));
        self.builder.enter(path);
        self.builder.add(ContextEntry {
            decision: Some(decision),
            edited: !self.edited.is_empty() && self.edited.contains(path),
            ..ContextEntry::folder(path)
        });
    }

    /// The tree, which is whole when nothing is left.
    pub(super) fn entries(&self) -> &ContextEntries {
        &self.builder.entries
    }

    /// The tree and the Dockerfiles in it, when nothing is left.
    pub(super) fn finish(mut self) -> (ContextEntries, Vec<Rc<str>>) {
        sort_dockerfiles(&mut self.dockerfiles);
        (self.builder.entries, self.dockerfiles)
    }
}

pub(super) fn kind_of(kind: &NodeKind) -> ContextKind {
    match kind {
        NodeKind::File(Content::Opaque { .. }) => ContextKind::Sized,
        NodeKind::Symlink(_) => ContextKind::Link,
        NodeKind::File(Content::Text(_)) | NodeKind::Directory => ContextKind::Text,
    }
}
