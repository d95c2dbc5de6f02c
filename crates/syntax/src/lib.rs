//! Dockerfile text in, syntax tree with byte spans and a list of errors out.
//!
//! Reads what BuildKit reads (August 2026), and goes on where BuildKit stops: one broken line gives an error at its
//! place, and the lines after it are read as if it were not there. Knows nothing of builds, files or browsers.

mod span;
mod tree;

pub use span::Span;
pub use tree::*;
