//! The stub images that recordings were made with.

use std::collections::BTreeMap;

use layerlab_core::graph::{BaseImage, HistoryEntry, ImageLookup, reference};
use serde::Deserialize;

/// `stub-images.json`: name to digest and platforms.
pub struct StubImages {
    images: BTreeMap<String, Image>,
    /// Which variant a tag points to in this build, such as `example/moving:latest` to `v1`.
    pub variants: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Image {
    digest: String,
    platforms: BTreeMap<String, Platform>,
}

#[derive(Deserialize)]
struct Platform {
    manifest: String,
    config: Config,
    layers: Vec<Layer>,
    #[serde(default)]
    history: Vec<History>,
    #[serde(default)]
    directories: Vec<String>,
}

#[derive(Deserialize)]
struct History {
    #[serde(default)]
    created_by: String,
    #[serde(default)]
    empty_layer: bool,
}

#[derive(Deserialize)]
struct Layer {
    diff_id: String,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct Config {
    env: Option<Vec<String>>,
    user: Option<String>,
    working_dir: Option<String>,
    shell: Option<Vec<String>>,
    entrypoint: Option<Vec<String>>,
    cmd: Option<Vec<String>>,
    on_build: Option<Vec<String>>,
    exposed_ports: Option<BTreeMap<String, serde_json::Value>>,
    volumes: Option<BTreeMap<String, serde_json::Value>>,
    labels: Option<BTreeMap<String, String>>,
    stop_signal: Option<String>,
}

impl StubImages {
    /// Reads the file's text.
    ///
    /// # Errors
    /// A sentence if it is not in the format.
    pub fn parse(text: &str) -> Result<Self, String> {
        let images = serde_json::from_str(text)
            .map_err(|error| format!("not a list of stub images: {error}"))?;
        Ok(Self {
            images,
            variants: BTreeMap::new(),
        })
    }

    /// The record of a name: `alpine:3.20`, `docker.io/library/alpine:3.20`, with or without a digest.
    fn find(&self, full: &str) -> Option<&Image> {
        let (name, digest) = full
            .split_once('@')
            .map_or((full, None), |(name, digest)| (name, Some(digest)));
        if let Some(digest) = digest {
            return self.images.values().find(|image| image.digest == digest);
        }
        let short = name.strip_prefix("docker.io/").unwrap_or(name);
        let short = short.strip_prefix("library/").unwrap_or(short);
        if let Some(variant) = self.variants.get(short) {
            let repository = short
                .rsplit_once(':')
                .map_or(short, |(repository, _)| repository);
            return self.images.get(&format!("{repository}-src:{variant}"));
        }
        self.images.get(short)
    }
}

impl ImageLookup for StubImages {
    fn look_up(&self, written: &str, platform: &str) -> BaseImage {
        let full = reference::familiar_to_full(written);
        let Some(image) = self.find(&full) else {
            return BaseImage {
                reference: full.clone(),
                manifest: full.clone(),
                layers: full,
                ..BaseImage::default()
            };
        };
        let wanted = image.platforms.get_key_value(platform);
        let found = wanted.or_else(|| image.platforms.iter().next());
        let shown = if full.contains('@') {
            full
        } else {
            format!("{full}@{}", image.digest)
        };
        let Some((found_platform, found)) = found else {
            return BaseImage {
                reference: shown,
                ..BaseImage::default()
            };
        };
        let config = &found.config;
        let pair = |text: &String| {
            let (name, value) = text.split_once('=').unwrap_or((text, ""));
            (name.to_owned(), value.to_owned())
        };
        let keys = |map: &Option<BTreeMap<String, serde_json::Value>>| {
            map.iter().flat_map(|map| map.keys().cloned()).collect()
        };
        BaseImage {
            reference: shown,
            manifest: found.manifest.clone(),
            layers: found
                .layers
                .iter()
                .map(|layer| layer.diff_id.as_str())
                .collect::<Vec<_>>()
                .join(" "),
            env: config.env.iter().flatten().map(pair).collect(),
            user: config.user.clone().unwrap_or_default(),
            working_directory: config.working_dir.clone().unwrap_or_default(),
            shell: config.shell.clone().unwrap_or_default(),
            entrypoint: config.entrypoint.clone().unwrap_or_default(),
            cmd: config.cmd.clone().unwrap_or_default(),
            onbuild: config.on_build.clone().unwrap_or_default(),
            exposed_ports: keys(&config.exposed_ports),
            volumes: keys(&config.volumes),
            labels: config.labels.clone().unwrap_or_default(),
            stop_signal: config.stop_signal.clone().unwrap_or_default(),
            history: found
                .history
                .iter()
                .map(|entry| HistoryEntry {
                    created_by: entry.created_by.clone(),
                    empty: entry.empty_layer,
                    base: true,
                    instruction: None,
                })
                .collect(),
            layer_count: found.layers.len(),
            directories: found.directories.clone(),
            platform: found_platform.clone(),
            known: true,
        }
    }
}
