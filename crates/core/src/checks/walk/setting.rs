//! What sets variables and ports: ENV, LABEL, ARG, EXPOSE. BuildKit: `convert.go:dispatchEnv`, `dispatchLabel`,
//! `dispatchArg`, `convert_expose.go`.

use layerlab_syntax::expand::expand_words;
use layerlab_syntax::{KeyValue, Span, Spanned};

use super::state::Step;
use super::{Stop, Walk};
use crate::checks::directive::Settings;
use crate::checks::linter::Place;
use crate::checks::moment::Moment;
use crate::graph::dispatch::set_in_place;
use crate::graph::environment::NOT_IN_ENVIRONMENT;
use crate::graph::port;

impl Walk<'_> {
    pub(super) fn pairs(
        &mut self,
        index: usize,
        step: &Step<'_>,
        above: Option<&Settings>,
        pairs: &[KeyValue],
        is_env: bool,
    ) -> Result<(), Stop> {
        // All of them see the variables from before the instruction.
        let mut expanded = Vec::with_capacity(pairs.len());
        for pair in pairs {
            let key = self.word(index, step, above, &pair.key.value, pair.key.span)?;
            let value = self.word(index, step, above, &pair.value.value, pair.value.span)?;
            expanded.push((key, value));
        }
        for (pair, (key, value)) in pairs.iter().zip(&expanded) {
            let moment = Moment::Pair {
                keyword: &step.instruction.keyword.value,
                is_env,
                key,
                equals: pair.equals,
            };
            let place = Place {
                lines: &step.lines,
                span: step.span(pair.key.span),
                above,
            };
            self.linter.ask(&moment, place);
            if let Some(state) = self.states.get_mut(index)
                && is_env
            {
                state.environment.set(key, value);
                set_in_place(&mut state.image.env, key, value);
            }
        }
        Ok(())
    }

    pub(super) fn expose(
        &mut self,
        index: usize,
        step: &Step<'_>,
        above: Option<&Settings>,
        ports: &[Spanned<impl AsRef<str>>],
    ) -> Result<(), Stop> {
        let Some(state) = self.states.get(index) else {
            return Ok(());
        };
        // Sorted as they are written (`instructions/parse.go:parseExpose`).
        let mut written: Vec<(&str, Span)> = ports
            .iter()
            .map(|port| (port.value.as_ref(), port.span))
            .collect();
        written.sort_by_key(|(port, _)| *port);
        let look_up = |name: &str| state.environment.get(name).map(str::to_owned);
        let mut expanded: Vec<(String, Span)> = Vec::new();
        for (port, span) in written {
            let words = expand_words(port, self.expand_options, &look_up)
                .map_err(|error| Stop::new(error.message))?;
            expanded.extend(words.words.into_iter().map(|word| (word, span)));
        }
        for (port, span) in &expanded {
            let parts = port::split(port).map_err(Stop::new)?;
            let moment = Moment::Port {
                written: port,
                protocol: parts.protocol,
                maps_host: !parts.address.is_empty() || !parts.host_port.is_empty(),
            };
            let place = Place {
                lines: &step.lines,
                span: step.span(*span),
                above,
            };
            self.linter.ask(&moment, place);
            port::check(&parts).map_err(Stop::new)?;
        }
        Ok(())
    }

    pub(super) fn arguments(
        &mut self,
        index: usize,
        step: &Step<'_>,
        above: Option<&Settings>,
        arguments: &[(Spanned<impl AsRef<str>>, Option<Spanned<impl AsRef<str>>>)],
    ) -> Result<(), Stop> {
        for (name, default) in arguments {
            let place = Place {
                lines: &step.lines,
                span: step.span(name.span),
                above,
            };
            let name = name.value.as_ref();
            self.linter.ask(&Moment::Argument { name }, place);
            let given = self.subject.options.build_args.get(name).cloned();
            let value = match (given, default) {
                (Some(given), _) => Some(given),
                (None, Some(default)) => {
                    let word = default.value.as_ref();
                    Some(self.word(index, step, above, word, default.span)?)
                }
                (None, None) => self.globals.get(name).map(str::to_owned),
            };
            if let Some(state) = self.states.get_mut(index) {
                if let Some(value) = value
                    && !NOT_IN_ENVIRONMENT.contains(&name)
                {
                    state.environment.set(name, &value);
                }
                state.arguments.push(name.to_owned());
            }
        }
        Ok(())
    }
}
