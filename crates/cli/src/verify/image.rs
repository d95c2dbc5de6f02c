//! Compares the image: its history and its configuration.

use layerlab_core::Packages;
use layerlab_core::graph::{Healthcheck, ImageConfig, Operation, PlannedStage, VertexId};
use layerlab_core::image::results;
use layerlab_core::lab::Simulation;
use serde_json::{Map, Value, json};

use super::recording::Image;

/// What differs in the image for one of the platforms, by its place among them, each with the kind of difference.
/// Nothing if the images are the same.
pub fn compare(
    simulation: &Simulation,
    platform: usize,
    expected: &Image,
) -> Vec<(&'static str, String)> {
    let image = simulation.plan.images.get(platform);
    let Some(stage) = image.map(|image| &image.stage) else {
        return vec![("image", "we say there is none".to_owned())];
    };
    let mut found = Vec::new();
    let ours: Vec<(&str, bool)> = stage
        .history
        .iter()
        .map(|entry| (entry.created_by.as_str(), entry.empty))
        .collect();
    let theirs: Vec<(&str, bool)> = expected
        .layers
        .iter()
        .map(|layer| (layer.created_by.as_str(), layer.empty))
        .collect();
    if ours != theirs {
        let length = ours.len().max(theirs.len());
        let differing = (0..length).filter(|index| ours.get(*index) != theirs.get(*index));
        let lines = differing.map(|index| {
            format!(
                "we say {:?}, BuildKit {:?}",
                ours.get(index),
                theirs.get(index)
            )
        });
        found.push(("history", lines.collect::<Vec<_>>().join("; ")));
    }
    found.extend(sizes(simulation, stage, expected));
    let config = config(&stage.config);
    if config != expected.config {
        found.push((
            "config",
            format!("we say {config}, BuildKit {}", expected.config),
        ));
    }
    found
}

/// Layers of COPY, ADD and WORKDIR whose size is another one, as far as their files come from the context, from the
/// Dockerfile itself or from nowhere.
fn sizes(
    simulation: &Simulation,
    stage: &PlannedStage,
    expected: &Image,
) -> Vec<(&'static str, String)> {
    // Only what comes from the context is compared, which no table of packages says anything about.
    let results = results(&simulation.plan, &simulation.solution, &Packages::none());
    let theirs = expected
        .layers
        .iter()
        .filter(|layer| !layer.base && !layer.empty);
    let steps = stage.layers.iter().filter(|id| {
        let vertex = simulation.plan.vertex(**id);
        !matches!(
            vertex.map(|vertex| &vertex.operation),
            Some(Operation::Image(_))
        )
    });
    steps
        .zip(theirs)
        .filter(|(id, _)| has_known_sources(simulation, **id))
        .filter_map(|(id, layer)| {
            let ours = results.get(id.0)?.size?;
            (ours.bytes != layer.size).then(|| {
                (
                    "size",
                    format!(
                        "{}: we say {}, BuildKit {}",
                        layer.created_by, ours.bytes, layer.size
                    ),
                )
            })
        })
        .collect()
}

fn has_known_sources(simulation: &Simulation, id: VertexId) -> bool {
    let Some(vertex) = simulation.plan.vertex(id) else {
        return false;
    };
    match &vertex.operation {
        Operation::MakeDirectory { .. } => true,
        Operation::Merge => simulation
            .plan
            .first_half(id)
            .is_some_and(|half| has_known_sources(simulation, half)),
        Operation::Copy(actions) => actions.iter().all(|action| {
            let source = vertex
                .inputs
                .get(action.input)
                .and_then(|input| input.vertex);
            let source = source.and_then(|source| simulation.plan.vertex(source));
            let known = matches!(
                source.map(|source| &source.operation),
                Some(Operation::Context | Operation::InlineFiles(_))
            );
            // The recordings do not say how large the archives are.
            known && !(action.unpack && action.source.path.contains(".t"))
        }),
        _ => false,
    }
}

/// The configuration as the image's own file has it, without fields that have no value.
fn config(config: &ImageConfig) -> Value {
    let mut fields = Map::new();
    let mut add = |name: &str, value: Value| {
        let empty = match &value {
            Value::Array(items) => items.is_empty(),
            Value::Object(items) => items.is_empty(),
            Value::String(text) => text.is_empty(),
            Value::Bool(value) => !value,
            Value::Null => true,
            Value::Number(_) => false,
        };
        if !empty {
            fields.insert(name.to_owned(), value);
        }
    };
    let set = |names: &[String]| -> Value {
        names
            .iter()
            .map(|name| (name.clone(), json!({})))
            .collect::<Map<_, _>>()
            .into()
    };
    let env: Vec<String> = config
        .env
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let labels: Map<String, Value> = config
        .labels
        .iter()
        .map(|(name, value)| (name.clone(), json!(value)))
        .collect();
    add("User", json!(config.user));
    add("ExposedPorts", set(&config.exposed_ports));
    add("Env", json!(env));
    add("Entrypoint", json!(config.entrypoint));
    add("Cmd", json!(config.cmd));
    add("Volumes", set(&config.volumes));
    add("WorkingDir", json!(config.working_directory));
    add("Labels", labels.into());
    add("StopSignal", json!(config.stop_signal));
    add("ArgsEscaped", json!(config.args_escaped));
    add("OnBuild", json!(config.onbuild));
    add("Shell", json!(config.shell));
    add(
        "Healthcheck",
        config.healthcheck.as_ref().map(healthcheck).into(),
    );
    fields.into()
}

fn healthcheck(check: &Healthcheck) -> Value {
    let mut fields = Map::new();
    fields.insert("Test".to_owned(), json!(check.test));
    let durations = [
        ("Interval", check.interval),
        ("Timeout", check.timeout),
        ("StartPeriod", check.start_period),
        ("StartInterval", check.start_interval),
    ];
    for (name, duration) in durations {
        if !duration.is_zero() {
            fields.insert(
                name.to_owned(),
                json!(u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)),
            );
        }
    }
    if check.retries > 0 {
        fields.insert("Retries".to_owned(), json!(check.retries));
    }
    fields.into()
}
