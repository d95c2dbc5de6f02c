//! A variable in FROM that nothing declares.

use crate::checks::{Example, Found, Moment, Origin, Rule};
use crate::graph::suggest::suggestion;

pub(super) static RULE: Rule = Rule {
    name: "UndefinedArgInFrom",
    origin: Origin::BuildKit,
    description: "FROM command must use declared ARGs",
    url: "https://docs.docker.com/go/dockerfile/rule/undefined-arg-in-from/",
    experimental: false,
    explanation: "FROM uses an argument that no ARG before the first FROM declares, so nothing stands in its place, whatever --build-arg says. Declare it above the first FROM.",
    finds,
    bad: &[
        Example::bad(
            "FROM alpine:${VERSION:-3}\n",
            &["FROM argument 'VERSION' is not declared"],
        ),
        Example::bad(
            "ARG VERSION=3\nFROM alpine:${VERSOIN:-3}\n",
            &["FROM argument 'VERSOIN' is not declared (did you mean VERSION?)"],
        ),
    ],
    good: &[
        Example::good("ARG VERSION=3\nFROM alpine:$VERSION\n"),
        Example::good("ARG VERSION\nFROM alpine:${VERSION:-3}\n"),
        Example::good("FROM --platform=$BUILDPLATFORM alpine\n"),
    ],
};

fn finds(moment: &Moment<'_>) -> Vec<Found> {
    let Moment::UnsetInFrom { name, declared } = moment else {
        return Vec::new();
    };
    if declared.contains(name) {
        return Vec::new();
    }
    let hint = suggestion(name, declared.iter().copied());
    Found::message(format!("FROM argument '{name}' is not declared{hint}"))
}
