//! What stands behind the address of a repository: `?branch=main&subdir=docs`, `#v1.2:docs`.
//!
//! BuildKit: `dfgitutil/git_ref.go:loadQuery`, `convert_copy.go:dispatchCopy`.

use layerlab_syntax::buildkit_view::go_quote;

use super::mount_reading::go_bool;
use crate::percent;

/// What the flags of ADD say of the same.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RepositoryFlags<'a> {
    /// `--keep-git-dir`, if it is given.
    pub(crate) keep_git_directory: Option<bool>,
    /// `--checksum`, or nothing.
    pub(crate) checksum: &'a str,
}

/// What an address asks for.
#[derive(Default)]
struct Wishes {
    reference: String,
    directory: String,
    checksum: String,
    keep_git_directory: Option<bool>,
}

/// Whether what an address asks for can be had, beside what the flags say.
///
/// # Errors
/// BuildKit's words if not. Where several things are wrong it names any of them; here it is the first.
pub(crate) fn check(address: &str, flags: RepositoryFlags<'_>) -> Result<(), String> {
    let wishes = read(address)?;
    let kept = wishes.keep_git_directory.zip(flags.keep_git_directory);
    if kept.is_some_and(|(here, there)| here != there) {
        return Err("inconsistent keep-git-dir configuration".to_owned());
    }
    let (here, there) = (wishes.checksum.as_str(), flags.checksum);
    if !here.is_empty() && !there.is_empty() && here != there {
        let (here, there) = (go_quote(here), go_quote(there));
        return Err(format!("checksum mismatch {there} != {here}"));
    }
    Ok(())
}

fn read(address: &str) -> Result<Wishes, String> {
    let (address, fragment) = address.split_once('#').unwrap_or((address, ""));
    let (_, query) = address.split_once('?').unwrap_or((address, ""));
    let (reference, directory) = fragment.split_once(':').unwrap_or((fragment, ""));
    let mut wishes = Wishes {
        reference: percent::decode(reference),
        directory: percent::decode(directory),
        ..Wishes::default()
    };
    let (mut tag, mut branch) = (String::new(), String::new());
    for (name, values) in by_name(query) {
        let value = match values.as_slice() {
            [value] => value.as_str(),
            _ => return Err(format!("query {} has multiple values", go_quote(&name))),
        };
        let is_switch = ["keep-git-dir", "submodules"].contains(&name.as_str());
        if value.is_empty() && !is_switch {
            return Err(format!("query {} has no value", go_quote(&name)));
        }
        let switch = || match value {
            "" => Ok(true),
            _ => go_bool(value).ok_or_else(|| format!("invalid {name} value: {}", go_quote(value))),
        };
        match name.as_str() {
            "ref" => settle(&mut wishes.reference, value, "ref")?,
            "subdir" => settle(&mut wishes.directory, value, "subdir")?,
            "tag" => value.clone_into(&mut tag),
            "branch" => value.clone_into(&mut branch),
            "checksum" | "commit" => value.clone_into(&mut wishes.checksum),
            "keep-git-dir" => wishes.keep_git_directory = Some(switch()?),
            "submodules" => drop(switch()?),
            _ => return Err(format!("unexpected query {}", go_quote(&name))),
        }
    }
    if !tag.is_empty() {
        settle(&mut wishes.reference, &below("refs/tags/", &tag), "ref")?;
    }
    if !branch.is_empty() {
        if !tag.is_empty() {
            return Err("branch conflicts with tag".to_owned());
        }
        settle(&mut wishes.reference, &below("refs/heads/", &branch), "ref")?;
    }
    Ok(wishes)
}

/// Sets what is not set to something else yet.
fn settle(known: &mut String, value: &str, what: &str) -> Result<(), String> {
    if !known.is_empty() && known != value {
        let (known, value) = (go_quote(known), go_quote(value));
        return Err(format!("{what} conflicts: {known} vs {value}"));
    }
    value.clone_into(known);
    Ok(())
}

fn below(prefix: &str, name: &str) -> String {
    match name.starts_with(prefix) {
        true => name.to_owned(),
        false => format!("{prefix}{name}"),
    }
}

/// The values of a query by their names, in the order in which the names come first (Go's `url.ParseQuery`).
fn by_name(query: &str) -> Vec<(String, Vec<String>)> {
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    let pairs = query.split('&');
    for pair in pairs.filter(|pair| !pair.is_empty() && !pair.contains(';')) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let decoded = |text: &str| percent::decode(&text.replace('+', " "));
        let (name, value) = (decoded(name), decoded(value));
        match found.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => values.push(value),
            None => found.push((name, vec![value])),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_had_is_said_in_buildkits_words() {
        for (behind, keep_git_directory, checksum, message) in [
            ("", None, "", ""),
            ("#v1:docs", Some(true), "abc", ""),
            ("?ref=v1#v1", None, "", ""),
            (
                "?ref=v1#v2:docs",
                None,
                "",
                "ref conflicts: \"v2\" vs \"v1\"",
            ),
            ("?subdir=a#:b", None, "", "subdir conflicts: \"b\" vs \"a\""),
            ("?foo=bar", None, "", "unexpected query \"foo\""),
            ("?ref", None, "", "query \"ref\" has no value"),
            (
                "?ref=a&ref=b",
                None,
                "",
                "query \"ref\" has multiple values",
            ),
            ("?keep-git-dir&submodules=0", None, "", ""),
            ("?submodules=x", None, "", "invalid submodules value: \"x\""),
            (
                "?keep-git-dir=x",
                None,
                "",
                "invalid keep-git-dir value: \"x\"",
            ),
            ("?keep-git-dir=true", Some(true), "", ""),
            (
                "?keep-git-dir=true",
                Some(false),
                "",
                "inconsistent keep-git-dir configuration",
            ),
            ("?tag=v1&branch=main", None, "", "branch conflicts with tag"),
            ("?tag=v1#refs/tags/v1", None, "", ""),
            (
                "?branch=main#v1",
                None,
                "",
                "ref conflicts: \"v1\" vs \"refs/heads/main\"",
            ),
            ("?commit=b", None, "a", "checksum mismatch \"a\" != \"b\""),
        ] {
            let address = format!("https://example.com/a.git{behind}");
            let flags = RepositoryFlags {
                keep_git_directory,
                checksum,
            };
            let said = check(&address, flags).err().unwrap_or_default();
            assert_eq!(said, message, "{behind}");
        }
    }
}
