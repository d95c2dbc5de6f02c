//! `compose.yaml`: which services it builds, and how.
//!
//! The file's syntax is read elsewhere, by a YAML library: the page has one that is loaded when it is needed, the command line
//! another one. Here begins what the file means: the keys below `services.*.build`, and variables, as the Compose
//! Specification describes them (`compose-spec/spec.md`, `build.md`, `12-interpolation.md`).

mod apply;
mod build_section;
mod environment;
mod interpolation;
mod node;

pub use apply::{Applied, with_service};
pub use build_section::{Compose, Service, services};
pub use environment::Environment;
pub use node::{Entry, Node, Value, YamlError, from_json};

/// The names that `docker compose` looks for, in its order.
pub const FILE_NAMES: [&str; 4] = [
    "compose.yaml",
    "compose.yml",
    "docker-compose.yml",
    "docker-compose.yaml",
];

/// Something in the file that is wrong or has no effect here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Line of the file, 1-based.
    pub line: usize,
    /// A sentence.
    pub message: String,
}
