//! Regular expressions as Go reads them, matched in linear time.
//!
//! The common crates differ from Go in what they accept, and weigh more in WebAssembly than the whole of
//! this one. What a pattern can contain is little, so it is matched by following all states at once.

mod bits;
mod class;
mod escape;
mod program;
mod syntax;

pub(crate) use program::Regex;

/// The text is no regular expression, or names a Unicode class that is not known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RegexError;
