//! The format of a recording: a series of builds and what BuildKit did in each.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A file `family__case.json`.
#[derive(Debug, Deserialize)]
pub struct Recording {
    /// `family__case`.
    pub name: String,
    /// The builds, in order; the cache carries over.
    pub builds: Vec<Build>,
    /// One result for each build.
    pub expected: Vec<Outcome>,
    /// Whether outputs came out the same, which no simulator can know.
    #[serde(default)]
    pub hints: Vec<Hint>,
}

/// A note on the output of a stage that ran again.
#[derive(Debug, Deserialize)]
pub struct Hint {
    /// Index of the build.
    pub build: usize,
    /// Name of the stage.
    pub stage: String,
    /// `/out/app unchanged`, in prose.
    pub note: String,
}

/// The full state of one build.
#[derive(Debug, Deserialize)]
pub struct Build {
    /// What changed since the build before.
    pub label: String,
    /// Text of the Dockerfile; `None` if it is among `files`.
    pub dockerfile: Option<String>,
    /// Text of `.dockerignore`.
    pub dockerignore: Option<String>,
    /// The other files.
    pub files: BTreeMap<String, File>,
    /// Options.
    #[serde(default)]
    pub options: Options,
    /// Which variant a moving tag points to.
    #[serde(default)]
    pub registry: BTreeMap<String, String>,
    /// What a web server serves.
    #[serde(default)]
    pub http: BTreeMap<String, File>,
}

/// Options of a build.
#[derive(Debug, Default, Deserialize)]
pub struct Options {
    /// `--target`.
    pub target: Option<String>,
    /// `--build-arg`.
    pub build_args: Option<BTreeMap<String, String>>,
    /// `--no-cache`.
    pub no_cache: Option<bool>,
    /// `--no-cache-filter`.
    pub no_cache_filter: Option<Vec<String>>,
    /// `--platform`.
    pub platform: Option<String>,
    /// `--secret`.
    pub secrets: Option<BTreeMap<String, String>>,
    /// `--label`.
    pub labels: Option<BTreeMap<String, String>>,
    /// `--add-host`.
    pub add_hosts: Option<serde_json::Value>,
    /// `--network`.
    pub network: Option<String>,
    /// `--shm-size` in bytes.
    pub shm_size: Option<u64>,
    /// `--ulimit`.
    pub ulimit: Option<serde_json::Value>,
    /// Host name of the containers.
    pub hostname: Option<String>,
    /// `--file`.
    pub dockerfile_name: Option<String>,
}

/// A file of the context or of the web server.
#[derive(Debug, Deserialize)]
pub struct File {
    /// Its text.
    pub content: Option<String>,
    /// Bytes of pseudo-random content.
    pub size: Option<u64>,
    /// What they are made from.
    pub seed: Option<i64>,
    /// Target of a link.
    pub symlink: Option<String>,
    /// Members of an archive.
    pub tar: Option<serde_json::Value>,
    /// Whether the archive is compressed.
    pub gzip: Option<bool>,
    /// Octal.
    pub mode: Option<String>,
    /// Unix seconds.
    pub mtime: Option<i64>,
}

/// What BuildKit did.
#[derive(Debug, Deserialize)]
pub struct Outcome {
    /// The steps, as a set.
    pub steps: Vec<Step>,
    /// The `error:` line.
    pub error: Option<String>,
    /// The image, if the build gave one; several if it was for several platforms.
    pub image: Option<Images>,
    /// The error seen in the second recording, if it was another one.
    pub unstable_error: Option<String>,
}

/// One step as displayed.
#[derive(Debug, Deserialize)]
pub struct Step {
    /// The whole name.
    pub name: String,
    /// `CACHED`, `DONE`, `ERROR`, `CANCELED`, `NOT_STARTED`.
    pub status: String,
    /// Text for `ERROR`.
    pub error: Option<String>,
    /// Statuses seen over both recordings; not to be tested.
    pub unstable: Option<serde_json::Value>,
}

/// One image, or one for each platform.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Images {
    /// A build for one platform.
    One(Box<Image>),
    /// A build for several, in the order asked for.
    Several(Vec<Image>),
}

impl Images {
    /// The images, in the order of their platforms.
    #[must_use]
    pub fn all(&self) -> &[Image] {
        match self {
            Self::One(image) => std::slice::from_ref(image),
            Self::Several(images) => images,
        }
    }
}

/// The image that a build gave.
#[derive(Debug, Deserialize)]
pub struct Image {
    /// Its history, the base image's first.
    pub layers: Vec<ImageLayer>,
    /// Its configuration, as in the image's own file; fields without a value are left out.
    pub config: serde_json::Value,
}

/// One entry of the history.
#[derive(Debug, Deserialize)]
pub struct ImageLayer {
    /// The instruction as the history shows it.
    pub created_by: String,
    /// It has no layer.
    pub empty: bool,
    /// It comes with the base image.
    #[serde(default)]
    pub base: bool,
    /// Bytes of the files in its layer.
    #[serde(default)]
    pub size: u64,
}
