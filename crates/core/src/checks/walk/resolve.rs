//! Base images, and what other stages hold back for those built on them. BuildKit: `convert.go:resolveStages`,
//! `resolveBaseImage`, `initOnBuildTriggers`.

use std::borrow::Cow;
use std::collections::BTreeSet;

use layerlab_syntax::Lines;
use layerlab_syntax::buildkit_view::{go_quote, trigger_text};

use super::state::{Image, Step};
use super::{Stop, Walk, each_line};
use crate::checks::linter::Place;
use crate::checks::moment::Moment;
use crate::graph::platform::Platform;
use crate::graph::reference::reference_error;
use crate::graph::triggers::read_trigger;

/// The name of the empty image.
const EMPTY: &str = "scratch";

impl Walk<'_> {
    /// Looks everything up. Gives the states that the target needs.
    pub(super) fn resolve(&mut self, target: usize) -> Result<BTreeSet<usize>, Stop> {
        loop {
            let reachable = self.reachable(target);
            // BuildKit looks all of them up at the same time, so an error keeps none of the others from being asked about.
            let mut first = Ok(());
            for index in 0..self.states.len() {
                let wanted = self.checks_all() || reachable.contains(&index);
                let outcome = self.resolve_base(index, wanted);
                first = first.and(outcome);
            }
            first?;
            let mut grows = false;
            for index in &reachable {
                grows |= self.take_triggers(*index)?;
            }
            if !grows {
                return Ok(reachable);
            }
        }
    }

    fn resolve_base(&mut self, index: usize, wanted: bool) -> Result<(), Stop> {
        let target = Platform::parse(&self.target_platform).unwrap_or_default();
        let Some(state) = self.states.get_mut(index) else {
            return Ok(());
        };
        if state.base.is_some() || state.is_dispatched || state.is_resolved {
            return Ok(());
        }
        state.is_resolved = wanted;
        state.is_dispatched |= state.is_image_only;
        if state.base_name == EMPTY {
            state.platform = Some(target);
            return Ok(());
        }
        let name = &state.base_name;
        if let Some(reason) = reference_error(name) {
            let message = format!("failed to parse stage name {}: {reason}", go_quote(name));
            return Err(Stop::new(message).at(&state.lines));
        }
        let platform = state.platform.clone().unwrap_or(target);
        if wanted {
            let image = self.subject.images.look_up(name, &platform.plain());
            state.image = Image {
                env: image.env,
                working_directory: image.working_directory,
                shell_is_set: !image.shell.is_empty(),
                triggers: image.onbuild,
            };
            if let Ok(actual) = Platform::parse(&image.platform) {
                let moment = Moment::BaseImage {
                    name,
                    expected: &platform,
                    actual: &actual,
                };
                let place = Place {
                    lines: &state.lines,
                    span: state.span,
                    above: None,
                };
                self.linter.ask(&moment, place);
            }
        }
        state.platform = Some(platform);
        Ok(())
    }

    /// A stage begins with what the one below it has left (`dispatchState.init`).
    pub(super) fn inherit(&mut self, index: usize) {
        let base = self.states.get(index).and_then(|state| state.base);
        let Some(base) = base.and_then(|base| self.states.get(base)) else {
            return;
        };
        let environment = base.environment.clone();
        let platform = base.platform.clone();
        let image = Image {
            triggers: Vec::new(),
            ..base.image.clone()
        };
        let arguments = base.arguments.clone();
        let directory_is_known = base.directory_is_known;
        if let Some(state) = self.states.get_mut(index) {
            state.environment = environment;
            state.platform = platform;
            state.image = image;
            state.directory_is_known = directory_is_known;
            state.arguments.extend(arguments);
        }
    }

    /// Puts the triggers of the base before a stage's own instructions. True if one of them takes files from elsewhere.
    fn take_triggers(&mut self, index: usize) -> Result<bool, Stop> {
        let Some(state) = self.states.get_mut(index) else {
            return Ok(false);
        };
        let mut triggers = std::mem::take(&mut state.image.triggers);
        if let Some(base) = state.base
            && !state.has_triggers
        {
            state.has_triggers = true;
            let steps = self.states.get(base).map(|base| base.steps.as_slice());
            let held_back = steps.unwrap_or_default().iter();
            triggers.extend(held_back.filter_map(|step| trigger_text(&step.instruction)));
        }
        if triggers.is_empty() {
            return Ok(false);
        }
        let Some(state) = self.states.get(index) else {
            return Ok(false);
        };
        let (lines, span) = (state.lines.clone(), state.span);
        let mut steps = Vec::new();
        let mut grows = false;
        for trigger in &triggers {
            let elsewhere = |message: String| Stop::new(message).at(&lines);
            let instruction = read_trigger(trigger).map_err(elsewhere)?;
            let lines = spread(&lines);
            let sources = self
                .sources(&instruction, &lines, span)
                .map_err(|stop| elsewhere(stop.message))?;
            grows |= !sources.is_empty();
            self.add_needs(index, &sources, &lines);
            steps.push(Step {
                instruction: Cow::Owned(instruction),
                lines,
                fired_by: Some(span),
                sources,
            });
        }
        if let Some(state) = self.states.get_mut(index) {
            steps.append(&mut state.steps);
            state.steps = steps;
        }
        Ok(grows)
    }
}

/// From the first to the last of these lines.
fn spread(lines: &[Lines]) -> Vec<Lines> {
    let first = lines.iter().map(|lines| lines.first).min();
    let last = lines.iter().map(|lines| lines.last).max();
    let all = first.zip(last).map(|(first, last)| Lines { first, last });
    all.map(each_line).unwrap_or_default()
}
