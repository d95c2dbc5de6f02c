//! From syntax tree and options to BuildKit's vertices.
//!
//! The counterpart of BuildKit's `dockerfile2llb`: stages, the ones that the target reaches, and for each instruction
//! that does work a vertex with its operation and inputs. A vertex's identity is its operation and inputs; how it is
//! shown is kept apart, as in BuildKit's `VertexOptions`.

mod copy;
mod dispatch;
mod environment;
mod finish;
mod history;
mod mounts;
mod operation;
mod options;
pub mod paths;
mod plan;
mod planner;
mod provenance;
mod raw;
pub mod reference;
mod run;
mod stages;
mod suggest;

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
pub use provenance::{declarations_of, settings_of};
