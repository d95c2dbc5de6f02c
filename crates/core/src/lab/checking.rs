//! The checks of a project.

use layerlab_dockerignore::IgnoreFile;
use layerlab_syntax::Dockerfile;

use super::images::CatalogImages;
use super::project::Project;
use crate::checks::{self, Report, Subject};

/// Checks a project whose Dockerfile and ignore file are read already.
pub(super) fn check(project: &Project, syntax: &Dockerfile<'_>, ignore: &IgnoreFile) -> Report {
    checks::check(&Subject {
        text: &project.dockerfile,
        syntax,
        options: &project.options,
        ignore: Some(ignore),
        images: &CatalogImages,
    })
}
