//! `docker image inspect`: how large an image is.
//!
//! An engine that keeps images in containerd says how large it is packed, and only such an engine names a descriptor
//! (`moby/moby`: `daemon/containerd/image_inspect.go`); the older store says how large it is unpacked.

use miniserde::json::{Number, Value};

use layerlab_catalog::Estimate;

use super::{Known, KnownFigure, KnownFigures, Origin, Pasted, Reading, ReadingError, Subject};
use crate::graph::{Plan, VertexId, reference::familiar_to_full};

/// The figures in the text; `None` if it does not describe images.
pub(super) fn read(text: &str, plan: &Plan) -> Option<Result<Reading, ReadingError>> {
    let images = match miniserde::json::from_str(text.trim()).ok()? {
        Value::Array(images) => images.into_iter().collect(),
        image @ Value::Object(_) => vec![image],
        _ => return None,
    };
    let mut figures = KnownFigures::default();
    let mut unmatched = Vec::new();
    let mut any = false;
    for image in &images {
        let Value::Object(image) = image else {
            continue;
        };
        let (Some(Value::Number(size)), Some(Value::Array(tags))) =
            (image.get("Size"), image.get("RepoTags"))
        else {
            continue;
        };
        any = true;
        let size_bytes = match size {
            Number::U64(bytes) => *bytes,
            Number::I64(_) | Number::F64(_) => continue,
        };
        let size = Some(Known {
            value: Estimate::exact(size_bytes),
            origin: Origin::Inspect,
        });
        let known = match image.get("Descriptor") {
            Some(Value::Object(_)) => KnownFigure {
                compressed: size,
                ..KnownFigure::default()
            },
            _ => KnownFigure {
                size,
                ..KnownFigure::default()
            },
        };
        for tag in tags.iter() {
            let Value::String(tag) = tag else { continue };
            let subject = Subject::Image(familiar_to_full(tag));
            let is_used = (0..plan.vertices.len())
                .any(|index| Subject::of(plan, VertexId(index)).as_ref() == Some(&subject));
            if is_used {
                figures.set(subject, known);
            } else {
                unmatched.push(tag.clone());
            }
        }
    }
    any.then_some(Ok(Reading {
        pasted: Pasted::Inspect,
        figures,
        unmatched,
    }))
}
