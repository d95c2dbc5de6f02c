//! The instructions of each stage, with its variables. BuildKit: `convert.go:dispatchStages`, `dispatch`.

use std::collections::BTreeSet;

use layerlab_syntax::{Arguments, Command, Spanned};

use super::reading::settings_above;
use super::state::Step;
use super::{Stop, Walk};
use crate::checks::directive::Settings;
use crate::checks::linter::Place;
use crate::checks::moment::Moment;
use crate::graph::dispatch::check_signal;
use crate::graph::paths;
use crate::graph::planner::DEFAULT_PATH;
use layerlab_dockerignore::Refusal;

impl Walk<'_> {
    pub(super) fn dispatch_stages(&mut self, reachable: &BTreeSet<usize>) -> Result<(), Stop> {
        self.check_ignore_file()?;
        for index in 0..self.states.len() {
            let Some(state) = self.states.get(index) else {
                continue;
            };
            if !self.checks_all() && (!reachable.contains(&index) || state.is_dispatched) {
                continue;
            }
            self.inherit(index);
            self.begin(index);
            let Some(state) = self.states.get_mut(index) else {
                continue;
            };
            let steps = std::mem::take(&mut state.steps);
            for step in &steps {
                self.dispatch(index, step)
                    .map_err(|stop| stop.at(&step.lines))?;
            }
            if let Some(state) = self.states.get_mut(index) {
                state.steps = steps;
            }
        }
        Ok(())
    }

    fn check_ignore_file(&self) -> Result<(), Stop> {
        let ignore = self.subject.ignore;
        match ignore.and_then(|ignore| ignore.error_before_matching()) {
            Some(error) if error.refusal == Refusal::Reading => Err(Stop::new(format!(
                "failed parsing .dockerignore: {}",
                error.message
            ))),
            Some(error) => Err(Stop::new(error.message.clone())),
            None => Ok(()),
        }
    }

    /// The variables that a stage begins with.
    fn begin(&mut self, index: usize) {
        let Some(state) = self.states.get_mut(index) else {
            return;
        };
        state.is_dispatched = true;
        let is_windows = state
            .platform
            .as_ref()
            .is_some_and(|platform| platform.os == "windows");
        if !is_windows && !state.image.env.iter().any(|(name, _)| name == "PATH") {
            let path = ("PATH".to_owned(), DEFAULT_PATH.to_owned());
            state.image.env.push(path);
        }
        for (name, value) in &state.image.env {
            state.environment.set(name, value);
        }
    }

    fn dispatch(&mut self, index: usize, step: &Step<'_>) -> Result<(), Stop> {
        let instruction = &*step.instruction;
        let above = settings_above(instruction);
        let above = above.as_ref();
        let keyword = &*instruction.keyword.value;
        let place = Place {
            lines: &step.lines,
            span: step.span(instruction.keyword.span),
            above,
        };
        match &instruction.command {
            Command::Env(pairs) => self.pairs(index, step, above, pairs, true)?,
            Command::Label(pairs) => self.pairs(index, step, above, pairs, false)?,
            Command::Run(_) => self.run_mounts(index, step, above)?,
            Command::Copy(transfer) => self.copy(index, step, above, transfer, false)?,
            Command::Add(transfer) => self.copy(index, step, above, transfer, true)?,
            Command::Workdir(path) => self.working_directory(index, step, above, path)?,
            Command::User(user) => {
                self.word(index, step, above, &user.value, user.span)?;
            }
            Command::Volume(volumes) => {
                let mut empty = false;
                for volume in volumes {
                    let path = self.word(index, step, above, &volume.value, volume.span)?;
                    empty |= path.is_empty();
                }
                if empty {
                    return Err(Stop::new("VOLUME specified can not be an empty string"));
                }
            }
            Command::Stopsignal(signal) => {
                let signal = self.word(index, step, above, &signal.value, signal.span)?;
                check_signal(&signal).map_err(Stop::new)?;
            }
            Command::Expose(ports) => self.expose(index, step, above, ports)?,
            Command::Arg(arguments) => self.arguments(index, step, above, arguments)?,
            Command::Cmd(arguments) => {
                self.only_once(index, 0, step, place);
                self.shell_form(index, keyword, arguments, place);
            }
            Command::Entrypoint(arguments) => {
                self.only_once(index, 1, step, place);
                self.shell_form(index, keyword, arguments, place);
            }
            Command::Healthcheck(_) => self.only_once(index, 2, step, place),
            Command::Shell(words) => {
                if let Some(state) = self.states.get_mut(index) {
                    state.image.shell_is_set = !words.is_empty();
                }
            }
            Command::Onbuild(_)
            | Command::Maintainer(_)
            | Command::From { .. }
            | Command::Invalid => {}
        }
        Ok(())
    }

    fn working_directory(
        &mut self,
        index: usize,
        step: &Step<'_>,
        above: Option<&Settings>,
        path: &Spanned<impl AsRef<str>>,
    ) -> Result<(), Stop> {
        let expanded = self.word(index, step, above, path.value.as_ref(), path.span)?;
        let Some(state) = self.states.get_mut(index) else {
            return Ok(());
        };
        let is_windows = state
            .platform
            .as_ref()
            .is_some_and(|platform| platform.os == "windows");
        let moment = Moment::WorkingDirectory {
            path: &expanded,
            absolute: is_absolute(&expanded, is_windows),
            known: state.directory_is_known,
        };
        let place = Place {
            lines: &step.lines,
            span: step.span(path.span),
            above,
        };
        self.linter.ask(&moment, place);
        state.directory_is_known = true;
        state.image.working_directory = paths::join(&state.image.working_directory, &expanded);
        Ok(())
    }

    /// `validations.go:validateUsedOnce`: said of the earlier one, which does nothing.
    fn only_once(&mut self, index: usize, kind: usize, step: &Step<'_>, place: Place<'_>) {
        let Some(state) = self.states.get_mut(index) else {
            return;
        };
        let span = step.span(step.instruction.span);
        let Some(slot) = state.earlier.get_mut(kind) else {
            return;
        };
        if let Some((lines, span)) = slot.replace((step.lines.clone(), span)) {
            let keyword = &step.instruction.keyword.value;
            let earlier = Place {
                lines: &lines,
                span,
                ..place
            };
            self.linter.ask(&Moment::Replaced { keyword }, earlier);
        }
    }

    fn shell_form(&mut self, index: usize, keyword: &str, arguments: &Arguments, place: Place<'_>) {
        if let (Some(state), Arguments::Shell(_)) = (self.states.get(index), arguments) {
            let moment = Moment::ShellForm {
                keyword,
                shell_is_set: state.image.shell_is_set,
            };
            self.linter.ask(&moment, place);
        }
    }
}

/// Whether a path begins at the root (`system.IsAbs`).
fn is_absolute(path: &str, is_windows: bool) -> bool {
    if !is_windows {
        return path.starts_with('/');
    }
    let mut letters = path.chars();
    let drive = letters
        .next()
        .is_some_and(|letter| letter.is_ascii_alphabetic())
        && letters.next() == Some(':');
    let rest = if drive { letters.as_str() } else { path };
    rest.starts_with(['/', '\\'])
}
