//! Dockerfile text in, syntax tree with byte spans and a list of errors out.
//!
//! Reads what BuildKit reads (August 2026), and goes on where BuildKit stops: one broken line gives an error at its
//! place, and the lines after it are read as if it were not there. Knows nothing of builds, files or browsers.

mod access;
pub mod buildkit_view;
mod directive;
pub mod expand;
mod flag_check;
mod go_text;
mod health_word;
mod heredoc;
pub mod highlight;
mod instruction;
mod json;
mod keyword;
mod lines;
mod list;
mod logical;
mod node;
mod owned;
mod parser;
mod scan;
pub mod services;
mod span;
mod stages;
mod tree;
mod words;
mod written;

pub use lines::LineIndex;
pub use list::List;
pub use parser::parse;
pub use span::Span;
pub use tree::*;

/// Keeps the example in the README true.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
