//! `# check=skip=…;experimental=…;error=true`. BuildKit: `linter/linter.go:ParseLintOptions`, `parser/directives.go`.

use layerlab_syntax::buildkit_view::go_quote;
use layerlab_syntax::{Directive, Dockerfile};

use super::rule::Rule;
use crate::graph::BuildOptions;
use crate::graph::mount_reading::go_bool;

/// The build argument that takes the place of the directive.
const CHECK_ARGUMENT: &str = "BUILDKIT_DOCKERFILE_CHECK";

/// Which rules are asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Settings {
    skip: Choice,
    experimental: Choice,
    /// What is found makes the build fail.
    pub(super) error: bool,
}

/// Some rules or all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Choice {
    all: bool,
    names: Vec<String>,
}

impl Choice {
    fn read(value: &str) -> Self {
        if value == "all" {
            return Self {
                all: true,
                names: Vec::new(),
            };
        }
        Self {
            all: false,
            names: value
                .split(',')
                .map(|name| name.trim().to_owned())
                .collect(),
        }
    }

    fn covers(&self, rule: &str) -> bool {
        self.all || self.names.iter().any(|name| name == rule)
    }
}

impl Settings {
    /// Reads the value of the directive.
    ///
    /// # Errors
    /// BuildKit's words.
    pub(super) fn read(value: &str) -> Result<Self, String> {
        let mut settings = Self::default();
        let value = value.trim();
        if value.is_empty() {
            return Ok(settings);
        }
        for part in value.splitn(3, ';') {
            let Some((key, value)) = part.split_once('=') else {
                return Err(format!("invalid check option {}", go_quote(part)));
            };
            let value = value.trim();
            match key.trim() {
                "skip" => settings.skip = Choice::read(value),
                "experimental" => settings.experimental = Choice::read(value),
                "error" => {
                    settings.error = go_bool(value).ok_or_else(|| {
                        format!(
                            "failed to parse check option {}: strconv.ParseBool: parsing {}: invalid syntax",
                            go_quote(part),
                            go_quote(value)
                        )
                    })?;
                }
                key => return Err(format!("invalid check option {}", go_quote(key))),
            }
        }
        Ok(settings)
    }

    /// The settings of a whole file.
    ///
    /// # Errors
    /// BuildKit's words.
    pub(super) fn of_file(text: &str, syntax: &Dockerfile) -> Result<Self, String> {
        let whole = text;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        // A line for the system's loader of scripts is passed over, which the parser of the file itself does not do.
        let value = match text.strip_prefix("#!") {
            Some(rest) => {
                let rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
                let head = layerlab_syntax::parse(rest);
                check_value(&head.directives, rest).map(str::to_owned)
            }
            None => check_value(&syntax.directives, whole).map(str::to_owned),
        };
        value.map_or_else(|| Ok(Self::default()), |value| Self::read(&value))
    }

    /// The settings of a build: those of the build argument `BUILDKIT_DOCKERFILE_CHECK` if it is given
    /// (`dockerui/config.go`), else those of the file.
    ///
    /// # Errors
    /// BuildKit's words.
    pub(super) fn of_build(
        text: &str,
        syntax: &Dockerfile,
        options: &BuildOptions,
    ) -> Result<Self, String> {
        match options.build_args.get(CHECK_ARGUMENT) {
            Some(value) => Self::read(value)
                .map_err(|reason| format!("failed to parse build-arg:{CHECK_ARGUMENT}: {reason}")),
            None => Self::of_file(text, syntax)
                .map_err(|reason| format!("failed to parse check options: {reason}")),
        }
    }

    /// The settings that a comment directly above an instruction adds. The first `check=` counts; one that cannot be read
    /// counts for nothing (`linter.go:WithMergedConfigFromComments`).
    pub(super) fn of_comments<'a>(comments: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        for comment in comments {
            // Most comments are sentences.
            let begins = comment.get(..5);
            if !begins.is_some_and(|word| word.eq_ignore_ascii_case("check")) {
                continue;
            }
            let line = format!("#{comment}");
            let read = layerlab_syntax::parse(&line);
            if let Some(value) = check_value(&read.directives, &line) {
                return Self::read(value).ok();
            }
        }
        None
    }

    /// Whether a rule of our own is switched off, by the file or by what stands above the instruction.
    pub(super) fn skips(&self, name: &str, above: Option<&Self>) -> bool {
        self.skip.covers(name) || above.is_some_and(|above| above.skip.covers(name))
    }

    /// Whether a rule is asked, given also what stands above the instruction.
    pub(super) fn asks(&self, rule: &Rule, above: Option<&Self>) -> bool {
        let covers = |choice: fn(&Self) -> &Choice| {
            choice(self).covers(rule.name)
                || above.is_some_and(|above| choice(above).covers(rule.name))
        };
        if rule.experimental {
            covers(|settings| &settings.experimental)
        } else {
            !covers(|settings| &settings.skip)
        }
    }
}

/// The value of `check`, up to the first space. A directive that is indented is none here, and ends the search.
fn check_value<'a>(directives: &'a [Directive], text: &str) -> Option<&'a str> {
    let begins_line = |directive: &&Directive| {
        let before = text.get(..directive.span.start).unwrap_or_default();
        matches!(before, "" | "\u{feff}") || before.ends_with('\n')
    };
    let directive = directives
        .iter()
        .take_while(begins_line)
        .find(|directive| &*directive.name.value == "check")?;
    directive.value.value.split(' ').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_in_buildkits_words() {
        for (value, message) in [
            ("bogus", "invalid check option \"bogus\""),
            ("skip=A;bogus=1", "invalid check option \"bogus\""),
            (
                "error=x",
                "failed to parse check option \"error=x\": strconv.ParseBool: parsing \"x\": invalid syntax",
            ),
        ] {
            assert_eq!(Settings::read(value).err().as_deref(), Some(message));
        }
    }

    #[test]
    fn reads_the_head_of_a_file() {
        let of = |text: &str| Settings::of_file(text, &layerlab_syntax::parse(text));
        let skips = |text: &str| of(text).map(|settings| settings.skip.all);
        assert_eq!(skips("# check=skip=all\nFROM a\n"), Ok(true));
        assert_eq!(
            skips("\u{feff}# syntax=x\n#CHECK = skip=all // why\nFROM a\n"),
            Ok(true)
        );
        assert_eq!(
            skips("#!/usr/bin/env x\n# check=skip=all\nFROM a\n"),
            Ok(true)
        );
        assert_eq!(skips(" # check=skip=all\nFROM a\n"), Ok(false));
        assert_eq!(skips("# a\n# check=skip=all\nFROM a\n"), Ok(false));
    }

    #[test]
    fn reads_what_stands_above_an_instruction() {
        let of = |comments: &[&str]| {
            Settings::of_comments(comments.iter().copied()).map(|settings| settings.skip.names)
        };
        assert_eq!(
            of(&["why", "check=skip=A,B // x"]),
            Some(vec!["A".to_owned(), "B".to_owned()])
        );
        assert_eq!(of(&["check=bogus"]), None);
        assert_eq!(of(&["check this"]), None);
    }
}
