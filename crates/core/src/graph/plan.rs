//! The build graph and how its vertices are shown.

use layerlab_syntax::{Lines, Span};

use std::time::Duration;

use super::history::HistoryEntry;
use super::operation::{Input, Operation};

/// Index into [`Plan::vertices`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VertexId(pub usize);

/// How BuildKit names a vertex. Never part of its identity.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Display {
    /// Stage shown in the brackets; `None` if the Dockerfile has only one.
    pub stage: Option<String>,
    /// `2` of `[builder 2/5]`, 0 if no brackets are shown.
    pub index: usize,
    /// `5` of `[builder 2/5]`.
    pub total: usize,
    /// Platform shown in the brackets, only in builds for several platforms.
    pub platform: Option<String>,
    /// The instruction with variables expanded.
    pub text: String,
    /// It is part of a progress that BuildKit never prints.
    pub hidden: bool,
}

impl Display {
    /// The whole name: `[builder  2/10] COPY . .`.
    #[must_use]
    pub fn name(&self) -> String {
        if self.total == 0 {
            return self.text.clone();
        }
        let width = self.total.to_string().len();
        let mut words: Vec<&str> = Vec::new();
        words.extend(self.platform.as_deref());
        words.extend(self.stage.as_deref());
        let numbers = format!("{:>width$}/{}", self.index, self.total);
        words.push(&numbers);
        format!("[{}] {}", words.join(" "), self.text)
    }
}

/// A node of the build graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vertex {
    /// What it does.
    pub operation: Operation,
    /// What it works on. They come before it in [`Plan::vertices`].
    pub inputs: Vec<Input>,
    /// How it is shown; `None` for BuildKit's internal vertices.
    pub display: Option<Display>,
    /// Index of the instruction (in the syntax tree) that it was made for, if any.
    pub instruction: Option<usize>,
    /// Stage (index into [`Plan::stages`]) that it was made for, if any.
    pub stage: Option<usize>,
    /// `--no-cache` or `--no-cache-filter` covers it.
    pub ignore_cache: bool,
    /// For the two halves of `COPY --link`: the vertex that is shown for both (the merge).
    pub group: Option<VertexId>,
}

/// One stage as planned.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlannedStage {
    /// Name after AS, or `stage-N`.
    pub name: String,
    /// Given by the Dockerfile.
    pub named: bool,
    /// The base is another stage of the file (its index).
    pub base_stage: Option<usize>,
    /// The base as written, expanded.
    pub base: String,
    /// The target needs it.
    pub reachable: bool,
    /// The vertices that make its file system, oldest first, those of the stages it is built FROM included.
    pub layers: Vec<VertexId>,
    /// Configuration of the image that the stage gives.
    pub config: ImageConfig,
    /// History of that image, the base image's first.
    pub history: Vec<HistoryEntry>,
}

/// The image that a build makes for one platform.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlatformImage {
    /// `linux/arm64`.
    pub platform: String,
    /// The target as planned for it.
    pub stage: PlannedStage,
    /// The vertex whose result is its file system; `None` for an empty one.
    pub result: Option<VertexId>,
}

/// The parts of an image's configuration that a Dockerfile sets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImageConfig {
    /// ENV; a name that is set again keeps its place.
    pub env: Vec<(String, String)>,
    /// USER.
    pub user: String,
    /// WORKDIR.
    pub working_directory: String,
    /// ENTRYPOINT.
    pub entrypoint: Vec<String>,
    /// CMD.
    pub cmd: Vec<String>,
    /// EXPOSE.
    pub exposed_ports: Vec<String>,
    /// VOLUME.
    pub volumes: Vec<String>,
    /// LABEL.
    pub labels: Vec<(String, String)>,
    /// SHELL.
    pub shell: Vec<String>,
    /// STOPSIGNAL.
    pub stop_signal: String,
    /// HEALTHCHECK.
    pub healthcheck: Option<Healthcheck>,
    /// ONBUILD triggers, for the stages and images built from this one.
    pub onbuild: Vec<String>,
    /// BuildKit sets this with CMD, for Windows' sake.
    pub args_escaped: bool,
}

/// What HEALTHCHECK sets. Zero stands for Docker's default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Healthcheck {
    /// `CMD` or `CMD-SHELL` and the command, or `NONE`.
    pub test: Vec<String>,
    /// `--interval`.
    pub interval: Duration,
    /// `--timeout`.
    pub timeout: Duration,
    /// `--start-period`.
    pub start_period: Duration,
    /// `--start-interval`.
    pub start_interval: Duration,
    /// `--retries`.
    pub retries: u32,
}

/// Which kind of setting an instruction makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingKind {
    /// ENV and ARG: count for every RUN below.
    Environment,
    /// ARG before the first FROM: counts for the FROM lines, and for the stages that declare it once more.
    Global,
    /// USER, SHELL: count for the RUN below (USER for WORKDIR too).
    Surroundings,
    /// LABEL, CMD, ENTRYPOINT, EXPOSE, VOLUME, STOPSIGNAL, HEALTHCHECK, MAINTAINER, ONBUILD: count for no step.
    Metadata,
}

/// What became of an instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Placement {
    /// It has a vertex. Several instructions may share one.
    Step(VertexId),
    /// It only sets something; no layer.
    Setting(SettingKind),
    /// FROM of another stage or of scratch: no vertex.
    Continues,
    /// Its stage is not needed for the target.
    NotNeeded,
    /// It has an error and is left out.
    Broken,
}

/// Why BuildKit refuses or fails a build.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BuildError {
    /// The text after `error: `.
    pub message: String,
    /// Lines that BuildKit names.
    pub lines: Vec<Lines>,
    /// Where to mark it in the editor.
    pub span: Span,
    /// What to do, in plain words; empty if the message says it.
    pub hint: String,
    /// The vertex that fails, if the build gets that far; `None` if it does not start.
    pub vertex: Option<VertexId>,
}

/// The graph of one build.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// All stages of the file.
    pub stages: Vec<PlannedStage>,
    /// The vertices that the target needs; inputs come before those that use them. Equal operations on equal inputs
    /// are one vertex.
    pub vertices: Vec<Vertex>,
    /// Index of the stage that is built.
    pub target: Option<usize>,
    /// The vertex whose result is the image's file system, that of the first platform; `None` for an empty one.
    pub result: Option<VertexId>,
    /// For each instruction of the syntax tree what became of it.
    pub placements: Vec<Placement>,
    /// The image for each platform asked for, the first one's being that of the target in `stages`.
    pub images: Vec<PlatformImage>,
    /// What BuildKit would refuse, the error it reports first. The rest of the plan is made as if those
    /// lines were not there, so that a half-typed file still shows the rest.
    pub errors: Vec<BuildError>,
}

impl Plan {
    /// The vertex with this id.
    #[must_use]
    pub fn vertex(&self, id: VertexId) -> Option<&Vertex> {
        self.vertices.get(id.0)
    }

    /// The vertices whose results are the images, of all platforms. Some may be the same vertex.
    pub fn results(&self) -> impl Iterator<Item = VertexId> {
        let images = self.images.iter().filter_map(|image| image.result);
        self.result.into_iter().chain(images)
    }

    /// The result of this vertex is an image, for some platform.
    #[must_use]
    pub fn is_result(&self, id: VertexId) -> bool {
        self.results().any(|result| result == id)
    }

    /// For the second half of a `COPY --link`, which is shown for both: the half that copies the files.
    #[must_use]
    pub fn first_half(&self, id: VertexId) -> Option<VertexId> {
        let vertex = self.vertex(id)?;
        let copied = vertex.inputs.get(1)?.vertex?;
        matches!(vertex.operation, Operation::Merge).then_some(copied)
    }
}
