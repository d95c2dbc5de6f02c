//! A figure of both sides.

use std::cmp::Ordering;
use std::time::Duration;

use crate::lab::analysis::{Analysis, Range};
use crate::lab::typical_edits::EditKind;
use crate::lab::what_if::EditCost;

/// Times that differ by less are the same.
const LEAST_TIME: Duration = Duration::from_millis(50);

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// Steps that ran or would run.
    StepsRun,
    /// Steps of the build.
    Steps,
    /// Time that the build takes.
    BuildTime,
    /// Time with an empty cache.
    ColdBuild,
    /// The final image, unpacked.
    ImageSize,
    /// What a pull downloads.
    Pull,
    /// Layers on top of the base image.
    Layers,
    /// What is sent to the builder.
    Context,
    /// The build after an edit.
    Edit(EditKind),
}

/// A figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Figure {
    /// A number of things.
    Count(usize),
    /// A time.
    Time(Duration),
    /// A size.
    Size(Range),
    /// What an edit costs.
    Edit {
        /// Path of the file, or name of the image.
        subject: String,
        /// The cost.
        cost: EditCost,
    },
}

/// The same figure on both sides; `None` where there is none, as of a build that fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigurePair {
    /// What is measured.
    pub quantity: Quantity,
    /// On the first side.
    pub before: Option<Figure>,
    /// On the second side.
    pub after: Option<Figure>,
}

impl FigurePair {
    /// Whether the second is less, which is better, or more; `None` if they cannot be compared.
    #[must_use]
    pub fn trend(&self) -> Option<Ordering> {
        let times = |before: Duration, after: Duration| {
            if before.abs_diff(after) < LEAST_TIME {
                Ordering::Equal
            } else {
                after.cmp(&before)
            }
        };
        match (self.before.as_ref()?, self.after.as_ref()?) {
            (Figure::Count(before), Figure::Count(after)) => Some(after.cmp(before)),
            (Figure::Time(before), Figure::Time(after)) => Some(times(*before, *after)),
            (Figure::Size(before), Figure::Size(after)) => Some(after.bytes.cmp(&before.bytes)),
            (Figure::Edit { cost: before, .. }, Figure::Edit { cost: after, .. }) => {
                Some(times(before.duration, after.duration))
            }
            _ => None,
        }
    }
}

/// A figure of a build; `None` if it has none of that kind.
pub(super) fn figure(analysis: &Analysis, quantity: Quantity) -> Option<Figure> {
    let (summary, image) = (&analysis.summary, &analysis.image);
    let has_image = !summary.fails && !image.parts.is_empty();
    match quantity {
        Quantity::StepsRun => Some(Figure::Count(summary.steps_run)),
        Quantity::Steps => Some(Figure::Count(summary.steps)),
        Quantity::BuildTime => Some(Figure::Time(summary.duration)),
        Quantity::ColdBuild => (!summary.fails).then_some(Figure::Time(summary.cold_duration)),
        Quantity::ImageSize => has_image.then_some(Figure::Size(image.size)),
        Quantity::Pull => has_image.then_some(Figure::Size(image.pull)),
        Quantity::Layers => has_image.then(|| {
            let own = image.parts.iter().filter(|part| !part.base);
            Figure::Count(own.count())
        }),
        Quantity::Context => {
            let bytes = analysis.context.sent_bytes;
            Some(Figure::Size(Range {
                bytes,
                low_bytes: bytes,
                high_bytes: bytes,
            }))
        }
        Quantity::Edit(_) => None,
    }
}

/// Figures of both sides.
pub(super) fn pairs(before: &Analysis, after: &Analysis, which: &[Quantity]) -> Vec<FigurePair> {
    let pair = |quantity: &Quantity| FigurePair {
        quantity: *quantity,
        before: figure(before, *quantity),
        after: figure(after, *quantity),
    };
    which.iter().map(pair).collect()
}
