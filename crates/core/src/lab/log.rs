//! The build as BuildKit's plain progress lists it.

use std::time::Duration;

use super::simulation::BuildKitWord;

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// The whole name: `[builder 2/5] COPY requirements.txt .`.
    pub name: String,
    /// What BuildKit says of it.
    pub word: BuildKitWord,
    /// How long it runs.
    pub duration: Duration,
    /// Why it runs, in a few words; empty if it does not.
    pub why: String,
}

/// All steps, inputs first, and the error if the build fails.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BuildLog {
    /// The steps.
    pub lines: Vec<LogLine>,
    /// The text after `error: failed to solve: `.
    pub error: Option<String>,
}
