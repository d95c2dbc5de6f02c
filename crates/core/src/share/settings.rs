//! Options, machine and known figures in a link.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::Duration;

use layerlab_catalog::{Basis, Estimate};
use serde::{Deserialize, Serialize};

use crate::graph::BuildOptions;
use crate::known::{Known, KnownFigure, KnownFigures, Origin, Subject};
use crate::lab::Project;
use crate::schedule::Machine;

/// All that is not a text or a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct SharedSettings {
    name: String,
    options: Vec<SharedOption>,
    machine: Option<(u64, u64, u64, u32)>,
    figures: Vec<(SharedSubject, SharedFigure)>,
    /// Stage and path of outputs that come out as before.
    unchanged: BTreeSet<(String, String)>,
}

/// Another kind is added at the end, so that links that have none of it stay readable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum SharedOption {
    Target(String),
    BuildArgument(String, String),
    NoCache,
    NoCacheFilter(String),
    Platform(String),
    Label(String, String),
    AddHost(String),
    Network(String),
    SharedMemory(u64),
    Ulimit(String),
    Hostname(String),
    DockerfileName(String),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum SharedSubject {
    Image(String),
    Step(String, String),
}

/// Low, likely and high.
type SharedSize = (u64, u64, u64, SharedOrigin);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct SharedFigure {
    size: Option<SharedSize>,
    compressed: Option<SharedSize>,
    /// Milliseconds.
    time: Option<(u64, SharedOrigin)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum SharedOrigin {
    Hand,
    History,
    Inspect,
    Progress,
}

/// Values of secrets never go into a link; a build does not depend on them.
pub(super) fn settings(
    project: &Project,
    unchanged: &BTreeSet<(String, String)>,
) -> SharedSettings {
    let machine = project.machine;
    SharedSettings {
        name: project.name.to_string(),
        options: options(&project.options),
        machine: (machine != Machine::default()).then_some((
            machine.download_bytes_per_second,
            machine.upload_bytes_per_second,
            machine.write_bytes_per_second,
            machine.speed_percent,
        )),
        figures: (project.known.iter())
            .map(|(subject, figure)| (shared_subject(subject), shared_figure(figure)))
            .collect(),
        unchanged: unchanged.clone(),
    }
}

/// Puts the settings into a project; what the user says of outputs is given back.
pub(super) fn apply(settings: SharedSettings, project: &mut Project) -> BTreeSet<(String, String)> {
    project.name = settings.name.into();
    project.options = read_options(settings.options);
    project.machine = match settings.machine {
        Some((download, upload, write, speed_percent)) => Machine {
            download_bytes_per_second: download,
            upload_bytes_per_second: upload,
            write_bytes_per_second: write,
            speed_percent,
        },
        None => Machine::default(),
    };
    let mut known = KnownFigures::default();
    for (subject, figure) in settings.figures {
        known.set(read_subject(subject), read_figure(figure));
    }
    project.known = Rc::new(known);
    settings.unchanged
}

fn options(options: &BuildOptions) -> Vec<SharedOption> {
    use SharedOption as Shared;
    let mut shared = Vec::new();
    shared.extend(options.target.clone().map(Shared::Target));
    let pairs =
        |pairs: &BTreeMap<String, String>, make: fn(String, String) -> Shared| -> Vec<Shared> {
            let pairs = pairs.iter();
            pairs
                .map(|(name, value)| make(name.clone(), value.clone()))
                .collect()
        };
    shared.extend(pairs(&options.build_args, Shared::BuildArgument));
    shared.extend(options.no_cache.then_some(Shared::NoCache));
    shared.extend(
        options
            .no_cache_filter
            .iter()
            .cloned()
            .map(Shared::NoCacheFilter),
    );
    shared.extend(options.platform.clone().map(Shared::Platform));
    shared.extend(pairs(&options.labels, Shared::Label));
    shared.extend(options.add_hosts.iter().cloned().map(Shared::AddHost));
    shared.extend(options.network.clone().map(Shared::Network));
    shared.extend(options.shm_size_bytes.map(Shared::SharedMemory));
    shared.extend(options.ulimits.iter().cloned().map(Shared::Ulimit));
    shared.extend(options.hostname.clone().map(Shared::Hostname));
    shared.extend(options.dockerfile_name.clone().map(Shared::DockerfileName));
    shared
}

fn read_options(shared: Vec<SharedOption>) -> BuildOptions {
    use SharedOption as Shared;
    let mut options = BuildOptions::default();
    for option in shared {
        match option {
            Shared::Target(target) => options.target = Some(target),
            Shared::BuildArgument(name, value) => {
                options.build_args.insert(name, value);
            }
            Shared::NoCache => options.no_cache = true,
            Shared::NoCacheFilter(stage) => options.no_cache_filter.push(stage),
            Shared::Platform(platform) => options.platform = Some(platform),
            Shared::Label(name, value) => {
                options.labels.insert(name, value);
            }
            Shared::AddHost(host) => options.add_hosts.push(host),
            Shared::Network(network) => options.network = Some(network),
            Shared::SharedMemory(bytes) => options.shm_size_bytes = Some(bytes),
            Shared::Ulimit(limit) => options.ulimits.push(limit),
            Shared::Hostname(name) => options.hostname = Some(name),
            Shared::DockerfileName(name) => options.dockerfile_name = Some(name),
        }
    }
    options
}

fn shared_subject(subject: &Subject) -> SharedSubject {
    match subject.clone() {
        Subject::Image(reference) => SharedSubject::Image(reference),
        Subject::Step { stage, text } => SharedSubject::Step(stage, text),
    }
}

fn read_subject(subject: SharedSubject) -> Subject {
    match subject {
        SharedSubject::Image(reference) => Subject::Image(reference),
        SharedSubject::Step(stage, text) => Subject::Step { stage, text },
    }
}

fn shared_figure(figure: &KnownFigure) -> SharedFigure {
    let size = |size: Option<Known<Estimate>>| {
        size.map(|size| {
            let limits = size.value;
            (
                limits.low_bytes,
                limits.bytes,
                limits.high_bytes,
                shared_origin(size.origin),
            )
        })
    };
    SharedFigure {
        size: size(figure.size),
        compressed: size(figure.compressed),
        time: figure.duration.map(|time| {
            let milliseconds = u64::try_from(time.value.as_millis()).unwrap_or(u64::MAX);
            (milliseconds, shared_origin(time.origin))
        }),
    }
}

fn read_figure(figure: SharedFigure) -> KnownFigure {
    let size = |size: Option<SharedSize>| {
        size.map(|(low, likely, high, origin)| Known {
            value: Estimate::between(low, likely, high, Basis::Measured),
            origin: read_origin(origin),
        })
    };
    KnownFigure {
        size: size(figure.size),
        compressed: size(figure.compressed),
        duration: figure.time.map(|(milliseconds, origin)| Known {
            value: Duration::from_millis(milliseconds),
            origin: read_origin(origin),
        }),
    }
}

fn shared_origin(origin: Origin) -> SharedOrigin {
    match origin {
        Origin::Hand => SharedOrigin::Hand,
        Origin::History => SharedOrigin::History,
        Origin::Inspect => SharedOrigin::Inspect,
        Origin::Progress => SharedOrigin::Progress,
    }
}

fn read_origin(origin: SharedOrigin) -> Origin {
    match origin {
        SharedOrigin::Hand => Origin::Hand,
        SharedOrigin::History => Origin::History,
        SharedOrigin::Inspect => Origin::Inspect,
        SharedOrigin::Progress => Origin::Progress,
    }
}
