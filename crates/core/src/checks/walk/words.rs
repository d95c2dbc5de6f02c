//! Expansion of words, with what is asked of the rules about them.

use std::cell::RefCell;
use std::collections::BTreeSet;

use layerlab_syntax::Span;
use layerlab_syntax::expand::{ExpandOptions, expand_word};

use super::state::Step;
use super::{Stop, Walk};
use crate::checks::directive::Settings;
use crate::checks::linter::Place;
use crate::checks::moment::Moment;
use crate::graph::environment::Environment;

/// A word after expansion.
pub(super) struct Expansion {
    /// BuildKit's words if it cannot be expanded.
    pub(super) result: Result<String, String>,
    /// Variables that it uses and that are set, sorted.
    pub(super) used: Vec<String>,
    /// Variables that it uses and that are not set, sorted.
    pub(super) unset: Vec<String>,
}

/// Expands a word.
pub(super) fn expand(word: &str, variables: &Environment, options: ExpandOptions) -> Expansion {
    // A word without these stays as it is.
    if !word.contains(['$', '"', '\'', '\u{feff}', options.escape]) {
        return Expansion {
            result: Ok(word.to_owned()),
            used: Vec::new(),
            unset: Vec::new(),
        };
    }
    let used = RefCell::new(BTreeSet::new());
    let look_up = |name: &str| {
        let value = variables.get(name)?;
        used.borrow_mut().insert(name.to_owned());
        Some(value.to_owned())
    };
    let (result, unset) = match expand_word(word, options, &look_up) {
        Ok(expanded) => (Ok(expanded.text), expanded.unmatched),
        Err(error) => (Err(error.message), error.unmatched),
    };
    Expansion {
        result,
        used: used.into_inner().into_iter().collect(),
        unset,
    }
}

/// Where a variable is used within a range of the text.
pub(super) fn variable_span(text: &str, within: Span, name: &str) -> Span {
    let Some(part) = text.get(within.start..within.end) else {
        return within;
    };
    let candidates = part.match_indices('$').filter_map(|(at, _)| {
        let rest = part.get(at + 1..)?;
        let (rest, brace) = match rest.strip_prefix('{') {
            Some(rest) => (rest, true),
            None => (rest, false),
        };
        let after = rest.strip_prefix(name)?;
        let goes_on = after.starts_with(|next: char| next.is_alphanumeric() || next == '_');
        let end = match (brace, after.find('}')) {
            (true, Some(close)) => part.len() - after.len() + close + 1,
            _ => part.len() - after.len(),
        };
        (!goes_on).then(|| Span::new(within.start + at, within.start + end))
    });
    let mut candidates = candidates;
    candidates.next().unwrap_or(within)
}

impl Walk<'_> {
    /// Expands a word of an instruction with the variables of its stage.
    pub(super) fn word(
        &mut self,
        state: usize,
        step: &Step<'_>,
        above: Option<&Settings>,
        word: &str,
        span: Span,
    ) -> Result<String, Stop> {
        self.word_with(state, step, above, word, span, self.expand_options)
    }

    /// The same with other rules of quoting.
    pub(super) fn word_with(
        &mut self,
        state: usize,
        step: &Step<'_>,
        above: Option<&Settings>,
        word: &str,
        span: Span,
        options: ExpandOptions,
    ) -> Result<String, Stop> {
        let Self {
            states,
            linter,
            subject,
            ..
        } = self;
        let Some(state) = states.get(state) else {
            return Ok(word.to_owned());
        };
        let expansion = expand(word, &state.environment, options);
        for name in &expansion.unset {
            let span = match step.fired_by {
                Some(fired) => fired,
                None => variable_span(subject.text, span, name),
            };
            let place = Place {
                lines: &step.lines,
                span,
                above,
            };
            linter.ask(
                &Moment::UnsetVariable {
                    name,
                    arguments: &state.arguments,
                    set: &state.environment.variables,
                },
                place,
            );
        }
        expansion.result.map_err(Stop::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_place_of_a_variable() {
        let find = |text: &str, name: &str| {
            let span = variable_span(text, Span::new(0, text.len()), name);
            text.get(span.start..span.end).map(str::to_owned)
        };
        assert_eq!(find("a$AB${A:-x}y", "A").as_deref(), Some("${A:-x}"));
        assert_eq!(find("a$A/b", "A").as_deref(), Some("$A"));
        assert_eq!(find("a", "A").as_deref(), Some("a"));
    }
}
