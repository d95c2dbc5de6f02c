#![doc = include_str!("../README.md")]

mod filter;
mod go_match;
mod go_path;
mod ignore_file;
mod matcher;
mod reading;
mod regex;
mod walk;

pub use filter::{Filtered, FilteredPath, STOPPED_AT_PATTERN, filter};
pub use go_match::{has_wildcards, path_match};
pub use ignore_file::{Decision, IgnoreFile, Pattern, PatternError, Refusal};
pub use walk::Walk;
