//! The final image in detail: what each layer holds, its history and its configuration. It is worked
//! out only for those who look at it.

use std::rc::Rc;

use layerlab_catalog::{Basis, Estimate};

use super::analysis::Waste;
use super::content_tree::{ContentNode, Item, tree};
use super::docker_history::{HistoryRow, history};
use super::figures::{first_line, range, results_of};
use super::image_config::ConfigField;
use super::image_config::config_fields;
use super::simulation::Simulation;
use super::workbench::Lab;
use crate::graph::{Operation, VertexId};
use crate::image::{Held, StepResult, contents};

/// The final image in detail.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImageDetail {
    /// What the parts of [`super::ImageReport`] hold, in the same order.
    pub parts: Vec<PartContents>,
    /// The image's history, newest first, as `docker history` prints it.
    pub history: Vec<HistoryRow>,
    /// The image's configuration, as `docker image inspect` names it; fields without a value are left out.
    pub config: Vec<ConfigField>,
}

/// What a layer holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PartContents {
    /// A tree, row for row.
    pub rows: Vec<ContentNode>,
    /// What should be known of these figures, a sentence; may be empty.
    pub note: String,
}

impl Lab {
    /// The project as an earlier build had it, of which nothing was built yet. `None` if there is no such build.
    #[must_use]
    pub fn alone(&self, build: usize) -> Option<Self> {
        let record = self.history.iter().find(|record| record.number == build)?;
        let lab = Self::open_with(record.project.clone(), self.packages.clone());
        Some(lab.with_told(Rc::clone(&record.told)))
    }

    /// The final image of the build that would run now in detail. Nothing of it if the build fails.
    #[must_use]
    pub fn image_detail(&self) -> ImageDetail {
        let before = self.before();
        let simulation = self.simulated(before.as_ref());
        if simulation.refused() || simulation.solution.failure.is_some() {
            return ImageDetail::default();
        }
        let known = &self.project.known;
        let results = results_of(&simulation, known, &self.packages, before.as_ref());
        ImageDetail {
            parts: self.parts(&simulation, &results),
            history: history(&simulation, &results),
            config: (simulation.plan.images.first())
                .map(|image| config_fields(&image.stage.config))
                .unwrap_or_default(),
        }
    }

    fn parts(&self, simulation: &Simulation, results: &[Rc<StepResult>]) -> Vec<PartContents> {
        let layers = contents(&simulation.plan, results).into_iter();
        let parts = layers.map(|layer| {
            let result = results.get(layer.vertex.0);
            let operation = simulation.plan.vertex(layer.vertex);
            if let Some(Operation::Image(_)) = operation.map(|vertex| &vertex.operation) {
                return result.map(|result| self.base(result)).unwrap_or_default();
            }
            let items = layer.held.iter().map(|held| Item {
                path: &held.lump.path,
                name: &held.lump.name,
                size: held.lump.size,
                wasted: held.gone.is_some(),
            });
            PartContents {
                rows: tree(items),
                note: result.map(|result| note(result)).unwrap_or_default(),
            }
        });
        parts.collect()
    }

    /// The packages of a base image, and as much else as its size leaves room for.
    fn base(&self, result: &StepResult) -> PartContents {
        let unknown = "The size of a base image is known as a whole, not what is in it.";
        let facts = result.ground.image.as_ref();
        let index = facts.and_then(|facts| self.packages.debian(facts.distribution.suite()?));
        let (Some(facts), Some(index)) = (facts, index) else {
            return PartContents {
                note: unknown.to_owned(),
                ..PartContents::default()
            };
        };
        let packages = index.installed_sizes(facts.package_list, facts.slim);
        let sum: Estimate = packages.iter().map(|(_, size)| *size).sum();
        let whole = result.size.unwrap_or_default();
        if packages.is_empty() || sum.bytes > whole.bytes {
            return PartContents {
                note: unknown.to_owned(),
                ..PartContents::default()
            };
        }
        let rest = whole.bytes - sum.bytes;
        let rest = Estimate::between(
            whole.low_bytes.saturating_sub(sum.high_bytes),
            rest,
            whole.high_bytes.saturating_sub(sum.low_bytes),
            Basis::Derived,
        );
        let packages = packages.iter().map(|(name, size)| Item {
            path: "/Debian packages",
            name,
            size: Estimate {
                basis: Basis::Derived,
                ..*size
            },
            wasted: false,
        });
        let rest = Item {
            path: "",
            name: "everything else",
            size: rest,
            wasted: false,
        };
        let mut rows = tree(packages.chain([rest]));
        for row in &mut rows {
            row.label = row.label.trim_matches('/').to_owned();
        }
        PartContents {
            rows,
            note: "Debian's own figures for the packages that are in it; the rest is what they leave of the measured size."
                .to_owned(),
        }
    }
}

/// What is wasted, by the step that made it so, in the order of the steps.
pub(super) fn wasted(simulation: &Simulation, held: &[Held]) -> Vec<Waste> {
    let mut by_step: Vec<(VertexId, Vec<&Held>)> = Vec::new();
    for held in held {
        let Some(step) = held.gone else { continue };
        match by_step.iter_mut().find(|(other, _)| *other == step) {
            Some((_, found)) => found.push(held),
            None => by_step.push((step, vec![held])),
        }
    }
    by_step.sort_by_key(|(step, _)| *step);
    let waste = |(step, held): (VertexId, Vec<&Held>)| {
        let size: Estimate = held.iter().map(|held| held.lump.size).sum();
        let largest = held.iter().max_by_key(|held| held.lump.size.bytes);
        Waste {
            size: range(size),
            line: first_line(simulation, step),
            largest: largest
                .map(|held| match &*held.lump.name {
                    "" => held.lump.path.to_string(),
                    name => name.to_owned(),
                })
                .unwrap_or_default(),
            things: held.len(),
        }
    };
    let found = by_step.into_iter().map(waste);
    found.filter(|waste| waste.size.bytes > 0).collect()
}

fn note(result: &StepResult) -> String {
    match result.estimate {
        Some(_) => "The size of the layer is a real one. What is in it is an estimate, so the sum may differ."
            .to_owned(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::{FileNode, FileTree};
    use crate::lab::Project;
    use crate::lessons;

    fn lab(dockerfile: &str) -> Lab {
        let files = FileTree::default()
            .with("app/main.py", FileNode::text("print(1)\n"))
            .with("app/data.bin", FileNode::sized(1_000_000, "data"));
        Lab::open(Project {
            dockerfile: dockerfile.into(),
            files: Rc::new(files),
            ..Project::default()
        })
    }

    #[test]
    fn the_rows_of_a_layer_add_up_to_its_size() {
        for example in lessons::projects() {
            let lab = Lab::open(example.project());
            let (analysis, detail) = (lab.analyze(), lab.image_detail());
            assert_eq!(
                analysis.image.parts.len(),
                detail.parts.len(),
                "{}",
                example.id
            );
            let mut wasted = 0;
            for (part, contents) in analysis.image.parts.iter().zip(&detail.parts) {
                let top = contents.rows.iter().filter(|row| row.depth == 0);
                let sum: u64 = top.map(|row| row.size.bytes).sum();
                if !contents.rows.is_empty() || !part.base {
                    assert_eq!(sum, part.size.bytes, "{}: {}", example.id, part.label);
                }
                wasted += (part.wasted.iter())
                    .map(|waste| waste.size.bytes)
                    .sum::<u64>();
            }
            assert_eq!(wasted, analysis.image.wasted_bytes, "{}", example.id);
        }
    }

    #[test]
    fn the_step_that_hides_bytes_is_named() {
        let lab = lab("FROM scratch\nCOPY app /srv\nCOPY app/main.py /srv/data.bin\n");
        let image = lab.analyze().image;
        let waste = &image.parts[0].wasted;
        assert_eq!(waste.len(), 1);
        assert_eq!((waste[0].size.bytes, waste[0].line), (1_000_000, Some(3)));
        assert_eq!(waste[0].largest, "/srv/data.bin");
        assert!(image.parts[1].wasted.is_empty());
    }

    #[test]
    fn a_debian_image_lists_its_packages() {
        let detail = lab("FROM python:3.13-slim\n").image_detail();
        let labels: Vec<&str> = (detail.parts[0].rows.iter())
            .map(|row| row.label.as_str())
            .collect();
        assert!(
            labels.contains(&"Debian packages") && labels.contains(&"bash"),
            "{labels:?}"
        );
    }

    #[test]
    fn a_build_that_fails_has_no_image() {
        assert_eq!(
            lab("FROM scratch\nCOPY none /\n").image_detail(),
            ImageDetail::default()
        );
    }
}
