//! A base image whose name only comes out with a build argument.

use crate::checks::{Example, Found, Moment, Origin, Rule};

pub(super) static RULE: Rule = Rule {
    name: "InvalidDefaultArgInFrom",
    origin: Origin::BuildKit,
    description: "Default value for global ARG results in an empty or invalid base image name",
    url: "https://docs.docker.com/go/dockerfile/rule/invalid-default-arg-in-from/",
    experimental: false,
    explanation: "FROM names its image with an argument that has no default, or one that makes no name. Whoever builds without --build-arg gets an error. Give the ARG before FROM a default value that works.",
    finds,
    bad: &[Example::bad(
        "ARG TAG\nFROM alpine:$TAG\n",
        &["Default value for ARG alpine:$TAG results in empty or invalid base image name"],
    )],
    good: &[
        Example::good("ARG TAG=3.20\nFROM alpine:$TAG\n"),
        Example::good("ARG TAG\nFROM alpine:${TAG:-3.20}\n"),
    ],
};

fn finds(moment: &Moment<'_>) -> Vec<Found> {
    match moment {
        Moment::DefaultBase {
            written,
            valid: false,
        } => Found::message(format!(
            "Default value for ARG {written} results in empty or invalid base image name"
        )),
        _ => Vec::new(),
    }
}
