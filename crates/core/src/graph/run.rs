//! RUN: the command, its surroundings and its mounts.
//!
//! BuildKit: `convert.go:dispatchRun`, `convert_runmount.go`.

use layerlab_syntax::buildkit_view::{go_quote, is_heredoc_marker};
use layerlab_syntax::{Arguments, Heredoc};

use super::environment::Environment;
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
        let mut expand = |word: &str| self.expand(state, word);
        let written_mounts = mount_reading::read(item.instruction, &mut expand)?;
        let mut text = self.shown_text(item, &masked(state, &written_mounts), true);
        let mut exec = Exec {
            env: state.environment.variables.clone(),
            working_directory: state.working_directory.clone(),
            user: state.user.clone(),
            platform: state.platform.clone(),
            add_hosts: self.options.add_hosts.clone(),
            extras: self.frontend_extras(),
            // Of the build where the instruction says nothing or `default`.
            network: flag_but(item, "network", "default")
                .or(self.options.network.as_deref())
                .filter(|network| !["default", "sandbox"].contains(network))
                .unwrap_or_default()
                .to_owned(),
            security: flag_but(item, "security", "sandbox")
                .unwrap_or_default()
                .to_owned(),
            ..Exec::default()
        };
        let mut mounts: Vec<(Mount, Option<RawId>)> = Vec::new();
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
                        let mount = Mount {
                            target: format!("{SCRIPT_DIRECTORY}/"),
                            kind: MountKind::Bind(BindMount {
                                input: 0,
                                source: "/".to_owned(),
                            }),
                            read_only: true,
                        };
                        mounts.push((mount, Some(document)));
                    }
                }
            }
        }
        let mut sockets = 0;
        for written in &written_mounts {
            mounts.push(self.resolve_mount(state, item, written, &mut sockets)?);
        }
        let mut inputs = vec![(state.root, InputKind::Root)];
        exec.mounts = in_order(mounts, &mut inputs);
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
                .filter(|bytes| **bytes > 0)
                .map(|bytes| format!("shm-size={bytes}")),
        );
        extras.extend(
            options
                .ulimits
                .iter()
                .map(|limit| format!("ulimit={}", both_limits(limit))),
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

    /// A mount, and the root of what it shows; the number of its input is not yet known.
    fn resolve_mount(
        &mut self,
        state: &StageState,
        item: Item<'_>,
        written: &WrittenMount,
        sockets: &mut usize,
    ) -> Result<(Mount, Option<RawId>), String> {
        let mut root = None;
        let mut bind = None;
        if written.binds() {
            root = if written.from.is_empty() {
                Some(self.context())
            } else {
                self.mounted(state, item, written)?
            };
            bind = Some(BindMount {
                input: 0,
                source: paths::clean(&written.source),
            });
        }
        let target = written.absolute_target(&state.working_directory, sockets)?;
        let kind = written.kind_with(&target, bind);
        let mount = Mount {
            target,
            kind,
            read_only: written.read_only,
        };
        Ok((mount, root))
    }

    /// The file system that the `from=` of a mount names.
    fn mounted(
        &mut self,
        state: &StageState,
        item: Item<'_>,
        written: &WrittenMount,
    ) -> Result<Option<RawId>, String> {
        let source = self
            .table
            .resolve_from(&item.instruction.command, &written.from)?;
        if matches!(source, FromSource::Stage(source) if source >= state.stage) {
            return Err(format!(
                "cannot mount from stage {} to {}, stage needs to be defined before current command",
                go_quote(&written.from),
                go_quote(&written.target)
            ));
        }
        self.stage_or_image(state, item, &written.from)
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

/// `nofile=1024` limits as `nofile=1024:1024` does.
fn both_limits(limit: &str) -> String {
    match limit.split_once('=') {
        Some((name, value)) if !value.contains(':') => format!("{name}={value}:{value}"),
        _ => limit.to_owned(),
    }
}

/// The environment with secrets hidden, as names show them (`convert_secrets.go:withSecretEnvMask`).
fn masked(state: &StageState, mounts: &[WrittenMount]) -> Environment {
    let mut environment = state.environment.clone();
    let secrets = mounts.iter().filter(|mount| mount.kind == "secret");
    for name in secrets.filter_map(|mount| mount.env.as_deref()) {
        environment.set(name, "****");
    }
    environment
}

/// The mounts in the order in which they count, and the inputs in the order of the mounts, each only once
/// (`client/llb/exec.go:Marshal`).
fn in_order(
    mounts: Vec<(Mount, Option<RawId>)>,
    inputs: &mut Vec<(Option<RawId>, InputKind)>,
) -> Vec<Mount> {
    let (mut without, mut sorted): (Vec<_>, Vec<_>) = mounts
        .into_iter()
        .partition(|(mount, _)| matches!(mount.kind, MountKind::Secret(_) | MountKind::Ssh(_)));
    sorted.sort_by(|(left, _), (right, _)| left.target.cmp(&right.target));
    without.sort_by_key(|(mount, _)| matches!(mount.kind, MountKind::Ssh(_)));
    for (mount, root) in &mut sorted {
        let (MountKind::Bind(source)
        | MountKind::Cache {
            from: Some(source), ..
        }) = &mut mount.kind
        else {
            continue;
        };
        let known = inputs.iter().skip(1).position(|(known, _)| known == root);
        source.input = known.map_or(inputs.len(), |place| place + 1);
        if known.is_none() {
            inputs.push((*root, InputKind::Content));
        }
    }
    let all = sorted.into_iter().chain(without);
    all.map(|(mount, _)| mount).collect()
}

/// The value of a flag, unless it is the default.
fn flag_but<'a>(item: Item<'a>, name: &str, default: &str) -> Option<&'a str> {
    let flag = item.instruction.flag(name)?;
    let value = flag.value.as_ref()?.value.as_ref();
    Some(value).filter(|value| *value != default)
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
    if is_heredoc_marker(line) {
        let content = chomped(first);
        let summary = summary(&first.content);
        return if content.starts_with("#!") {
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
