//! From syntax tree and options to BuildKit's vertices.
//!
//! The counterpart of BuildKit's `dockerfile2llb`: stages, the ones that the target reaches, and for each instruction
//! that does work a vertex with its operation and inputs. A vertex's identity is its operation and inputs; how it is
//! shown is kept apart, as in BuildKit's `VertexOptions`.

pub(crate) mod copy;
pub(crate) mod dispatch;
pub(crate) mod environment;
mod finish;
mod history;
pub(crate) mod mount_reading;
pub(crate) mod mounts;
mod operation;
mod options;
pub mod paths;
mod plan;
pub(crate) mod planner;
pub(crate) mod platform;
pub(crate) mod port;
mod provenance;
mod raw;
pub mod reference;
pub(crate) mod reference_grammar;
pub(crate) mod remote;
pub(crate) mod repository;
pub(crate) mod run;
mod scope;
mod stages;
pub(crate) mod suggest;
pub(crate) mod triggers;

pub use history::HistoryEntry;
pub use operation::{
    BindMount, CopyAction, CopySource, Exec, Input, InputKind, Mount, MountKind, Operation,
};
pub use options::{BaseImage, BuildOptions, ImageLookup};
pub use plan::{
    BuildError, Display, Healthcheck, ImageConfig, Placement, Plan, PlannedStage, PlatformImage,
    SettingKind, Vertex, VertexId,
};
pub use planner::{plan, plan_apart, plan_in_order};
pub use provenance::{settings_of, uses_of_globals};
pub use scope::{Scope, scope_after};
