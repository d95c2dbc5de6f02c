//! Everything that the page shows about the build that would run now, or that ran.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Duration;

use layerlab_catalog::PackageTable;
use layerlab_syntax::{Dockerfile, Span};

use super::context_report::ContextReport;
use super::options::BuildArgument;
use crate::cache::Status;
use crate::explain::Topic;
use crate::graph::SettingKind;
use crate::known::{Origin, Subject};

/// The build that would run now.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// The Dockerfile as read, for highlighting.
    pub syntax: Rc<Dockerfile<'static>>,
    /// One row for each instruction, in order of the text.
    pub rows: Vec<LedgerRow>,
    /// What is wrong with the Dockerfile or with the build, the one BuildKit reports first.
    pub problems: Vec<Problem>,
    /// What is wrong with the ignore file, and which of its lines do nothing.
    pub ignore_problems: Vec<Problem>,
    /// The stages of the file, in order.
    pub stages: Vec<StageReport>,
    /// The build arguments that the Dockerfile declares.
    pub build_arguments: Vec<BuildArgument>,
    /// The stat strip.
    pub summary: Summary,
    /// The final image.
    pub image: ImageReport,
    /// The Gantt chart.
    pub timeline: TimelineReport,
    /// What is sent to the builder.
    pub context: Rc<ContextReport>,
    /// Lines of the Dockerfile (1-based) that differ from the last build; empty before the first.
    pub edited_lines: Vec<usize>,
    /// What changed since the last build, in a few words ("line 8", "views.py"); empty if nothing did.
    pub edit: String,
    /// Tables of packages that the steps need and that are not here: until they are, sizes and times are rougher.
    pub lacking: BTreeSet<PackageTable>,
}

/// State of an instruction in the build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowState {
    /// The result comes from the cache.
    Cached,
    /// It runs.
    Runs,
    /// It fails.
    Fails,
    /// A step before it fails.
    NotReached,
    /// Its stage is not needed for the target.
    NotNeeded,
    /// It sets something and makes no layer.
    Setting(SettingKind),
    /// `FROM` of another stage or of scratch: goes on from there.
    Continues,
    /// BuildKit refuses it.
    Broken,
}

impl RowState {
    /// The word shown for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Cached => "cached",
            Self::Runs => "runs",
            Self::Fails => "fails",
            Self::NotReached => "not reached",
            Self::NotNeeded => "not needed",
            Self::Setting(_) | Self::Continues => "",
            Self::Broken => "error",
        }
    }
}

/// `builder 2/5`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepLabel {
    /// Stage as the Dockerfile or BuildKit names it, also where BuildKit leaves it out.
    pub stage: String,
    /// Place in the stage, from 1.
    pub index: usize,
    /// Steps of the stage.
    pub total: usize,
    /// The instruction as BuildKit shows it.
    pub text: String,
}

/// A number that is not exact, with its limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Range {
    /// Best guess in bytes.
    pub bytes: u64,
    /// Probably not less.
    pub low_bytes: u64,
    /// Probably not more.
    pub high_bytes: u64,
}

/// One instruction in the ledger and, when the cursor is on it, in Explain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerRow {
    /// Index into the syntax tree's instructions.
    pub instruction: usize,
    /// First line, 1-based.
    pub first_line: usize,
    /// Last line.
    pub last_line: usize,
    /// The outcome.
    pub state: RowState,
    /// Its step, if it has one.
    pub step: Option<StepLabel>,
    /// Why, in a few words that fit the ledger ("this line was edited", "builder 2/5", "settings only, no layer").
    pub brief: String,
    /// Time it takes in this build; `None` if it has no step.
    pub duration: Option<Duration>,
    /// Bytes that its layer adds; `None` if it has no layer.
    pub size: Option<Range>,
    /// On which data the size rests, one sentence; empty if there is no size.
    pub size_reason: String,
    /// Heading for Explain, such as "Why does line 8 run?".
    pub question: String,
    /// The answer in one or two sentences.
    pub answer: String,
    /// From the root cause to this step and on to what it makes run, in order; empty if it does not run.
    pub chain: Vec<CauseLink>,
    /// The topic (see [`crate::explain::topic`]) that explains the instruction.
    pub topic: String,
    /// What explains why it runs, is cached or does neither.
    pub cause_topic: Option<&'static Topic>,
    /// What only the user can know about the files that it takes.
    pub claim: Option<OutputClaim>,
    /// What a figure that the user sets belongs to; `None` if it has no step.
    pub subject: Option<Subject>,
    /// Which of its figures are no estimates.
    pub real: RealFigures,
}

/// Which figures come from a real build or from the user, in the place of estimates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RealFigures {
    /// Where the size comes from; `None` if it is estimated.
    pub size: Option<Origin>,
    /// Where the time comes from; `None` if it is estimated.
    pub duration: Option<Origin>,
    /// The estimate of the size that a real one has replaced.
    pub estimate: Option<Range>,
}

/// A stage ran again; whether it left the same files at a path cannot be told from the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputClaim {
    /// The stage.
    pub stage: String,
    /// The path that is copied or mounted.
    pub path: String,
    /// The user says that the files came out as before.
    pub told: bool,
}

/// One link of a chain of causes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CauseLink {
    /// `builder 5/5`.
    pub step: String,
    /// Line of its instruction, 1-based.
    pub line: usize,
    /// Why it runs, to be read after "builder 5/5 runs: ".
    pub text: String,
}

/// How bad a [`Problem`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// BuildKit refuses or fails the build.
    Error,
    /// BuildKit warns, or does something that is hardly meant.
    Warning,
    /// Worth knowing.
    Note,
}

/// A message at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// In BuildKit's words.
    pub message: String,
    /// What to do, in plain words; may be empty.
    pub hint: String,
    /// Where in the text.
    pub span: Span,
    /// Its first line, 1-based.
    pub line: usize,
}

/// A stage, for the target menu and the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageReport {
    /// Name after AS, or `stage-N`.
    pub name: String,
    /// It has a name, so it can be chosen as target.
    pub named: bool,
    /// The target needs it.
    pub reachable: bool,
    /// It is the target.
    pub target: bool,
}

/// The stat strip.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// Steps of the build that BuildKit shows.
    pub steps: usize,
    /// Of them, those that run to their end.
    pub steps_run: usize,
    /// The outcome of each step in order of display. For the dots in the history.
    pub pattern: Vec<Status>,
    /// Time that the build takes.
    pub duration: Duration,
    /// Time of the same build with an empty cache.
    pub cold_duration: Duration,
    /// Image size less that of the last build that succeeded; `None` if none did or if there is no image.
    pub size_change_bytes: Option<i64>,
    /// Number of the build that it is compared with: the last one before it that succeeded.
    pub compared_with: Option<usize>,
    /// Size of the image of that build.
    pub compared_bytes: u64,
    /// The build does not succeed.
    pub fails: bool,
}

/// The final image.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImageReport {
    /// In a build for several platforms the one whose image this is, such as `linux/amd64`; else empty.
    pub platform: String,
    /// What that means for the figures, a sentence or two; empty if there is one platform.
    pub platform_note: String,
    /// Unpacked size.
    pub size: Range,
    /// Compressed size: what a pull downloads.
    pub pull: Range,
    /// Its parts, base image first.
    pub parts: Vec<ImagePart>,
    /// Bytes in it that a later layer replaced or removed.
    pub wasted_bytes: u64,
    /// How long a pull takes on the machine: download and unpacking.
    pub pull_duration: Duration,
    /// How long the upload of [`Self::push`] takes on the machine.
    pub push_duration: Duration,
    /// What a push uploads if the registry has the image of the build before: the layers of steps that run. Compressed.
    pub push: Range,
}

/// A layer of the image (all layers of the base image are one part).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImagePart {
    /// `python:3.13-slim`, or the instruction.
    pub label: String,
    /// Size unpacked.
    pub size: Range,
    /// On which data the size rests.
    pub reason: String,
    /// `measured`, `derived`, `assumed` or `exact`.
    pub basis: &'static str,
    /// First line of the instruction that makes it.
    pub line: Option<usize>,
    /// It comes with the base image.
    pub base: bool,
    /// What is in it although nobody can see it, by the step that made it so.
    pub wasted: Vec<Waste>,
}

/// Bytes of a layer that a later step made useless.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waste {
    /// How many.
    pub size: Range,
    /// First line of the instruction that replaced or removed them.
    pub line: Option<usize>,
    /// The largest of it, a path or the name of a package.
    pub largest: String,
    /// How many files and packages there are.
    pub things: usize,
}

/// The Gantt chart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TimelineReport {
    /// Bars, by stage, then by step.
    pub bars: Vec<TimelineBar>,
    /// End of the last bar.
    pub total: Duration,
}

/// One bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineBar {
    /// Stage, with the platform before it in builds for several, or `export` for what comes after the last step.
    pub stage: String,
    /// The instruction as BuildKit shows it.
    pub label: String,
    /// First line of the instruction.
    pub line: Option<usize>,
    /// When it starts.
    pub start: Duration,
    /// How long it takes; zero if cached.
    pub duration: Duration,
    /// It runs (otherwise it is cached).
    pub runs: bool,
    /// It is on the critical path: a quicker step here makes the build quicker.
    pub critical: bool,
}
