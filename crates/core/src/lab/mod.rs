//! The façade: a project, the store of builds made so far, and what a build now would do.
//!
//! The page and the command line call only this. Everything is plain data: an [`Analysis`] holds what is shown, already
//! computed, so that a view never works out a fact about a build.

mod analysis;
mod analyze;
mod builders;
mod buildkit_word;
mod candidates;
mod checking;
mod claims;
mod comparison;
mod content_tree;
mod context_report;
mod copied_sources;
mod docker_history;
mod dockerfiles;
mod editor;
mod edits;
mod explain_step;
mod figures;
mod global_argument;
mod here;
mod ignore_edit;
mod image_config;
mod image_contents;
mod images;
mod improve;
#[cfg(test)]
mod incremental_tests;
mod log;
mod looked_at;
mod options;
mod platforms;
mod playback;
mod preparation;
mod problems;
mod project;
mod proof;
mod refused_rows;
mod rows;
mod simulation;
mod surprise;
mod taken_files;
mod text_edits;
mod typical_edits;
mod what_if;
mod wording;
mod workbench;

pub use analysis::{
    Analysis, CauseLink, ImagePart, ImageReport, LedgerRow, OutputClaim, Problem, Range,
    RealFigures, RowState, Severity, StageReport, StepLabel, Summary, TimelineBar, TimelineReport,
    Waste,
};
pub use builders::{BuilderComparison, ComparedRow};
pub use buildkit_word::BuildKitWord;
pub use checking::Findings;
pub use comparison::{
    Against, BuildComparison, DiffLine, Figure, FigurePair, FileChange, LineChange, Quantity,
    StepOutcome, StepPair, TextComparison, against, compare_builds, compare_dockerfiles,
};
pub use content_tree::ContentNode;
pub use context_report::{
    Advice, Concern, ContextEntries, ContextEntry, ContextKind, ContextReport, Decider,
    FileDecision, LargeThing, LineReport, looks_secret,
};
pub use docker_history::{HistoryRow, history_text};
pub use dockerfiles::{is_dockerfile, sort_dockerfiles};
pub use editor::{EditedDockerfile, Fact, FactValue, HoverCard, Proposal, ProposalKind, Proposals};
pub use here::{Piece, why_here};
pub use ignore_edit::ignore_line;
pub use image_config::{ConfigField, config_json};
pub use image_contents::{ImageDetail, PartContents};
pub use improve::{Choice, ImproveStep, Improvement, Improving};
pub use log::{BuildLog, LogLine};
pub use looked_at::LookedAt;
pub use options::{BuildArgument, build_command};
pub use playback::Progress;
pub use preparation::Preparation;
pub use project::Project;
pub use proof::{Amount, Change, Measure, Offer};
pub use simulation::Simulation;
pub use taken_files::TakenFiles;
pub use typical_edits::{EditKind, TypicalEdit, typical_edits};
pub use what_if::{EditCost, EditCosts, Instructions};
pub use workbench::{BuildRecord, Lab};
