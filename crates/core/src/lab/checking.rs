//! The checks of a project.

use layerlab_catalog::Packages;
use layerlab_dockerignore::IgnoreFile;
use layerlab_syntax::Dockerfile;

use super::context_report::{Concern, ContextReport, looks_secret};
use super::images::CatalogImages;
use super::project::Project;
use super::simulation::Simulation;
use crate::checks::own::{self, OwnFinding, RarelySent, Scene, Scripts};
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

/// What the rules of our own find in a simulated build.
pub(super) fn own_findings(
    project: &Project,
    simulation: &Simulation,
    context: &ContextReport,
    packages: &Packages,
) -> Vec<OwnFinding> {
    let advice = context.advice.iter();
    let rarely_sent: Vec<RarelySent> = advice
        .map(|advice| RarelySent {
            paths: advice.paths.clone(),
            ignore_line: advice.ignore_line.clone(),
            secret: advice.concern == Concern::Secret,
        })
        .collect();
    own::find(&Scene {
        text: &project.dockerfile,
        syntax: &simulation.syntax,
        scripts: &Scripts::new(&project.dockerfile, &simulation.syntax),
        options: &project.options,
        plan: &simulation.plan,
        context: &simulation.context,
        ignore_path: &context.ignore_file,
        ignore_text: &project.ignore_file_text(),
        rarely_sent: &rarely_sent,
        packages,
        looks_secret,
    })
}
