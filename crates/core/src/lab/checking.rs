//! What the checks find in a project. They are asked apart from the analysis, which needs nothing of them.

use layerlab_catalog::Packages;
use layerlab_dockerignore::IgnoreFile;
use layerlab_syntax::Dockerfile;

use super::analysis::Analysis;
use super::context_report::{Concern, ContextReport, looks_secret};
use super::images::CatalogImages;
use super::project::Project;
use super::simulation::Simulation;
use super::workbench::Lab;
use crate::checks::own::{self, OwnFinding, RarelySent, Scene, Scripts};
use crate::checks::{self, Report, Subject};

/// What is found in a project. It depends on the project alone, not on the builds made before.
#[derive(Debug, Clone, PartialEq)]
pub struct Findings {
    /// What `docker build --check` says of the Dockerfile.
    pub docker: Report,
    /// What the rules of our own find besides.
    pub own: Vec<OwnFinding>,
}

impl Findings {
    /// What Docker's rules find, an error that stops them included.
    #[must_use]
    pub fn docker_count(&self) -> usize {
        self.docker.findings.len() + usize::from(self.docker.error.is_some())
    }
}

impl Lab {
    /// What all rules find in the project as it stands; `now` is its analysis. With a target, Docker's rules look only at the
    /// stages that it needs.
    #[must_use]
    pub fn findings(&self, now: &Analysis) -> Findings {
        let simulation = self.simulated(self.before().as_ref());
        Findings {
            docker: check(
                &self.project,
                &simulation.syntax,
                &simulation.context.ignore,
            ),
            own: own_findings(&self.project, &simulation, &now.context, &self.packages),
        }
    }
}

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
fn own_findings(
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
