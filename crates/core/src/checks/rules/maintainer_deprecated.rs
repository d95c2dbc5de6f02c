//! MAINTAINER, which a label has replaced.

use crate::checks::{Example, Found, Moment, Origin, Rule};

pub(super) static RULE: Rule = Rule {
    name: "MaintainerDeprecated",
    origin: Origin::BuildKit,
    description: "The MAINTAINER instruction is deprecated, use a label instead to define an image author",
    url: "https://docs.docker.com/go/dockerfile/rule/maintainer-deprecated/",
    experimental: false,
    explanation: "MAINTAINER is an old instruction that can say only one thing. A label does the same and is read by more tools: LABEL org.opencontainers.image.authors=\"name\".",
    finds,
    bad: &[Example::bad(
        "FROM alpine\nMAINTAINER me@example.com\n",
        &["Maintainer instruction is deprecated in favor of using label"],
    )],
    good: &[Example::good(
        "FROM alpine\nLABEL org.opencontainers.image.authors=\"me@example.com\"\n",
    )],
};

fn finds(moment: &Moment<'_>) -> Vec<Found> {
    match moment {
        Moment::Maintainer => {
            Found::message("Maintainer instruction is deprecated in favor of using label")
        }
        _ => Vec::new(),
    }
}
