//! Which files a COPY, an ADD or a bind mount takes from the context, and the checksum of the selection.
//!
//! BuildKit: `cache/contenthash/checksum.go`.

use std::rc::Rc;

use layerlab_dockerignore::{IgnoreFile, Refusal, has_wildcards, path_match};

use super::digest::{Digest, Hasher};
use super::files::NodeKind;
use super::filtered::below;
use super::memo::{Asked, asked as asked_for};
use super::sent::{SentContext, SentEntry};
use super::taken::{SelectedFile, SelectedFiles, Taken};

/// How a selection is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Query<'a> {
    /// Cleaned absolute path, maybe with wildcards.
    pub path: &'a str,
    /// Wildcards have a meaning.
    pub wildcards: bool,
    /// `--parents`: the directory below which paths are kept, cleaned and absolute.
    pub parents: Option<&'a str>,
    /// `--exclude` patterns.
    pub exclude: &'a [String],
}

/// What a query finds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    /// Checksum as it enters the cache key.
    pub digest: Digest,
    /// Everything taken, directories included.
    pub files: SelectedFiles,
    /// Exactly one file was named: it may get the destination's name.
    pub single_file: bool,
}

/// The part of a path before its first component with a wildcard, and the part from there on (`splitWildcards`).
#[must_use]
pub fn split_wildcards(path: &str) -> (&str, &str) {
    let ends = path.match_indices('/').map(|(slash, _)| slash);
    let mut start = 0;
    for end in ends.chain([path.len()]) {
        if path.get(start..end).is_some_and(has_wildcards) {
            let fixed = path.get(..start.saturating_sub(1));
            return (
                fixed.unwrap_or_default(),
                path.get(start..).unwrap_or_default(),
            );
        }
        start = end + 1;
    }
    (path, "")
}

/// How BuildKit's messages about what is asked of the context begin.
const CANNOT_CALCULATE: &str =
    "failed to compute cache key: failed to calculate checksum of ref <ref>";

/// BuildKit's message about what is not in the context.
fn not_found(path: &str) -> String {
    format!("{CANNOT_CALCULATE}: \"/{path}\": not found")
}

/// Whether Go compares anything with it.
fn is_pattern(pattern: &str) -> Result<(), String> {
    match path_match(pattern, "") {
        Some(_) => Ok(()),
        None => Err(format!("{CANNOT_CALCULATE}: syntax error in pattern")),
    }
}

fn matcher(patterns: &[String]) -> IgnoreFile {
    IgnoreFile::from_patterns(patterns.iter().map(String::as_str))
}

impl SentContext {
    /// Follows links from `path` (relative, cleaned) to what it stands for.
    fn resolve(&self, path: &str) -> Option<String> {
        let mut current = path.to_owned();
        // As many links in a row as Linux allows.
        for _ in 0..40 {
            let Some(entry) = self.get(&current) else {
                // A parent may be a link to a directory.
                let linked = self.resolve_parent(&current)?;
                if linked == current {
                    return None;
                }
                current = linked;
                continue;
            };
            let NodeKind::Symlink(target) = &entry.node.kind else {
                return Some(current);
            };
            let parent = current.rsplit_once('/').map_or("", |(parent, _)| parent);
            current = relative_clean(parent, target);
            if current.is_empty() {
                return Some(current);
            }
        }
        None
    }

    fn resolve_parent(&self, path: &str) -> Option<String> {
        let mut prefix = path;
        while let Some((above, _)) = prefix.rsplit_once('/') {
            if let Some(entry) = self.get(above) {
                let NodeKind::Symlink(target) = &entry.node.kind else {
                    return None;
                };
                let parent = above.rsplit_once('/').map_or("", |(parent, _)| parent);
                let rest = path.get(above.len()..).unwrap_or("");
                return Some(relative_clean(
                    "",
                    &format!("{}{rest}", relative_clean(parent, target)),
                ));
            }
            prefix = above;
        }
        None
    }

    /// A pattern, with the part before the wildcards led through links, or BuildKit's message if the pattern is none.
    fn resolve_wildcards(&self, path: &str) -> Result<String, String> {
        // The sender takes it for a pattern too, one of other rules (fsutil's `filter.go`).
        if let Some(error) = matcher(&[path.to_owned()]).errors.first() {
            let message = &error.message;
            if error.refusal != Refusal::Matching {
                return Err(format!(
                    "rpc error: code = Unknown desc = invalid includepatterns: [{path}]: {message}"
                ));
            }
            if self.entries().next().is_some() {
                return Err(format!(
                    "error from sender: failed to match includepatterns: {message}"
                ));
            }
        }
        let (fixed, rest) = split_wildcards(path);
        if fixed.is_empty() {
            return is_pattern(rest).map(|()| path.to_owned());
        }
        match self.resolve(fixed) {
            Some(resolved) => is_pattern(rest).map(|()| {
                let path = format!("{resolved}/{rest}");
                path.trim_start_matches('/').to_owned()
            }),
            None => Ok(path.to_owned()),
        }
    }

    /// How a query is answered, or BuildKit's message.
    fn find<'a>(&self, query: Query<'a>) -> Result<Found<'_, 'a>, String> {
        let path = query.path.trim_start_matches('/');
        let several = |way, own, path: &str| {
            Ok(Found::Several {
                way,
                own,
                path: path.to_owned(),
            })
        };
        let not_found = || not_found(path);
        if query.parents.is_some() {
            // Only what has no wildcards has to be there.
            if !path.is_empty() && !has_wildcards(path) {
                self.resolve(path).ok_or_else(not_found)?;
            }
            return several(Way::Parents, None, path);
        }
        if query.wildcards {
            return several(Way::Wildcard, None, &self.resolve_wildcards(path)?);
        }
        if path.is_empty() {
            return several(Way::Directory, None, "");
        }
        let resolved = self.resolve(path).ok_or_else(not_found)?;
        if resolved.is_empty() {
            return several(Way::Directory, None, "");
        }
        let entry = self.get(&resolved).ok_or_else(not_found)?;
        if matches!(entry.node.kind, NodeKind::Directory) {
            return several(Way::Directory, Some(entry.digest), &resolved);
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        Ok(Found::Single { entry, name })
    }

    /// What a query takes, or BuildKit's message.
    ///
    /// # Errors
    /// A path without wildcards that is not there, or a pattern that is none.
    pub fn select(&self, query: Query<'_>) -> Result<Selection, String> {
        match self.find(query)? {
            Found::Single { entry, name } => {
                let mut file = Taken::default();
                file.add(selected(entry, name), entry.digest);
                let files = SelectedFiles::new(Rc::default(), Taken::default(), file);
                Ok(Selection {
                    digest: entry.digest,
                    files,
                    single_file: true,
                })
            }
            Found::Several { way, own, path } => {
                let asked = Query {
                    path: &path,
                    ..query
                };
                self.several(asked, way, own)
            }
        }
    }

    /// Takes from the files of the project, unless that was done before, and from the edited texts. `own` is the
    /// checksum of the directory itself.
    fn several(
        &self,
        query: Query<'_>,
        way: Way,
        own: Option<Digest>,
    ) -> Result<Selection, String> {
        let list = |entries: &[SentEntry], only: Option<&[SentEntry]>| {
            let mut listing = Listing::new(way, query);
            for entry in listing.among(entries) {
                let counts = only.is_none_or(|only| only.iter().any(|own| own.path == entry.path));
                listing.visit(entry, counts);
            }
            listing.taken
        };
        let project = (self.project.selections).get(query, || list(&self.project.entries, None));
        let stale = list(&self.stale_and_above, Some(&self.stale));
        let texts = list(&self.texts_and_above, Some(&self.texts));
        let files = SelectedFiles::new(project, stale, texts);
        let mut hasher = Hasher::new(match way {
            Way::Directory => "directory",
            Way::Wildcard => "wildcard",
            Way::Parents => "parents",
        });
        if let Some(own) = own {
            hasher.digest(own);
        }
        files.digest().enter(&mut hasher);
        if way != Way::Directory || !query.exclude.is_empty() {
            // With patterns, what links lead to counts, and has to be there (`checksum.go:Checksum`).
            for link in files.links() {
                hasher.text(&link.below).digest(self.behind_link(link)?);
            }
        }
        Ok(Selection {
            digest: hasher.finish(),
            files,
            single_file: false,
        })
    }

    /// The checksum of what a link leads to, or BuildKit's message if there is nothing.
    fn behind_link(&self, link: &SelectedFile) -> Result<Digest, String> {
        let target = self
            .resolve(&link.path)
            .ok_or_else(|| not_found(&link.path))?;
        let query = Query {
            path: &target,
            wildcards: false,
            parents: None,
            exclude: &[],
        };
        self.select(query).map(|selection| selection.digest)
    }

    /// Begins to take what a query asks for, in parts of any length. `None` if that is quick.
    #[must_use]
    pub fn gather(&self, query: Query<'_>) -> Option<Gathering> {
        let Ok(Found::Several { way, path, .. }) = self.find(query) else {
            return None;
        };
        let asked = Query {
            path: &path,
            ..query
        };
        (!self.project.selections.knows(asked)).then(|| Gathering {
            listing: Listing::new(way, asked),
            asked: asked_for(asked),
            next: 0,
        })
    }
}

/// The answer to a query on its way.
#[derive(Debug)]
pub struct Gathering {
    listing: Listing,
    asked: Asked,
    /// How many files were looked at.
    next: usize,
}

impl Gathering {
    /// Looks at the next `count` files of the context that it began with. False when there are no more: the answer is
    /// remembered then.
    pub fn advance(&mut self, context: &SentContext, count: usize) -> bool {
        let entries = self.listing.among(&context.project.entries);
        let rest = entries.get(self.next..).unwrap_or_default();
        for entry in rest.iter().take(count) {
            self.listing.visit(entry, true);
        }
        self.next = self.next.saturating_add(count);
        let more = count < rest.len();
        if !more {
            let taken = std::mem::take(&mut self.listing.taken);
            (context.project.selections).put(self.asked.clone(), Rc::new(taken));
        }
        more
    }
}

/// How a query is answered.
enum Found<'c, 'q> {
    /// Exactly this file is taken, under this name.
    Single { entry: &'c SentEntry, name: &'q str },
    /// What is found at or below a path that may have wildcards. `own` is the checksum of the directory itself.
    Several {
        way: Way,
        own: Option<Digest>,
        path: String,
    },
}

fn selected(entry: &SentEntry, below: &str) -> SelectedFile {
    SelectedFile {
        path: entry.path.clone(),
        // Of all that is copied, most lies where it lay.
        below: if *below == *entry.path {
            entry.path.clone()
        } else {
            below.into()
        },
        node: entry.node.clone(),
        digest: entry.digest,
    }
}

/// What an entry contributes to the checksum of a selection.
fn member(role: &str, place: &str, entry: &SentEntry) -> Digest {
    Hasher::new(role).text(place).digest(entry.digest).finish()
}

/// How a query that may find several files finds them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// All below a directory.
    Directory,
    /// What matches.
    Wildcard,
    /// What matches, with its whole path.
    Parents,
}

/// Takes files from a list of entries, one after the other. What becomes of an entry depends only on itself and on those
/// above it.
#[derive(Debug)]
struct Listing {
    way: Way,
    /// What is asked for, as far as the first wildcard; with parents, what is above them.
    path: String,
    /// The part of it from the first wildcard on.
    wildcards: String,
    /// What is taken below it, with parents. Nothing is what `.` names (moby's `patternmatcher.New` passes over it).
    pattern: IgnoreFile,
    /// `--exclude`, relative to what is copied.
    excludes: Option<IgnoreFile>,
    /// The directory that matched last: what is in it is taken with it.
    matched: Option<Rc<str>>,
    taken: Taken,
}

impl Listing {
    fn new(way: Way, query: Query<'_>) -> Self {
        let base = query.parents.unwrap_or_default().trim_matches('/');
        let pattern = match way {
            Way::Directory | Way::Wildcard => IgnoreFile::default(),
            Way::Parents => matcher(&[behind(base, query.path).to_owned()]),
        };
        let (path, wildcards) = match way {
            Way::Wildcard => split_wildcards(query.path),
            Way::Directory => (query.path, ""),
            Way::Parents => split_wildcards(base),
        };
        Self {
            way,
            path: path.to_owned(),
            wildcards: wildcards.to_owned(),
            pattern,
            excludes: (!query.exclude.is_empty()).then(|| matcher(query.exclude)),
            matched: None,
            taken: Taken::default(),
        }
    }

    /// The entries, of those in the order of their components, that it must be shown.
    fn among<'a>(&self, entries: &'a [SentEntry]) -> &'a [SentEntry] {
        match self.way {
            Way::Directory | Way::Wildcard | Way::Parents => below(entries, &self.path),
        }
    }

    fn is_excluded(&self, path: &str) -> bool {
        (self.excludes.as_ref()).is_some_and(|excludes| excludes.decide(path).is_excluded())
    }

    /// Looks at the next entry, and takes it if it `counts`.
    fn visit(&mut self, entry: &SentEntry, counts: bool) {
        let place = behind(&self.path, &entry.path);
        match self.way {
            Way::Directory => self.take_inside(entry, place, place, counts),
            Way::Wildcard => self.visit_matching(entry, place, counts),
            Way::Parents if self.wildcards.is_empty() => {
                self.take_named(entry, place, place, counts);
            }
            Way::Parents => self.visit_below_matching(entry, place, counts),
        }
    }

    /// With parents, and wildcards in what is above them.
    fn visit_below_matching(&mut self, entry: &SentEntry, place: &str, counts: bool) {
        let inside = (self.matched.as_deref())
            .and_then(|matched| entry.path.strip_prefix(matched)?.strip_prefix('/'));
        match inside {
            Some(below) => self.take_named(entry, below, place, counts),
            None if path_match(&self.wildcards, place) == Some(true) => {
                self.matched = Some(entry.path.clone());
            }
            None => {}
        }
    }

    /// Takes what the source names below what is above the parents.
    fn take_named(&mut self, entry: &SentEntry, below: &str, place: &str, counts: bool) {
        if self.pattern.decide(below).is_excluded() && !self.is_excluded(below) {
            self.take(entry, below, "inside", place, counts);
        }
    }

    fn visit_matching(&mut self, entry: &SentEntry, place: &str, counts: bool) {
        if let Some(matched) = &self.matched {
            let inside = entry.path.strip_prefix(&**matched);
            if let Some(below) = inside.and_then(|rest| rest.strip_prefix('/')) {
                self.take_inside(entry, below, place, counts);
                return;
            }
        }
        if path_match(&self.wildcards, place) != Some(true) {
            return;
        }
        // What matches is copied whatever `--exclude` says: that is only asked about what lies in a folder that matches
        // (fsutil's `copy.go`; moby/buildkit issue 5489).
        if matches!(entry.node.kind, NodeKind::Directory) {
            self.matched = Some(entry.path.clone());
            // The directory itself counts, and only what is in it is copied.
            if counts {
                let member = member("matched", place, entry);
                self.taken.digest.add(member);
            }
        } else {
            let name = entry.path.rsplit('/').next().unwrap_or(&entry.path);
            self.take(entry, name, "matched", place, counts);
        }
    }

    /// Takes what lies `below` a directory that is copied.
    fn take_inside(&mut self, entry: &SentEntry, below: &str, place: &str, counts: bool) {
        if !self.is_excluded(below) {
            self.take(entry, below, "inside", place, counts);
        }
    }

    /// Takes one entry. `role` and `place` are what counts of where it stands, besides its own checksum.
    fn take(&mut self, entry: &SentEntry, below: &str, role: &str, place: &str, counts: bool) {
        if counts {
            let member = member(role, place, entry);
            self.taken.add(selected(entry, below), member);
        }
    }
}

/// The part of a path behind a directory that it lies in; all of it for the root.
fn behind<'a>(directory: &str, path: &'a str) -> &'a str {
    let skip = if directory.is_empty() {
        0
    } else {
        directory.len() + 1
    };
    path.get(skip..).unwrap_or("")
}

/// A link's target seen from the directory it stands in, relative to the root of the context.
fn relative_clean(directory: &str, target: &str) -> String {
    let joined = if target.starts_with('/') {
        target.to_owned()
    } else {
        format!("{directory}/{target}")
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in joined.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    parts.join("/")
}
