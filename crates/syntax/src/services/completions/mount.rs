//! Keys and values of `RUN --mount`. BuildKit: `instructions/commands_runmount.go`, and the reference of RUN.

/// The mount types and the keys that each takes, the most usual first.
const KEYS: [(&str, &[&str]); 5] = [
    (
        "bind",
        &[
            "source=",
            "target=",
            "from=",
            "rw",
            "src=",
            "dst=",
            "readwrite",
        ],
    ),
    (
        "cache",
        &[
            "target=", "id=", "sharing=", "from=", "source=", "mode=", "uid=", "gid=", "ro",
            "dst=", "src=", "readonly",
        ],
    ),
    (
        "secret",
        &[
            "id=", "target=", "env=", "required", "mode=", "uid=", "gid=", "dst=",
        ],
    ),
    (
        "ssh",
        &[
            "id=", "target=", "required", "mode=", "uid=", "gid=", "dst=",
        ],
    ),
    ("tmpfs", &["target=", "size=", "dst="]),
];

/// The mount types.
pub(super) fn types() -> impl Iterator<Item = &'static str> {
    KEYS.iter().map(|(kind, _)| *kind)
}

/// The keys that can follow the `fields` that are there, with `=` if they need a value.
pub(super) fn keys(fields: &[&str]) -> Vec<&'static str> {
    let used: Vec<String> = fields
        .iter()
        .map(|field| key_of(field).to_lowercase())
        .collect();
    let kind = fields
        .iter()
        .rfind(|field| key_of(field).eq_ignore_ascii_case("type"))
        .and_then(|field| field.split_once('='))
        .map_or("bind", |(_, kind)| kind.trim());
    let known = KEYS
        .iter()
        .find(|(known, _)| *known == kind)
        .map_or(&[][..], |(_, keys)| *keys);
    std::iter::once("type=")
        .chain(known.iter().copied())
        .filter(|key| !used.iter().any(|used| used == key.trim_end_matches('=')))
        .collect()
}

/// The values of a key, if they are a closed set.
pub(super) fn values(key: &str) -> Vec<&'static str> {
    match key.to_lowercase().as_str() {
        "type" => types().collect(),
        "sharing" => vec!["shared", "private", "locked"],
        "required" | "ro" | "rw" | "readonly" | "readwrite" => vec!["true", "false"],
        _ => Vec::new(),
    }
}

fn key_of(field: &str) -> &str {
    field.split('=').next().unwrap_or_default().trim()
}
