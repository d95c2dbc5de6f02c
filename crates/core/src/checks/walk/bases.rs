//! Arguments before the first FROM, and what each stage is built on. BuildKit: `convert.go:buildMetaArgs`,
//! `buildDispatchStates`, `validations.go:validateBaseImagesWithDefaultArgs`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use layerlab_syntax::buildkit_view::go_quote;
use layerlab_syntax::{Command, Instruction, Lines, Span};

use super::reading::settings_above;
use super::state::{State, Step};
use super::words::{Expansion, expand, variable_span};
use super::{Stop, Walk, lines_of};
use crate::checks::linter::Place;
use crate::checks::moment::Moment;
use crate::graph::environment::{Environment, predefined_arguments};
use crate::graph::platform::Platform;
use crate::graph::reference::reference_error;
use crate::graph::suggest::{nearest, suggestion};

impl<'a> Walk<'a> {
    /// The arguments before the first FROM, with their names, given these build arguments.
    fn global_arguments(
        &self,
        build_arguments: &BTreeMap<String, String>,
    ) -> Result<(Environment, Vec<String>), Stop> {
        let Self { subject, .. } = self;
        let syntax = subject.syntax;
        let mut variables = predefined_arguments(syntax, subject.options, &self.target_platform);
        let mut names = Vec::new();
        let first = syntax.stages.first().map_or(0, |stage| stage.from);
        for instruction in syntax.instructions.iter().take(first) {
            let Command::Arg(arguments) = &instruction.command else {
                continue;
            };
            for (name, default) in arguments {
                let name = &*name.value;
                let value = match (build_arguments.get(name), default) {
                    (Some(given), _) => Some(given.clone()),
                    (None, Some(default)) => {
                        let expansion = expand(&default.value, &variables, self.expand_options);
                        let value = expansion.result;
                        Some(value.map_err(|reason| Stop::new(reason).at(&lines_of(instruction)))?)
                    }
                    (None, None) => None,
                };
                if let Some(value) = value {
                    variables.set(name, &value);
                }
                names.push(name.to_owned());
            }
        }
        Ok((variables, names))
    }

    pub(super) fn take_global_arguments(&mut self) -> Result<(), Stop> {
        let (globals, declared) = self.global_arguments(&self.subject.options.build_args)?;
        self.globals = globals;
        self.declared = declared;
        Ok(())
    }

    /// Whether the images have names if no build arguments are given. Stops in silence at what will be an error anyway.
    pub(super) fn check_default_bases(&mut self) {
        let Ok((variables, _)) = self.global_arguments(&BTreeMap::new()) else {
            return;
        };
        let syntax = self.subject.syntax;
        for stage in &syntax.stages {
            let Some(from) = syntax.instructions.get(stage.from) else {
                continue;
            };
            let Command::From { image, .. } = &from.command else {
                continue;
            };
            let Ok(name) = expand(&image.value, &variables, self.expand_options).result else {
                return;
            };
            let moment = Moment::DefaultBase {
                written: &image.value,
                valid: reference_error(&name).is_none(),
            };
            let place = Place {
                lines: &lines_of(from),
                span: image.span,
                above: None,
            };
            self.linter.ask(&moment, place);
        }
    }

    pub(super) fn begin_stages(&mut self) -> Result<(), Stop> {
        let syntax = self.subject.syntax;
        for (index, stage) in syntax.stages.iter().enumerate() {
            let Some(from) = syntax.instructions.get(stage.from) else {
                continue;
            };
            let body = syntax.instructions.get(stage.from + 1..stage.end);
            let steps = body.unwrap_or_default().iter().map(|instruction| Step {
                instruction: Cow::Borrowed(instruction),
                lines: lines_of(instruction),
                fired_by: None,
                sources: Vec::new(),
            });
            let state = State {
                steps: steps.collect(),
                ..self.begin_stage(from, index, stage.name.as_deref())?
            };
            self.add_state(state, stage.name.as_deref());
        }
        Ok(())
    }

    fn begin_stage(
        &mut self,
        from: &Instruction,
        index: usize,
        name: Option<&str>,
    ) -> Result<State<'a>, Stop> {
        let Command::From { image, .. } = &from.command else {
            return Err(Stop::new("no FROM"));
        };
        let lines = lines_of(from);
        let above = settings_above(from);
        let place = Place {
            lines: &lines,
            span: image.span,
            above: above.as_ref(),
        };
        let base = expand(&image.value, &self.globals, self.expand_options);
        self.ask_about_unset(&base, place);
        let base_name = base.result.map_err(|reason| Stop::new(reason).at(&lines))?;
        if base_name.is_empty() {
            let message = format!("base name ({}) should not be blank", &*image.value);
            return Err(Stop::new(message).at(&lines));
        }
        let written = from.flag("platform").and_then(|flag| flag.value.as_ref());
        let platform = match written.filter(|written| !written.value.is_empty()) {
            Some(written) => Some(self.stage_platform(
                &written.value,
                name.unwrap_or_default(),
                place.at(written.span),
            )?),
            None => None,
        };
        Ok(State {
            name: name.map_or_else(|| format!("stage-{index}"), str::to_owned),
            base_name,
            platform,
            span: from.span,
            lines,
            ..State::default()
        })
    }

    fn stage_platform(
        &mut self,
        written: &str,
        stage: &str,
        place: Place<'_>,
    ) -> Result<Platform, Stop> {
        let expansion = expand(written, &self.globals, self.expand_options);
        self.ask_about_unset(&expansion, place);
        let value = expansion.result.as_deref().unwrap_or_default();
        let moment = Moment::StagePlatform {
            written,
            value,
            used: &expansion.used,
            unset: &expansion.unset,
            stage,
            target: self.globals.get("TARGETPLATFORM").unwrap_or_default(),
        };
        self.linter.ask(&moment, place);
        if let Err(reason) = &expansion.result {
            let message = format!("failed to process arguments for platform : {reason}");
            return Err(Stop::new(message).at(place.lines));
        }
        if value.is_empty() {
            let hint = self.hint(&expansion.unset);
            let message = format!("empty platform value from expression {written}{hint}");
            return Err(Stop::new(message).at(place.lines));
        }
        Platform::parse(value).map_err(|reason| {
            let hint = self.hint(&expansion.unset);
            let message = format!("failed to parse platform {written}: {reason}{hint}");
            Stop::new(message).at(place.lines)
        })
    }

    /// A suggestion for the first variable that is nearly one that has a value (`wrapSuggestAny`).
    fn hint(&self, unset: &[String]) -> String {
        let known = || self.globals.variables.iter().map(|(name, _)| name.as_str());
        let nearly = unset.iter().find(|name| nearest(name, known()).is_some());
        nearly.map_or_else(String::new, |name| suggestion(name, known()))
    }

    /// `validations.go:reportUnusedFromArgs`.
    fn ask_about_unset(&mut self, expansion: &Expansion, place: Place<'_>) {
        if expansion.unset.is_empty() {
            return;
        }
        // BuildKit's order is that of a hash map. Here it is that of the alphabet.
        let with_value = self.globals.variables.iter().map(|(name, _)| name.as_str());
        let known: BTreeSet<&str> = with_value
            .chain(self.declared.iter().map(String::as_str))
            .collect();
        let declared: Vec<&str> = known.into_iter().collect();
        for name in &expansion.unset {
            let span = variable_span(self.subject.text, place.span, name);
            let moment = Moment::UnsetInFrom {
                name,
                declared: &declared,
            };
            self.linter.ask(&moment, place.at(span));
        }
    }

    /// `convert.go:addState`.
    pub(super) fn add_state(&mut self, mut state: State<'a>, name: Option<&str>) -> usize {
        let index = self.states.len();
        state.base = self.names.get(&state.base_name).copied();
        self.states.push(state);
        if let Some(name) = name {
            self.names.insert(name.to_lowercase(), index);
        }
        index
    }

    /// The stage of this name, or a new state for the image of this name.
    pub(super) fn stage_or_image(&mut self, name: &str, lines: &[Lines], span: Span) -> usize {
        if let Some(stage) = self.names.get(&name.to_lowercase()) {
            return *stage;
        }
        let state = State {
            base_name: name.to_owned(),
            lines: lines.to_vec(),
            span,
            is_image_only: true,
            ..State::default()
        };
        self.add_state(state, None)
    }

    /// The stage that is built.
    pub(super) fn target(&self) -> Result<usize, Stop> {
        let target = self.subject.options.target.as_deref().unwrap_or_default();
        if target.is_empty() {
            return Ok(self.states.len().saturating_sub(1));
        }
        if let Some(found) = self.names.get(&target.to_lowercase()) {
            return Ok(*found);
        }
        let names = self.states.iter().map(|state| state.name.as_str());
        let hint = suggestion(target, names);
        Err(Stop::new(format!(
            "target stage {} could not be found{hint}",
            go_quote(target)
        )))
    }
}
