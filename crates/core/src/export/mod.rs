//! What leaves the page as a file: the project's texts, pictures of a build, and a summary for a pull request.

mod axis;
mod files;
mod layer_picture;
mod markdown;
mod svg;
mod timeline_picture;

pub use files::{SavedFile, project_files};
pub use layer_picture::layer_picture;
pub use markdown::summary;
pub use timeline_picture::timeline_picture;
