//! What a service says of its build.

use std::collections::{BTreeMap, BTreeSet};

use super::Remark;
use super::environment::Environment;
use super::interpolation::interpolate;
use super::node::{Node, Value};

/// The services of a file that are built.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Compose {
    /// In the order of the file.
    pub services: Vec<Service>,
    /// Names of the services that use an image as it is.
    pub not_built: Vec<String>,
    /// What is wrong with the file.
    pub remarks: Vec<Remark>,
}

/// A service that is built.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Service {
    /// Its name.
    pub name: String,
    /// Line of its name, 1-based.
    pub line: usize,
    /// The folder that is sent, as written; `.` if nothing is.
    pub context: String,
    /// Path of the Dockerfile from there; `None` for `Dockerfile`.
    pub dockerfile: Option<String>,
    /// The Dockerfile itself, in the place of a file.
    pub dockerfile_inline: Option<String>,
    /// The stage that is built.
    pub target: Option<String>,
    /// Build arguments.
    pub args: BTreeMap<String, String>,
    /// Platforms that it is built for; empty for that of the machine.
    pub platforms: Vec<String>,
    /// Nothing is taken from the cache.
    pub no_cache: bool,
    /// Labels of the image.
    pub labels: BTreeMap<String, String>,
    /// `NAME:ADDRESS`.
    pub add_hosts: Vec<String>,
    /// The network of RUN.
    pub network: Option<String>,
    /// Ids of secrets. Their values count for nothing.
    pub secrets: Vec<String>,
    /// What of it is wrong or has no effect here.
    pub remarks: Vec<Remark>,
}

/// Keys below `build` that change neither what is cached nor what the image holds.
const WITHOUT_EFFECT: [&str; 12] = [
    "cache_from",
    "cache_to",
    "tags",
    "ssh",
    "pull",
    "privileged",
    "entitlements",
    "isolation",
    "provenance",
    "sbom",
    "shm_size",
    "ulimits",
];

/// The services of a file.
#[must_use]
pub fn services(root: &Node, environment: &Environment) -> Compose {
    let mut compose = Compose::default();
    let Some(services) = root.get("services") else {
        compose.remarks.push(Remark {
            line: root.line,
            message: "The file has no services.".to_owned(),
        });
        return compose;
    };
    if let Some(include) = root.get("include") {
        compose.remarks.push(Remark {
            line: include.line,
            message: "Files that are included are not read here.".to_owned(),
        });
    }
    for entry in services.entries() {
        if let Some(extends) = entry.value.get("extends") {
            compose.remarks.push(Remark {
                line: extends.line,
                message: format!("What {} extends is not read here.", entry.key),
            });
        }
        let Some(build) = entry
            .value
            .get("build")
            .filter(|build| build.value != Value::Null)
        else {
            compose.not_built.push(entry.key.clone());
            continue;
        };
        let mut reader = Reader {
            environment,
            unset: BTreeSet::new(),
            service: Service {
                name: entry.key.clone(),
                line: entry.line,
                context: ".".to_owned(),
                ..Service::default()
            },
        };
        reader.build(build);
        if reader.service.platforms.is_empty()
            && let Some(platform) = entry.value.get("platform")
        {
            let platform = reader.text(platform);
            reader.service.platforms.extend(platform);
        }
        compose.services.push(reader.service);
    }
    compose
}

struct Reader<'a> {
    environment: &'a Environment,
    unset: BTreeSet<String>,
    service: Service,
}

impl Reader<'_> {
    fn remark(&mut self, line: usize, message: String) {
        self.service.remarks.push(Remark { line, message });
    }

    fn build(&mut self, build: &Node) {
        if build.text().is_some() {
            if let Some(context) = self.text(build) {
                self.service.context = context;
            }
            return;
        }
        if !matches!(build.value, Value::Map(_)) {
            self.remark(build.line, "build must be a folder or a map.".to_owned());
        }
        for entry in build.entries() {
            let (key, value) = (entry.key.as_str(), &entry.value);
            match key {
                "context" => {
                    if let Some(context) = self.text(value) {
                        self.service.context = context;
                    }
                }
                "dockerfile" => self.service.dockerfile = self.text(value),
                "dockerfile_inline" => self.service.dockerfile_inline = self.text(value),
                "target" => {
                    self.service.target = self.text(value).filter(|target| !target.is_empty())
                }
                "network" => self.service.network = self.text(value),
                "no_cache" => self.service.no_cache = self.truth(value),
                "args" => self.service.args = self.pairs(value, true),
                "labels" => self.service.labels = self.pairs(value, false),
                "platforms" => self.service.platforms = self.list(value),
                "extra_hosts" => self.service.add_hosts = self.hosts(value),
                "secrets" => self.service.secrets = self.secrets(value),
                "additional_contexts" => {
                    self.remark(entry.line, "Additional contexts are not simulated: what is copied from them is taken for an image.".to_owned());
                }
                _ if WITHOUT_EFFECT.contains(&key) || key.starts_with("x-") => {}
                _ => self.remark(entry.line, format!("build has no key {key}.")),
            }
        }
        if self.service.dockerfile.is_some() && self.service.dockerfile_inline.is_some() {
            self.remark(
                build.line,
                "dockerfile and dockerfile_inline cannot both be given; the text in the file is taken.".to_owned(),
            );
        }
    }

    fn text(&mut self, node: &Node) -> Option<String> {
        let Some(text) = node.text() else {
            if node.value != Value::Null {
                self.remark(node.line, "A text is expected here.".to_owned());
            }
            return None;
        };
        let interpolated = interpolate(text, self.environment);
        for name in interpolated.unset {
            if self.unset.insert(name.clone()) {
                self.remark(
                    node.line,
                    format!("The variable {name} is not set. An empty text stands for it."),
                );
            }
        }
        if let Some(error) = interpolated.error {
            self.remark(node.line, error);
        }
        Some(interpolated.text)
    }

    fn truth(&mut self, node: &Node) -> bool {
        let text = self.text(node).unwrap_or_default().to_lowercase();
        match text.as_str() {
            "true" | "yes" | "on" | "y" => true,
            "false" | "no" | "off" | "n" | "" => false,
            _ => {
                self.remark(node.line, "true or false is expected here.".to_owned());
                false
            }
        }
    }

    fn list(&mut self, node: &Node) -> Vec<String> {
        if node.text().is_some() {
            return self.text(node).into_iter().collect();
        }
        let items = node.items().iter();
        items.filter_map(|item| self.text(item)).collect()
    }

    /// A map, or a list of `NAME=value`. A name alone takes its value from the environment, if that is how it is.
    fn pairs(&mut self, node: &Node, from_environment: bool) -> BTreeMap<String, String> {
        let mut found: Vec<(String, Option<String>)> = Vec::new();
        for entry in node.entries() {
            found.push((entry.key.clone(), self.text(&entry.value)));
        }
        for item in node.items() {
            let Some(text) = self.text(item) else {
                continue;
            };
            match text.split_once('=') {
                Some((name, value)) => found.push((name.to_owned(), Some(value.to_owned()))),
                None => found.push((text, None)),
            }
        }
        let value = |name: &str, value: Option<String>| match value {
            None if from_environment => self.environment.get(name).map(str::to_owned),
            None => Some(String::new()),
            value => value,
        };
        let pairs = found.into_iter().filter_map(|(name, given)| {
            let value = value(&name, given)?;
            Some((name, value))
        });
        pairs.collect()
    }

    /// A list of `NAME:ADDRESS` or `NAME=ADDRESS`, or a map.
    fn hosts(&mut self, node: &Node) -> Vec<String> {
        let mut hosts = Vec::new();
        for entry in node.entries() {
            let addresses = self.list(&entry.value);
            hosts.extend(
                addresses
                    .into_iter()
                    .map(|address| format!("{}:{address}", entry.key)),
            );
        }
        let listed = self.list(node).into_iter();
        hosts.extend(listed.map(|host| match host.split_once('=') {
            Some((name, address)) => format!("{name}:{address}"),
            None => host,
        }));
        hosts
    }

    /// A list of names, or of maps that say the name in the build (`target`) or that of the secret (`source`).
    fn secrets(&mut self, node: &Node) -> Vec<String> {
        let mut names = Vec::new();
        for item in node.items() {
            let name = item.get("target").or(item.get("source")).unwrap_or(item);
            names.extend(self.text(name));
        }
        names
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::compose::node::Entry;

    /// A node of JSON, so that tests need no reader of YAML.
    pub(crate) fn node(value: &serde_json::Value) -> Node {
        use serde_json::Value as Json;
        let value = match value {
            Json::Null => Value::Null,
            Json::String(text) => Value::Text(text.clone()),
            Json::Array(items) => Value::List(items.iter().map(node).collect()),
            Json::Object(map) => Value::Map(
                map.iter()
                    .map(|(key, value)| Entry {
                        key: key.clone(),
                        line: 1,
                        value: node(value),
                    })
                    .collect(),
            ),
            other => Value::Text(other.to_string()),
        };
        Node { line: 1, value }
    }

    fn one(build: serde_json::Value) -> Service {
        let root = node(&serde_json::json!({"services": {"web": {"build": build}}}));
        let mut environment = Environment::of_file("VERSION=3.13\nTOKEN=t\n");
        environment.set("EMPTY", "");
        let mut compose = services(&root, &environment);
        compose.services.pop().expect("it is built")
    }

    #[test]
    fn a_folder_alone_is_the_context() {
        let service = one(serde_json::json!("./web"));
        assert_eq!(
            (service.context.as_str(), service.dockerfile),
            ("./web", None)
        );
    }

    #[test]
    fn every_key_that_counts_is_read() {
        let service = one(serde_json::json!({
            "context": "app", "dockerfile": "docker/${NAME:-web}.Dockerfile", "target": "runtime", "no_cache": true,
            "args": {"PYTHON": "${VERSION}", "TOKEN": null, "NONE": null, "DEBUG": 1},
            "labels": ["a=1", "b"], "platforms": ["linux/amd64", "linux/arm64"], "network": "host",
            "extra_hosts": ["db=10.0.0.1"], "secrets": ["pip", {"source": "npm", "target": "npmrc"}],
            "cache_from": ["x"], "x-own": 1
        }));
        assert_eq!(service.dockerfile.as_deref(), Some("docker/web.Dockerfile"));
        assert_eq!(service.target.as_deref(), Some("runtime"));
        assert!(service.no_cache);
        let args: Vec<(&str, &str)> = (service.args.iter())
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!(args, [("DEBUG", "1"), ("PYTHON", "3.13"), ("TOKEN", "t")]);
        assert_eq!(service.labels.get("a").map(String::as_str), Some("1"));
        assert_eq!(service.platforms, ["linux/amd64", "linux/arm64"]);
        assert_eq!(service.add_hosts, ["db:10.0.0.1"]);
        assert_eq!(service.secrets, ["pip", "npmrc"]);
        assert!(service.remarks.is_empty(), "{:?}", service.remarks);
    }

    #[test]
    fn arguments_may_be_a_list() {
        let service = one(serde_json::json!({"args": ["A=1=2", "TOKEN", "NONE"]}));
        assert_eq!(service.args.get("A").map(String::as_str), Some("1=2"));
        assert_eq!(service.args.get("TOKEN").map(String::as_str), Some("t"));
        assert_eq!(service.args.len(), 2);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let service = one(
            serde_json::json!({"contxt": ".", "target": ["a"], "dockerfile": "$NONE", "no_cache": "maybe"}),
        );
        let messages: Vec<&str> = service
            .remarks
            .iter()
            .map(|remark| remark.message.as_str())
            .collect();
        for part in [
            "no key contxt",
            "A text is expected",
            "NONE is not set",
            "true or false",
        ] {
            assert!(
                messages.iter().any(|message| message.contains(part)),
                "{part}: {messages:?}"
            );
        }
        let compose = services(
            &node(&serde_json::json!({"web": {}})),
            &Environment::default(),
        );
        assert_eq!(compose.remarks[0].message, "The file has no services.");
    }

    #[test]
    fn services_without_a_build_are_named() {
        let root = node(
            &serde_json::json!({"services": {"db": {"image": "postgres"}, "web": {"build": ".", "platform": "linux/arm64"}}}),
        );
        let compose = services(&root, &Environment::default());
        assert_eq!(compose.not_built, ["db"]);
        assert_eq!(compose.services[0].platforms, ["linux/arm64"]);
    }
}
