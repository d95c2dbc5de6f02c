//! Cache keys, the store of earlier builds, hit or miss, and the cause of each miss.

mod align;
mod cause;
mod chains;
mod content;
mod file_changes;
mod file_groups;
mod image_content;
mod key;
mod landing;
mod solve;
mod standing;
mod status;
mod store;
mod times;
mod trace;
mod trail;
mod unsent;
mod what_if;

pub use cause::{Cause, Counterparts, causes, differences};
pub use chains::{Chains, Rest};
pub use content::OutputContents;
pub use file_changes::FileChange;
pub use key::operation_key;
pub use landing::landing_path;
pub use solve::{Knowledge, Solution, commit, solve};
pub use status::Status;
pub use store::{KeyId, Store};
pub(crate) use times::FileTime;
pub use times::FileTimes;
pub use trace::{Trace, TracedStep};
pub(crate) use unsent::unsent_folder;
#[cfg(test)]
pub(crate) use what_if::step_by_step;
pub use what_if::{Reached, Ways, WhatIf, taken_paths};
