//! Asks the rules and keeps what they say.

use layerlab_syntax::{Lines, Span};

use super::directive::Settings;
use super::moment::Moment;
use super::rule::Finding;
use super::rules::RULES;

/// How the error of [`Linter::error`] begins.
pub(super) const VIOLATION: &str = "lint violation found for rules: ";

/// Where a moment is, and which settings stand above it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    /// The lines that BuildKit names.
    pub(super) lines: &'a [Lines],
    /// The range of the text.
    pub(super) span: Span,
    /// From a comment above the instruction.
    pub(super) above: Option<&'a Settings>,
}

impl Place<'_> {
    /// The same with another range of the text.
    pub(super) fn at(self, span: Span) -> Self {
        Self { span, ..self }
    }
}

/// What was found so far.
#[derive(Debug, Default)]
pub(super) struct Linter {
    pub(super) settings: Settings,
    pub(super) findings: Vec<Finding>,
}

impl Linter {
    /// Asks all rules that are to be asked.
    pub(super) fn ask(&mut self, moment: &Moment<'_>, place: Place<'_>) {
        for rule in RULES {
            let found = (rule.finds)(moment);
            if found.is_empty() || !self.settings.asks(rule, place.above) {
                continue;
            }
            self.findings.extend(found.into_iter().map(|found| Finding {
                rule,
                message: found.message,
                lines: place.lines.to_vec(),
                span: place.span,
                fixes: found.fixes,
            }));
        }
    }

    /// The error that `error=true` makes of findings, with the rules in the order in which they first found something.
    pub(super) fn error(&self) -> Option<String> {
        if !self.settings.error || self.findings.is_empty() {
            return None;
        }
        let mut names: Vec<&str> = Vec::new();
        for finding in &self.findings {
            if !names.contains(&finding.rule.name) {
                names.push(finding.rule.name);
            }
        }
        Some(format!("{VIOLATION}{}", names.join(", ")))
    }
}
