//! The image that a build makes: the layers from the base image up.

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

/// Follows the file system from the result back to the base image.
#[must_use]
pub fn final_image(plan: &Plan, results: &[Rc<StepResult>]) -> FinalImage {
    let mut layers = Vec::new();
    let mut current = plan.result;
    while let Some(id) = current {
        let (Some(vertex), Some(result)) = (plan.vertex(id), results.get(id.0)) else {
            break;
        };
        if let Some(size) = result.size {
            let base = matches!(vertex.operation, Operation::Image(_));
            layers.push(Layer {
                vertex: id,
                size,
                compressed: result.compressed,
                base,
            });
        }
        current = vertex.inputs.first().and_then(|input| input.vertex);
    }
    layers.reverse();
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
