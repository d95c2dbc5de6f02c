//! Which vertices come from the cache and which run.
//!
//! BuildKit: `solver/edge.go`. The solver there works lazily from the target back; the outcome is that of one pass over
//! the vertices with inputs first, because a vertex that has no match is needed by everything that builds on it.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::content::Contents;
use super::key::{operation_key, selector};
use super::standing::{Standing, standing};
use super::status::Status;
use super::store::{InputKey, KeyId, Link, Record, Store};
use super::times::FileTimes;
use super::trace::Trace;
use super::unsent::unsent_folder;
use crate::context::{Content, Digest, Hasher, Query, Selection, SentContext, checksum_of};
use crate::graph::{InputKind, MountKind, Operation, Plan, Vertex, VertexId};

/// Facts that no simulator can work out, told by a user or a recording.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Knowledge {
    /// Stage and path (or the name of a file or directory) of outputs that came out as before although the stage ran
    /// again.
    pub unchanged: BTreeSet<(String, String)>,
    /// Stage and path of outputs that came out different although the stage ran with the same inputs.
    pub changed: BTreeSet<(String, String)>,
    /// Steps that fail when they run, by name as shown, and with which message.
    pub failing: BTreeMap<String, String>,
    /// What an address serves. Unknown addresses are taken to serve the same as ever.
    pub downloads: BTreeMap<String, Content>,
    /// Addresses at which there is nothing.
    pub not_found: BTreeSet<String>,
}

/// The outcome of one build.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Solution {
    /// For each vertex of the plan.
    pub statuses: Vec<Status>,
    /// For each vertex and each copy action or bind mount that takes from the context, what it takes.
    pub selections: BTreeMap<(VertexId, usize), Rc<Selection>>,
    /// The vertex that fails first, and BuildKit's message.
    pub failure: Option<(VertexId, String)>,
    /// For each vertex the number of the build that made its result: this build's for what runs.
    pub made_in: Vec<usize>,
    /// The number of this build, from 1.
    pub building: usize,
    /// When the files of the context were last changed.
    pub file_times: Rc<FileTimes>,
    /// Images whose files are needed, because a step on top of them runs.
    pub images_loaded: BTreeSet<VertexId>,
    /// Ids of the cache mounts that earlier builds left something in.
    pub filled_mounts: Rc<BTreeSet<String>>,
    /// The build was stopped before any step was done: nothing was downloaded either.
    pub(super) cancelled: bool,
    pub(super) keys: Vec<BTreeSet<KeyId>>,
    /// For each vertex the digest of what it does, if it was needed.
    pub(super) operation_keys: Vec<Option<Digest>>,
    pub(super) outputs: Vec<Digest>,
    pub(super) new_links: Vec<(Link, KeyId)>,
    pub(super) new_records: BTreeMap<KeyId, Record>,
    pub(super) next_key: u32,
    pub(super) selected: BTreeMap<(String, String), Digest>,
}

impl Solution {
    /// The same build, if it is refused before anything of it is solved.
    #[must_use]
    pub fn not_begun(mut self) -> Self {
        self.statuses.fill(Status::NotReached);
        self.images_loaded.clear();
        self.failure = None;
        self.cancelled = true;
        self
    }
}

/// Solves one build against the store of the builds before it.
#[must_use]
pub fn solve(plan: &Plan, context: &SentContext, store: &Store, knowledge: &Knowledge) -> Solution {
    let mut solver = Solver {
        plan,
        context,
        store,
        knowledge,
        contents: Contents::new(plan, store, knowledge),
        forced: vec![false; plan.vertices.len()],
        solution: Solution {
            next_key: store.next_key,
            building: store.builds + 1,
            file_times: store.file_times.clone(),
            filled_mounts: store.filled_mounts.clone(),
            operation_keys: vec![None; plan.vertices.len()],
            ..Solution::default()
        },
    };
    for (index, vertex) in plan.vertices.iter().enumerate() {
        solver.vertex(VertexId(index), vertex);
    }
    solver.load_result();
    solver.stop_at_missing_files();
    let Solver {
        mut solution,
        contents,
        ..
    } = solver;
    solution.selected = contents.seen;
    solution
}

/// How BuildKit's message about a source that is not there begins.
const MISSING: &str = "failed to compute cache key";

/// What it says when a server has no such file.
const NOT_FOUND: &str = "invalid response status 404";

struct Solver<'a> {
    plan: &'a Plan,
    context: &'a SentContext,
    store: &'a Store,
    knowledge: &'a Knowledge,
    contents: Contents<'a>,
    /// Ran because of `--no-cache`, not because nothing matched.
    forced: Vec<bool>,
    solution: Solution,
}

impl Solver<'_> {
    fn vertex(&mut self, id: VertexId, vertex: &Vertex) {
        let blocked = vertex
            .inputs
            .iter()
            .filter_map(|input| input.vertex)
            .any(|input| {
                matches!(
                    self.solution.statuses.get(input.0),
                    Some(Status::Fails | Status::NotReached)
                )
            });
        if blocked {
            self.settle(id, Status::NotReached, BTreeSet::new(), Digest::default());
            return;
        }
        if let Operation::Image(image) = &vertex.operation {
            self.image(id, &image.manifest, &image.layers);
            return;
        }
        if matches!(
            vertex.operation,
            Operation::Context | Operation::Download { .. }
        ) {
            self.source(id, vertex);
            return;
        }
        let planned = self
            .plan
            .errors
            .iter()
            .find(|error| error.vertex == Some(id));
        if let Some(error) = planned {
            self.fail(id, error.message.clone());
            return;
        }
        let operation = self.key_of(id, &vertex.operation);
        let mut definition: Vec<Vec<InputKey>> = Vec::new();
        for (index, input) in vertex.inputs.iter().enumerate() {
            definition.push(self.definition_keys(vertex, index, input.vertex));
        }
        if vertex.inputs.is_empty() {
            definition.push(vec![InputKey::Nothing]);
        }
        // Through an input that was forced to run there is no match by definition, unless this vertex is forced too.
        let usable: Vec<Vec<InputKey>> = vertex
            .inputs
            .iter()
            .zip(&definition)
            .map(|(input, keys)| {
                let cut = input
                    .vertex
                    .is_some_and(|input| self.forced.get(input.0) == Some(&true));
                if cut && !vertex.ignore_cache {
                    Vec::new()
                } else {
                    keys.clone()
                }
            })
            .collect();
        let usable = if vertex.inputs.is_empty() {
            definition.clone()
        } else {
            usable
        };
        let mut found = self.store.find(operation, &usable);
        let mut content: Vec<Option<Digest>> = vec![None; vertex.inputs.len()];
        if found.is_empty() || vertex.ignore_cache {
            // Inputs that are known by definition are looked into last: what is found without them saves loading them
            // (`edge.go:skipPhase2SlowCache`).
            let known: Vec<bool> = (usable.iter().enumerate())
                .map(|(index, keys)| self.store.knows_input(operation, index, keys))
                .collect();
            for last in [false, true] {
                for (index, _) in (known.iter().enumerate()).filter(|(_, known)| **known == last) {
                    match self.content_key(id, vertex, index) {
                        Ok(key) => set(&mut content, index, key),
                        Err(message) => {
                            self.load_images(vertex);
                            self.fail(id, message);
                            return;
                        }
                    }
                }
                if found.is_empty() {
                    found = self.store.find(operation, &join(&usable, &content));
                }
                if !found.is_empty() && !vertex.ignore_cache {
                    break;
                }
            }
        } else {
            // Sources in the context have no definition: their content was the match.
            for (index, input) in vertex.inputs.iter().enumerate() {
                if input.vertex.is_some_and(|input| self.is_context(input))
                    && let Ok(key) = self.content_key(id, vertex, index)
                {
                    set(&mut content, index, key);
                }
            }
        }
        let all_keys = join(&definition, &content);
        let matched = (!vertex.ignore_cache)
            .then(|| self.store.newest(&found))
            .flatten();
        if let Some((_, record)) = matched {
            self.link(operation, &all_keys, &found);
            self.settle(id, Status::Cached, found, record.output);
            if let Some(made_in) = self.solution.made_in.last_mut() {
                *made_in = record.build;
            }
            return;
        }
        self.load_images(vertex);
        if let Some((download, message)) = self.broken_download(vertex) {
            if let Some(status) = self.solution.statuses.get_mut(download.0) {
                *status = Status::Fails;
            }
            self.solution.failure.get_or_insert((download, message));
            self.settle(id, Status::NotReached, BTreeSet::new(), Digest::default());
            return;
        }
        if let Some(message) = self.failure_of(id, vertex) {
            self.fail(id, message);
            return;
        }
        let output = self
            .contents
            .output_of(vertex, operation, &self.solution, &content);
        // What was forced to run keeps the key that it had, and so does what runs on top of it.
        let keys = self.store.find(operation, &all_keys);
        let keys = if keys.is_empty() {
            BTreeSet::from([self.new_key()])
        } else {
            keys
        };
        for key in &keys {
            self.solution.new_records.insert(
                *key,
                Record {
                    output,
                    build: self.store.builds + 1,
                },
            );
        }
        self.link(operation, &all_keys, &keys);
        if let Some(forced) = self.forced.get_mut(id.0) {
            *forced = vertex.ignore_cache;
        }
        self.settle(id, Status::Runs, keys, output);
    }

    /// The digest of what a vertex does. Most do what they did in the last build.
    fn key_of(&mut self, id: VertexId, operation: &Operation) -> Digest {
        let last = self.store.traces.last();
        let known = last.and_then(|trace| trace.key_of(operation, id, self.plan.vertices.len()));
        let key = known.unwrap_or_else(|| operation_key(operation));
        if let Some(slot) = self.solution.operation_keys.get_mut(id.0) {
            *slot = Some(key);
        }
        key
    }

    fn new_key(&mut self) -> KeyId {
        let key = KeyId(self.solution.next_key);
        self.solution.next_key += 1;
        key
    }

    fn settle(&mut self, id: VertexId, status: Status, keys: BTreeSet<KeyId>, output: Digest) {
        self.solution.statuses.push(status);
        self.solution.keys.push(keys);
        self.solution.outputs.push(output);
        self.solution.made_in.push(self.solution.building);
        debug_assert_eq!(self.solution.statuses.len(), id.0 + 1);
    }

    fn fail(&mut self, id: VertexId, message: String) {
        if self.solution.failure.is_none() {
            self.solution.failure = Some((id, message));
        }
        self.settle(id, Status::Fails, BTreeSet::new(), Digest::default());
    }

    /// A download that a step needs now and that does not give what its checksum says, and BuildKit's message.
    fn broken_download(&self, vertex: &Vertex) -> Option<(VertexId, String)> {
        vertex.inputs.iter().find_map(|input| {
            let source = input.vertex?;
            let Operation::Download {
                url,
                checksum: Some(checksum),
                ..
            } = &self.plan.vertex(source)?.operation
            else {
                return None;
            };
            if self.knowledge.not_found.contains(url) {
                return Some((source, NOT_FOUND.to_owned()));
            }
            let Content::Text(body) = self.knowledge.downloads.get(url)? else {
                return None;
            };
            let found = checksum_of(body);
            let known = checksum.starts_with("sha256:") && *checksum != found;
            known.then(|| {
                let message = format!("digest mismatch for {url}: {found} (expected: {checksum})");
                (source, message)
            })
        })
    }

    fn failure_of(&self, id: VertexId, vertex: &Vertex) -> Option<String> {
        let told = vertex
            .display
            .as_ref()
            .and_then(|display| self.knowledge.failing.get(&display.name()).cloned());
        told.or_else(|| self.copy_failure(id, vertex))
    }

    /// Wildcards need the folder in which they look, and a directory cannot be copied onto a file.
    fn copy_failure(&self, id: VertexId, vertex: &Vertex) -> Option<String> {
        let Operation::Copy(actions) = &vertex.operation else {
            return None;
        };
        let root = vertex.inputs.first().and_then(|input| input.vertex);
        actions.iter().enumerate().find_map(|(position, action)| {
            let selection = self.solution.selections.get(&(id, position))?;
            if selection.files.is_empty()
                && let Some(message) = unsent_folder(self.plan, self.context, action)
            {
                return Some(message);
            }
            let destination = action.destination.trim_end_matches('/');
            let is_directory =
                !selection.single_file && !action.source.wildcards && !action.parents;
            let onto_a_file = is_directory
                && standing(self.plan, &self.solution, root, destination) == Standing::File;
            onto_a_file.then(|| format!("cannot copy to non-directory: <mount>{destination}"))
        })
    }

    /// An image is known by its manifest and by its layers (`source/containerimage/pull.go:CacheKey`).
    fn image(&mut self, id: VertexId, manifest: &str, layers: &str) {
        let operation = Hasher::new("image").finish();
        let by_manifest = InputKey::Content(Hasher::new("manifest").text(manifest).finish());
        let by_layers = InputKey::Content(Hasher::new("layers").text(layers).finish());
        let mut keys = self.store.find(operation, &[vec![by_manifest]]);
        if keys.is_empty() {
            keys = self.store.find(operation, &[vec![by_layers]]);
        }
        let output = Hasher::new("image").text(layers).finish();
        if keys.is_empty() {
            let key = self.new_key();
            self.solution.new_records.insert(
                key,
                Record {
                    output,
                    build: self.store.builds + 1,
                },
            );
            keys.insert(key);
        }
        for key in &keys {
            for link in [by_manifest, by_layers] {
                self.solution.new_links.push(((operation, 0, link), *key));
            }
        }
        let status = if self.store.pulled.contains(manifest) {
            Status::Cached
        } else {
            Status::Runs
        };
        self.settle(id, status, keys, output);
    }

    /// Context and downloads have no key by definition: what builds on them is always matched by content.
    fn source(&mut self, id: VertexId, vertex: &Vertex) {
        // With a checksum nobody is asked before the files are needed (`source/http/source.go`).
        if let Operation::Download {
            url,
            checksum: None,
            ..
        } = &vertex.operation
            && self.knowledge.not_found.contains(url)
        {
            self.fail(id, format!("failed to load cache key: {NOT_FOUND}"));
            return;
        }
        let output = self.contents.source_output(vertex);
        let key = self.new_key();
        self.settle(id, Status::Runs, BTreeSet::from([key]), output);
    }

    fn definition_keys(
        &self,
        vertex: &Vertex,
        index: usize,
        input: Option<VertexId>,
    ) -> Vec<InputKey> {
        let Some(input) = input else {
            return vec![InputKey::Nothing];
        };
        let source = self.plan.vertex(input).map(|vertex| &vertex.operation);
        if matches!(
            source,
            Some(Operation::Context | Operation::Download { .. })
        ) {
            return Vec::new();
        }
        let selector = selector(&vertex.operation, index);
        self.solution
            .keys
            .get(input.0)
            .into_iter()
            .flatten()
            .map(|key| InputKey::Definition(*key, selector))
            .collect()
    }

    /// The checksum of what is taken from an input, where the input may be matched by content.
    fn content_key(
        &mut self,
        id: VertexId,
        vertex: &Vertex,
        index: usize,
    ) -> Result<Option<Digest>, String> {
        let Some(input) = vertex.inputs.get(index) else {
            return Ok(None);
        };
        let (InputKind::Content, Some(source)) = (input.kind, input.vertex) else {
            return Ok(None);
        };
        let mut hasher = Hasher::new("content");
        let from_context = self.is_context(source);
        if matches!(
            self.plan.vertex(source).map(|vertex| &vertex.operation),
            Some(Operation::Image(_))
        ) {
            self.solution.images_loaded.insert(source);
        }
        match &vertex.operation {
            Operation::Copy(actions) => {
                let mut taken = Vec::new();
                for (position, action) in actions
                    .iter()
                    .enumerate()
                    .filter(|(_, action)| action.input == index)
                {
                    let digest = if from_context {
                        let query = Query {
                            path: &action.source.path,
                            wildcards: action.source.wildcards,
                            parents: action.kept_below(),
                            exclude: &action.exclude,
                        };
                        self.select(id, position, query)?
                    } else {
                        let taken =
                            self.contents
                                .taken(source, &action.source.path, &self.solution);
                        if action.source.wildcards || action.parents || !action.exclude.is_empty() {
                            Hasher::new("taken")
                                .digest(taken)
                                .digest(excludes(&action.exclude))
                                .finish()
                        } else {
                            taken
                        }
                    };
                    taken.push((&action.source.path, digest));
                }
                // Not in the order in which they are written (`ops/file.go:dedupeSelectors`).
                taken.sort_by_key(|(path, _)| *path);
                for (_, digest) in taken {
                    hasher.digest(digest);
                }
            }
            Operation::Exec(exec) => {
                for (position, mount) in exec.mounts.iter().enumerate() {
                    let Some(bind) = mount.source().filter(|bind| bind.input == index) else {
                        continue;
                    };
                    let digest = if from_context {
                        let query = Query {
                            path: &bind.source,
                            wildcards: false,
                            parents: None,
                            exclude: &[],
                        };
                        self.select(id, position, query)?
                    } else {
                        self.contents.taken(source, &bind.source, &self.solution)
                    };
                    hasher.digest(digest);
                }
            }
            _ => return Ok(None),
        }
        Ok(Some(hasher.finish()))
    }

    fn is_context(&self, id: VertexId) -> bool {
        matches!(
            self.plan.vertex(id).map(|vertex| &vertex.operation),
            Some(Operation::Context)
        )
    }

    fn select(
        &mut self,
        id: VertexId,
        position: usize,
        query: Query<'_>,
    ) -> Result<Digest, String> {
        let selection = self.context.select(query)?;
        let digest = selection.digest;
        self.solution
            .selections
            .insert((id, position), Rc::new(selection));
        Ok(digest)
    }

    fn link(&mut self, operation: Digest, inputs: &[Vec<InputKey>], results: &BTreeSet<KeyId>) {
        for (index, keys) in inputs.iter().enumerate() {
            let index = u32::try_from(index).unwrap_or(u32::MAX);
            for key in keys {
                for result in results {
                    self.solution
                        .new_links
                        .push(((operation, index, *key), *result));
                }
            }
        }
    }

    /// An image that is the result itself is needed for the export.
    fn load_result(&mut self) {
        for result in self.plan.results() {
            if matches!(
                self.plan.vertex(result).map(|vertex| &vertex.operation),
                Some(Operation::Image(_))
            ) {
                self.solution.images_loaded.insert(result);
            }
        }
    }

    /// The files of a COPY are looked at, and downloaded, while the steps before it are still running. If one is missing, BuildKit
    /// cancels all of them, and they leave nothing.
    fn stop_at_missing_files(&mut self) {
        let missing = self.solution.failure.as_ref().is_some_and(|(id, message)| {
            let failed = self.plan.vertex(*id).map(|vertex| &vertex.operation);
            message.starts_with(MISSING) || matches!(failed, Some(Operation::Download { .. }))
        });
        if !missing {
            return;
        }
        for (status, vertex) in self.solution.statuses.iter_mut().zip(&self.plan.vertices) {
            let is_source = matches!(vertex.operation, Operation::Image(_) | Operation::Context);
            if *status == Status::Runs && !is_source {
                *status = Status::NotReached;
            }
        }
        self.solution.cancelled = true;
        let kept: BTreeSet<KeyId> = self
            .plan
            .vertices
            .iter()
            .zip(&self.solution.keys)
            .filter(|(vertex, _)| matches!(vertex.operation, Operation::Image(_)))
            .flat_map(|(_, keys)| keys.iter().copied())
            .collect();
        self.solution
            .new_records
            .retain(|key, _| kept.contains(key));
        self.solution
            .new_links
            .retain(|(_, key)| kept.contains(key) || self.store.records.contains_key(key));
    }

    fn load_images(&mut self, vertex: &Vertex) {
        for input in vertex.inputs.iter().filter_map(|input| input.vertex) {
            if matches!(
                self.plan.vertex(input).map(|vertex| &vertex.operation),
                Some(Operation::Image(_))
            ) {
                self.solution.images_loaded.insert(input);
            }
        }
    }
}

fn set(content: &mut [Option<Digest>], index: usize, key: Option<Digest>) {
    if let Some(slot) = content.get_mut(index) {
        *slot = key;
    }
}

fn excludes(patterns: &[String]) -> Digest {
    let mut hasher = Hasher::new("exclude");
    for pattern in patterns {
        hasher.text(pattern);
    }
    hasher.finish()
}

fn join(definition: &[Vec<InputKey>], content: &[Option<Digest>]) -> Vec<Vec<InputKey>> {
    definition
        .iter()
        .enumerate()
        .map(|(index, keys)| {
            let mut keys = keys.clone();
            keys.extend(content.get(index).copied().flatten().map(InputKey::Content));
            keys
        })
        .collect()
}

/// The store after a build. `trace` is kept for the causes of later misses.
#[must_use]
pub fn commit(
    store: &Store,
    plan: &Plan,
    context: &SentContext,
    solution: &Solution,
    trace: Trace,
) -> Store {
    let mut next = store.clone();
    next.builds += 1;
    next.file_times = Rc::new(store.file_times.after(next.builds, context));
    next.next_key = solution.next_key;
    for (key, record) in &solution.new_records {
        next.records.insert(*key, *record);
    }
    for (link, key) in &solution.new_links {
        next.links.entry(*link).or_default().insert(*key);
    }
    for (index, vertex) in plan.vertices.iter().enumerate() {
        if let Operation::Image(image) = &vertex.operation
            && solution.images_loaded.contains(&VertexId(index))
            && !solution.cancelled
        {
            next.pulled.insert(image.manifest.clone());
        }
    }
    let ran = plan.vertices.iter().zip(&solution.statuses);
    let ran = ran.filter(|(_, status)| status.runs() && !solution.cancelled);
    let mut filled = BTreeSet::new();
    for (vertex, _) in ran {
        if let Operation::Exec(exec) = &vertex.operation {
            filled.extend(exec.mounts.iter().filter_map(|mount| match &mount.kind {
                MountKind::Cache { id, .. } if !mount.read_only => Some(id.clone()),
                _ => None,
            }));
        }
    }
    if !filled.is_subset(&next.filled_mounts) {
        Rc::make_mut(&mut next.filled_mounts).extend(filled);
    }
    let modes = context.directory_modes();
    if *next.directory_modes != modes {
        next.directory_modes = Rc::new(modes);
    }
    next.selected.extend(
        solution
            .selected
            .iter()
            .map(|(place, digest)| (place.clone(), *digest)),
    );
    next.traces.push(Rc::new(trace));
    next
}
