//! ENV or LABEL without an equals sign.

use crate::checks::{Example, Found, Moment, Origin, Rule};

pub(super) static RULE: Rule = Rule {
    name: "LegacyKeyValueFormat",
    origin: Origin::BuildKit,
    description: "Legacy key/value format with whitespace separator should not be used",
    url: "https://docs.docker.com/go/dockerfile/rule/legacy-key-value-format/",
    experimental: false,
    explanation: "The form without an equals sign takes the rest of the line as one value, so it can set only one name and quotes mean little. Write ENV name=value or LABEL name=value.",
    finds,
    bad: &[Example::bad(
        "FROM alpine\nENV a b\nLABEL c d\n",
        &[
            "\"ENV key=value\" should be used instead of legacy \"ENV key value\" format",
            "\"LABEL key=value\" should be used instead of legacy \"LABEL key value\" format",
        ],
    )],
    good: &[Example::good("FROM alpine\nENV a=b\nLABEL c=d e=f\n")],
};

fn finds(moment: &Moment<'_>) -> Vec<Found> {
    match moment {
        Moment::Pair {
            keyword,
            equals: false,
            ..
        } => Found::message(format!(
            "\"{keyword} key=value\" should be used instead of legacy \"{keyword} key value\" format"
        )),
        _ => Vec::new(),
    }
}
