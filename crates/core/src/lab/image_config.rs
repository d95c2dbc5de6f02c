//! The configuration of the final image as `docker image inspect` shows it.

use std::time::Duration;

use crate::graph::{Healthcheck, ImageConfig};

/// A field of the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigField {
    /// As Docker names it: `Env`, `Cmd`.
    pub name: &'static str,
    /// Its values, each as a person would read it: `PATH=/usr/bin`, `8000/tcp`, `["gunicorn", "shop.wsgi"]`.
    pub values: Vec<String>,
    /// The same in JSON, as Docker writes it, indented as it is inside of `Config`.
    pub json: String,
}

/// The whole configuration in JSON, as `docker image inspect --format '{{json .Config}}'` gives it, indented.
#[must_use]
pub fn config_json(fields: &[ConfigField]) -> String {
    object(
        0,
        fields.iter().map(|field| (field.name, field.json.clone())),
    )
}

/// The fields that have a value, in the order of Docker's own type (`moby/docker-image-spec/specs-go/v1`).
pub(super) fn config_fields(config: &ImageConfig) -> Vec<ConfigField> {
    let mut fields = Fields(Vec::new());
    let env: Vec<String> = (config.env.iter())
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    // Docker keeps labels in a map, which is written in the order of names.
    let mut labels = config.labels.clone();
    labels.sort();
    fields.text("User", &config.user);
    fields.set("ExposedPorts", &config.exposed_ports);
    fields.list("Env", &env);
    fields.command("Entrypoint", &config.entrypoint);
    fields.command("Cmd", &config.cmd);
    fields.set("Volumes", &config.volumes);
    fields.text("WorkingDir", &config.working_directory);
    if !labels.is_empty() {
        let pairs = labels
            .iter()
            .map(|(name, value)| (name.as_str(), string(value)));
        let values = labels.iter().map(|(name, value)| format!("{name}={value}"));
        fields.0.push(ConfigField {
            name: "Labels",
            values: values.collect(),
            json: object(1, pairs),
        });
    }
    fields.text("StopSignal", &config.stop_signal);
    if config.args_escaped {
        fields.0.push(ConfigField {
            name: "ArgsEscaped",
            values: vec!["true".to_owned()],
            json: "true".to_owned(),
        });
    }
    if let Some(check) = &config.healthcheck {
        fields.0.push(healthcheck(check));
    }
    fields.list("OnBuild", &config.onbuild);
    fields.command("Shell", &config.shell);
    fields.0
}

struct Fields(Vec<ConfigField>);

impl Fields {
    fn text(&mut self, name: &'static str, value: &str) {
        if !value.is_empty() {
            self.0.push(ConfigField {
                name,
                values: vec![value.to_owned()],
                json: string(value),
            });
        }
    }

    fn list(&mut self, name: &'static str, values: &[String]) {
        if !values.is_empty() {
            self.0.push(ConfigField {
                name,
                values: values.to_vec(),
                json: array(1, values),
            });
        }
    }

    /// A list whose items belong together.
    fn command(&mut self, name: &'static str, words: &[String]) {
        if !words.is_empty() {
            self.0.push(ConfigField {
                name,
                values: vec![in_one_line(words)],
                json: array(1, words),
            });
        }
    }

    /// Names alone, which Docker writes as a map without values.
    fn set(&mut self, name: &'static str, values: &[String]) {
        if !values.is_empty() {
            let mut sorted = values.to_vec();
            sorted.sort();
            sorted.dedup();
            let json = object(
                1,
                sorted.iter().map(|value| (value.as_str(), "{}".to_owned())),
            );
            self.0.push(ConfigField {
                name,
                values: sorted,
                json,
            });
        }
    }
}

fn healthcheck(check: &Healthcheck) -> ConfigField {
    let times = [
        ("Interval", check.interval),
        ("Timeout", check.timeout),
        ("StartPeriod", check.start_period),
        ("StartInterval", check.start_interval),
    ];
    let times = times.into_iter().filter(|(_, time)| !time.is_zero());
    let times: Vec<(&str, Duration)> = times.collect();
    let retries = (check.retries > 0).then_some(("Retries", check.retries.to_string()));
    let values = [format!("Test {}", in_one_line(&check.test))].into_iter();
    let values = values
        .chain(
            times
                .iter()
                .map(|(name, time)| format!("{name} {}", seconds(*time))),
        )
        .chain(
            retries
                .iter()
                .map(|(name, value)| format!("{name} {value}")),
        )
        .collect();
    let pairs = [("Test", array(2, &check.test))].into_iter();
    let pairs = pairs
        .chain(
            times
                .iter()
                .map(|(name, time)| (*name, time.as_nanos().to_string())),
        )
        .chain(retries.clone());
    ConfigField {
        name: "Healthcheck",
        values,
        json: object(1, pairs),
    }
}

fn seconds(time: Duration) -> String {
    format!("{} s", time.as_secs_f64())
}

fn string(text: &str) -> String {
    miniserde::json::to_string(text)
}

/// `["a", "b"]`.
fn in_one_line(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| string(word)).collect();
    format!("[{}]", words.join(", "))
}

fn array(depth: usize, values: &[String]) -> String {
    lines(depth, ('[', ']'), values.iter().map(|value| string(value)))
}

fn object<'a>(depth: usize, pairs: impl Iterator<Item = (&'a str, String)>) -> String {
    let pairs = pairs.map(|(name, value)| format!("{}: {value}", string(name)));
    lines(depth, ('{', '}'), pairs)
}

fn lines(depth: usize, (open, close): (char, char), items: impl Iterator<Item = String>) -> String {
    let (inside, outside) = ("    ".repeat(depth + 1), "    ".repeat(depth));
    let items: Vec<String> = items.map(|item| format!("{inside}{item}")).collect();
    if items.is_empty() {
        return format!("{open}{close}");
    }
    format!("{open}\n{}\n{outside}{close}", items.join(",\n"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::lab::{Lab, Project};

    const DOCKERFILE: &str = "FROM scratch\nENV A=\"1 2\" B=\\\"x\\\"\nWORKDIR /app\nUSER web\nEXPOSE 8000 53/udp\nVOLUME /data\n\
        LABEL b=2 a=1\nSTOPSIGNAL SIGQUIT\nHEALTHCHECK --interval=30s --retries=3 CMD curl -f http://localhost/\n\
        ENTRYPOINT [\"/bin/app\"]\nCMD [\"--port\", \"80\"]\n";

    fn fields() -> Vec<ConfigField> {
        let lab = Lab::open(Project {
            dockerfile: DOCKERFILE.into(),
            ..Project::default()
        });
        lab.image_detail().config
    }

    #[test]
    fn the_json_is_what_docker_would_give() {
        let text = config_json(&fields());
        let value: Value = serde_json::from_str(&text).expect("it is JSON");
        let env = value["Env"].as_array().expect("a list");
        assert!(
            env.contains(&json!("A=1 2")) && env.contains(&json!("B=\"x\"")),
            "{text}"
        );
        assert_eq!(value["ExposedPorts"], json!({"8000/tcp": {}, "53/udp": {}}));
        assert_eq!(value["Volumes"], json!({"/data": {}}));
        assert_eq!(value["Labels"], json!({"a": "1", "b": "2"}));
        assert_eq!(value["Cmd"], json!(["--port", "80"]));
        assert_eq!(
            value["Healthcheck"],
            json!({"Test": ["CMD-SHELL", "curl -f http://localhost/"], "Interval": 30_000_000_000_u64, "Retries": 3})
        );
        assert_eq!(value["StopSignal"], json!("SIGQUIT"));
        assert!(
            text.contains("    \"Cmd\": [\n        \"--port\",\n"),
            "{text}"
        );
    }

    #[test]
    fn fields_without_a_value_are_left_out_and_values_can_be_read() {
        let fields = fields();
        let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
        assert_eq!(
            names,
            [
                "User",
                "ExposedPorts",
                "Env",
                "Entrypoint",
                "Cmd",
                "Volumes",
                "WorkingDir",
                "Labels",
                "StopSignal",
                // BuildKit sets it with every CMD.
                "ArgsEscaped",
                "Healthcheck"
            ]
        );
        let cmd = fields.iter().find(|field| field.name == "Cmd");
        assert_eq!(
            cmd.map(|cmd| cmd.values.as_slice()),
            Some(["[\"--port\", \"80\"]".to_owned()].as_slice())
        );
    }
}
