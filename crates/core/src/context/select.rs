//! Which files a COPY, an ADD or a bind mount takes from the context, and the checksum of the selection.
//!
//! BuildKit: `cache/contenthash/checksum.go`.

use std::rc::Rc;

use layerlab_dockerignore::IgnoreFile;

use super::digest::{Digest, Hasher};
use super::files::{FileNode, NodeKind};
use super::sent::{SentContext, SentEntry};

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

/// A file or directory that is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectedFile {
    /// Path in the context.
    pub path: Rc<str>,
    /// Where it lands below the destination: its base name, or its path inside the copied directory.
    pub below: String,
    /// The file.
    pub node: Rc<FileNode>,
    /// Checksum of the file itself.
    pub digest: Digest,
}

/// What a query finds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    /// Checksum as it enters the cache key.
    pub digest: Digest,
    /// Everything taken, directories included.
    pub files: Vec<SelectedFile>,
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
        let excludes = (!query.exclude.is_empty()).then(|| matcher(query.exclude));
        if query.parents {
            return Ok(self.select_parents(path, excludes.as_ref()));
        }
        if query.wildcards {
            if let Some(error) = matcher(&[path.to_owned()]).errors.first() {
                return Err(format!(
                    "rpc error: code = Unknown desc = invalid includepatterns: [{path}]: {}",
                    error.message
                ));
            }
            return Ok(self.select_wildcard(path, excludes.as_ref()));
        }
        if path.is_empty() {
            return Ok(self.select_directory("", None, excludes.as_ref()));
        }
        let not_found = || {
            format!(
                "failed to compute cache key: failed to calculate checksum of ref <ref>: \"/{path}\": not found"
            )
        };
        let resolved = self.resolve(path).ok_or_else(not_found)?;
        if resolved.is_empty() {
            return Ok(self.select_directory("", None, excludes.as_ref()));
        }
        let entry = self.get(&resolved).ok_or_else(not_found)?;
        if matches!(entry.node.kind, NodeKind::Directory) {
            return Ok(self.select_directory(&resolved, Some(entry), excludes.as_ref()));
        }
        let name = path.rsplit('/').next().unwrap_or(path).to_owned();
        let file = SelectedFile {
            path: entry.path.clone(),
            below: name,
            node: entry.node.clone(),
            digest: entry.digest,
        };
        Ok(Selection {
            digest: entry.digest,
            files: vec![file],
            single_file: true,
        })
    }

    fn select_directory(
        &self,
        directory: &str,
        own: Option<&SentEntry>,
        excludes: Option<&IgnoreFile>,
    ) -> Selection {
        let mut hasher = Hasher::new("directory");
        if let Some(own) = own {
            hasher.digest(own.digest);
        }
        let files = self.collect_below(directory, excludes, &mut hasher);
        Selection {
            digest: hasher.finish(),
            files,
            single_file: false,
        }
    }

    /// Hashes and collects what lies below a directory. Excludes are relative to what is copied.
    fn collect_below(
        &self,
        directory: &str,
        excludes: Option<&IgnoreFile>,
        hasher: &mut Hasher,
    ) -> Vec<SelectedFile> {
        let skip = if directory.is_empty() {
            0
        } else {
            directory.len() + 1
        };
        let mut files = Vec::new();
        for entry in self.below(directory) {
            let below = entry.path.get(skip..).unwrap_or("");
            if is_excluded(excludes, below) {
                continue;
            }
            hasher.text(below).digest(entry.digest);
            files.push(SelectedFile {
                path: entry.path.clone(),
                below: below.to_owned(),
                node: entry.node.clone(),
                digest: entry.digest,
            });
        }
        files
    }

    fn select_wildcard(&self, pattern: &str, excludes: Option<&IgnoreFile>) -> Selection {
        let fixed = before_wildcard(pattern);
        let skip = if fixed.is_empty() { 0 } else { fixed.len() + 1 };
        let pattern = matcher(&[pattern.to_owned()]);
        let mut hasher = Hasher::new("wildcard");
        let mut files = Vec::new();
        let mut taken: Option<&str> = None;
        for entry in self.below(&fixed) {
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
            let below = entry.path.get(skip..).unwrap_or("");
            if is_excluded(excludes, below) {
                continue;
            }
            hasher.text(below);
            if matches!(entry.node.kind, NodeKind::Directory) {
                taken = Some(&entry.path);
                hasher.digest(entry.digest);
                files.extend(self.collect_below(&entry.path, excludes, &mut hasher));
            } else {
                hasher.digest(entry.digest);
                let name = entry
                    .path
                    .rsplit('/')
                    .next()
                    .unwrap_or(&entry.path)
                    .to_owned();
                files.push(SelectedFile {
                    path: entry.path.clone(),
                    below: name,
                    node: entry.node.clone(),
                    digest: entry.digest,
                });
            }
        }
        Selection {
            digest: hasher.finish(),
            files,
            single_file: false,
        }
    }

    /// `--parents`: paths stay whole, or begin after `/./`.
    fn select_parents(&self, path: &str, excludes: Option<&IgnoreFile>) -> Selection {
        let pattern = matcher(&[path.to_owned()]);
        let mut hasher = Hasher::new("parents");
        let mut files = Vec::new();
        for entry in &self.entries {
            let taken = path.is_empty() || pattern.decide(&entry.path).is_excluded();
            if !taken || is_excluded(excludes, &entry.path) {
                continue;
            }
            hasher.text(&entry.path).digest(entry.digest);
            files.push(SelectedFile {
                path: entry.path.clone(),
                below: entry.path.to_string(),
                node: entry.node.clone(),
                digest: entry.digest,
            });
        }
        Selection {
            digest: hasher.finish(),
            files,
            single_file: false,
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
