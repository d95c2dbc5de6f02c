//! A download whose failure nobody notices.

use super::{OwnFound, OwnRule, Promise, Remedy, Scene, Severity};
use crate::checks::Example;
use crate::graph::paths;

pub(super) static RULE: OwnRule = OwnRule {
    name: "PipeHidesFailure",
    severity: Severity::Note,
    description: "A download is piped into a command that succeeds without it",
    explanation: "The shell takes the outcome of the last command of a pipe for that of the whole, so a step can succeed although the download in front of it failed, and the cache keeps what it left. Set the option pipefail with SHELL above the step, or download into a file and use that in a command of its own.",
    promise: Promise::Safety,
    finds,
    bad: &[Example::bad(
        "FROM debian:bookworm-slim\nRUN curl -fsSL https://example.com/install.sh | sh\n",
        &["If curl fails, sh gets nothing and the step succeeds"],
    )],
    good: &[
        Example::good(
            "FROM debian:bookworm\nSHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\nRUN curl -fsSL https://example.com/install.sh | sh\n",
        ),
        Example::good(
            "FROM debian:bookworm\nRUN set -o pipefail; curl -fsSL https://example.com/install.sh | sh\n",
        ),
        // tar fails without an archive.
        Example::good("FROM debian:bookworm\nRUN curl -fsSL https://example.com/a.tgz | tar xz\n"),
        Example::good("FROM debian:bookworm\nRUN echo 1 | sh\n"),
    ],
};

/// Commands that end well although they get nothing to read.
const CONTENT: [&str; 16] = [
    "sh", "bash", "ash", "dash", "zsh", "python", "python3", "perl", "node", "ruby", "tee", "cat",
    "sed", "awk", "tr", "sort",
];

fn finds(scene: &Scene<'_>) -> Vec<OwnFound> {
    let found = scene.runs().filter_map(|run| {
        let shell = run.exec.args.get(..run.exec.shell_length);
        let mut shell = shell.unwrap_or_default().iter();
        let script = run.exec.script().unwrap_or_default();
        let told = shell.any(|word| word.contains("pipefail")) || script.contains("pipefail");
        let first = run.exec.args.first().map(String::as_str);
        let of_unix = paths::base_name(first.unwrap_or_default()).ends_with("sh");
        if told || !of_unix || script.contains("powershell") {
            return None;
        }
        let commands = &run.script.commands;
        let pairs = commands.iter().zip(commands.iter().skip(1));
        let (from, to) = pairs
            .filter(|(from, to)| {
                let downloads = matches!(from.name(), "curl" | "wget") && from.piped;
                downloads && CONTENT.contains(&to.name()) && !to.piped
            })
            .find(|(from, _)| from.words.len() > 1)?;
        let span = from.words.first().map(|word| word.span);
        Some(OwnFound {
            instruction: run.index,
            span: span.unwrap_or_default(),
            message: format!(
                "If {} fails, {} gets nothing and the step succeeds",
                from.name(),
                to.name()
            ),
            remedy: Remedy::ByHand(
                "Write SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"] above the step (/bin/ash on Alpine), or download into a file first.",
            ),
        })
    });
    found.collect()
}
