//! Sources of ADD that are no paths: repositories, and files on a server.
//!
//! BuildKit: `dfgitutil/git_ref.go:ParseGitRef`, `gitutil/git_url.go:ParseURL`, `sshutil/scpurl.go`,
//! `convert_copy.go:isHTTPSource`. What a `?` or `#` behind a repository asks for is read in `repository.rs`.

use super::paths;
use crate::percent;

/// A source that ADD downloads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Remote {
    /// A repository: all of it is copied.
    Git,
    /// A file, and the name that it gets.
    File(String),
}

impl Remote {
    /// `None` for paths.
    pub(crate) fn of(source: &str) -> Option<Self> {
        if is_repository(source) {
            return Some(Self::Git);
        }
        // Here, and only here, a scheme in capitals is none.
        if !source.starts_with("http://") && !source.starts_with("https://") {
            return None;
        }
        let path = path_of_address(source).unwrap_or_default();
        Some(Self::File(match paths::base_name(&path) {
            "/" | "" | "." => "__unnamed__".to_owned(),
            name => name.to_owned(),
        }))
    }
}

fn is_repository(source: &str) -> bool {
    // These could be paths in the context, and are.
    if ["./", "../", "github.com/"]
        .iter()
        .any(|start| source.starts_with(start))
    {
        return false;
    }
    let scheme = source.split_once("://").map(|(scheme, _)| scheme);
    match scheme.filter(|scheme| is_made_of(scheme, "")) {
        Some(scheme) => match scheme.to_ascii_lowercase().as_str() {
            // Nothing tells repositories from files on a server but the end of their path.
            "http" | "https" => path_of_address(source).is_some_and(|path| path.ends_with(".git")),
            "git" | "ssh" => path_of_address(source).is_some(),
            _ => false,
        },
        None => is_like_for_scp(source),
    }
}

/// `user@host:path`, the way `scp` names a file on another computer.
fn is_like_for_scp(source: &str) -> bool {
    let parts = source
        .split_once('@')
        .and_then(|(user, rest)| Some((user, rest.split_once(':')?)));
    parts.is_some_and(|(user, (host, path))| {
        is_made_of(user, "-_") && is_made_of(host, "-.") && !path.contains('\n')
    })
}

/// There is something, and only letters and digits of ASCII and the characters in `others`.
fn is_made_of(text: &str, others: &str) -> bool {
    let mut characters = text.chars();
    !text.is_empty() && characters.all(|next| next.is_ascii_alphanumeric() || others.contains(next))
}

/// The path of an address with a scheme and `//`, decoded. `None` if Go's `url.Parse` finds something wrong: a control
/// character, a `%` that is no escape, a port that is no number.
fn path_of_address(address: &str) -> Option<String> {
    let (_, rest) = address.split_once("://")?;
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    decoded(fragment)?;
    let rest = rest.split_once('?').map_or(rest, |(rest, _)| rest);
    if rest.contains(|next: char| next.is_ascii_control()) {
        return None;
    }
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    // Colons in brackets belong to an address of IPv6.
    let behind = host.rsplit_once(']').map_or(host, |(_, behind)| behind);
    let port = behind.rsplit_once(':').map_or("", |(_, port)| port);
    if !port.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    decoded(path)
}

/// With `%20` and the like replaced. `None` if a `%` begins nothing of the kind.
fn decoded(text: &str) -> Option<String> {
    let is_escape = |behind: &str| {
        let digits = behind.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    let mut behind = text.split('%').skip(1);
    behind.all(is_escape).then(|| percent::decode(text))
}

#[cfg(test)]
mod tests {
    use super::Remote;

    #[test]
    fn addresses_are_told_from_paths() {
        for path in [
            "a.txt",
            "git/a.git",
            "github.com/moby/buildkit",
            "./git@github.com:moby/buildkit.git",
            "git@github.com/moby/buildkit.git",
            "github.com:moby/buildkit.git",
            "git@git hub:x",
            "a@b@c:d",
            "ftp://example.com/a.git",
            "HTTPS://example.com/a.tar",
            "git://example.com:port/a",
            "@host:path",
        ] {
            assert_eq!(Remote::of(path), None, "{path}");
        }
    }

    #[test]
    fn repositories_are_told_by_their_form() {
        for repository in [
            "https://github.com/moby/buildkit.git#v0.24:docs",
            "https://user:word@github.com/moby/buildkit.git?ref=v0.24",
            "HTTP://github.com/moby/buildkit.git",
            "git@github.com:moby/buildkit",
            "some-user_1@example.com:/srv/weird:project.git",
            "ssh://root@host.example:2222/root/a.git",
            "SSH://host.example/a",
            "git://host.example/a",
        ] {
            assert_eq!(Remote::of(repository), Some(Remote::Git), "{repository}");
        }
    }

    #[test]
    fn files_of_a_server_are_named_by_their_path() {
        for (address, name) in [
            ("https://example.com/a.tar.gz?x=1", "a.tar.gz"),
            ("https://example.com/a%20b", "a b"),
            ("https://example.com/", "__unnamed__"),
            ("http://example.com", "__unnamed__"),
            // Only the path says that it is a repository.
            ("https://example.git", "__unnamed__"),
            ("https://example.com/a.git/", "a.git"),
            ("https://example.com/a?b.git", "a"),
            // Go cannot read these.
            ("https://example.com/a%2", "__unnamed__"),
            ("https://[::1]:x/a.git", "__unnamed__"),
        ] {
            let file = Remote::File(name.to_owned());
            assert_eq!(Remote::of(address), Some(file), "{address}");
        }
    }
}
