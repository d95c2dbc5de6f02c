//! Two builds, or two Dockerfiles for the same files, beside each other.

mod builds;
mod dockerfiles;
mod figures;
mod steps;
mod text;

pub use builds::{Against, BuildComparison, FileChange, against, compare_builds};
pub use dockerfiles::compare_dockerfiles;
pub use figures::{Figure, FigurePair, Quantity};
pub use steps::{StepOutcome, StepPair};
pub use text::{DiffLine, LineChange, TextComparison};
