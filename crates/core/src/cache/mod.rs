//! Cache keys, the store of earlier builds, hit or miss, and the cause of each miss.

mod status;

pub use status::Status;
