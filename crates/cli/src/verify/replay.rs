//! Replays a recording in the simulator and compares.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use layerlab_core::cache::{Knowledge, Store};
use layerlab_core::context::{Content, FileNode, FileTree, NodeKind};
use layerlab_core::graph::BuildOptions;
use layerlab_core::lab::{Project, Simulation};

use super::image;
use super::images::StubImages;
use super::recording::{Build, File, Images, Outcome, Recording};

/// How many things were compared and how many agree.
#[derive(Debug, Default, Clone, Copy)]
pub struct Tally {
    /// Compared.
    pub all: usize,
    /// The same.
    pub agree: usize,
}

impl Tally {
    fn count(&mut self, same: bool) {
        self.all += 1;
        self.agree += usize::from(same);
    }
}

/// The figures of one or many recordings.
#[derive(Debug, Default, Clone, Copy)]
pub struct Figures {
    /// Builds in which steps and error agree.
    pub builds: Tally,
    /// Steps: name and cached or not.
    pub steps: Tally,
    /// Error lines of builds that fail in BuildKit or here.
    pub errors: Tally,
    /// History and configuration of the images.
    pub images: Tally,
}

impl Figures {
    /// Adds those of another recording.
    pub fn add(&mut self, other: Self) {
        for (sum, part) in [
            (&mut self.builds, other.builds),
            (&mut self.steps, other.steps),
            (&mut self.errors, other.errors),
            (&mut self.images, other.images),
        ] {
            sum.all += part.all;
            sum.agree += part.agree;
        }
    }

    /// Whether nothing disagrees.
    #[must_use]
    pub fn all_agree(&self) -> bool {
        [self.builds, self.steps, self.errors, self.images]
            .iter()
            .all(|tally| tally.all == tally.agree)
    }
}

/// One disagreement.
pub struct Disagreement {
    /// Name of the recording.
    pub recording: String,
    /// Index and label of the build.
    pub build: String,
    /// `missing step`, `extra step`, `cached`, `error`.
    pub kind: &'static str,
    /// What we say and what BuildKit said.
    pub text: String,
}

/// Replays all builds of a recording.
pub fn replay(recording: &Recording, images: &mut StubImages) -> (Figures, Vec<Disagreement>) {
    let mut figures = Figures::default();
    let mut disagreements = Vec::new();
    let mut store = Store::default();
    for (index, (build, expected)) in recording.builds.iter().zip(&recording.expected).enumerate() {
        images.variants.clone_from(&build.registry);
        let project = project(build);
        let knowledge = knowledge(recording, index, build, expected);
        let simulation = Simulation::run(&project, &store, images, &knowledge);
        let mut found = compare(&simulation, expected, &mut figures);
        figures.builds.count(found.is_empty());
        let images = expected.image.iter().flat_map(Images::all);
        for (platform, image) in images.enumerate() {
            let differences = image::compare(&simulation, platform, image);
            figures.images.count(differences.is_empty());
            found.extend(differences);
        }
        disagreements.extend(found.into_iter().map(|(kind, text)| Disagreement {
            recording: recording.name.clone(),
            build: format!("{index} ({})", build.label),
            kind,
            text,
        }));
        store = simulation.commit(&store);
    }
    (figures, disagreements)
}

fn node(file: &File) -> FileNode {
    let opaque = |size_bytes: u64, identity: String| {
        NodeKind::File(Content::Opaque {
            size_bytes,
            identity: identity.into(),
        })
    };
    let kind = if let Some(text) = &file.content {
        NodeKind::File(Content::Text(text.as_str().into()))
    } else if let Some(size) = file.size {
        opaque(size, format!("seed {}", file.seed.unwrap_or(0)))
    } else if let Some(target) = &file.symlink {
        NodeKind::Symlink(target.as_str().into())
    } else if let Some(members) = &file.tar {
        // The archive's bytes depend on its members, their times of modification included.
        opaque(
            archive_bytes(members),
            format!("archive {members} {:?}", file.gzip),
        )
    } else {
        NodeKind::Directory
    };
    let default_mode = if matches!(kind, NodeKind::Directory) {
        0o755
    } else {
        0o644
    };
    let mode = file
        .mode
        .as_deref()
        .and_then(|mode| u32::from_str_radix(mode, 8).ok())
        .unwrap_or(default_mode);
    FileNode {
        kind,
        mode,
        modified: file.mtime,
    }
}

/// Size of a tar archive: a header of 512 bytes for each member, contents in blocks of 512, all in records of 10,240.
fn archive_bytes(members: &serde_json::Value) -> u64 {
    let contents = members
        .as_object()
        .into_iter()
        .flatten()
        .map(|(_, member)| {
            let text = member["content"]
                .as_str()
                .map_or(0, |text| text.len() as u64);
            member["size"].as_u64().unwrap_or(text)
        });
    let blocks: u64 = contents
        .map(|bytes| 512 + bytes.next_multiple_of(512))
        .sum();
    (blocks + 1024).next_multiple_of(10_240)
}

fn strings(value: Option<&serde_json::Value>) -> Vec<String> {
    match value {
        Some(serde_json::Value::Array(items)) => items
            .iter()
            .map(|item| {
                item.as_str()
                    .map_or_else(|| item.to_string(), str::to_owned)
            })
            .collect(),
        Some(serde_json::Value::Object(items)) => items
            .iter()
            .map(|(name, item)| format!("{name}:{}", item.as_str().unwrap_or("")))
            .collect(),
        Some(serde_json::Value::String(item)) => vec![item.clone()],
        _ => Vec::new(),
    }
}

fn project(build: &Build) -> Project {
    let options = &build.options;
    let mut files = FileTree::default();
    for (path, file) in &build.files {
        files
            .entries
            .insert(path.trim_end_matches('/').to_owned(), node(file));
    }
    let options = BuildOptions {
        target: options.target.clone(),
        build_args: options.build_args.clone().unwrap_or_default(),
        no_cache: options.no_cache.unwrap_or(false),
        no_cache_filter: options.no_cache_filter.clone().unwrap_or_default(),
        platform: options.platform.clone(),
        secrets: options.secrets.clone().unwrap_or_default(),
        labels: options.labels.clone().unwrap_or_default(),
        add_hosts: strings(options.add_hosts.as_ref()),
        network: options.network.clone(),
        shm_size_bytes: options.shm_size,
        ulimits: strings(options.ulimit.as_ref()),
        hostname: options.hostname.clone(),
        dockerfile_name: options.dockerfile_name.clone(),
    };
    let named = files
        .get(options.dockerfile_path())
        .and_then(FileNode::as_text)
        .cloned();
    Project {
        name: Rc::from(build.label.as_str()),
        dockerfile: build
            .dockerfile
            .as_deref()
            .map(Rc::from)
            .or(named)
            .unwrap_or_default(),
        dockerignore: build.dockerignore.as_deref().map(Rc::from),
        files: Rc::new(files),
        options,
        ..Project::default()
    }
}

/// Facts that only the recording knows: that a RUN fails, what an address serves, whether an output is the same.
fn knowledge(recording: &Recording, index: usize, build: &Build, expected: &Outcome) -> Knowledge {
    let mut knowledge = Knowledge::default();
    for hint in recording.hints.iter().filter(|hint| hint.build == index) {
        let (unchanged, changed) = read_note(&hint.note);
        knowledge
            .unchanged
            .extend(unchanged.into_iter().map(|path| (hint.stage.clone(), path)));
        knowledge
            .changed
            .extend(changed.into_iter().map(|path| (hint.stage.clone(), path)));
    }
    for step in expected.steps.iter().filter(|step| step.status == "ERROR") {
        let is_run = step
            .name
            .split("] ")
            .nth(1)
            .is_some_and(|text| text.starts_with("RUN"));
        if let (true, Some(error)) = (is_run, &step.error) {
            knowledge.failing.insert(step.name.clone(), error.clone());
        }
    }
    const SERVER: &str = "http://127.0.0.1:8099/";
    let words = build
        .dockerfile
        .iter()
        .flat_map(|text| text.split_whitespace());
    let asked = words.filter_map(|word| word.strip_prefix(SERVER));
    if !build.http.is_empty() {
        let missing = asked.filter(|path| !build.http.contains_key(*path));
        knowledge
            .not_found
            .extend(missing.map(|path| format!("{SERVER}{path}")));
    }
    for (path, file) in &build.http {
        if let NodeKind::File(content) = node(file).kind {
            knowledge
                .downloads
                .insert(format!("{SERVER}{}", path.trim_start_matches('/')), content);
        }
    }
    knowledge
}

/// Paths and names that a note calls unchanged, and those it calls changed: "/a unchanged, /b and bin changed".
fn read_note(note: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut unchanged, mut changed) = (BTreeSet::new(), BTreeSet::new());
    let mut pending = BTreeSet::new();
    for word in note
        .split([' ', ',', ';', ':', '(', ')'])
        .filter(|word| !word.is_empty())
    {
        match word {
            "unchanged" | "same" | "as" => unchanged.append(&mut pending),
            "changed" | "differs" | "new" => changed.append(&mut pending),
            "and" | "the" | "but" => {}
            name => {
                pending.insert(name.to_owned());
            }
        }
    }
    (unchanged, changed)
}

fn compare(
    simulation: &Simulation,
    expected: &Outcome,
    figures: &mut Figures,
) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    let failed = expected.error.is_some();
    // A name can be shown twice (ADD of an address): compare as multisets.
    let mut ours: BTreeMap<String, Vec<&'static str>> = BTreeMap::new();
    for (id, word) in simulation.shown() {
        let display = simulation
            .plan
            .vertex(id)
            .and_then(|vertex| vertex.display.as_ref());
        if let Some(display) = display {
            ours.entry(display.name()).or_default().push(word.as_str());
        }
    }
    for words in ours.values_mut() {
        words.sort_unstable();
    }
    let mut theirs: BTreeMap<String, Vec<(&str, bool)>> = BTreeMap::new();
    for step in &expected.steps {
        theirs
            .entry(step.name.clone())
            .or_default()
            .push((&step.status, step.unstable.is_some()));
    }
    for (name, mut steps) in theirs {
        steps.sort_unstable();
        let mut mine = ours.remove(&name).unwrap_or_default();
        for (status, unstable) in steps {
            if unstable {
                mine.pop();
                continue;
            }
            // In a build that fails, which of the other steps were reached is a matter of chance.
            if failed && matches!(status, "CANCELED" | "NOT_STARTED") {
                mine.pop();
                continue;
            }
            let position = mine
                .iter()
                .position(|word| (*word == "CACHED") == (status == "CACHED"));
            figures.steps.count(position.is_some());
            match position {
                Some(position) => {
                    mine.remove(position);
                }
                None => match mine.pop() {
                    Some(word) => found.push((
                        "cached",
                        format!("{name}: we say {word}, BuildKit {status}"),
                    )),
                    None => found.push((
                        "missing step",
                        format!("{name}: BuildKit shows it ({status}), we do not"),
                    )),
                },
            }
        }
        if !mine.is_empty() && !failed {
            figures.steps.count(false);
            found.push((
                "extra step",
                format!("{name}: we show it once more than BuildKit"),
            ));
        }
    }
    if !failed {
        for name in ours.keys() {
            figures.steps.count(false);
            found.push((
                "extra step",
                format!("{name}: we show it, BuildKit does not"),
            ));
        }
    }
    let refusal = simulation.refusal();
    let failure = simulation
        .solution
        .failure
        .as_ref()
        .map(|(_, message)| message.clone());
    let mine = refusal
        .or(failure)
        .map(|message| format!("error: failed to solve: {message}"));
    if mine.is_some() || failed {
        let same = mine == expected.error || (mine.is_some() && mine == expected.unstable_error);
        figures.errors.count(same);
        if !same {
            let shown =
                |error: &Option<String>| error.clone().unwrap_or_else(|| "no error".to_owned());
            found.push((
                "error",
                format!(
                    "we say {:?}, BuildKit {:?}",
                    shown(&mine),
                    shown(&expected.error)
                ),
            ));
        }
    }
    found
}
