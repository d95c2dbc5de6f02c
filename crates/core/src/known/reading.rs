//! From the pasted output of a Docker command to known figures.

use super::{KnownFigures, docker_history, image_inspect, plain_progress};
use crate::graph::Plan;

/// Which command's output was pasted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pasted {
    /// `docker history`: sizes of layers.
    History,
    /// `docker image inspect`: the size of an image.
    Inspect,
    /// `docker build --progress=plain`: times of steps.
    Progress,
}

impl Pasted {
    /// As it is typed.
    #[must_use]
    pub fn command(self) -> &'static str {
        match self {
            Self::History => "docker history",
            Self::Inspect => "docker image inspect",
            Self::Progress => "docker build --progress=plain",
        }
    }
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Which command it came from.
    pub pasted: Pasted,
    /// What it says of the steps and base images of this build.
    pub figures: KnownFigures,
    /// Entries of it that belong to no step of this build, as they are written.
    pub unmatched: Vec<String>,
}

/// Why nothing could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadingError {
    /// It is not the output of a command that is known.
    NotKnown,
    /// It is, but of another build: no entry belongs to a step of this one.
    OtherBuild(Pasted),
    /// It is of a build that took everything from the cache, so it tells no times.
    OnlyCached,
}

impl ReadingError {
    /// What is wrong and what to do.
    #[must_use]
    pub fn message(self) -> String {
        match self {
            Self::NotKnown => "This is not the output of docker history --no-trunc, docker image inspect or docker build \
                 --progress=plain. Paste all that one of them prints."
                .to_owned(),
            Self::OtherBuild(Pasted::Inspect) => "This image is no base image of this build. The sizes of your own layers \
                 are in docker history --no-trunc."
                .to_owned(),
            Self::OtherBuild(pasted) => format!(
                "Nothing in it belongs to a step of this Dockerfile. Paste the output of {} for an image built from it.",
                pasted.command()
            ),
            Self::OnlyCached => "All steps of that build came from the cache, so it tells no times. Build once with \
                 --no-cache and paste that."
                .to_owned(),
        }
    }
}

/// Reads the output of `docker history`, `docker image inspect` or `docker build --progress=plain` for a build that is
/// planned like this one.
///
/// # Errors
///
/// The reason why it says nothing about this build.
pub fn read_output(text: &str, plan: &Plan) -> Result<Reading, ReadingError> {
    let found = image_inspect::read(text, plan)
        .or_else(|| plain_progress::read(text, plan))
        .or_else(|| docker_history::read(text, plan));
    match found {
        None => Err(ReadingError::NotKnown),
        Some(Ok(reading)) if reading.figures.is_empty() => {
            Err(ReadingError::OtherBuild(reading.pasted))
        }
        Some(outcome) => outcome,
    }
}
