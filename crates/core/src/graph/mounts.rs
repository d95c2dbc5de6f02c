//! `RUN --mount=type=…,key=value,…`.
//!
//! BuildKit: `instructions/commands_runmount.go` and `convert_runmount.go`.

use layerlab_syntax::Instruction;
use layerlab_syntax::expand::ExpandOptions;

use super::environment::Environment;
use super::operation::MountKind;
use super::paths;
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

/// A mount as written, expanded, before its source is resolved.
#[derive(Debug, Clone, Default)]
pub(super) struct WrittenMount {
    pub(super) kind: String,
    pub(super) target: String,
    pub(super) source: String,
    pub(super) from: String,
    pub(super) id: String,
    pub(super) sharing: String,
    pub(super) size: String,
    pub(super) env: String,
    pub(super) required: bool,
    pub(super) read_only: bool,
    /// uid, gid and mode in this order, empty where not given.
    pub(super) ownership: [String; 3],
}

/// The `from=` of every mount of an instruction, as written.
pub(super) fn sources(instruction: &Instruction) -> Vec<String> {
    values(instruction)
        .flat_map(split_fields)
        .filter_map(|field| {
            let (key, value) = field.split_once('=')?;
            key.trim()
                .eq_ignore_ascii_case("from")
                .then(|| value.to_owned())
        })
        .filter(|value| !value.is_empty())
        .collect()
}

fn values<'a>(instruction: &'a Instruction<'_>) -> impl Iterator<Item = &'a str> {
    instruction
        .flags
        .iter()
        .filter(|flag| flag.name.value == "mount")
        .filter_map(|flag| flag.value.as_ref())
        .map(|value| value.value.as_ref())
}

/// Fields of one CSV record: commas separate, double quotes hold commas.
fn split_fields(value: &str) -> Vec<String> {
    let mut fields = Vec::new();
    let mut field = String::new();
    let mut quoted = false;
    let mut characters = value.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                field.push('"');
                characters.next();
            }
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(std::mem::take(&mut field)),
            other => field.push(other),
        }
    }
    fields.push(field);
    fields
}

fn is_true(value: Option<&str>) -> bool {
    value.is_none_or(|value| matches!(value, "" | "1" | "t" | "T" | "true" | "TRUE" | "True"))
}

/// All mounts of a RUN.
///
/// # Errors
/// BuildKit's message for the first mount that it refuses.
pub(super) fn read(
    instruction: &Instruction,
    environment: &Environment,
    options: ExpandOptions,
) -> Result<Vec<WrittenMount>, String> {
    values(instruction)
        .map(|value| read_one(value, environment, options))
        .collect()
}

fn read_one(
    value: &str,
    environment: &Environment,
    options: ExpandOptions,
) -> Result<WrittenMount, String> {
    let mut mount = WrittenMount {
        kind: "bind".to_owned(),
        read_only: true,
        ..WrittenMount::default()
    };
    let mut read_only_given = None;
    for field in split_fields(value) {
        let (key, raw) = match field.split_once('=') {
            Some((key, raw)) => (key.trim().to_lowercase(), Some(raw)),
            None => (field.trim().to_lowercase(), None),
        };
        let text = match raw {
            Some(raw) if key == "from" => raw.to_owned(),
            Some(raw) => environment.expand(raw, options)?,
            None => String::new(),
        };
        match key.as_str() {
            "type" => mount.kind = text,
            "target" | "dst" | "destination" => mount.target = text,
            "source" | "src" => mount.source = text,
            "from" => mount.from = text,
            "id" => mount.id = text,
            "sharing" => mount.sharing = text.to_lowercase(),
            "size" => mount.size = text,
            "env" => mount.env = text,
            "required" => mount.required = is_true(raw),
            "readonly" | "ro" => read_only_given = Some(is_true(raw)),
            "rw" | "readwrite" => read_only_given = Some(!is_true(raw)),
            "uid" | "gid" | "mode" => {
                let place = ["uid", "gid", "mode"]
                    .iter()
                    .position(|name| *name == key)
                    .unwrap_or(0);
                if let Some(slot) = mount.ownership.get_mut(place) {
                    *slot = text;
                }
            }
            _ => {
                let hint = suggestion(&key, KEYS.iter().copied());
                return Err(format!("unexpected key '{key}' in '{field}'{hint}"));
            }
        }
    }
    if !matches!(
        mount.kind.as_str(),
        "bind" | "cache" | "tmpfs" | "secret" | "ssh"
    ) {
        return Err(format!("unsupported mount type \"{}\"", mount.kind));
    }
    mount.read_only = read_only_given.unwrap_or(mount.kind == "bind");
    Ok(mount)
}

impl WrittenMount {
    /// Whether its input is another stage, an image or the context.
    pub(super) fn binds(&self) -> bool {
        self.kind == "bind" || (self.kind == "cache" && !self.from.is_empty())
    }

    /// Absolute place in the step's file system.
    pub(super) fn absolute_target(&self, working_directory: &str) -> Result<String, String> {
        let target = match self.kind.as_str() {
            // A secret without a target goes to /run/secrets, unless it is only an environment variable.
            "secret" if self.target.is_empty() => {
                if self.env.is_empty() {
                    format!("/run/secrets/{}", self.secret_id())
                } else {
                    String::new()
                }
            }
            "ssh" if self.target.is_empty() => "/run/buildkit/ssh_agent.0".to_owned(),
            _ => paths::join(working_directory, &self.target),
        };
        if target == "/" {
            Err("invalid mount target \"/\"".to_owned())
        } else {
            Ok(target)
        }
    }

    fn secret_id(&self) -> String {
        if self.id.is_empty() {
            paths::base_name(&self.target).to_owned()
        } else {
            self.id.clone()
        }
    }

    /// The part of the key for mounts that have no input.
    pub(super) fn kind_without_input(&self, working_directory: &str) -> MountKind {
        let ownership = self.ownership.join(":");
        match self.kind.as_str() {
            "tmpfs" => MountKind::Tmpfs(self.size.clone()),
            "secret" => MountKind::Secret(format!(
                "{} {ownership} {} {}",
                self.secret_id(),
                self.required,
                self.env
            )),
            "ssh" => MountKind::Ssh(format!("{} {ownership} {}", self.id, self.required)),
            _ => {
                // The id defaults to the target as written; only the default form keeps it in the key
                // (`exec.go:checkShouldClearCacheOpts`).
                let default_id = paths::clean(&self.target);
                let default_form =
                    self.id.is_empty() && matches!(self.sharing.as_str(), "" | "shared");
                let id = if self.id.is_empty() {
                    paths::join(working_directory, &self.target)
                } else {
                    self.id.clone()
                };
                MountKind::Cache {
                    key_id: if default_form {
                        written_id(&self.target, default_id)
                    } else {
                        String::new()
                    },
                    id,
                    from: None,
                    ownership,
                }
            }
        }
    }
}

/// `target=cache` and `target=/cache` give different default ids.
fn written_id(target: &str, cleaned: String) -> String {
    if target.starts_with('/') {
        cleaned
    } else {
        cleaned.trim_start_matches('/').to_owned()
    }
}
