//! `RUN --mount=type=…,key=value,…`.
//!
//! BuildKit: `instructions/commands_runmount.go` and `convert_runmount.go`.

use layerlab_syntax::Instruction;

use super::mount_reading::size_in_bytes;
use super::operation::{BindMount, MountKind};
use super::paths;

/// A mount as written, expanded, before its source is resolved.
#[derive(Debug, Clone, Default)]
pub(crate) struct WrittenMount {
    pub(crate) kind: String,
    pub(crate) target: String,
    pub(super) source: String,
    pub(crate) from: String,
    pub(super) id: String,
    pub(super) sharing: String,
    pub(super) size: String,
    /// The variable in which a secret is put; an empty name uses the default.
    pub(super) env: Option<String>,
    pub(super) required: bool,
    pub(super) read_only: bool,
    /// uid, gid and mode in this order, empty where not given.
    pub(super) ownership: [String; 3],
}

/// The `from=` of every mount of an instruction, as written.
pub(crate) fn sources(instruction: &Instruction) -> Vec<String> {
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

/// For each mount what it is made of: its `from=`, or the empty image where none is written.
pub(crate) fn source_of_each(instruction: &Instruction) -> Vec<String> {
    let source = |value: &str| {
        let fields = split_fields(value);
        let froms = fields.iter().filter_map(|field| field.split_once('='));
        let mut froms = froms.filter(|(key, _)| key.eq_ignore_ascii_case("from"));
        let from = froms.next_back().map(|(_, from)| from);
        from.filter(|from| !from.is_empty())
            .unwrap_or("scratch")
            .to_owned()
    };
    values(instruction).map(source).collect()
}

pub(super) fn values<'a>(instruction: &'a Instruction<'_>) -> impl Iterator<Item = &'a str> {
    instruction
        .flags
        .iter()
        .filter(|flag| flag.name.value == "mount")
        .filter_map(|flag| flag.value.as_ref())
        .map(|value| value.value.as_ref())
}

/// Fields of one CSV record: commas separate, double quotes hold commas.
pub(super) fn split_fields(value: &str) -> Vec<String> {
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

impl WrittenMount {
    /// Whether its input is another stage, an image or the context.
    pub(super) fn binds(&self) -> bool {
        self.kind == "bind" || (self.kind == "cache" && !self.from.is_empty())
    }

    /// Place in the step's file system, absolute but for secrets and sockets, which stay as they are written. `sockets` is
    /// how many there were before (`convert_runmount.go`, `convert_secrets.go`, `convert_ssh.go`).
    pub(crate) fn absolute_target(
        &self,
        working_directory: &str,
        sockets: &mut usize,
    ) -> Result<String, String> {
        match self.kind.as_str() {
            // A secret without a target goes to /run/secrets, unless it is only an environment variable.
            "secret" if self.target.is_empty() && self.env.is_none() => Ok(format!(
                "/run/secrets/{}",
                paths::base_name(self.secret_id())
            )),
            "secret" => Ok(self.target.clone()),
            "ssh" => {
                if !self.source.is_empty() {
                    return Err("ssh does not support source".to_owned());
                }
                *sockets += 1;
                Ok(if self.target.is_empty() {
                    format!("/run/buildkit/ssh_agent.{}", *sockets - 1)
                } else {
                    self.target.clone()
                })
            }
            _ => match paths::join(working_directory, &self.target).as_str() {
                "/" => Err("invalid mount target \"/\"".to_owned()),
                target => Ok(target.to_owned()),
            },
        }
    }

    /// The source of a secret is its id.
    fn secret_id(&self) -> &str {
        if !self.source.is_empty() {
            &self.source
        } else if !self.id.is_empty() {
            &self.id
        } else {
            paths::base_name(&self.target)
        }
    }

    /// uid, gid and mode as numbers, with these defaults for what is not given.
    fn ownership_or(&self, mode: u32) -> String {
        let [uid, gid, given_mode] = &self.ownership;
        let id = |text: &str| text.parse::<u32>().unwrap_or(0);
        let mode = u32::from_str_radix(given_mode, 8).unwrap_or(mode);
        format!("{}:{}:{mode:o}", id(uid), id(gid))
    }

    /// The part of the key: what is mounted at `target`. `bind` is what it is or is filled with.
    pub(super) fn kind_with(&self, target: &str, bind: Option<BindMount>) -> MountKind {
        match (self.kind.as_str(), bind) {
            ("bind", Some(bind)) => MountKind::Bind(bind),
            ("tmpfs", _) => MountKind::Tmpfs(
                size_in_bytes(&self.size)
                    .map(|bytes| bytes.to_string())
                    .unwrap_or_default(),
            ),
            ("secret", _) => MountKind::Secret(format!(
                "{} {} {} {}",
                self.secret_id(),
                self.ownership_or(0o400),
                self.required,
                self.env.as_deref().unwrap_or_default()
            )),
            ("ssh", _) => MountKind::Ssh(format!(
                "{} {} {}",
                self.id,
                self.ownership_or(0o600),
                self.required
            )),
            (_, from) => {
                // The id defaults to the target as written. Where it is the target, and the mount is shared, it counts
                // (`exec.go:checkShouldClearCacheOpts`).
                let id = if self.id.is_empty() {
                    as_written(&self.target)
                } else {
                    self.id.clone()
                };
                let is_target = id == target || format!("/{id}") == target;
                let is_shared = matches!(self.sharing.as_str(), "" | "shared");
                // BuildKit makes a directory with them, unless one is there already.
                let is_made = paths::clean(&self.source) == "/"
                    && self.ownership.iter().any(|given| !given.is_empty());
                MountKind::Cache {
                    key_id: if is_target && is_shared {
                        format!("/{id}")
                    } else {
                        String::new()
                    },
                    id,
                    from,
                    ownership: if is_made {
                        self.ownership_or(0o755)
                    } else {
                        String::new()
                    },
                }
            }
        }
    }
}

/// Cleaned, and still relative if it is: `target=cache` and `target=/cache` give different default ids.
fn as_written(target: &str) -> String {
    let cleaned = paths::clean(target);
    if target.starts_with('/') {
        cleaned
    } else {
        cleaned.trim_start_matches('/').to_owned()
    }
}
