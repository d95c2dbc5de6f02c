//! `apt-get install` with the packages that are only recommended.

use super::install::apt;
use super::scene::insert;
use super::{OwnFound, OwnRule, Promise, Remedy, Scene, Severity};
use crate::checks::{Example, TextEdit};

pub(super) static RULE: OwnRule = OwnRule {
    name: "RecommendedPackages",
    severity: Severity::Hint,
    description: "apt-get install brings packages that are only recommended",
    explanation: "Debian's packages recommend others that many users of a desktop like to have, such as documentation and helpers, and apt-get installs those too. With --no-install-recommends it installs what is needed, and what is named.",
    promise: Promise::Installation,
    finds,
    bad: &[Example::bad(
        "FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*\n",
        &["Recommended packages are installed as well, if there are any"],
    )],
    good: &[
        Example::good(
            "FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y --no-install-recommends git\n",
        ),
        Example::good(
            "FROM debian:bookworm-slim\nRUN apt-get -o APT::Install-Recommends=0 install -y git\n",
        ),
        Example::good("FROM alpine:3.20\nRUN apk add git\n"),
    ],
};

fn finds(scene: &Scene<'_>) -> Vec<OwnFound> {
    let found = scene.runs().filter_map(|run| {
        let installing = run.script.commands.iter().filter_map(|command| {
            let (verb, _) = apt(command, "install")?;
            let told = command.mentions("no-install-recommends") || command.mentions("Install-Recommends");
            (!told).then(|| insert(verb.span.end, " --no-install-recommends"))
        });
        let edits: Vec<TextEdit> = installing.collect();
        let at = edits.first()?.span;
        Some(OwnFound {
            instruction: run.index,
            span: layerlab_syntax::Span::new(at.start.saturating_sub("install".len()), at.end),
            message: "Recommended packages are installed as well, if there are any".to_owned(),
            remedy: Remedy::fix(
                "Install only what is needed",
                edits,
                "A recommended package may be one that you use, such as ca-certificates beside curl: name it then.",
            ),
        })
    });
    found.collect()
}
