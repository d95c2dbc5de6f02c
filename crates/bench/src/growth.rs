//! How cost grows: the same work for ten times as many instructions, or files, and again.

use std::fmt::Write;

use layerlab_core::Packages;
use layerlab_core::cache::{Knowledge, Store, solve};
use layerlab_core::context::{ContextMemo, SentContext};
use layerlab_core::graph::{BaseImage, BuildOptions, ImageLookup, plan};
use layerlab_core::image::results;
use layerlab_core::lab::{Lab, Project};
use layerlab_core::syntax;

use crate::simulating::{SMALL_DOCKERFILE, project};

/// What grows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Axis {
    /// Instructions of the Dockerfile, beside a thousand files.
    Instructions,
    /// Files of the project, with thirty instructions.
    Files,
}

impl Axis {
    /// In words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Instructions => "instructions",
            Self::Files => "files",
        }
    }

    /// How many there are, one size after the other, each ten times the one before.
    #[must_use]
    pub fn sizes(self) -> [u32; 4] {
        match self {
            Self::Instructions => [10, 100, 1_000, 10_000],
            Self::Files => [100, 1_000, 10_000, 100_000],
        }
    }

    fn project(self, size: u32) -> Project {
        match self {
            Self::Instructions => project(dockerfile(size), 1_000),
            Self::Files => project(SMALL_DOCKERFILE.to_owned(), size),
        }
    }
}

/// A part of the work.
pub struct Phase {
    /// In words.
    pub name: &'static str,
    /// Whether it depends on the number of files too.
    pub by_files: bool,
    /// Makes a round of it for a project that was built once and whose Dockerfile was edited after that.
    prepare: fn(Lab) -> Box<dyn FnMut() -> usize>,
}

impl Phase {
    /// One round of the work, for so many of what grows.
    #[must_use]
    pub fn of_size(&self, axis: Axis, size: u32) -> Box<dyn FnMut() -> usize> {
        let built = Lab::open(axis.project(size)).build();
        let mut edited = built.project.clone();
        // An instruction in the middle, so that half of what follows runs.
        let middle = edited.dockerfile.len() / 2;
        let end = edited.dockerfile[middle..].find('\n');
        let mut text = edited.dockerfile.to_string();
        text.insert(middle + end.unwrap_or_default(), 'x');
        edited.dockerfile = text.into();
        (self.prepare)(built.with_project(edited))
    }
}

/// The parts, in the order in which they come.
pub const PHASES: [Phase; 7] = [
    Phase {
        name: "parse",
        by_files: false,
        prepare: |lab| Box::new(move || syntax::parse(&lab.project.dockerfile).instructions.len()),
    },
    Phase {
        name: "filter",
        by_files: true,
        prepare: |lab| {
            let texts = ("Dockerfile", lab.project.dockerfile.clone());
            Box::new(move || {
                let store = Store::default();
                let context = SentContext::new(
                    &lab.project.files,
                    &[(texts.0, &texts.1)],
                    &lab.project.ignore_file_text(),
                    store.directory_modes(),
                    &ContextMemo::default(),
                );
                usize::from(context.ignore.errors.is_empty())
            })
        },
    },
    Phase {
        name: "plan",
        by_files: false,
        prepare: |lab| {
            let read = syntax::parse(&lab.project.dockerfile).into_owned();
            Box::new(move || {
                plan(&read, &BuildOptions::default(), &AnyImage)
                    .vertices
                    .len()
            })
        },
    },
    Phase {
        name: "solve",
        by_files: true,
        prepare: |lab| {
            let before = lab.history.last().map(|build| build.project.clone());
            let first = Lab::open(before.unwrap_or_default()).simulate();
            let store = first.commit(&Store::default());
            let now = lab.simulate();
            Box::new(move || {
                let solution = solve(&now.plan, &now.context, &store, &Knowledge::default());
                solution.statuses.len()
            })
        },
    },
    Phase {
        name: "estimate",
        by_files: true,
        prepare: |lab| {
            let now = lab.simulate();
            let packages = Packages::compiled_in();
            Box::new(move || results(&now.plan, &now.solution, &packages).len())
        },
    },
    Phase {
        name: "what if",
        by_files: true,
        prepare: |lab| {
            let _ = lab.analyze();
            Box::new(move || lab.edit_costs().instructions.len())
        },
    },
    Phase {
        name: "all that is shown",
        by_files: true,
        prepare: |lab| {
            // Opened anew, so that nothing is remembered.
            Box::new(move || Lab::open(lab.project.clone()).analyze().rows.len())
        },
    },
];

/// Every image is there and has nothing in it.
struct AnyImage;

impl ImageLookup for AnyImage {
    fn look_up(&self, written: &str, platform: &str) -> BaseImage {
        BaseImage {
            reference: written.to_owned(),
            manifest: written.to_owned(),
            layers: written.to_owned(),
            platform: platform.to_owned(),
            known: true,
            ..BaseImage::default()
        }
    }
}

/// Stages of a hundred instructions that copy files, run commands and copy from the stage before.
fn dockerfile(instructions: u32) -> String {
    let mut text = String::new();
    for index in 0..instructions {
        let (stage, place) = (index / 100, index % 100);
        let _ = match (place, index % 6) {
            (0, _) => writeln!(text, "FROM python:3.13-slim AS stage{stage}"),
            (1, _) => writeln!(text, "WORKDIR /srv/stage{stage}"),
            (2, _) => writeln!(text, "COPY requirements.txt ."),
            (99, _) if stage > 0 => writeln!(text, "COPY --from=stage{0} /srv /before", stage - 1),
            (_, 0) => writeln!(text, "ENV SETTING_{place}=value{index}"),
            (_, 1) => writeln!(text, "RUN pip install package{index}==1.{place}"),
            (_, 2) => writeln!(text, "COPY src/module{} module{place}", index % 50),
            (_, 3) => writeln!(
                text,
                "COPY node_modules/package{} vendor/{place}",
                index % 20
            ),
            (_, 4) => writeln!(text, "LABEL step{place}=\"{index}\""),
            _ => writeln!(text, "RUN make target{index}"),
        };
    }
    text
}

/// Most that ten times as much may take: the ratio of n log n for `size` and ten times that.
#[must_use]
pub fn allowed(size: u32) -> f64 {
    let size = f64::from(size);
    10.0 * (10.0 * size).ln() / size.ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn projects_have_the_size_that_they_are_said_to_have() {
        for size in [10, 100, 1_000] {
            let project = Axis::Instructions.project(size);
            let read = syntax::parse(&project.dockerfile);
            assert_eq!(read.instructions.len(), size as usize);
            assert!(read.errors.is_empty());
            let lab = Lab::open(project);
            assert_eq!(lab.simulate().refusal(), None);
        }
        assert_eq!(Axis::Files.project(1_000).files.entries.len(), 1_000);
    }

    #[test]
    fn every_phase_does_something() {
        for phase in &PHASES {
            for axis in [Axis::Instructions, Axis::Files] {
                assert!(phase.of_size(axis, 100)() > 0, "{}", phase.name);
            }
        }
    }
}
