//! Which flags an instruction takes. BuildKit: `frontend/dockerfile/instructions/bflag.go`, and the hooks of RUN.

use crate::Flag;
use crate::go_text;
use crate::keyword::{Keyword, nearest};

/// How a flag is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `--name` or `--name=true`.
    Switch,
    /// `--name=value`, once.
    Text,
    /// `--name=value`, any number of times.
    Texts,
}

/// The values of `RUN --network`.
pub(crate) const NETWORK_MODES: [&str; 3] = ["default", "host", "none"];

/// The values of `RUN --security`.
pub(crate) const SECURITY_MODES: [&str; 2] = ["insecure", "sandbox"];

/// The flags of an instruction, sorted by name.
pub(crate) fn known_flags(keyword: Keyword) -> &'static [(&'static str, Kind)] {
    match keyword {
        Keyword::Add => &[
            ("checksum", Kind::Text),
            ("chmod", Kind::Text),
            ("chown", Kind::Text),
            ("exclude", Kind::Texts),
            ("keep-git-dir", Kind::Switch),
            ("link", Kind::Switch),
            ("unpack", Kind::Switch),
        ],
        Keyword::Copy => &[
            ("chmod", Kind::Text),
            ("chown", Kind::Text),
            ("exclude", Kind::Texts),
            ("from", Kind::Text),
            ("link", Kind::Switch),
            ("parents", Kind::Switch),
        ],
        Keyword::From => &[("platform", Kind::Text)],
        Keyword::Healthcheck => &[
            ("interval", Kind::Text),
            ("retries", Kind::Text),
            ("start-interval", Kind::Text),
            ("start-period", Kind::Text),
            ("timeout", Kind::Text),
        ],
        Keyword::Run => &[
            ("device", Kind::Texts),
            ("mount", Kind::Texts),
            ("network", Kind::Text),
            ("security", Kind::Text),
        ],
        _ => &[],
    }
}

/// What is wrong with a flag: BuildKit's words, and the index of the flag.
pub(crate) type FlagError = (String, usize);

/// Checks names, repetition and values.
pub(crate) fn check(keyword: Keyword, flags: &[Flag<'_>]) -> Result<(), FlagError> {
    let known = known_flags(keyword);
    // A bit for each known flag that was met.
    let mut used: u32 = 0;
    for (index, flag) in flags.iter().enumerate() {
        let name = flag.name.value.as_ref();
        let known_flag = (0_u32..).zip(known).find(|(_, (known, _))| *known == name);
        let Some((place, (_, kind))) = known_flag else {
            let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
            let suggestion = nearest(name, &names)
                .map(|name| format!(" (did you mean {name}?)"))
                .unwrap_or_default();
            return Err((format!("unknown flag: --{name}{suggestion}"), index));
        };
        if *kind != Kind::Texts {
            if used & (1 << place) != 0 {
                return Err((format!("duplicate flag specified: --{name}"), index));
            }
            used |= 1 << place;
        }
        match (kind, value_of(flag)) {
            (Kind::Switch, None) | (Kind::Text | Kind::Texts, Some(_)) => {}
            (Kind::Text | Kind::Texts, None) | (Kind::Switch, Some("")) => {
                return Err((format!("missing a value on flag: --{name}"), index));
            }
            (Kind::Switch, Some(value)) => {
                if !matches!(value.to_lowercase().as_str(), "true" | "false") {
                    return Err((
                        format!("expecting boolean value for flag --{name}, not: {value}"),
                        index,
                    ));
                }
            }
        }
    }
    Ok(())
}

fn value_of<'a>(flag: &'a Flag<'_>) -> Option<&'a str> {
    flag.value.as_ref().map(|value| value.value.as_ref())
}

fn values<'a>(flags: &'a [Flag<'a>], name: &'a str) -> impl Iterator<Item = (&'a str, usize)> {
    let named = flags
        .iter()
        .enumerate()
        .filter(move |(_, flag)| flag.name.value == name);
    named.filter_map(|(index, flag)| Some((value_of(flag)?, index)))
}

/// What RUN looks at in its flags before any variable is known: devices, mounts, network, security.
pub(crate) fn check_run(flags: &[Flag<'_>]) -> Result<(), FlagError> {
    if flags.is_empty() {
        return Ok(());
    }
    for (value, index) in values(flags, "device") {
        check_device(value).map_err(|message| (message, index))?;
    }
    for (value, index) in values(flags, "mount") {
        check_mount(value).map_err(|message| (message, index))?;
    }
    for (value, index) in values(flags, "network") {
        if !NETWORK_MODES.contains(&value) {
            return Err((
                format!("invalid network mode {}", go_text::quote(value)),
                index,
            ));
        }
    }
    for (value, index) in values(flags, "security") {
        if !SECURITY_MODES.contains(&value) {
            return Err((
                format!("security {} is not valid", go_text::quote(value)),
                index,
            ));
        }
    }
    Ok(())
}

fn check_mount(value: &str) -> Result<(), String> {
    // Only these, and nothing at all, can make a mount wrong.
    if !value.is_empty() && memchr::memchr2(b'"', b'$', value.as_bytes()).is_none() {
        return Ok(());
    }
    let fields =
        split_csv(value).map_err(|error| format!("failed to parse csv mounts: {error}"))?;
    for field in fields {
        let Some((key, value)) = field.split_once('=') else {
            continue;
        };
        let has_variable = value.find('$').is_some_and(|at| value.len() > at + 1);
        if key.eq_ignore_ascii_case("from") && has_variable {
            return Err(
                "'from' doesn't support variable expansion, define alias stage instead".to_owned(),
            );
        }
    }
    Ok(())
}

fn check_device(value: &str) -> Result<(), String> {
    let mut name = String::new();
    for field in
        split_csv(value).map_err(|error| format!("failed to parse csv devices: {error}"))?
    {
        let Some((key, value)) = field.split_once('=') else {
            if field.to_lowercase() == "required" {
                continue;
            }
            if !name.is_empty() {
                return Err(format!("invalid field '{field}' must be a key=value pair"));
            }
            name = field;
            continue;
        };
        match key.to_lowercase().as_str() {
            "name" if !name.is_empty() => return Err(format!("device name already set to {name}")),
            "name" => name = value.to_owned(),
            "required" => {
                let is_bool = matches!(
                    value,
                    "1" | "t"
                        | "T"
                        | "true"
                        | "TRUE"
                        | "True"
                        | "0"
                        | "f"
                        | "F"
                        | "false"
                        | "FALSE"
                        | "False"
                );
                if !is_bool {
                    return Err(format!("invalid value for required: {value}"));
                }
            }
            _ if name.is_empty() => name = field,
            key => {
                let suggestion = nearest(key, &["name", "required"]);
                let suggestion = suggestion
                    .map(|name| format!(" (did you mean {name}?)"))
                    .unwrap_or_default();
                return Err(format!("unexpected key '{key}' in '{field}'{suggestion}"));
            }
        }
    }
    Ok(())
}

/// Splits one record of comma separated values. BuildKit: `go-csvvalue`, with the errors of Go's `encoding/csv`.
fn split_csv(record: &str) -> Result<Vec<String>, String> {
    if record.is_empty() {
        return Err("EOF".to_owned());
    }
    let mut fields = Vec::new();
    let mut rest = record;
    loop {
        let column = record.len() - rest.len() + 1;
        if let Some(quoted) = rest.strip_prefix('"') {
            let (field, after) = read_quoted(quoted);
            fields.push(field);
            match after {
                Ok("") => return Ok(fields),
                Ok(after) => match after.strip_prefix(',') {
                    Some(next) => rest = next,
                    None => {
                        let column = record.len() - after.len();
                        return Err(csv_error(
                            column,
                            "extraneous or missing \" in quoted-field",
                        ));
                    }
                },
                Err(unread) => {
                    return Err(csv_error(
                        record.len() - unread.len() + 1,
                        "extraneous or missing \" in quoted-field",
                    ));
                }
            }
        } else {
            let (field, after) = match rest.split_once(',') {
                Some((field, after)) => (field, Some(after)),
                None => (rest, None),
            };
            if let Some(at) = field.find('"') {
                return Err(csv_error(column + at, "bare \" in non-quoted-field"));
            }
            fields.push(field.to_owned());
            match after {
                Some(after) => rest = after,
                None => return Ok(fields),
            }
        }
    }
}

fn csv_error(column: usize, reason: &str) -> String {
    format!("parse error on line 1, column {column}: {reason}")
}

/// Reads behind an opening quote: the field, and what follows the closing quote. If there is none, what is left behind the
/// last pair of quotes that stands for one.
fn read_quoted(text: &str) -> (String, Result<&str, &str>) {
    let mut field = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('"') {
        field.push_str(before);
        match after.strip_prefix('"') {
            Some(after_second) => {
                field.push('"');
                rest = after_second;
            }
            None => return (field, Ok(after)),
        }
    }
    (field, Err(rest))
}
