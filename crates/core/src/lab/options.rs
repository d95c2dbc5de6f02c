//! The options of a build, as they are chosen and as they are typed.

use layerlab_syntax::{Command, Dockerfile};

use crate::graph::BuildOptions;

/// A build argument that the Dockerfile declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildArgument {
    /// Its name.
    pub name: String,
    /// The value that the first declaration with one gives it, as written.
    pub default: Option<String>,
}

/// The build arguments that a Dockerfile declares, in the order of their first declarations.
pub(super) fn build_arguments(syntax: &Dockerfile) -> Vec<BuildArgument> {
    let mut found: Vec<BuildArgument> = Vec::new();
    for instruction in &syntax.instructions {
        let Command::Arg(arguments) = &instruction.command else {
            continue;
        };
        for (name, default) in arguments {
            let default = default.as_ref().map(|default| default.value.to_string());
            match found.iter_mut().find(|known| *known.name == *name.value) {
                Some(known) if known.default.is_none() => known.default = default,
                Some(_) => {}
                None => found.push(BuildArgument {
                    name: name.value.to_string(),
                    default,
                }),
            }
        }
    }
    found
}

/// The command that makes this build, to be typed where the Dockerfile is.
#[must_use]
pub fn build_command(options: &BuildOptions) -> String {
    let mut words = vec!["docker".to_owned(), "build".to_owned()];
    let mut flag = |name: &str, value: &str| {
        words.push(name.to_owned());
        words.push(quoted(value));
    };
    if let Some(file) = &options.dockerfile_name {
        flag("--file", file);
    }
    if let Some(target) = &options.target {
        flag("--target", target);
    }
    for (name, value) in &options.build_args {
        flag("--build-arg", &format!("{name}={value}"));
    }
    if let Some(platform) = &options.platform {
        flag("--platform", platform);
    }
    for stage in &options.no_cache_filter {
        flag("--no-cache-filter", stage);
    }
    if options.no_cache {
        words.push("--no-cache".to_owned());
    }
    words.push(".".to_owned());
    words.join(" ")
}

/// A word for a POSIX shell.
fn quoted(word: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:=,@%+".contains(&byte);
    if !word.is_empty() && word.bytes().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_listed_once_with_the_default_that_is_written() {
        let syntax = layerlab_syntax::parse("ARG A\nFROM x\nARG B=2 A=1\nFROM y\nARG B=3\n");
        let found = build_arguments(&syntax);
        let pairs: Vec<(&str, Option<&str>)> = found
            .iter()
            .map(|argument| (argument.name.as_str(), argument.default.as_deref()))
            .collect();
        assert_eq!(pairs, [("A", Some("1")), ("B", Some("2"))]);
    }

    #[test]
    fn the_command_can_be_typed_into_a_shell() {
        assert_eq!(build_command(&BuildOptions::default()), "docker build .");
        let options = BuildOptions {
            target: Some("builder".to_owned()),
            build_args: [("NAME", "it's"), ("VERSION", "3.13"), ("X", "")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
            no_cache: true,
            no_cache_filter: vec!["a b".to_owned()],
            platform: Some("linux/arm64".to_owned()),
            ..BuildOptions::default()
        };
        assert_eq!(
            build_command(&options),
            "docker build --target builder --build-arg 'NAME=it'\\''s' --build-arg VERSION=3.13 --build-arg X= \
             --platform linux/arm64 --no-cache-filter 'a b' --no-cache ."
        );
    }
}
