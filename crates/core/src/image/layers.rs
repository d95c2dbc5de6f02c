//! What each vertex of a build leaves.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::Duration;

use layerlab_catalog::{Basis, Estimate, PackageTable, Packages, base_image};

use super::before::Before;
use super::corrected::corrected;
use crate::cache::{FileTime, Solution, landing_path};
use crate::context::{Hasher, NodeKind, SelectedFile, Selection};
use crate::effects::{self, FileSystem, Ground, Kind, Lump, NewFile, Work};
use crate::graph::{CopyAction, Operation, Plan, Vertex, VertexId, paths};
use crate::known::{KnownFigure, KnownFigures, Subject};

/// What a vertex leaves and what it takes to make it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StepResult {
    /// Bytes of the layer, or of the whole image for a base image; `None` if it makes no layer.
    pub size: Option<Estimate>,
    /// The same, compressed.
    pub compressed: Estimate,
    /// On which data the size rests, a sentence; may be empty.
    pub reason: String,
    /// What it takes, with cache mounts that are empty.
    pub work: Work,
    /// Bytes of its downloads that its cache mounts keep for the next time it runs.
    pub kept_download_bytes: u64,
    /// What of it is known better than estimated.
    pub known: KnownFigure,
    /// The estimate of the size, where a known one has taken its place.
    pub estimate: Option<Estimate>,
    /// How long it takes, whatever the machine, where that is known.
    pub took: Option<Duration>,
    /// Everything that is known of the file system after it.
    pub files: Rc<FileSystem>,
    /// The image that it stands on.
    pub ground: Rc<Ground>,
    /// Tables of packages that are not here, without which the size is rougher.
    pub lacking: BTreeSet<PackageTable>,
}

/// Files of a selection are kept apart up to this number; larger ones are taken together by directory.
const MOST_SINGLE_FILES: usize = 1_000;

/// The results of all vertices of a plan, in its order, whether they come from the cache or run.
#[must_use]
pub fn results(plan: &Plan, solution: &Solution, packages: &Packages) -> Vec<Rc<StepResult>> {
    results_again(plan, solution, &KnownFigures::default(), packages, None)
}

/// The same, where known figures take the place of estimates, and what is as it was in another build, made with the same
/// tables of packages, is not worked out again.
#[must_use]
pub fn results_again(
    plan: &Plan,
    solution: &Solution,
    known: &KnownFigures,
    packages: &Packages,
    before: Option<Before<'_>>,
) -> Vec<Rc<StepResult>> {
    let mut results: Vec<Rc<StepResult>> = Vec::with_capacity(plan.vertices.len());
    for (index, vertex) in plan.vertices.iter().enumerate() {
        let id = VertexId(index);
        let subject = (!known.is_empty()).then(|| Subject::of(plan, id)).flatten();
        let known = subject.map(|subject| known.get(&subject));
        let known = known.unwrap_or_default();
        let same = before
            .and_then(|before| before.same(plan, solution, id, &results))
            .filter(|same| same.known == known);
        let result = same.unwrap_or_else(|| {
            let result = corrected(result(id, vertex, solution, packages, &results), known);
            // Another command may well leave the same. Then all that stands on it is as it was.
            let old = before.and_then(|before| before.at(plan, id));
            old.filter(|old| **old == result)
                .unwrap_or_else(|| Rc::new(result))
        });
        results.push(result);
    }
    results
}

fn input<'a>(
    vertex: &Vertex,
    position: usize,
    results: &'a [Rc<StepResult>],
) -> Option<&'a StepResult> {
    let id = vertex.inputs.get(position)?.vertex?;
    results.get(id.0).map(Rc::as_ref)
}

fn result(
    id: VertexId,
    vertex: &Vertex,
    solution: &Solution,
    packages: &Packages,
    results: &[Rc<StepResult>],
) -> StepResult {
    let root = input(vertex, 0, results);
    let mut files = root.map(|root| (*root.files).clone()).unwrap_or_default();
    let ground = root.map(|root| root.ground.clone()).unwrap_or_default();
    files.begin_layer();
    let mut reason = String::new();
    let mut work = Work::default();
    let mut lacking = BTreeSet::new();
    let mut kept_download_bytes = 0;
    match &vertex.operation {
        Operation::Image(image) => return base_result(&image.reference, packages),
        Operation::Context => return StepResult::default(),
        Operation::InlineFiles(inline) => {
            for (name, text) in inline {
                let path = paths::join("/", name);
                files.add(
                    &path,
                    "",
                    Estimate::exact(text.len() as u64),
                    Kind::Project,
                    Some(text.clone()),
                );
            }
        }
        Operation::Download { url, .. } => {
            let name = url.rsplit('/').next().unwrap_or("");
            files.add(
                &paths::join("/", name),
                "",
                UNKNOWN_FILES,
                Kind::Other,
                None,
            );
            reason = "Nobody has looked what this address serves.".to_owned();
            work = Work {
                download_bytes: UNKNOWN_FILES.bytes,
                written_bytes: UNKNOWN_FILES.bytes,
                busy: Duration::from_millis(300),
            };
        }
        Operation::Exec(exec) => {
            let hidden = effects::open_mounts(exec, &mut files);
            for (position, mount) in exec.mounts.iter().enumerate() {
                show_bind_mount(id, position, vertex, mount, solution, results, &mut files);
            }
            let report = effects::run(exec, &ground, packages, &mut files);
            effects::close_mounts(exec, hidden, &mut files);
            work = report.work;
            reason = run_reason(&report);
            lacking = report.lacking;
            kept_download_bytes = report.kept_download_bytes;
            if !report.unknown.is_empty() {
                files.add_unknown();
                // They take some time, which is not known either.
                work = work.plus(Work::busy(Duration::from_secs(3)));
            }
        }
        Operation::MakeDirectory { .. } => work = Work::busy(Duration::from_millis(50)),
        Operation::Copy(actions) => {
            let mut unknown = Vec::new();
            for (position, action) in actions.iter().enumerate() {
                match solution.selections.get(&(id, position)) {
                    Some(selection) => {
                        let time = |file: &SelectedFile| {
                            let made_in = solution.made_in.get(id.0).copied();
                            let made_in = made_in.unwrap_or(solution.building);
                            solution
                                .file_times
                                .time_of(file, made_in, solution.building)
                        };
                        copy_selection(action, selection, time, &mut files);
                    }
                    None => {
                        let source = input(vertex, action.input, results);
                        if !copy_from_stage(action, source, &mut files) {
                            unknown.push(action.source.path.clone());
                        }
                    }
                }
            }
            reason = copy_reason(&files, &unknown);
            work = Work {
                written_bytes: files.layer_size().bytes,
                busy: Duration::from_millis(100),
                ..Work::default()
            };
        }
        Operation::Merge => {
            if let Some(copied) = input(vertex, 1, results) {
                let new = copied.files.own_lumps();
                files.add_all(new.map(|lump| Lump {
                    identity: None,
                    ..(**lump).clone()
                }));
                reason.clone_from(&copied.reason);
            }
        }
    }
    let size = files.layer_size();
    StepResult {
        size: Some(size),
        compressed: compressed(&files),
        reason,
        work,
        files: Rc::new(files),
        ground,
        lacking,
        kept_download_bytes,
        ..StepResult::default()
    }
}

/// Files of which nothing is known but that there are some.
const UNKNOWN_FILES: Estimate = Estimate {
    bytes: 5_000_000,
    low_bytes: 0,
    high_bytes: 100_000_000,
    basis: Basis::Assumed,
};

/// The result of a base image of the catalogue.
#[must_use]
pub fn base_result(reference: &str, packages: &Packages) -> StepResult {
    let facts = base_image(reference);
    let suite = facts.distribution.suite();
    let index = suite.and_then(|suite| packages.debian(suite));
    let installed = index.map(|index| index.installed(facts.package_list));
    let installed = installed.unwrap_or_default().into_iter().map(str::to_owned);
    let files = FileSystem::of_image(installed.collect());
    StepResult {
        size: Some(facts.size),
        compressed: facts.compressed,
        reason: facts.size_reason.clone(),
        work: Work {
            download_bytes: facts.compressed.bytes,
            written_bytes: facts.size.bytes,
            busy: Duration::from_millis(600),
        },
        files: Rc::new(files),
        ground: Rc::new(Ground { image: Some(facts) }),
        ..StepResult::default()
    }
}

/// Lets a RUN read what is mounted into it.
fn show_bind_mount(
    id: VertexId,
    position: usize,
    vertex: &Vertex,
    mount: &crate::graph::Mount,
    solution: &Solution,
    results: &[Rc<StepResult>],
    files: &mut FileSystem,
) {
    let crate::graph::MountKind::Bind(bind) = &mount.kind else {
        return;
    };
    if let Some(selection) = solution.selections.get(&(id, position)) {
        for file in &selection.files {
            let path = if selection.single_file {
                mount.target.clone()
            } else {
                paths::join(&mount.target, &file.below)
            };
            files.add(
                &path,
                "",
                Estimate::exact(file.node.size_bytes()),
                Kind::Project,
                file.node.as_text().cloned(),
            );
        }
    } else if let Some(source) = input(vertex, bind.input, results) {
        for lump in source.files.within(&bind.source) {
            let below = lump
                .path
                .get(bind.source.trim_end_matches('/').len()..)
                .unwrap_or("");
            files.add(
                &paths::clean(&format!("{}/{below}", mount.target)),
                &lump.name,
                lump.size,
                lump.kind,
                lump.text.clone(),
            );
        }
    }
}

/// Puts files of the context down. `time` gives the time that a file had.
fn copy_selection(
    action: &CopyAction,
    selection: &Selection,
    time: impl Fn(&SelectedFile) -> FileTime,
    files: &mut FileSystem,
) {
    let taken = &selection.files;
    let alone = taken.regular() <= MOST_SINGLE_FILES;
    let one_by_one = |file: &&SelectedFile| matches!(file.node.kind, NodeKind::File(_));
    let mut single: Vec<(String, &SelectedFile)> = Vec::new();
    let mut place = |file| single.push((landing_path(action, selection, file), file));
    if alone || action.unpack {
        taken.iter().filter(one_by_one).for_each(&mut place);
    } else {
        taken.top().for_each(&mut place);
    }
    let mut together: BTreeMap<String, u64> = BTreeMap::new();
    let mut new_files = Vec::new();
    for (landing, file) in single {
        let bytes = file.node.size_bytes();
        if action.unpack && is_archive(&file.path) {
            // Source archives unpack to about three times their size; the spread of the measured layers.
            let size = Estimate::exact(bytes).times_between(1.4, 2.8, 5.5, Basis::Derived);
            files.add(
                action.destination.trim_end_matches('/'),
                &file.path,
                size,
                Kind::Other,
                None,
            );
        } else if alone || !file.below.contains('/') {
            let mut identity = Hasher::new("copied");
            identity
                .digest(file.digest)
                .text(&action.owner)
                .text(&action.mode);
            time(file).enter(&mut identity);
            let identity = identity.finish();
            new_files.push(NewFile {
                path: landing.into(),
                size_bytes: bytes,
                text: file.node.as_text().cloned(),
                identity,
            });
        } else {
            let first = file.below.split('/').next().unwrap_or("");
            let end = landing.len() - file.below.len() + first.len();
            *together
                .entry(landing.get(..end).unwrap_or(&landing).to_owned())
                .or_default() += bytes;
        }
    }
    files.add_files(new_files);
    if !alone && !action.unpack {
        let directory = action.destination.trim_end_matches('/');
        for (name, bytes) in taken.directories() {
            together.insert(format!("{directory}/{name}"), bytes);
        }
    }
    for (path, bytes) in together {
        files.add(&path, "", Estimate::exact(bytes), Kind::Project, None);
    }
}

/// What BuildKit's ADD unpacks.
fn is_archive(path: &str) -> bool {
    [
        ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz", ".tar.zst",
    ]
    .iter()
    .any(|end| path.ends_with(end))
}

/// Puts down what another stage or image holds. False if nothing is known of it.
fn copy_from_stage(
    action: &CopyAction,
    source: Option<&StepResult>,
    files: &mut FileSystem,
) -> bool {
    let destination = action.destination.trim_end_matches('/');
    let Some(source) = source else { return true };
    let from = action.source.path.trim_end_matches('/');
    let fixed = from
        .split_once(['*', '?', '['])
        .map_or(from, |(fixed, _)| fixed.trim_end_matches('/'));
    let copied: Vec<Lump> = source
        .files
        .within(fixed)
        .map(|lump| {
            let below = lump.path.get(fixed.len()..).unwrap_or("");
            let into_directory = below.is_empty() && action.destination.ends_with('/');
            let landing = if into_directory && lump.kind == Kind::Project {
                format!("{destination}/{}", paths::base_name(&lump.path))
            } else {
                paths::clean(&format!("{destination}{below}"))
            };
            Lump {
                path: landing.into(),
                identity: None,
                ..(**lump).clone()
            }
        })
        .collect();
    let found = !copied.is_empty();
    files.add_all(copied);
    // Scripts of installed packages lie in `bin`, next to what they belong to: a few kB.
    let only_scripts = from.ends_with("/bin");
    if !found && !only_scripts {
        files.add(destination, from, UNKNOWN_FILES, Kind::Other, None);
    }
    found || only_scripts
}

fn copy_reason(files: &FileSystem, unknown: &[String]) -> String {
    if !unknown.is_empty() {
        return format!(
            "What earlier steps left at {} is not known.",
            unknown.join(", ")
        );
    }
    match files.layer_size().basis {
        Basis::Exact => "The sizes of the files.".to_owned(),
        _ => "What earlier steps left there.".to_owned(),
    }
}

fn run_reason(report: &effects::RunReport) -> String {
    let mut parts = Vec::new();
    if !report.reasons.is_empty() {
        parts.push(format!("{}.", capital(&report.reasons.join("; "))));
    }
    if !report.unknown.is_empty() {
        let names: Vec<&str> = report.unknown.iter().map(String::as_str).collect();
        parts.push(format!(
            "What {} leaves is not known and counts as nothing.",
            names.join(", ")
        ));
    }
    if parts.is_empty() {
        parts.push("Leaves no files worth counting.".to_owned());
    }
    parts.join(" ")
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map(|first| first.to_uppercase().chain(characters).collect())
        .unwrap_or_default()
}

/// What the layer being written takes compressed: by kind of file, from layers of which both sizes were measured.
#[must_use]
pub fn compressed(files: &FileSystem) -> Estimate {
    files
        .own_lumps()
        .map(|lump| {
            let (low, likely, high) = match lump.kind {
                Kind::Debian => (0.28, 0.352, 0.42),
                Kind::AptLists => (0.75, 0.77, 0.79),
                Kind::Python => (0.3, 0.35, 0.45),
                Kind::Archive => (0.5, 0.92, 1.0),
                Kind::Node => (0.18, 0.24, 0.38),
                Kind::NodeCache => (0.19, 0.44, 0.75),
                Kind::Project => (0.15, 0.35, 1.0),
                // Of 1 GiB of zeros gzip leaves 1 MiB.
                Kind::Zeros => (0.000_9, 0.001, 0.002),
                Kind::Random => (1.0, 1.0, 1.001),
                Kind::Written | Kind::Other => (0.2, 0.37, 1.0),
            };
            lump.size.times_between(low, likely, high, Basis::Derived)
        })
        .sum()
}
