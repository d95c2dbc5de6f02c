//! A platform flag that says what is so without it.

use crate::checks::{Example, Found, Moment, Origin, Rule};

pub(super) static RULE: Rule = Rule {
    name: "RedundantTargetPlatform",
    origin: Origin::BuildKit,
    description: "Setting platform to predefined $TARGETPLATFORM in FROM is redundant as this is the default behavior",
    url: "https://docs.docker.com/go/dockerfile/rule/redundant-target-platform/",
    experimental: false,
    explanation: "A stage is built for the target platform anyway, so --platform=$TARGETPLATFORM says nothing. Leave the flag out.",
    finds,
    bad: &[
        Example::bad(
            "FROM --platform=$TARGETPLATFORM alpine\n",
            &[
                "Setting platform to predefined $TARGETPLATFORM in FROM is redundant as this is the default behavior",
            ],
        ),
        Example::bad(
            "FROM --platform=${TARGETPLATFORM} alpine\n",
            &[
                "Setting platform to predefined ${TARGETPLATFORM} in FROM is redundant as this is the default behavior",
            ],
        ),
    ],
    good: &[
        Example::good("FROM --platform=$BUILDPLATFORM alpine\n"),
        Example::good("FROM alpine\n"),
    ],
};

fn finds(moment: &Moment<'_>) -> Vec<Found> {
    match moment {
        Moment::StagePlatform {
            written,
            value,
            used: [name],
            unset: [],
            target,
            ..
        } if name == "TARGETPLATFORM" && value == target => Found::message(format!(
            "Setting platform to predefined {written} in FROM is redundant as this is the default behavior"
        )),
        _ => Vec::new(),
    }
}
