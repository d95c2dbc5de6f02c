//! An address as it is written.

use super::{EmbedTheme, Fragment, Listener, Start};
use crate::percent;

impl Fragment {
    /// What follows the `#` of an address that says this. Complaints are not written.
    #[must_use]
    pub fn write(&self) -> String {
        let mut options: Vec<(&str, String)> = Vec::new();
        let mut add = |name: &'static str, value: Option<String>| {
            options.extend(value.map(|value| (name, value)));
        };
        let panels = self.panels.as_ref().map(|parts| {
            let names: Vec<&str> = parts.iter().map(|part| part.name()).collect();
            names.join(",")
        });
        add("lesson", self.lesson.clone());
        add("src", self.source.clone());
        add(
            "panels",
            panels.map(|names| {
                if names.is_empty() {
                    "none".to_owned()
                } else {
                    names
                }
            }),
        );
        add("theme", theme(self.theme).map(str::to_owned));
        add("start", start(self.start).map(str::to_owned));
        add(
            "lines",
            self.lines.map(|(first, last)| format!("{first}-{last}")),
        );
        add("height", self.height.map(|height| height.to_string()));
        add("lang", self.language.clone());
        add("readonly", self.read_only.then(String::new));
        add(
            "events",
            match &self.events {
                Listener::Nobody => None,
                Listener::Anyone => Some(String::new()),
                Listener::Origin(origin) => Some(origin.clone()),
            },
        );
        add("secret", self.secret.clone());
        let texts = [
            ("dockerfile", &self.dockerfile),
            ("dockerignore", &self.dockerignore),
            ("lesson-text", &self.lesson_text),
        ];
        for (name, text) in texts {
            add(name, text.clone());
        }
        let options = options
            .into_iter()
            .map(|(name, value)| match value.is_empty() {
                true => name.to_owned(),
                false => format!("{name}={}", percent::encode(&value)),
            });
        let parts: Vec<String> = self.code.clone().into_iter().chain(options).collect();
        parts.join("&")
    }
}

fn theme(theme: EmbedTheme) -> Option<&'static str> {
    match theme {
        EmbedTheme::Auto => None,
        EmbedTheme::Light => Some("light"),
        EmbedTheme::Dark => Some("dark"),
    }
}

fn start(start: Start) -> Option<&'static str> {
    match start {
        Start::AsShared => None,
        Start::Build => Some("build"),
        Start::Edit => Some("edit"),
    }
}
