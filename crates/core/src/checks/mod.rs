//! What is wrong with a Dockerfile or could be better.
//!
//! [`check`] reads a Dockerfile as `docker build --check` does, in the same order, and stops where that stops. On the way
//! it comes to [`Moment`]s: a stage is named, a word is expanded, a port is exposed. At each of them every rule of
//! [`RULES`] is asked. A rule is one file in `rules`: who it is, what it finds, why that matters, and examples that are
//! its tests.

mod directive;
mod linter;
mod moment;
pub mod own;
mod rule;
mod rules;
mod walk;

#[cfg(test)]
mod tests;

pub use moment::Moment;
pub use rule::{Example, Finding, Fix, Found, Origin, Rule, TextEdit};
pub use rules::{RULES, rule};

use layerlab_dockerignore::IgnoreFile;
use layerlab_syntax::{Dockerfile, Lines};

use crate::graph::{BuildOptions, ImageLookup};
use directive::Settings;
use walk::Purpose;

/// What is checked.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The text of the Dockerfile.
    pub text: &'a str,
    /// The same as read.
    pub syntax: &'a Dockerfile<'a>,
    /// Build arguments, platform and target. Without a target all stages are checked.
    pub options: &'a BuildOptions,
    /// The ignore file that belongs to it; `None` if there is none.
    pub ignore: Option<&'a IgnoreFile>,
    /// What is known of base images.
    pub images: &'a dyn ImageLookup,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// In BuildKit's order.
    pub findings: Vec<Finding>,
    /// Why BuildKit would not build the file at all. What comes after that place is not checked.
    pub error: Option<Stop>,
}

/// An error with which BuildKit stops.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stop {
    /// As printed.
    pub message: String,
    /// The lines that it names, one range for each line; none if it names no place.
    pub lines: Vec<Lines>,
}

/// Checks a Dockerfile. Total: there is an answer for every text.
#[must_use]
pub fn check(subject: &Subject<'_>) -> Report {
    walk::walk(subject, Purpose::Check)
}

/// Why the checks keep a Dockerfile from being built at all, in BuildKit's words. Those of a build are fewer than those of
/// [`check`]: stages that the target does not need are not looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The settings of the checks cannot be read, which is said before anything else.
    Settings(String),
    /// `error=true` is set and something was found, which is said if nothing else is wrong
    /// (`convert.go:toDispatchState`, before the context is asked for).
    Findings(String),
}

/// Whether a build ends with the checks. Nothing is checked if no finding would be an error.
#[must_use]
pub fn refusal(subject: &Subject<'_>) -> Option<Refusal> {
    let Subject {
        text,
        syntax,
        options,
        ..
    } = *subject;
    match Settings::of_build(text, syntax, options) {
        Err(message) => Some(Refusal::Settings(message)),
        Ok(settings) if settings.error => {
            let report = walk::walk(subject, Purpose::Build);
            let message = report.error?.message;
            let of_findings = message.starts_with(linter::VIOLATION);
            of_findings.then_some(Refusal::Findings(message))
        }
        Ok(_) => None,
    }
}
