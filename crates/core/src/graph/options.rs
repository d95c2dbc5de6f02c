//! What a build is told besides the Dockerfile, and what is known about base images.

use std::collections::BTreeMap;

use super::environment::DEFAULT_PLATFORM;
use super::history::HistoryEntry;
use super::platform::Platform;

/// The options of one `docker build`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BuildOptions {
    /// `--target`: a stage name.
    pub target: Option<String>,
    /// `--build-arg NAME=VALUE`.
    pub build_args: BTreeMap<String, String>,
    /// `--no-cache`.
    pub no_cache: bool,
    /// `--no-cache-filter`: stage names.
    pub no_cache_filter: Vec<String>,
    /// `--platform`, such as `linux/amd64`; several are separated by commas.
    pub platform: Option<String>,
    /// `--secret`: id and value. BuildKit never counts the value.
    pub secrets: BTreeMap<String, String>,
    /// `--label`.
    pub labels: BTreeMap<String, String>,
    /// `--add-host NAME:ADDRESS`.
    pub add_hosts: Vec<String>,
    /// `--network`.
    pub network: Option<String>,
    /// `--shm-size` in bytes.
    pub shm_size_bytes: Option<u64>,
    /// `--ulimit`, as given.
    pub ulimits: Vec<String>,
    /// `--hostname` (a frontend option).
    pub hostname: Option<String>,
    /// `--file`: path of the Dockerfile in the context, `Dockerfile` if not given.
    pub dockerfile_name: Option<String>,
}

impl BuildOptions {
    /// The platforms that are built for, as BuildKit names them; the default one if none is given.
    #[must_use]
    pub fn platforms(&self) -> Vec<String> {
        let written = self.platform.as_deref().unwrap_or("").split(',');
        let given: Vec<String> = written
            .map(str::trim)
            .filter(|platform| !platform.is_empty())
            .map(|platform| {
                Platform::parse(platform)
                    .map_or_else(|_| platform.to_owned(), |platform| platform.shown())
            })
            .collect();
        if given.is_empty() {
            vec![DEFAULT_PLATFORM.to_owned()]
        } else {
            given
        }
    }

    /// Path of the Dockerfile in the context.
    #[must_use]
    pub fn dockerfile_path(&self) -> &str {
        self.dockerfile_name.as_deref().unwrap_or("Dockerfile")
    }
}

/// What a build needs to know about a base image: its identity and its configuration.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct BaseImage {
    /// Name as BuildKit shows it after FROM, such as `docker.io/library/python:3.13-slim`, with `@sha256:…` if the
    /// digest is known.
    pub reference: String,
    /// Identity of its manifest. Not shown unless it begins with `sha256:`.
    pub manifest: String,
    /// Identity of its layers: images with the same layers and another configuration match each other.
    pub layers: String,
    /// `ENV` in order.
    pub env: Vec<(String, String)>,
    /// `USER`, empty if none.
    pub user: String,
    /// `WORKDIR`, empty if none.
    pub working_directory: String,
    /// `SHELL`, empty if none.
    pub shell: Vec<String>,
    /// `ENTRYPOINT`, empty if none.
    pub entrypoint: Vec<String>,
    /// `CMD`, empty if none.
    pub cmd: Vec<String>,
    /// `ONBUILD` triggers.
    pub onbuild: Vec<String>,
    /// Ports such as `80/tcp`.
    pub exposed_ports: Vec<String>,
    /// Volumes.
    pub volumes: Vec<String>,
    /// Labels.
    pub labels: BTreeMap<String, String>,
    /// `STOPSIGNAL`, empty if none.
    pub stop_signal: String,
    /// Its history.
    pub history: Vec<HistoryEntry>,
    /// Number of its layers.
    pub layer_count: usize,
    /// Directories known to exist in it (with leading slash).
    pub directories: Vec<String>,
    /// Platform of the image that is there, such as `linux/amd64`. Empty if it is the one asked for, as far as is known.
    pub platform: String,
    /// False if nothing is known about the image and the rest of this record is a guess.
    pub known: bool,
}

/// Where base images are looked up: the catalogue on the page, the stub images when recordings are replayed.
pub trait ImageLookup {
    /// The image that `reference` (as written after variables are expanded) points to on `platform`
    /// (`linux/amd64`). Total: an unknown image gives a record with `known: false`.
    fn look_up(&self, reference: &str, platform: &str) -> BaseImage;
}
