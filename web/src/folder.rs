//! Folders and archives of the user's computer, and the only Rust code that knows of the TypeScript module that reads them.
//!
//! Nothing is uploaded. Names and sizes are listed in parts; contents are read only of what the Dockerfile copies, and of
//! what is opened as text. What the page saves and the YAML that it reads go by the same module.

mod bindings;
mod intake;
mod loading;

pub(crate) use bindings::{Source, dropped, picked, read_yaml, save_picture, save_text, save_zip};
pub(crate) use loading::{Progress, load, read_text};
