//! What the sender transmits of a list of files: fsutil's `filter.go`.

use crate::ignore_file::{Decision, IgnoreFile};
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
    let mut walk = Walk::new(ignore);
    let mut sent = Vec::new();
    let mut decisions = Vec::new();
    for path in paths {
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
    if walk.has_met_broken() {
        return Err("failed to match excludepatterns: syntax error in pattern".to_owned());
    }
    sent.sort();
    sent.dedup();
    Ok(Filtered { sent, decisions })
}

#[cfg(test)]
mod tests {
    use super::filter;
    use crate::ignore_file::IgnoreFile;

    #[test]
    fn a_broken_pattern_matters_when_it_is_compared() {
        let sent = |text: &str| {
            filter(&IgnoreFile::parse(text), ["a", "b/c"]).map(|filtered| filtered.sent)
        };
        let refused = Err("failed to match excludepatterns: syntax error in pattern".to_owned());
        assert_eq!(sent("[c-a]"), refused);
        assert_eq!(sent("x*["), refused);
        assert_eq!(sent("a\n[c-a]"), refused);
        assert_eq!(sent("a\n![c-a]"), refused);
        // Nothing that is left out could be taken back in, or all is left out before.
        let all = ["a", "b/", "b/c"].map(str::to_owned).to_vec();
        assert_eq!(sent("![c-a]"), Ok(all.clone()));
        assert_eq!(sent("x\n![c-a]"), Ok(all));
        assert_eq!(sent("*\n[c-a]"), Ok(Vec::new()));
        assert_eq!(sent("*\n!b\n[c-a]"), refused);
    }
}
