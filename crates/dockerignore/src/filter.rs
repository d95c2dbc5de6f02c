//! What the sender transmits of a list of files: fsutil's `filter.go`.

use crate::ignore_file::{Decision, IgnoreFile, Refusal};
use crate::walk::Walk;

/// What an ignore file leaves of a tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filtered {
    /// Everything that is transmitted, directories with a slash at their end, sorted by bytes.
    pub sent: Vec<String>,
    /// Every path that was asked about, in the order given.
    pub decisions: Vec<FilteredPath>,
}

/// A path and what was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilteredPath {
    /// The path as given.
    pub path: String,
    /// The decision.
    pub decision: Decision,
}

/// Applies the patterns to a list of files; a slash at the end of a path makes it a directory. Directories that files
/// lie in need not be listed.
///
/// # Errors
/// The message with which the builder refuses the patterns.
pub fn filter<'a>(
    ignore: &IgnoreFile,
    paths: impl IntoIterator<Item = &'a str>,
) -> Result<Filtered, String> {
    if let Some(message) = ignore.refusal() {
        return Err(message);
    }
    let paths: Vec<&str> = paths.into_iter().collect();
    if !paths.is_empty()
        && ignore
            .errors
            .iter()
            .any(|error| error.refusal == Refusal::Matching)
    {
        return Err("failed to match excludepatterns: syntax error in pattern".to_owned());
    }
    let mut walk = Walk::new(ignore);
    let mut sent = Vec::new();
    let mut decisions = Vec::new();
    for &path in &paths {
        let name = path.strip_suffix('/').unwrap_or(path);
        let decision = walk.visit(name);
        decisions.push(FilteredPath {
            path: path.to_owned(),
            decision,
        });
        for (slash, _) in name.match_indices('/') {
            let Some(above) = name.get(..slash) else {
                continue;
            };
            // The directories on the way to a file that is sent are sent too, whatever is said of them.
            if !decision.is_excluded() || !walk.visit(above).is_excluded() {
                sent.push(format!("{above}/"));
            }
        }
        if !decision.is_excluded() {
            sent.push(path.to_owned());
        }
    }
    sent.sort();
    sent.dedup();
    Ok(Filtered { sent, decisions })
}
