//! One instruction at a time: what it changes in the state of its stage, and which vertex it makes.

use std::collections::BTreeSet;

use layerlab_syntax::buildkit_view::trigger_text;
use layerlab_syntax::{Arguments, Command, KeyValue, Word};

use super::copy::{NO_NAMES_IN_SCRATCH, canonical_owner, needs_names};
use super::environment::NOT_IN_ENVIRONMENT;
use super::history::{self, HistoryEntry, quoted_list};
use super::operation::{InputKind, Operation};
use super::paths;
use super::plan::{Placement, SettingKind};
use super::planner::{Item, Planner, RawError, RawPlacement, StageState};
use super::port;
use super::stages::error_at;

/// Where an instruction without a vertex counts.
fn setting_kind(command: &Command) -> SettingKind {
    match command {
        Command::Env(_) | Command::Arg(_) => SettingKind::Environment,
        Command::User(_) | Command::Shell(_) | Command::Workdir(_) => SettingKind::Surroundings,
        _ => SettingKind::Metadata,
    }
}

impl Planner<'_> {
    /// Reads one instruction of a stage.
    pub(super) fn dispatch(&mut self, state: &mut StageState, item: Item<'_>) {
        let command = &item.instruction.command;
        let recorded = state.history.len();
        self.place(
            item,
            RawPlacement::Other(Placement::Setting(setting_kind(command))),
        );
        let result = match command {
            Command::Run(arguments) => self.dispatch_run(state, item, arguments),
            Command::Copy(transfer) => self.dispatch_copy(state, item, transfer, false),
            Command::Add(transfer) => self.dispatch_copy(state, item, transfer, true),
            Command::Workdir(path) => self.dispatch_workdir(state, item, &path.value),
            Command::Env(pairs) => self.dispatch_env(state, pairs),
            Command::Arg(_) => self.dispatch_arg(state, item),
            Command::User(user) => self.expand(state, &user.value).map(|user| {
                state.record(format!("USER {user}"));
                state.config.user.clone_from(&user);
                state.user = user;
            }),
            Command::Shell(words) => {
                state.shell = words.iter().map(|word| word.value.to_string()).collect();
                state.config.shell.clone_from(&state.shell);
                state.record(format!("SHELL [{}]", state.shell.join(" ")));
                Ok(())
            }
            Command::Cmd(arguments) => {
                state.config.cmd = state.command_line(arguments);
                state.config.args_escaped = true;
                state.own_cmd = true;
                state.record(format!("CMD {}", quoted_list(&state.config.cmd)));
                Ok(())
            }
            Command::Entrypoint(arguments) => {
                state.config.entrypoint = state.command_line(arguments);
                if !state.own_cmd {
                    state.config.cmd.clear();
                }
                state.record(format!(
                    "ENTRYPOINT {}",
                    quoted_list(&state.config.entrypoint)
                ));
                Ok(())
            }
            Command::Label(pairs) => self.dispatch_label(state, pairs),
            Command::Expose(ports) => self.dispatch_expose(state, ports),
            Command::Volume(volumes) => self.expand_all(state, volumes).and_then(|volumes| {
                if volumes.iter().any(String::is_empty) {
                    return Err("VOLUME specified can not be an empty string".to_owned());
                }
                state.record(format!("VOLUME [{}]", volumes.join(" ")));
                for volume in volumes {
                    if !state.config.volumes.contains(&volume) {
                        state.config.volumes.push(volume);
                    }
                }
                Ok(())
            }),
            Command::Stopsignal(signal) => self.expand(state, &signal.value).and_then(|signal| {
                check_signal(&signal)?;
                state.record(format!("STOPSIGNAL {signal}"));
                state.config.stop_signal = signal;
                Ok(())
            }),
            Command::Healthcheck(arguments) => {
                let check = history::healthcheck(item.instruction, arguments.as_ref());
                state.record(check.history());
                state.config.healthcheck = Some(check);
                Ok(())
            }
            Command::Onbuild(_) => {
                state.config.onbuild.extend(trigger_text(item.instruction));
                Ok(())
            }
            Command::Maintainer(name) => {
                state.record(format!("MAINTAINER {}", name.value));
                Ok(())
            }
            Command::From { .. } | Command::Invalid => {
                self.place(item, RawPlacement::Other(Placement::Broken));
                Ok(())
            }
        };
        for entry in state.history.iter_mut().skip(recorded) {
            entry.instruction = Some(item.index);
        }
        if let Err(message) = result {
            self.place(item, RawPlacement::Other(Placement::Broken));
            let error = self
                .dockerfile
                .instructions
                .get(item.index)
                .map(|instruction| error_at(instruction, message))
                .unwrap_or_default();
            self.errors.push(RawError { error, node: None });
        }
    }

    /// Expands a word with the variables of the stage.
    pub(super) fn expand(&self, state: &StageState, word: &str) -> Result<String, String> {
        state.environment.expand(word, self.expand_options)
    }

    fn expand_all(&self, state: &StageState, words: &[Word<'_>]) -> Result<Vec<String>, String> {
        words
            .iter()
            .map(|word| self.expand(state, &word.value))
            .collect()
    }

    /// The time that BuildKit gives to what it makes itself, as a build argument or an ARG before the first FROM
    /// (`convert.go:getBuildArgValue`).
    fn source_date_epoch(&self) -> Option<String> {
        let name = "SOURCE_DATE_EPOCH";
        let given = self.options.build_args.get(name);
        let declared = self.globals.get(name).filter(|value| !value.is_empty());
        let written = given.or(declared)?;
        // It counts as the number that it is.
        let seconds = written.parse::<i64>();
        Some(seconds.map_or_else(|_| written.clone(), |seconds| seconds.to_string()))
    }

    fn dispatch_workdir(
        &mut self,
        state: &mut StageState,
        item: Item<'_>,
        path: &str,
    ) -> Result<(), String> {
        let path = self.expand(state, path)?;
        let path = paths::join(&state.working_directory, &path);
        // The name is expanded before the directory changes.
        let text = self.shown_text(item, &state.environment, false);
        state.working_directory.clone_from(&path);
        state.config.working_directory.clone_from(&path);
        if path == "/" {
            state.record(format!("WORKDIR {path}"));
            return Ok(());
        }
        let created_by = format!("WORKDIR {path}");
        state.history.push(HistoryEntry {
            created_by,
            ..HistoryEntry::default()
        });
        let operation = Operation::MakeDirectory {
            path,
            owner: canonical_owner(&state.user),
            timestamp: self.source_date_epoch(),
        };
        let root = state.root;
        let node = self.add_step(state, item, operation, vec![(root, InputKind::Root)], text);
        if root.is_none() && needs_names(&canonical_owner(&state.user)) {
            self.fail_without_names(item, node, NO_NAMES_IN_SCRATCH);
        }
        Ok(())
    }

    fn dispatch_env(&mut self, state: &mut StageState, pairs: &[KeyValue]) -> Result<(), String> {
        // All values see the variables from before the instruction.
        let expanded: Vec<(String, String)> = pairs
            .iter()
            .map(|pair| {
                Ok((
                    self.expand(state, &pair.key.value)?,
                    self.expand(state, &pair.value.value)?,
                ))
            })
            .collect::<Result<_, String>>()?;
        state.record(pair_history("ENV", &expanded));
        for (name, value) in expanded {
            state.environment.set(&name, &value);
            set_in_place(&mut state.config.env, &name, &value);
        }
        Ok(())
    }

    fn dispatch_expose(
        &mut self,
        state: &mut StageState,
        ports: &[Word<'_>],
    ) -> Result<(), String> {
        // Sorted as they are written (`instructions/parse.go:parseExpose`).
        let mut written: Vec<&str> = ports.iter().map(|port| port.value.as_ref()).collect();
        written.sort_unstable();
        // A word may come to several ports, or to none.
        let mut words: Vec<String> = Vec::new();
        for port in written {
            let environment = &state.environment;
            words.extend(environment.expand_words(port, self.expand_options)?);
        }
        let mut exposed: Vec<String> = Vec::new();
        for word in &words {
            exposed.extend(port::exposed(word)?);
        }
        // A range can stand for 65,536 ports.
        let known: BTreeSet<&String> = state.config.exposed_ports.iter().collect();
        let mut new: Vec<String> = Vec::new();
        let mut met = BTreeSet::new();
        for port in &exposed {
            if !known.contains(port) && met.insert(port) {
                new.push(port.clone());
            }
        }
        state.config.exposed_ports.extend(new);
        state.record(format!("EXPOSE [{}]", exposed.join(" ")));
        Ok(())
    }

    fn dispatch_label(&mut self, state: &mut StageState, pairs: &[KeyValue]) -> Result<(), String> {
        let mut expanded = Vec::new();
        for pair in pairs {
            let name = self.expand(state, &pair.key.value)?;
            let value = self.expand(state, &pair.value.value)?;
            set_in_place(&mut state.config.labels, &name, &value);
            expanded.push((name, value));
        }
        state.record(pair_history("LABEL", &expanded));
        Ok(())
    }

    fn dispatch_arg(&mut self, state: &mut StageState, item: Item<'_>) -> Result<(), String> {
        let Command::Arg(arguments) = &item.instruction.command else {
            return Ok(());
        };
        let mut created_by = "ARG".to_owned();
        for (name, default) in arguments {
            // A name is taken as it is written.
            let name = name.value.to_string();
            let value = match (self.options.build_args.get(&name), default) {
                (Some(given), _) => Some(given.clone()),
                (None, Some(default)) => Some(self.expand(state, &default.value)?),
                (None, None) => self.globals.get(&name).cloned(),
            };
            created_by.push_str(&format!(" {name}"));
            // Without a value it is not in the environment at all.
            if let Some(value) = &value {
                created_by.push_str(&format!("={value}"));
                if !NOT_IN_ENVIRONMENT.contains(&name.as_str()) {
                    state.environment.set(&name, value);
                }
            }
            state.build_args.push((name, value));
        }
        state.record(created_by);
        Ok(())
    }
}

/// `ENV A=1 B=2`.
fn pair_history(keyword: &str, pairs: &[(String, String)]) -> String {
    let pairs = pairs.iter().map(|(name, value)| format!(" {name}={value}"));
    format!("{keyword}{}", pairs.collect::<String>())
}

/// Names of the signals of Linux (`moby/sys/signal`).
const SIGNALS: [&str; 36] = [
    "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT", "KILL",
    "PIPE", "POLL", "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM", "TRAP", "TSTP",
    "TTIN", "TTOU", "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ", "RTMIN", "RTMAX",
];

/// Whether STOPSIGNAL takes this signal.
///
/// # Errors
/// BuildKit's words if it is none.
pub(crate) fn check_signal(signal: &str) -> Result<(), String> {
    let upper = signal.to_uppercase();
    let name = upper.strip_prefix("SIG").unwrap_or(&upper);
    let offset = |prefix: &str, largest: u8| {
        let digits = name.strip_prefix(prefix);
        digits.is_some_and(|digits| (1..=largest).any(|offset| offset.to_string() == digits))
    };
    let real_time = offset("RTMIN+", 15) || offset("RTMAX-", 14);
    // Any number but zero, as Go reads it.
    let number = signal.parse::<i64>().is_ok_and(|number| number != 0);
    if number || real_time || SIGNALS.contains(&name) {
        Ok(())
    } else {
        Err(format!("invalid signal: {signal}"))
    }
}

/// Sets a value; a name that is already there keeps its place (image configuration, unlike the environment of RUN).
pub(crate) fn set_in_place(pairs: &mut Vec<(String, String)>, name: &str, value: &str) {
    match pairs.iter_mut().find(|(existing, _)| existing == name) {
        Some((_, existing)) => value.clone_into(existing),
        None => pairs.push((name.to_owned(), value.to_owned())),
    }
}

impl StageState {
    /// SHELL, or the default one.
    pub(super) fn shell_words(&self) -> Vec<String> {
        if self.shell.is_empty() {
            vec!["/bin/sh".to_owned(), "-c".to_owned()]
        } else {
            self.shell.clone()
        }
    }

    fn command_line(&self, arguments: &Arguments) -> Vec<String> {
        match arguments {
            Arguments::Json(words) => words.iter().map(|word| word.value.to_string()).collect(),
            Arguments::Shell(line) => {
                let mut words = self.shell_words();
                words.push(line.value.to_string());
                words
            }
        }
    }
}
