//! RUN: the command, its surroundings and its mounts.
//!
//! BuildKit: `convert.go:dispatchRun`, `convert_runmount.go`.

use layerlab_syntax::{Arguments, Heredoc};

use super::mount_reading;
use super::mounts::WrittenMount;
use super::operation::{BindMount, Exec, InputKind, Mount, MountKind, Operation};
use super::paths;
use super::planner::{Item, Planner, StageState};
use super::raw::{RawId, RawNode};
use super::stages::FromSource;

/// The directory in which BuildKit puts a heredoc script that has an interpreter line.
const SCRIPT_DIRECTORY: &str = "/dev/pipes";

impl Planner<'_> {
    pub(super) fn dispatch_run(
        &mut self,
        state: &mut StageState,
        item: Item<'_>,
        arguments: &Arguments,
    ) -> Result<(), String> {
        let mut text = self.shown_text(state, item, true);
        let mut exec = Exec {
            env: state.environment.variables.clone(),
            working_directory: state.working_directory.clone(),
            user: state.user.clone(),
            platform: state.platform.clone(),
            add_hosts: self.options.add_hosts.clone(),
            extras: self.frontend_extras(),
            network: flag_or(
                item,
                "network",
                self.options.network.as_deref(),
                &["default"],
            ),
            security: flag_or(item, "security", None, &["sandbox"]),
            ..Exec::default()
        };
        let mut inputs = vec![(state.root, InputKind::Root)];
        match arguments {
            Arguments::Json(words) => {
                exec.args = words.iter().map(|word| word.value.to_string()).collect()
            }
            Arguments::Shell(line) => {
                exec.args = state.shell_words();
                exec.shell_length = exec.args.len();
                match heredoc_script(&line.value, &item.instruction.heredocs) {
                    Script::Line(script) => exec.args.push(script),
                    Script::Document { script, summary } => {
                        text.push_str(&format!(" ({summary})"));
                        exec.args.push(script);
                    }
                    Script::Interpreter {
                        name,
                        content,
                        summary,
                    } => {
                        text.push_str(&format!(" ({summary})"));
                        exec.args.push(format!("{SCRIPT_DIRECTORY}/{name}"));
                        let document = self.inline_document(&name, &content);
                        inputs.push((Some(document), InputKind::Content));
                        exec.mounts.push(Mount {
                            target: format!("{SCRIPT_DIRECTORY}/"),
                            kind: MountKind::Bind(BindMount {
                                input: inputs.len() - 1,
                                source: "/".to_owned(),
                            }),
                            read_only: true,
                        });
                    }
                }
            }
        }
        let mut expand = |word: &str| self.expand(state, word);
        for written in mount_reading::read(item.instruction, &mut expand)? {
            let mount = self.resolve_mount(state, item, &written, &mut inputs)?;
            exec.mounts.push(mount);
        }
        // `client/llb/exec.go:Marshal` sorts them.
        exec.mounts
            .sort_by(|left, right| left.target.cmp(&right.target));
        let created_by = state.run_history(&exec.args);
        state.record_step(&created_by);
        self.add_step(state, item, Operation::Exec(Box::new(exec)), inputs, text);
        Ok(())
    }

    fn frontend_extras(&self) -> Vec<String> {
        let options = self.options;
        let mut extras = Vec::new();
        extras.extend(
            options
                .hostname
                .iter()
                .map(|name| format!("hostname={name}")),
        );
        extras.extend(
            options
                .shm_size_bytes
                .iter()
                .map(|bytes| format!("shm-size={bytes}")),
        );
        extras.extend(
            options
                .ulimits
                .iter()
                .map(|limit| format!("ulimit={limit}")),
        );
        extras
    }

    /// The internal vertex that holds a heredoc as a file.
    pub(super) fn inline_document(&mut self, name: &str, content: &str) -> RawId {
        self.graph.add(RawNode {
            operation: Operation::InlineFiles(vec![(name.to_owned(), content.into())]),
            inputs: Vec::new(),
            display: None,
            instruction: None,
            stage: None,
            ignore_cache: false,
            group: None,
        })
    }

    fn resolve_mount(
        &mut self,
        state: &StageState,
        item: Item<'_>,
        written: &WrittenMount,
        inputs: &mut Vec<(Option<RawId>, InputKind)>,
    ) -> Result<Mount, String> {
        let target = written.absolute_target(&state.working_directory)?;
        let kind = if written.binds() {
            let root = if written.from.is_empty() {
                Some(self.context())
            } else {
                self.stage_or_image(state, item, &written.from)?
            };
            let kind = if written.kind == "bind" {
                InputKind::Content
            } else {
                InputKind::Root
            };
            inputs.push((root, kind));
            let bind = BindMount {
                input: inputs.len() - 1,
                source: paths::clean(&written.source),
            };
            match written.kind_without_input(&state.working_directory) {
                MountKind::Cache {
                    key_id,
                    id,
                    ownership,
                    ..
                } if written.kind == "cache" => MountKind::Cache {
                    key_id,
                    id,
                    from: Some(bind),
                    ownership,
                },
                _ => MountKind::Bind(bind),
            }
        } else {
            written.kind_without_input(&state.working_directory)
        };
        Ok(Mount {
            target,
            kind,
            read_only: written.read_only,
        })
    }

    /// The file system that `from=` or `--from=` names; `None` for an empty one.
    pub(super) fn stage_or_image(
        &mut self,
        state: &StageState,
        item: Item<'_>,
        from: &str,
    ) -> Result<Option<RawId>, String> {
        match self.table.resolve_from(&item.instruction.command, from)? {
            FromSource::Stage(source) if source < state.stage => Ok(self
                .states
                .get(source)
                .and_then(|found| found.as_ref())
                .and_then(|found| found.root)),
            FromSource::Stage(_) => {
                let current = self
                    .table
                    .outlines
                    .get(state.stage)
                    .map_or("", |outline| outline.name.as_str());
                Err(format!(
                    "cannot copy from stage \"{from}\", it needs to be defined before current stage \"{current}\""
                ))
            }
            FromSource::Image(name) if name == "scratch" => Ok(None),
            FromSource::Image(name) => self.external_image(&name, item).map(Some),
        }
    }
}

/// The value of a flag, or of the build's option; what equals the default is left out of the key.
fn flag_or(item: Item<'_>, name: &str, option: Option<&str>, defaults: &[&str]) -> String {
    let given = item
        .instruction
        .flag(name)
        .and_then(|flag| flag.value.as_ref())
        .map(|value| value.value.as_ref());
    let value = given.or(option).unwrap_or("");
    if defaults.contains(&value) {
        String::new()
    } else {
        value.to_owned()
    }
}

/// What a shell-form RUN comes to.
enum Script {
    /// A command line.
    Line(String),
    /// `RUN <<EOF`: the document is the command line.
    Document { script: String, summary: String },
    /// The same with `#!` in its first line: a file that is run.
    Interpreter {
        name: String,
        content: String,
        summary: String,
    },
}

fn heredoc_script(line: &str, heredocs: &[Heredoc]) -> Script {
    let Some(first) = heredocs.first() else {
        return Script::Line(line.to_owned());
    };
    if is_only_a_marker(line) {
        let content = chomped(first);
        let summary = summary(&first.content);
        return if first.content.starts_with("#!") {
            Script::Interpreter {
                name: first.name.to_string(),
                content,
                summary,
            }
        } else {
            Script::Document {
                script: content,
                summary,
            }
        };
    }
    let mut script = line.to_owned();
    for heredoc in heredocs {
        script.push('\n');
        script.push_str(&heredoc.content);
        script.push_str(&heredoc.name);
    }
    Script::Line(script)
}

/// Whether the whole command is one heredoc marker such as `<<EOF`, `<<-"EOF"` or `3<<EOF`.
fn is_only_a_marker(line: &str) -> bool {
    let rest = line.trim_start_matches(|character: char| character.is_ascii_digit());
    rest.strip_prefix("<<").is_some_and(|word| {
        let word = word.strip_prefix('-').unwrap_or(word);
        !word.is_empty() && !word.contains([' ', '\t', '<', ';', '|', '&', '>'])
    })
}

/// The body, without leading tabs for `<<-`.
pub(crate) fn chomped(heredoc: &Heredoc) -> String {
    if !heredoc.chomp {
        return heredoc.content.to_string();
    }
    heredoc
        .content
        .split_inclusive('\n')
        .map(|line| line.trim_start_matches('\t'))
        .collect()
}

/// First line of a document (`convert.go:summarizeHeredoc`).
fn summary(content: &str) -> String {
    let content = content.trim().replace("\r\n", "\n");
    match content.split_once('\n') {
        Some((first, _)) => format!("{first}..."),
        None => content,
    }
}
