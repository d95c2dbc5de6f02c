//! Figures that are known better than any model knows them: real sizes and times of a build that the user has made, and
//! figures set by hand. They take the place of the estimates.

mod docker_history;
mod image_inspect;
mod plain_progress;
mod reading;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::time::Duration;

use layerlab_catalog::{Basis, Estimate};

pub use reading::{Pasted, Reading, ReadingError, read_output};

use crate::graph::{Operation, Plan, VertexId};

/// What a figure belongs to. It keeps its meaning while other lines are edited, added or moved.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A base image: its name as BuildKit shows it, such as `docker.io/library/python:3.13-slim`, without a digest.
    Image(String),
    /// A step.
    Step {
        /// Name of its stage, `stage-0` for the first one without a name.
        stage: String,
        /// The instruction as BuildKit shows it, with variables expanded.
        text: String,
    },
}

impl Subject {
    /// What the figures of a vertex belong to; `None` for BuildKit's internal ones.
    #[must_use]
    pub fn of(plan: &Plan, id: VertexId) -> Option<Self> {
        let vertex = plan.vertex(id)?;
        if let Operation::Image(image) = &vertex.operation {
            return Some(Self::Image(without_digest(&image.reference).to_owned()));
        }
        let display = vertex.display.as_ref()?;
        let stage = plan.stages.get(vertex.stage?)?;
        Some(Self::Step {
            stage: stage.name.clone(),
            text: display.text.clone(),
        })
    }
}

fn without_digest(reference: &str) -> &str {
    reference
        .split_once('@')
        .map_or(reference, |(name, _)| name)
}

/// Where a known figure comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The user set it.
    Hand,
    /// `docker history`.
    History,
    /// `docker image inspect`.
    Inspect,
    /// The plain progress of a build.
    Progress,
}

impl Origin {
    /// In words, to be read after a figure.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Hand => "set by hand",
            Self::History => "from docker history",
            Self::Inspect => "from docker image inspect",
            Self::Progress => "from the progress of a real build",
        }
    }
}

/// A figure and where it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Known<T> {
    /// The figure.
    pub value: T,
    /// Where it comes from.
    pub origin: Origin,
}

/// What is known of a step or a base image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct KnownFigure {
    /// Bytes that its layer adds, or those of the whole base image, unpacked.
    pub size: Option<Known<Estimate>>,
    /// The same compressed: what a pull downloads.
    pub compressed: Option<Known<Estimate>>,
    /// How long it takes.
    pub duration: Option<Known<Duration>>,
}

/// All figures that are known better than estimated.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct KnownFigures {
    /// What they belong to, and they. None of them is empty.
    figures: BTreeMap<Subject, KnownFigure>,
}

impl KnownFigures {
    /// True if nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.figures.is_empty()
    }

    /// All of them, images first.
    pub fn iter(&self) -> impl Iterator<Item = (&Subject, &KnownFigure)> {
        self.figures.iter()
    }

    /// What is known of a subject.
    #[must_use]
    pub fn get(&self, subject: &Subject) -> KnownFigure {
        self.figures.get(subject).copied().unwrap_or_default()
    }

    /// Sets what is known of a subject; an empty figure forgets it.
    pub fn set(&mut self, subject: Subject, figure: KnownFigure) {
        if figure == KnownFigure::default() {
            self.figures.remove(&subject);
        } else {
            self.figures.insert(subject, figure);
        }
    }

    /// Sets a size by hand, in bytes; `None` goes back to the estimate.
    pub fn set_size(&mut self, subject: Subject, size_bytes: Option<u64>) {
        let size = size_bytes.map(|bytes| Known {
            value: Estimate::between(bytes, bytes, bytes, Basis::Measured),
            origin: Origin::Hand,
        });
        let figure = KnownFigure {
            size,
            ..self.get(&subject)
        };
        self.set(subject, figure);
    }

    /// Sets a time by hand; `None` goes back to the estimate.
    pub fn set_duration(&mut self, subject: Subject, duration: Option<Duration>) {
        let duration = duration.map(|value| Known {
            value,
            origin: Origin::Hand,
        });
        let figure = KnownFigure {
            duration,
            ..self.get(&subject)
        };
        self.set(subject, figure);
    }

    /// Takes over what another source knows. Where both know something, the other one wins.
    pub fn extend(&mut self, newer: Self) {
        for (subject, newer) in newer.figures {
            let known = self.get(&subject);
            let figure = KnownFigure {
                size: newer.size.or(known.size),
                compressed: newer.compressed.or(known.compressed),
                duration: newer.duration.or(known.duration),
            };
            self.set(subject, figure);
        }
    }
}
