//! The checks of a project.

use layerlab_dockerignore::IgnoreFile;
use layerlab_syntax::Dockerfile;

use super::images::CatalogImages;
use super::project::Project;
use crate::checks::{self, Report, Subject};

/// Checks a project whose Dockerfile is read already.
pub(super) fn check(project: &Project, syntax: &Dockerfile) -> Report {
    let ignore = IgnoreFile::parse(&project.ignore_file_text());
    checks::check(&Subject {
        text: &project.dockerfile,
        syntax,
        options: &project.options,
        ignore: Some(&ignore),
        images: &CatalogImages,
    })
}
