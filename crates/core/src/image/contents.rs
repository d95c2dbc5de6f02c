//! What is in each layer of the final image, and which later step made it useless.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::effects::Lump;
use crate::graph::{Plan, VertexId};

use super::layers::StepResult;
use super::report::layer_vertices;

/// Something that a layer holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// The files.
    pub lump: Rc<Lump>,
    /// The step that replaced, removed or stored them again: they are in the image and cannot be seen in it.
    pub gone: Option<VertexId>,
}

/// One layer and what it holds.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerContents {
    /// The vertex that makes it.
    pub vertex: VertexId,
    /// What is known of it. Of a base image nothing is.
    pub held: Vec<Held>,
}

/// The layers of the final image, base image first, each with what it holds.
#[must_use]
pub fn contents(plan: &Plan, results: &[Rc<StepResult>]) -> Vec<LayerContents> {
    let vertices = layer_vertices(plan, results);
    let layers = vertices.iter().enumerate().map(|(place, id)| {
        let later = vertices.get(place + 1..).unwrap_or_default();
        LayerContents {
            vertex: *id,
            held: (results.get(id.0))
                .map(|result| held(result, later, results))
                .unwrap_or_default(),
        }
    });
    layers.collect()
}

fn held(result: &StepResult, later: &[VertexId], results: &[Rc<StepResult>]) -> Vec<Held> {
    let number = result.files.layer;
    let own = result.files.layer_lumps(number);
    let mut held: Vec<Held> = (own.iter())
        .map(|lump| Held {
            lump: lump.clone(),
            gone: None,
        })
        .collect();
    let mut before = own;
    for id in later {
        let Some(after) = results.get(id.0) else {
            continue;
        };
        let left = after.files.layer_lumps(number);
        // A layer that a step leaves as it was is shared.
        if std::ptr::eq(left, before) {
            continue;
        }
        let there: BTreeSet<*const Lump> = left.iter().map(Rc::as_ptr).collect();
        for held in &mut held {
            if held.gone.is_none() && !there.contains(&Rc::as_ptr(&held.lump)) {
                held.gone = Some(*id);
            }
        }
        before = left;
    }
    held
}
