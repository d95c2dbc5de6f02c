//! What a topic explains: things that have a name in a Dockerfile, on the command line or in the playground.

use super::Outcome;

/// The kinds of things, in the order in which a topic lists them. `docker` and `compose` are commands and keys outside of
/// Dockerfiles, `cause` is why a step runs, `form` is how a variable is written.
pub const KINDS: [&str; 12] = [
    "cause",
    "check",
    "command",
    "compose",
    "directive",
    "docker",
    "flag",
    "form",
    "image",
    "instruction",
    "value",
    "variable",
];

/// The kinds that nobody asks for by name, so that the program need not know them: they are only found by search.
pub const ONLY_SEARCHED: [&str; 3] = ["compose", "docker", "form"];

/// A thing with a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    /// One of [`KINDS`].
    pub kind: &'static str,
    /// Its name: `apt-get`, `RUN --mount`.
    pub name: String,
}

/// Reads `KIND name, name`.
///
/// # Errors
/// The kind is not known, or a name is empty.
pub fn read(item: &str) -> Outcome<Vec<Subject>> {
    let (kind, names) = item
        .split_once(' ')
        .ok_or_else(|| format!("`{item}` must be a kind and names"))?;
    let kind = KINDS
        .into_iter()
        .find(|known| *known == kind)
        .ok_or_else(|| format!("`{kind}` is not one of {}", KINDS.join(", ")))?;
    names
        .split(", ")
        .map(|name| {
            let name = name.trim();
            let fits = match kind {
                "instruction" => name.bytes().all(|byte| byte.is_ascii_uppercase()),
                _ => true,
            };
            if name.is_empty() || !fits {
                return Err(format!("`{name}` is not the name of a {kind}").into());
            }
            Ok(Subject {
                kind,
                name: name.to_owned(),
            })
        })
        .collect()
}
