//! The tree as BuildKit's own packages show it: word lists, stages with display texts, and the one error at which a build
//! stops. For comparisons with BuildKit, and for messages as BuildKit prints them.

use std::borrow::Cow;

use crate::logical::LogicalLine;
use crate::node::{Body, Head};
use crate::stages::NO_STAGE;
use crate::{Command, Dockerfile, Flag, Heredoc, Instruction, Lines};

/// An instruction as BuildKit's line parser leaves it (`parser.Node`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineView<'a> {
    /// The keyword as written.
    pub instruction: &'a str,
    /// First and last line.
    pub lines: Lines,
    /// The logical line.
    pub original: Cow<'a, str>,
    /// The word list. ENV and LABEL: key, value and separator (`=` or nothing) for each pair. ONBUILD: the name of the
    /// nested instruction in parentheses, then its words. An unknown instruction: one empty word.
    pub words: Vec<String>,
    /// Flags with their dashes, without quotes.
    pub flags: Vec<String>,
    /// Whether the arguments are a JSON array.
    pub json_form: bool,
    /// The heredocs.
    pub heredocs: &'a [Heredoc<'a>],
    /// Comment lines above.
    pub comments_before: Vec<Cow<'a, str>>,
}

/// Where BuildKit stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The line parser: nothing else is known of the file.
    Parse,
    /// The instruction parser: the lines are known.
    Instructions,
}

/// The error with which BuildKit refuses a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StopError {
    /// As printed.
    pub message: String,
    /// The lines named, as ranges.
    pub lines: Vec<Lines>,
    /// Who refuses it.
    pub phase: Phase,
}

/// A stage as BuildKit's instruction parser leaves it (`instructions.Stage`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageView<'a> {
    /// Lower-cased name, empty if none.
    pub name: &'a str,
    /// Image or stage as written.
    pub base: &'a str,
    /// Value of `--platform`, empty if none.
    pub platform: &'a str,
    /// Doc comment.
    pub comment: &'a str,
    /// What is in it.
    pub commands: Vec<CommandView<'a>>,
}

/// An instruction of a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandView<'a> {
    /// The keyword as written.
    pub name: &'a str,
    /// The text that stands for it in messages, variables not expanded.
    pub display: Cow<'a, str>,
    /// First and last line.
    pub lines: Lines,
}

/// All instructions as the line parser sees them.
#[must_use]
pub fn lines<'a>(dockerfile: &'a Dockerfile<'_>) -> Vec<LineView<'a>> {
    dockerfile
        .instructions
        .iter()
        .map(|instruction| line(instruction, dockerfile.escape))
        .collect()
}

/// One instruction as the line parser sees it. If it refuses the line there are no words.
#[must_use]
pub fn line<'a>(instruction: &'a Instruction<'_>, escape: char) -> LineView<'a> {
    let original = instruction.original();
    let mut view = LineView {
        instruction: &instruction.keyword.value,
        lines: instruction.lines,
        words: Vec::new(),
        flags: Vec::new(),
        json_form: false,
        heredocs: &instruction.heredocs,
        comments_before: instruction.comments_before(),
        original: original.clone(),
    };
    let line = LogicalLine::of_one_piece(&original, &original, 0);
    let mut flags = Vec::new();
    let head = Head::read(&line, &(0..original.len()), escape, &mut flags);
    if let Ok(body) = Body::read(&line, &head, escape) {
        view.words = body.words(&original, escape);
        view.flags = flags.iter().map(flag_text).collect();
        view.json_form = body.is_json();
    }
    view
}

fn flag_text(flag: &Flag<'_>) -> String {
    let name = &flag.name.value;
    match &flag.value {
        Some(value) => format!("--{name}={}", value.value),
        None => format!("--{name}"),
    }
}

/// The error at which BuildKit stops, if there is one.
#[must_use]
pub fn stop_error(dockerfile: &Dockerfile) -> Option<StopError> {
    let error = dockerfile.errors.first()?;
    let phase = if error.fatal {
        Phase::Parse
    } else {
        Phase::Instructions
    };
    let line = error.lines.first().map_or(0, |lines| lines.first);
    let has_prefix = !error.fatal && error.message != NO_STAGE;
    let prefix = if has_prefix {
        format!("dockerfile parse error on line {line}: ")
    } else {
        String::new()
    };
    Some(StopError {
        message: format!("{prefix}{}", error.message),
        lines: error.lines.clone(),
        phase,
    })
}

/// The stages.
#[must_use]
pub fn stages<'a>(dockerfile: &'a Dockerfile<'_>) -> Vec<StageView<'a>> {
    let views = dockerfile.stages.iter().filter_map(|stage| {
        let from = dockerfile.instructions.get(stage.from)?;
        let Command::From { image, .. } = &from.command else {
            return None;
        };
        let platform = from.flag("platform").and_then(|flag| flag.value.as_ref());
        let inside = dockerfile
            .instructions
            .get(stage.from + 1..stage.end)
            .unwrap_or_default();
        Some(StageView {
            name: stage.name.as_deref().unwrap_or_default(),
            base: &image.value,
            platform: platform.map_or("", |value| &value.value),
            comment: &stage.comment,
            commands: inside
                .iter()
                .map(|instruction| CommandView {
                    name: &instruction.keyword.value,
                    display: match instruction.original() {
                        Cow::Borrowed(original) => Cow::Borrowed(original.trim()),
                        Cow::Owned(original) => Cow::Owned(original.trim().to_owned()),
                    },
                    lines: instruction.lines,
                })
                .collect(),
        })
    });
    views.collect()
}

/// What ONBUILD leaves in the image's configuration: the instruction behind it, with its heredocs.
#[must_use]
pub fn trigger_text(instruction: &Instruction) -> Option<String> {
    let Command::Onbuild(nested) = &instruction.command else {
        return None;
    };
    // Spaces at the end stay, as BuildKit only cuts off the keyword.
    let original = instruction.original();
    let trailing = original.get(original.trim_end().len()..);
    let mut text = format!("{}{}", nested.original(), trailing.unwrap_or_default());
    for heredoc in &instruction.heredocs {
        text.push('\n');
        text.push_str(&heredoc.content);
        text.push_str(&heredoc.name);
    }
    Some(text)
}

/// The arguments before the first FROM: name and default value.
#[must_use]
pub fn global_args<'a>(dockerfile: &'a Dockerfile<'_>) -> Vec<(&'a str, Option<&'a str>)> {
    let first_from = dockerfile
        .stages
        .first()
        .map_or(dockerfile.instructions.len(), |stage| stage.from);
    let before = dockerfile.instructions.iter().take(first_from);
    let arguments = before.filter_map(|instruction| match &instruction.command {
        Command::Arg(arguments) => Some(arguments),
        _ => None,
    });
    arguments
        .flatten()
        .map(|(name, value)| {
            (
                name.value.as_ref(),
                value.as_ref().map(|value| value.value.as_ref()),
            )
        })
        .collect()
}

/// A string as Go's `%q` prints it, which is how BuildKit quotes in messages and in an image's history.
#[must_use]
pub fn go_quote(text: &str) -> String {
    crate::go_text::quote(text)
}

/// Whether a word, or a whole command, is one marker of a here-document: `<<EOF`, `3<<-"EOF"`. BuildKit: `parser.ParseHeredoc`.
#[must_use]
pub fn is_heredoc_marker(word: &str) -> bool {
    matches!(crate::heredoc::read_marker(word), Ok(Some(_)))
}

/// What Go's `time.ParseDuration` reads: `1m30s`, `500ms`. `None` if it is no duration or a negative one.
#[must_use]
pub fn go_duration(text: &str) -> Option<std::time::Duration> {
    let nanoseconds = crate::go_text::parse_duration(text).ok()?;
    u64::try_from(nanoseconds)
        .ok()
        .map(std::time::Duration::from_nanos)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn triggers_carry_their_heredocs() {
        let dockerfile = crate::parse("FROM a\nonbuild  RUN <<A cat \nx\nA\nONBUILD USER b\n");
        let texts: Vec<Option<String>> = dockerfile.instructions.iter().map(trigger_text).collect();
        assert_eq!(
            texts,
            [
                None,
                Some("RUN <<A cat \nx\nA".to_owned()),
                Some("USER b".to_owned())
            ]
        );
    }

    #[test]
    fn errors_read_as_printed() {
        let message =
            |text: &str| stop_error(&crate::parse(text)).map(|error| (error.message, error.phase));
        assert_eq!(
            message("FROM a\nUSER\n")
                .map(|(message, _)| message)
                .as_deref(),
            Some("dockerfile parse error on line 2: USER requires exactly one argument")
        );
        assert_eq!(
            message("USER a\n"),
            Some((NO_STAGE.to_owned(), Phase::Instructions))
        );
        assert_eq!(
            message("FROM a\nENV b\n"),
            Some(("ENV must have two arguments".to_owned(), Phase::Parse))
        );
        assert_eq!(message("FROM a\n"), None);
    }

    #[test]
    fn values_of_mounts_and_devices_are_records() {
        let message = |flag: &str| {
            stop_error(&crate::parse(&format!("FROM a\nRUN {flag} x\n"))).map(|error| {
                error
                    .message
                    .replace("dockerfile parse error on line 2: ", "")
            })
        };
        for (flag, expected) in [
            ("--mount=", "failed to parse csv mounts: EOF"),
            ("--device=", "failed to parse csv devices: EOF"),
            (
                "--mount='a\"b'",
                "failed to parse csv mounts: parse error on line 1, column 2: bare \" in non-quoted-field",
            ),
            (
                "--mount='a,\"b'",
                "failed to parse csv mounts: parse error on line 1, column 4: extraneous or missing \" in quoted-field",
            ),
            (
                "--mount='\"a\"b'",
                "failed to parse csv mounts: parse error on line 1, column 3: extraneous or missing \" in quoted-field",
            ),
        ] {
            assert_eq!(message(flag).as_deref(), Some(expected), "{flag}");
        }
        assert_eq!(message("--mount='\"target=/a\"'"), None);
    }

    #[test]
    fn words_behind_onbuild_are_trimmed_before_they_are_refused() {
        for (word, refused) in [
            (
                "MAINTAINER\u{2003}",
                "MAINTAINER isn't allowed as an ONBUILD trigger",
            ),
            ("from\u{85}", "FROM isn't allowed as an ONBUILD trigger"),
            (
                "onbuild\u{2003}",
                "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed",
            ),
        ] {
            let dockerfile = crate::parse(&format!("FROM a\nONBUILD {word} x\n")).into_owned();
            let message = stop_error(&dockerfile).map(|error| error.message);
            let expected = format!("dockerfile parse error on line 2: {refused}");
            assert_eq!(message, Some(expected), "{word}");
        }
        assert_eq!(
            stop_error(&crate::parse("FROM a\nONBUILD RUN\u{2003} x\n")),
            None
        );
    }

    #[test]
    fn descriptors_of_heredocs_are_as_large_as_in_go() {
        let descriptors = |text: &str| -> Vec<u64> {
            let dockerfile = crate::parse(text).into_owned();
            let heredocs = dockerfile
                .instructions
                .iter()
                .flat_map(|line| &line.heredocs);
            heredocs.map(|heredoc| heredoc.file_descriptor).collect()
        };
        assert_eq!(
            descriptors("RUN <<A 3<<A 4294967296<<A 99999999999999999999<<A\nA\nA\nA\nA\n"),
            [0, 3, 4_294_967_296, u64::MAX]
        );
    }

    #[test]
    fn any_space_can_stand_before_the_array_of_a_health_check() {
        let dockerfile =
            crate::parse("FROM a\nHEALTHCHECK CMD \u{2003}[\"b\"]\nHEALTHCHECK CMD \u{2003}b\n");
        let words: Vec<Vec<String>> = lines(&dockerfile)
            .into_iter()
            .map(|line| line.words)
            .collect();
        assert_eq!(
            words,
            [vec!["a"], vec!["CMD", "b"], vec!["CMD", "\u{2003}b"]]
        );
    }

    #[test]
    fn a_type_that_ends_inside_of_a_letter_is_unknown() {
        let refused = |text: &str| stop_error(&crate::parse(text)).map(|error| error.message);
        let unknown = |kind: &str| {
            Some(format!(
                "dockerfile parse error on line 2: Unknown type \"{kind}\" in HEALTHCHECK (try CMD)"
            ))
        };
        assert_eq!(
            refused("FROM a\nHEALTHCHECK noneà\n"),
            unknown("NONE\u{fffd}")
        );
        assert_eq!(
            refused("FROM a\nHEALTHCHECK CMD\u{2005}x\n"),
            unknown("CMD\u{fffd}\u{fffd}")
        );
        // What follows is read before the type is looked at.
        assert_eq!(
            refused("FROM a\nHEALTHCHECK CMDà[1]\n"),
            refused("FROM a\nHEALTHCHECK CMD [1]\n")
        );
    }

    #[test]
    fn letters_change_their_case_one_by_one() {
        let dockerfile = crate::parse(
            "FROM a AS \u{130}b\nCOPY --from=ib /x /\nWORKD\u{130}R /\nFROM \u{130}b\n",
        );
        assert_eq!(stop_error(&dockerfile), None);
        let names: Vec<&str> = stages(&dockerfile).iter().map(|stage| stage.name).collect();
        assert_eq!(names, ["ib", ""]);
        let refused = crate::parse("FROM a\nHEALTHCHECK \u{df} x\n");
        assert_eq!(
            stop_error(&refused).map(|error| error.message).as_deref(),
            Some(
                "dockerfile parse error on line 2: Unknown type \"\u{df}\" in HEALTHCHECK (try CMD)"
            )
        );
    }
}
