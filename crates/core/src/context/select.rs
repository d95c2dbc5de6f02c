//! Which files a COPY, an ADD or a bind mount takes from the context, and the checksum of the selection.
//!
//! BuildKit: `cache/contenthash/checksum.go`.

use std::rc::Rc;

use layerlab_dockerignore::IgnoreFile;

use super::digest::{Digest, Hasher};
use super::files::NodeKind;
use super::filtered::below;
use super::sent::{SentContext, SentEntry};
use super::taken::{SelectedFile, SelectedFiles, Taken};

/// How a selection is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Query<'a> {
    /// Cleaned absolute path, maybe with wildcards.
    pub path: &'a str,
    /// Wildcards have a meaning.
    pub wildcards: bool,
    /// `--parents`.
    pub parents: bool,
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

/// The part of a path before its first component with a wildcard, without a slash at its end.
fn before_wildcard(path: &str) -> String {
    let fixed: Vec<&str> = path
        .split('/')
        .take_while(|part| !part.contains(['*', '?', '[']))
        .collect();
    fixed.join("/")
}

fn matcher(patterns: &[String]) -> IgnoreFile {
    IgnoreFile::from_patterns(patterns.iter().map(String::as_str))
}

fn is_excluded(excludes: Option<&IgnoreFile>, path: &str) -> bool {
    excludes.is_some_and(|excludes| excludes.decide(path).is_excluded())
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

    /// What a query takes, or BuildKit's message.
    ///
    /// # Errors
    /// A path without wildcards that is not there, or a pattern that is none.
    pub fn select(&self, query: Query<'_>) -> Result<Selection, String> {
        let path = query.path.trim_start_matches('/');
        if query.parents {
            return Ok(self.several(query, Way::Parents, None, path));
        }
        if query.wildcards {
            if let Some(error) = matcher(&[path.to_owned()]).errors.first() {
                return Err(format!(
                    "rpc error: code = Unknown desc = invalid includepatterns: [{path}]: {}",
                    error.message
                ));
            }
            return Ok(self.several(query, Way::Wildcard, None, path));
        }
        let directory = |path: &str, own| self.several(query, Way::Directory, own, path);
        if path.is_empty() {
            return Ok(directory("", None));
        }
        let not_found = || {
            format!(
                "failed to compute cache key: failed to calculate checksum of ref <ref>: \"/{path}\": not found"
            )
        };
        let resolved = self.resolve(path).ok_or_else(not_found)?;
        if resolved.is_empty() {
            return Ok(directory("", None));
        }
        let entry = self.get(&resolved).ok_or_else(not_found)?;
        if matches!(entry.node.kind, NodeKind::Directory) {
            return Ok(directory(&resolved, Some(entry.digest)));
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        let mut file = Taken::default();
        file.add(selected(entry, name), entry.digest);
        let files = SelectedFiles::new(Rc::default(), Taken::default(), file);
        Ok(Selection {
            digest: entry.digest,
            files,
            single_file: true,
        })
    }

    /// Takes from the files of the project, unless that was done before, and from the edited texts. `own` is the
    /// checksum of the directory itself.
    fn several(&self, query: Query<'_>, way: Way, own: Option<Digest>, path: &str) -> Selection {
        let excludes = (!query.exclude.is_empty()).then(|| matcher(query.exclude));
        let list = |entries, only| {
            let mut listing = Listing {
                entries,
                only,
                excludes: excludes.as_ref(),
                taken: Taken::default(),
            };
            match way {
                Way::Directory => listing.directory(path),
                Way::Wildcard => listing.wildcard(path),
                Way::Parents => listing.parents(path),
            }
            listing.taken
        };
        let asked = Query { path, ..query };
        let project = (self.project.selections)
            .get(asked, || list(&self.project.entries, None));
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
        Selection {
            digest: hasher.finish(),
            files,
            single_file: false,
        }
    }
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
#[derive(Debug, Clone, Copy)]
enum Way {
    /// All below a directory.
    Directory,
    /// What matches.
    Wildcard,
    /// What matches, with its whole path.
    Parents,
}

/// Takes files from a list of entries. What becomes of an entry depends only on itself and on those above it.
struct Listing<'a> {
    /// In the order of their components.
    entries: &'a [SentEntry],
    /// Take only these of them.
    only: Option<&'a [SentEntry]>,
    /// `--exclude`.
    excludes: Option<&'a IgnoreFile>,
    taken: Taken,
}

impl<'a> Listing<'a> {
    fn counts(&self, entry: &SentEntry) -> bool {
        self.only
            .is_none_or(|only| only.iter().any(|other| other.path == entry.path))
    }

    /// Takes one entry. `role` and `place` are what counts of where it stands, besides its own checksum.
    fn take(&mut self, entry: &SentEntry, below: &str, role: &str, place: &str) {
        if !self.counts(entry) {
            return;
        }
        self.taken
            .add(selected(entry, below), member(role, place, entry));
    }

    /// Takes what lies below a directory. Excludes are relative to what is copied.
    fn directory(&mut self, directory: &str) {
        let skip = if directory.is_empty() {
            0
        } else {
            directory.len() + 1
        };
        self.directory_from(directory, skip);
    }

    /// The same, where what counts of a place begins after `skip` bytes.
    fn directory_from(&mut self, directory: &str, skip: usize) {
        let inside = if directory.is_empty() {
            0
        } else {
            directory.len() + 1
        };
        for entry in below(self.entries, directory) {
            let below = entry.path.get(inside..).unwrap_or("");
            if !is_excluded(self.excludes, below) {
                let place = entry.path.get(skip..).unwrap_or("");
                self.take(entry, below, "inside", place);
            }
        }
    }

    fn wildcard(&mut self, pattern: &str) {
        let fixed = before_wildcard(pattern);
        let skip = if fixed.is_empty() { 0 } else { fixed.len() + 1 };
        let pattern = matcher(&[pattern.to_owned()]);
        let mut taken: Option<&str> = None;
        for entry in below(self.entries, &fixed) {
            // What lies below a directory that matched was taken with it.
            if taken.is_some_and(|taken| {
                entry
                    .path
                    .strip_prefix(taken)
                    .is_some_and(|rest| rest.starts_with('/'))
            }) {
                continue;
            }
            if !pattern.decide(&entry.path).is_excluded() {
                continue;
            }
            let place = entry.path.get(skip..).unwrap_or("");
            if is_excluded(self.excludes, place) {
                continue;
            }
            if matches!(entry.node.kind, NodeKind::Directory) {
                taken = Some(&entry.path);
                // The directory itself counts, and only what is in it is copied.
                if self.counts(entry) {
                    let member = member("matched", place, entry);
                    self.taken.digest.add(member);
                }
                self.directory_from(&entry.path, skip);
            } else {
                let name = entry.path.rsplit('/').next().unwrap_or(&entry.path);
                self.take(entry, name, "matched", place);
            }
        }
    }

    /// `--parents`: paths stay whole, or begin after `/./`.
    fn parents(&mut self, path: &str) {
        let pattern = matcher(&[path.to_owned()]);
        for entry in self.entries {
            let taken = path.is_empty() || pattern.decide(&entry.path).is_excluded();
            if taken && !is_excluded(self.excludes, &entry.path) {
                self.take(entry, &entry.path, "inside", &entry.path);
            }
        }
    }
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
