//! What the sender transmits of a list of files: fsutil's `filter.go`.

use crate::ignore_file::{Decision, IgnoreFile};
use crate::walk::Walk;

/// What the sender says when it compares a path with a pattern that is none.
pub const STOPPED_AT_PATTERN: &str = "failed to match excludepatterns: syntax error in pattern";

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
        // The directories on the way to what is sent are sent too, whatever is said of them. What is sent may be a directory
        // of which nothing else is.
        let is_sent = |above: &&str| !decision.is_excluded() || !walk.visit(above).is_excluded();
        let directories = || {
            name.match_indices('/')
                .filter_map(|(slash, _)| name.get(..slash))
        };
        let deepest = directories().filter(is_sent).last().unwrap_or_default();
        let on_the_way = directories().take_while(|above| above.len() <= deepest.len());
        sent.extend(on_the_way.map(|above| format!("{above}/")));
        if !decision.is_excluded() {
            sent.push(path.to_owned());
        }
    }
    if walk.has_met_broken() {
        return Err(STOPPED_AT_PATTERN.to_owned());
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
    fn directories_lead_to_a_directory_that_is_sent() {
        let sent = |text: &str| {
            filter(&IgnoreFile::parse(text), ["a/b/c", "a/d"]).map(|filtered| filtered.sent)
        };
        let of = |sent: &[&str]| Ok(sent.iter().map(|&path| path.to_owned()).collect());
        assert_eq!(sent("a\n!a/b\na/b/c"), of(&["a/", "a/b/"]));
        assert_eq!(sent("a\n!a/b/c"), of(&["a/", "a/b/", "a/b/c"]));
        assert_eq!(sent("a/b\na/d"), of(&["a/"]));
        assert_eq!(sent("a"), of(&[]));
    }

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
