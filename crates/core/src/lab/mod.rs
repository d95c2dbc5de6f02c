//! The façade: a project, the store of builds made so far, and what a build now would do.
//!
//! The page and the command line call only this. Everything is plain data: an [`Analysis`] holds what is shown, already
//! computed, so that a view never works out a fact about a build.

mod analysis;
mod project;

pub use analysis::{
    Analysis, CauseLink, ContextFile, ContextReport, FileDecision, ImagePart, ImageReport,
    LedgerRow, Problem, Range, RowState, Severity, StageReport, StepLabel, Summary, TimelineBar,
    TimelineReport,
};
pub use project::Project;
