//! What stands in `--mount=`, with everything that BuildKit refuses.
//!
//! BuildKit: `instructions/commands_runmount.go:parseMount`.

use layerlab_syntax::Instruction;
use layerlab_syntax::buildkit_view::go_quote;

use super::mounts::{WrittenMount, split_fields, values};
use super::suggest::suggestion;

/// All keys of a mount.
const KEYS: [&str; 19] = [
    "type",
    "from",
    "source",
    "target",
    "readonly",
    "id",
    "sharing",
    "required",
    "size",
    "mode",
    "uid",
    "gid",
    "src",
    "dst",
    "destination",
    "ro",
    "rw",
    "readwrite",
    "env",
];

/// Expands one word, as [`read`] asks for it.
pub(crate) type Expander<'a> = dyn FnMut(&str) -> Result<String, String> + 'a;

/// All mounts of a RUN, their words expanded in order.
///
/// # Errors
/// BuildKit's message for the first mount that it refuses.
pub(crate) fn read(
    instruction: &Instruction,
    expand: &mut Expander<'_>,
) -> Result<Vec<WrittenMount>, String> {
    values(instruction)
        .map(|value| read_one(value, expand))
        .collect()
}

/// The kinds of mounts and the ways to share a cache, sorted.
const KINDS: [&str; 5] = ["bind", "cache", "secret", "ssh", "tmpfs"];
const SHARING: [&str; 3] = ["locked", "private", "shared"];

fn read_one(value: &str, expand: &mut Expander<'_>) -> Result<WrittenMount, String> {
    let mut mount = WrittenMount {
        kind: "bind".to_owned(),
        ..WrittenMount::default()
    };
    let mut read_only_given = None;
    for field in split_fields(value) {
        let Some((key, raw)) = field.split_once('=') else {
            let key = field.to_lowercase();
            match key.as_str() {
                "readonly" | "ro" => read_only_given = Some(true),
                "readwrite" | "rw" => read_only_given = Some(false),
                "required" => mount.set_required(true)?,
                _ => return Err(format!("invalid field '{field}' must be a key=value pair")),
            }
            continue;
        };
        let key = key.to_lowercase();
        let text = expand(raw)?;
        let truth =
            |text: &str| go_bool(text).ok_or_else(|| format!("invalid value for {key}: {text}"));
        match key.as_str() {
            "type" => {
                mount.kind = one_of(&text, &KINDS, "mount type")?;
            }
            "target" | "dst" | "destination" => mount.target = text,
            "source" | "src" => mount.source = text,
            "from" => mount.from = text,
            "id" => mount.id = text,
            "sharing" => mount.sharing = one_of(&text, &SHARING, "sharing value")?,
            "size" => {
                mount.needs_kind("size", &["tmpfs"])?;
                if size_in_bytes(&text).is_none() {
                    return Err(format!("invalid value for size: {text}"));
                }
                mount.size = text;
            }
            "env" => mount.env = Some(text),
            "required" => {
                mount.needs_kind("required", &["secret", "ssh"])?;
                mount.set_required(truth(&text)?)?;
            }
            "readonly" | "ro" => read_only_given = Some(truth(&text)?),
            "readwrite" | "rw" => read_only_given = Some(!truth(&text)?),
            "uid" | "gid" | "mode" => {
                let base = if key == "mode" { 8 } else { 10 };
                if !is_unsigned(&text, base) {
                    return Err(format!("invalid value {text} for {key}"));
                }
                let place = OWNERSHIP.iter().position(|name| *name == key);
                if let Some(slot) = place.and_then(|place| mount.ownership.get_mut(place)) {
                    *slot = text;
                }
            }
            _ => {
                let hint = suggestion(&key, KEYS.iter().copied());
                return Err(format!("unexpected key '{key}' in '{field}'{hint}"));
            }
        }
    }
    mount.check()?;
    mount.read_only = read_only_given.unwrap_or(!matches!(mount.kind.as_str(), "cache" | "tmpfs"));
    Ok(mount)
}

/// The keys of [`WrittenMount::ownership`].
const OWNERSHIP: [&str; 3] = ["uid", "gid", "mode"];

fn one_of(text: &str, known: &[&str], what: &str) -> Result<String, String> {
    let lower = text.to_lowercase();
    if known.contains(&lower.as_str()) {
        return Ok(lower);
    }
    let hint = suggestion(text, known.iter().copied());
    Err(format!("unsupported {what} {}{hint}", go_quote(text)))
}

/// What Go's `strconv.ParseBool` reads.
pub(crate) fn go_bool(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}

/// Digits only: unlike Rust, Go takes no sign here.
fn is_unsigned(text: &str, base: u32) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) && u32::from_str_radix(text, base).is_ok()
}

/// `64`, `1.5g`, `10 MB`, `2GiB` (`docker/go-units:RAMInBytes`).
pub(super) fn size_in_bytes(text: &str) -> Option<u64> {
    let end = text
        .rfind(|character: char| character.is_ascii_digit() || character == '.')
        .map_or(0, |last| last + 1);
    let (number, unit) = (text.get(..end).unwrap_or(""), text.get(end..).unwrap_or(""));
    let unit = unit.strip_prefix(' ').unwrap_or(unit).to_lowercase();
    let (first, rest) = match unit.chars().next() {
        Some(first) => (first, unit.get(first.len_utf8()..).unwrap_or("")),
        None => ('b', ""),
    };
    let power = ['b', 'k', 'm', 'g', 't', 'p']
        .iter()
        .position(|known| *known == first)?;
    let is_unit = if first == 'b' {
        rest.is_empty()
    } else {
        matches!(rest, "" | "b" | "ib")
    };
    let is_number =
        number.starts_with(|first: char| first.is_ascii_digit() || "+.".contains(first));
    let number = number
        .parse::<f64>()
        .ok()
        .filter(|_| is_unit && is_number)?;
    let power = i32::try_from(power).unwrap_or_default();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "no number here is negative, and a cast stops at the largest one"
    )]
    Some((number * 1024_f64.powi(power)) as u64)
}

impl WrittenMount {
    /// Refuses a key that only other kinds of mounts have.
    fn needs_kind(&self, key: &str, kinds: &[&str]) -> Result<(), String> {
        if kinds.contains(&self.kind.as_str()) {
            Ok(())
        } else {
            Err(format!(
                "unexpected key '{key}' for mount type '{}'",
                self.kind
            ))
        }
    }

    fn set_required(&mut self, required: bool) -> Result<(), String> {
        self.needs_kind("required", &["secret", "ssh"])?;
        self.required = required;
        Ok(())
    }

    /// What does not go together.
    fn check(&self) -> Result<(), String> {
        let kind = self.kind.as_str();
        if !matches!(kind, "secret" | "ssh" | "cache") {
            // In BuildKit's order.
            for (name, given) in OWNERSHIP
                .iter()
                .zip(&self.ownership)
                .cycle()
                .skip(2)
                .take(3)
            {
                if !given.is_empty() {
                    return Err(format!("{name} not allowed for \"{kind}\" type mounts"));
                }
            }
        }
        let refuse = |message: &str| Err(message.to_owned());
        if kind == "secret" {
            if !self.from.is_empty() {
                return refuse("secret mount should not have a from");
            }
            if !self.sharing.is_empty() {
                return refuse("secret mount should not define sharing");
            }
            if self.source.is_empty() && self.target.is_empty() && self.id.is_empty() {
                return refuse("invalid secret mount. one of source, target required");
            }
            if !self.source.is_empty() && !self.id.is_empty() {
                return refuse("both source and id can't be set");
            }
        }
        if !self.sharing.is_empty() && kind != "cache" {
            return Err(format!("invalid cache sharing set for {kind} mount"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The refusal of one mount, no variable being set.
    fn refusal(mount: &str) -> Option<String> {
        let mut expand = |word: &str| Ok(word.to_owned());
        read_one(mount, &mut expand).err()
    }

    #[test]
    fn takes_what_buildkit_takes() {
        for mount in [
            "type=cache,target=/x,sharing=locked,uid=1,mode=0755",
            "type=TMPFS,target=/x,size=1.5GB",
            "type=tmpfs,target=/x,size=+1 k",
            "type=secret,id=a,required,env=A",
            "target=/x,rw",
            "type=ssh,required=true",
        ] {
            assert_eq!(refusal(mount), None, "{mount}");
        }
    }

    #[test]
    fn refuses_in_buildkits_words() {
        for (mount, message) in [
            ("type=bind,,x", "invalid field '' must be a key=value pair"),
            (
                "foo=1",
                "unexpected key 'foo' in 'foo=1' (did you mean from?)",
            ),
            (
                "type=cach",
                "unsupported mount type \"cach\" (did you mean cache?)",
            ),
            (
                "required",
                "unexpected key 'required' for mount type 'bind'",
            ),
            ("size=1", "unexpected key 'size' for mount type 'bind'"),
            ("type=tmpfs,size=1x", "invalid value for size: 1x"),
            ("ro=maybe", "invalid value for ro: maybe"),
            ("type=cache,uid=-1", "invalid value -1 for uid"),
            ("uid=1,mode=1", "mode not allowed for \"bind\" type mounts"),
            (
                "type=secret",
                "invalid secret mount. one of source, target required",
            ),
            ("sharing=locked", "invalid cache sharing set for bind mount"),
        ] {
            assert_eq!(refusal(mount).as_deref(), Some(message), "{mount}");
        }
    }
}
