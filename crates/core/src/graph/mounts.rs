//! `RUN --mount=type=…,key=value,…`.
//!
//! BuildKit: `instructions/commands_runmount.go` and `convert_runmount.go`.

use layerlab_syntax::Instruction;

use super::operation::MountKind;
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

    /// Absolute place in the step's file system.
    pub(crate) fn absolute_target(&self, working_directory: &str) -> Result<String, String> {
        let target = match self.kind.as_str() {
            // A secret without a target goes to /run/secrets, unless it is only an environment variable.
            "secret" if self.target.is_empty() => {
                if self.env.is_none() {
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
                self.env.as_deref().unwrap_or_default()
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
