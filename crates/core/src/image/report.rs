//! The image that a build makes: the layers from the base image up.

use std::collections::BTreeSet;
use std::rc::Rc;

use layerlab_catalog::Estimate;

use super::layers::StepResult;
use crate::graph::{Operation, Plan, VertexId};

/// One layer, or all layers of the base image.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// The vertex that makes it.
    pub vertex: VertexId,
    /// Unpacked.
    pub size: Estimate,
    /// Compressed.
    pub compressed: Estimate,
    /// It is the base image.
    pub base: bool,
}

/// The final image.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FinalImage {
    /// Base image first.
    pub layers: Vec<Layer>,
    /// Sum of the layers.
    pub size: Estimate,
    /// What a pull downloads.
    pub compressed: Estimate,
    /// Bytes in it that a later layer replaced, removed or stored again.
    pub hidden: Estimate,
}

/// The vertices that make the layers of the final image, base image first.
pub(super) fn layer_vertices(plan: &Plan, results: &[Rc<StepResult>]) -> Vec<VertexId> {
    layers_up_to(plan.result, plan, results)
}

/// The vertices that make the layers of a file system, base image first.
fn layers_up_to(
    result: Option<VertexId>,
    plan: &Plan,
    results: &[Rc<StepResult>],
) -> Vec<VertexId> {
    let mut layers = Vec::new();
    let mut current = result;
    while let Some(id) = current {
        let (Some(vertex), Some(result)) = (plan.vertex(id), results.get(id.0)) else {
            break;
        };
        if result.size.is_some() {
            layers.push(id);
        }
        current = vertex.inputs.first().and_then(|input| input.vertex);
    }
    layers.reverse();
    layers
}

/// The layers of the images for all platforms, each once.
#[must_use]
pub fn layers_of_all_platforms(plan: &Plan, results: &[Rc<StepResult>]) -> Vec<Layer> {
    let vertices: BTreeSet<VertexId> = plan
        .results()
        .flat_map(|result| layers_up_to(Some(result), plan, results))
        .collect();
    let layers = vertices.into_iter();
    layers.filter_map(|id| layer(id, plan, results)).collect()
}

fn layer(id: VertexId, plan: &Plan, results: &[Rc<StepResult>]) -> Option<Layer> {
    let (vertex, result) = (plan.vertex(id)?, results.get(id.0)?);
    Some(Layer {
        vertex: id,
        size: result.size?,
        compressed: result.compressed,
        base: matches!(vertex.operation, Operation::Image(_)),
    })
}

/// Follows the file system of the first platform from the result back to the base image.
#[must_use]
pub fn final_image(plan: &Plan, results: &[Rc<StepResult>]) -> FinalImage {
    let vertices = layer_vertices(plan, results).into_iter();
    let layers = vertices.filter_map(|id| layer(id, plan, results));
    let layers: Vec<Layer> = layers.collect();
    FinalImage {
        size: layers.iter().map(|layer| layer.size).sum(),
        compressed: layers.iter().map(|layer| layer.compressed).sum(),
        hidden: plan
            .result
            .and_then(|id| results.get(id.0))
            .map(|result| result.files.hidden)
            .unwrap_or_default(),
        layers,
    }
}
