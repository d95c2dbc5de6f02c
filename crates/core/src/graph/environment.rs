//! The ordered environment of a stage, and the arguments in scope.

use std::collections::BTreeMap;

use layerlab_syntax::expand::{ExpandOptions, expand_word, expand_words};
use layerlab_syntax::{Command, Dockerfile};

use super::options::BuildOptions;
use super::plan::BuildError;
use super::stages::error_at;

/// Variables in the order in which they were set. BuildKit: `client/llb/meta.go:EnvList`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Environment {
    /// Name and value.
    pub(crate) variables: Vec<(String, String)>,
}

impl Environment {
    /// Sets a variable and moves it to the end, as BuildKit does also when the value stays the same.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.variables.retain(|(existing, _)| existing != name);
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    /// The value of a variable.
    #[must_use]
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.variables
            .iter()
            .find(|(existing, _)| existing == name)
            .map(|(_, value)| value.as_str())
    }

    /// Expands a word with these variables, and splits what comes out at its spaces.
    ///
    /// # Errors
    /// The lexer's message in BuildKit's words.
    pub(crate) fn expand_words(
        &self,
        word: &str,
        options: ExpandOptions,
    ) -> Result<Vec<String>, String> {
        expand_words(word, options, &|name| self.get(name).map(str::to_owned))
            .map(|expanded| expanded.words)
            .map_err(|error| error.message)
    }

    /// Expands one word with these variables.
    ///
    /// # Errors
    /// The lexer's message in BuildKit's words.
    pub(crate) fn expand(&self, word: &str, options: ExpandOptions) -> Result<String, String> {
        expand_word(word, options, &|name| self.get(name).map(str::to_owned))
            .map(|expanded| expanded.text)
            .map_err(|error| error.message)
    }
}

/// Arguments that are never variables of the environment (`convert.go:nonEnvArgs`).
pub(crate) const NOT_IN_ENVIRONMENT: [&str; 2] =
    ["BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE"];

/// The platform that is built for and on when none is given.
pub(crate) const DEFAULT_PLATFORM: &str = "linux/amd64";

/// The arguments that FROM lines see and that a stage can take over with `ARG NAME`: those before the first FROM and
/// the predefined platform ones. BuildKit: `convert.go:defaultArgs` and `dispatchMetaArgs`.
///
/// A default that cannot be expanded gives no value, and an error.
#[must_use]
pub(super) fn global_arguments(
    dockerfile: &Dockerfile,
    options: &BuildOptions,
    platform: &str,
    expand_options: ExpandOptions,
) -> (BTreeMap<String, String>, Vec<BuildError>) {
    let mut errors = Vec::new();
    let mut environment = predefined_arguments(dockerfile, options, platform);
    let first_from = dockerfile
        .stages
        .first()
        .map_or(dockerfile.instructions.len(), |stage| stage.from);
    for instruction in dockerfile.instructions.iter().take(first_from) {
        let Command::Arg(arguments) = &instruction.command else {
            continue;
        };
        for (name, default) in arguments {
            let given = options.build_args.get(&*name.value).cloned();
            let value = given.or_else(|| {
                let default = default.as_ref()?;
                let expanded = environment.expand(&default.value, expand_options);
                expanded
                    .map_err(|message| errors.push(error_at(instruction, message)))
                    .ok()
            });
            if let Some(value) = value {
                environment.set(&name.value, &value);
            }
        }
    }
    (environment.variables.into_iter().collect(), errors)
}

/// The predefined platform arguments, in BuildKit's order. BuildKit: `convert.go:defaultArgs`.
#[must_use]
pub(crate) fn predefined_arguments(
    dockerfile: &Dockerfile,
    options: &BuildOptions,
    platform: &str,
) -> Environment {
    let last = dockerfile.stages.last();
    let last_name = last.and_then(|stage| stage.name.as_deref());
    let given = options
        .target
        .as_deref()
        .filter(|target| !target.is_empty());
    let target = given.or(last_name).unwrap_or("default");
    let mut environment = Environment::default();
    let (os, architecture, variant) = split_platform(platform);
    let (build_os, build_architecture, build_variant) = split_platform(DEFAULT_PLATFORM);
    let predefined = [
        ("BUILDPLATFORM", DEFAULT_PLATFORM),
        ("BUILDOS", build_os),
        ("BUILDOSVERSION", ""),
        ("BUILDARCH", build_architecture),
        ("BUILDVARIANT", build_variant),
        ("TARGETPLATFORM", platform),
        ("TARGETOS", os),
        ("TARGETOSVERSION", ""),
        ("TARGETARCH", architecture),
        ("TARGETVARIANT", variant),
        ("TARGETSTAGE", target),
    ];
    for (name, value) in predefined {
        environment.set(
            name,
            options.build_args.get(name).map_or(value, String::as_str),
        );
    }
    environment
}

/// OS, architecture and variant of `linux/arm64/v8`.
#[must_use]
pub(super) fn split_platform(platform: &str) -> (&str, &str, &str) {
    let mut parts = platform.splitn(3, '/');
    (
        parts.next().unwrap_or(""),
        parts.next().unwrap_or(""),
        parts.next().unwrap_or(""),
    )
}

/// The platform as names in builds for several platforms show it: `linux/amd64`, and `linux/amd64->arm64` for a stage
/// that runs on one platform and is told by its arguments to build for another (`convert.go:prefixCommand`).
#[must_use]
pub(super) fn shown_platform(platform: &str, environment: &Environment) -> String {
    let (os, architecture, variant) = split_platform(platform);
    let told = |name: &str| environment.get(name).unwrap_or("");
    let whole = environment.get("TARGETPLATFORM");
    let (target_os, target_architecture, target_variant) = match whole {
        Some(target) => split_platform(target),
        None => (told("TARGETOS"), told("TARGETARCH"), told("TARGETVARIANT")),
    };
    let or = |told: &'_ str, base: &'_ str| if told.is_empty() { base } else { told }.to_owned();
    let target = (or(target_os, os), or(target_architecture, architecture));
    // The eighth version of 64 bit ARM is the usual one and is not named.
    let named = |architecture: &str, variant: &str| match (architecture, variant) {
        (_, "") | ("arm64", "v8") => architecture.to_owned(),
        _ => format!("{architecture}/{variant}"),
    };
    let base = format!("{os}/{}", named(architecture, variant));
    if target.0 != os {
        format!("{base}->{}/{}", target.0, named(&target.1, target_variant))
    } else if target.1 != architecture {
        format!("{base}->{}", named(&target.1, target_variant))
    } else {
        base
    }
}
